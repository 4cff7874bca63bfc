"""The blocks of a configuration as Terraform's JSON syntax lets them be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from stackgate.document import DocumentError

_IDENTIFIER = re.compile(r"[^\W\d][\w-]*")
_NO_TYPES = frozenset({"data", "module"})
"""First words of addresses that are no types of resources."""


def blocks(content: dict[str, Any], name: str, above: str = "") -> Iterator[dict[str, Any]]:
    """A block that may be written as an object or as a list of them; `above` is the path to it."""
    value = content.get(name)
    for block in value if isinstance(value, list) else [value]:
        if block is None:
            continue
        if not isinstance(block, dict):
            raise DocumentError(f"has a block {above}{name} that is not an object")
        yield block


def named(content: dict[str, Any], section: str) -> dict[str, Any]:
    """What blocks of a section such as `variable` or `locals` hold, by name."""
    return {name: body for block in blocks(content, section) for name, body in block.items() if name != "//"}


def named_once(content: dict[str, Any], section: str) -> dict[str, Any]:
    """As `named`. Raises DocumentError where a name is declared twice, and one declaration would hide the other."""
    found: dict[str, Any] = {}
    for block in blocks(content, section):
        for name, body in block.items():
            if name in found or (isinstance(body, list) and len(body) > 1):
                raise DocumentError(f"declares {section}.{name} twice")
            if name != "//":
                found[name] = body
    return found


def one_body(body: Any) -> dict[str, Any] | None:
    """The body of a block that is written as an object or as a list of one, else None."""
    if isinstance(body, list) and len(body) == 1:
        body = body[0]
    return body if isinstance(body, dict) else None


def resource_bodies(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The body of each resource and data source, by `aws_x.y` or `data.aws_x.y`.

    Raises DocumentError for two bodies of one, which would hide the first, and for what cannot be a resource.
    """
    found: dict[str, dict[str, Any]] = {}
    for mode, prefix in (("resource", ""), ("data", "data.")):
        for address, body in _bodies(content, mode, prefix):
            if address in found:
                raise DocumentError(f"has two bodies for {address}")
            _refuse_doubled_lists(address, body)
            found[address] = body
    return found


def _bodies(content: dict[str, Any], mode: str, prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for types in blocks(content, mode):
        for kind in filter(_is_label, types):
            if kind in _NO_TYPES:
                raise DocumentError(f"has a resource of the type {kind!r}, which no provider has")
            for by_name in blocks(types, kind, f"{mode}."):
                for name in filter(_is_label, by_name):
                    bodies = list(blocks(by_name, name, f"{mode}.{kind}."))
                    if len(bodies) != 1:
                        raise DocumentError(f"has {len(bodies)} bodies for {prefix}{kind}.{name}")
                    yield f"{prefix}{kind}.{name}", bodies[0]


def _is_label(name: str) -> bool:
    """Whether a key names a type or a resource, and is no comment. Raises DocumentError where it can be neither."""
    if name == "//":
        return False
    if not _IDENTIFIER.fullmatch(name):
        raise DocumentError(f"has a resource or type called {name!r}, which is no name for one")
    return True


def _refuse_doubled_lists(address: str, body: dict[str, Any]) -> None:
    """Terraform takes blocks in a list of lists too; no rule looks for them there, and CDKTF never writes one."""
    for name, value in body.items():
        for item in value if isinstance(value, list) else ():
            if isinstance(item, list) and any(isinstance(inner, dict) for inner in item):
                raise DocumentError(f"has {address}.{name} as a list of lists of blocks, which is not judged")
