"""Text that others wrote, made harmless for a terminal. Standard library only."""

from __future__ import annotations


def visible(text: str) -> str:
    """The text with what would move the cursor, change colours or reverse its direction written as escapes."""
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def shortened(text: str, length: int = 1000) -> str:
    """The visible text, cut where it is longer than `length` characters, with the number of those left out."""
    if len(text) <= length:
        return visible(text)
    return f"{visible(text[:length])}... ({len(text) - length} characters more)"
