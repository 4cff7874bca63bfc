"""The icons, drawn for this report on a grid of 16 by 16: the kinds of services, and the marks of the statuses."""

from __future__ import annotations

from stackgate.reports.html.picture.standing import Worst

KINDS = {
    "alarm": "M8 2.5a4 4 0 0 1 4 4c0 3 1 4.5 1.5 5h-11C3 11 4 9.5 4 6.5a4 4 0 0 1 4-4zM6.5 13.5h3",
    "bell": "M2 6.5v3h2.5L10 13V3L4.5 6.5zM12.5 6a3 3 0 0 1 0 4",
    "bolt": "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z",
    "box": "M8 1.5 14 5v6l-6 3.5L2 11V5zM2 5l6 3.5L14 5M8 8.5v6",
    "bucket": "M2 3.5h12l-1.5 10h-9zM2 3.5c0 2 12 2 12 0",
    "chart": "M2 2v12h12M5 11V8M8 11V4.5M11 11V6.5",
    "container": "M2 4h12v8H2zM5.5 6.5v3M8 6.5v3M10.5 6.5v3",
    "database": "M2.5 4c0-2.7 11-2.7 11 0v8c0 2.7-11 2.7-11 0zM2.5 4c0 2.7 11 2.7 11 0M2.5 8c0 2.7 11 2.7 11 0",
    "door": "M2 2h4.5M2 14h4.5M2 2v12M6 8h8M10.5 4.5 14 8l-3.5 3.5",
    "event": "M2 3.5h12V14H2zM2 6.5h12M5 2v3M11 2v3M5.5 10.5l2 1.5 3-3.5",
    "folder": "M1.5 3.5h5l1.5 2h6.5v8h-13z",
    "function": "M3 2.5h3L12 13.5h1.5M7.2 6.5 3 13.5",
    "globe": "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM1.5 8h13M8 1.5c-4 4-4 9 0 13M8 1.5c4 4 4 9 0 13",
    "key": "M5 5.5a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM7.8 8.3H14.5V11M11.5 8.3v2",
    "lock": "M3 7h10v7H3zM5 7V5a3 3 0 0 1 6 0v2M8 9.5v2",
    "log": "M3 1.5h7l3 3v10H3zM5.5 6.5h5M5.5 9h5M5.5 11.5h3",
    "network": "M8 4.5v3M4 11V7.5h8V11M6 1.5h4v3H6zM2 11h4v3H2zM10 11h4v3h-4z",
    "person": "M8 2a2.7 2.7 0 1 0 0 5.4A2.7 2.7 0 0 0 8 2zM2.5 14c0-6 11-6 11 0z",
    "queue": "M1.5 4h13M1.5 12h13M2.5 6.5h2.5v3H2.5zM6.8 6.5h2.5v3H6.8zM11 6.5h2.5v3H11z",
    "scale": "M2 14V9.5h4.5V14zM2 6V2h12v12H10M7 9l4-4M8 5h3v3",
    "search": "M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2zM10.7 10.7 14.5 14.5",
    "server": "M2 2.5h12v4.5H2zM2 9h12v4.5H2zM4.5 4.7h1M4.5 11.2h1",
    "shield": "M8 1.5 13.5 3.5V8c0 3.5-2.5 5.5-5.5 6.5C5 13.5 2.5 11.5 2.5 8V3.5z",
    "spread": "M2 8h4M6 8l5-5M6 8h6M6 8l5 5M11 1.5 13.5 3 11 5M12 6.5 14.5 8 12 9.5M11 11l2.5 2L11 14.5",
    "steps": "M1.5 2h5v4h-5zM9.5 10h5v4h-5zM4 6v6h5.5M6.5 4H12v6",
    "stream": "M1.5 4.5c3-3 4 3 6.5 0s4 3 6.5 0M1.5 8c3-3 4 3 6.5 0s4 3 6.5 0M1.5 11.5c3-3 4 3 6.5 0s4 3 6.5 0",
    "table": "M2 2.5h12v11H2zM2 6h12M2 9.7h12M6.5 2.5v11",
}
"""By the name that `roles.icon_of` gives: the `d` of a path that is stroked, not filled."""

MARKS: dict[Worst, str] = {
    "fail": "M5 5 11 11M11 5 5 11",
    "unknown": "M6 6.2c0-2.7 4.2-2.7 4.2 0C10.2 8 8 7.8 8 9.5M8 11.6v.2",
    "warning": "M8 6v3.2M8 11.2v.2",
    "waived": "M5 8h6",
    "pass": "M4.8 8.3 7 10.5 11.3 5.8",
}
"""What stands in the shape of a status."""

SHAPES: dict[Worst, str] = {
    "fail": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z",
    "unknown": "M8 .7 15.3 8 8 15.3.7 8z",
    "warning": "M8 1.2 15.3 14.3H.7z",
    "waived": "M2 2h12v12H2z",
    "pass": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z",
}
"""The shape of a status's badge: a circle, a diamond, a triangle, a square. What no rule judged has none."""
