"""Prints the table of the ways: `python -m tests.fail_closed`. Exit status 1 where one does not end as it must."""

from __future__ import annotations

from .outcome import outcome_of
from .ways import WAYS

SHOWN = 110


def main() -> int:
    """Try each way, print a row for it, and count those that do not end as they must."""
    width = max(len(str(way)) for way in WAYS)
    astray = 0
    print(f"{'way':<{width}}  exit  the line")
    for way in WAYS:
        outcome = outcome_of(way)
        is_right = outcome.status == way.status and len(outcome.lines) == 1 and "Traceback" not in outcome.printed
        astray += not is_right
        line = outcome.lines[0][:SHOWN] if outcome.lines else f"nothing that says {way.line!r}"
        print(f"{way!s:<{width}}  {outcome.status:>4}  {line}{'' if is_right else '  <-- WRONG'}", flush=True)
    print(f"{len(WAYS)} ways, {astray} astray")
    return min(astray, 1)


if __name__ == "__main__":
    raise SystemExit(main())
