"""What differs between the digests that were taken and those of now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stackgate.seal.materials import Materials


def differences(before: Mapping[str, str], now: Materials) -> Iterator[str]:
    """A line for each name that is in one alone, has another digest, or none that could be taken."""
    for name in sorted({*before, *now.digests, *now.problems}):
        if name in now.problems:
            yield f"{name}: {now.problems[name]}"
        elif name not in before:
            yield f"{name}: was not judged"
        elif name not in now.digests:
            yield f"{name}: was there when it was judged, and is missing"
        elif now.digests[name] != before[name]:
            yield f"{name}: has changed since it was judged"
