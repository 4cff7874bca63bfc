"""Text of unknown origin, for a file that machines read: on one line, printable, and of bounded length."""

from __future__ import annotations

from stackgate.reports.visible import visible


def one_line(text: str, longest: int) -> str:
    """The text with escapes for what cannot be printed, and at most `longest` characters of it.

    Where it was cut, the whole length is told behind it, within `longest`.
    """
    shown = text[:longest]
    shown = shown if shown.isprintable() else visible(shown)
    if len(text) <= longest and len(shown) <= longest:
        return shown
    told = f"… ({len(text)} characters)"
    return shown[: longest - len(told)] + told
