"""Terraform's functions on the text of a path, which need no file."""

from __future__ import annotations

import posixpath

from stackgate.expression.functions.registry import function


@function("basename", "string")
def basename(path: str) -> str:
    """The last part of a path."""
    if not path:
        return "."
    return posixpath.basename(path.rstrip("/")) or "/"


@function("dirname", "string")
def dirname(path: str) -> str:
    """A path without its last part, in its simplest form."""
    directory = posixpath.normpath(path[: path.rfind("/") + 1] or ".")
    return "/" + directory.lstrip("/") if directory.startswith("/") else directory
