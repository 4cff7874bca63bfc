"""Whether a plan was made from the document: Terraform keeps the text of each argument that JSON configures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stackgate.document import DocumentError
from stackgate.plan.configuration import NOT_TOLD
from stackgate.resolver.overlay import OF_TERRAFORM
from stackgate.resolver.written import resource_bodies

_NOT_KEPT = frozenset({"dynamic", "//"})
"""What a block may hold that the plan does not tell of."""


def refuse_another(document: dict[str, Any], configuration: dict[str, Any]) -> None:
    """Compare a document with the plan's configuration in the form of one, at the resources that both have.

    Raises DocumentError for an argument that is another: a file beside the document overrides it, or the plan was made
    from another document.
    """
    planned = resource_bodies(configuration)
    for address, body in resource_bodies(document).items():
        for path in _differences(_arguments(body), _arguments(planned.get(address, body)), ""):
            raise DocumentError(f"is a plan made with another {path} of {address} than the document has")


def _arguments(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in OF_TERRAFORM}


def _differences(ours: Any, planned: Any, path: str) -> Iterator[str]:
    """The paths to what differs. One block is the same in a list or not in one, and an empty one as none."""
    if not isinstance(ours, (dict, list)) and not isinstance(planned, (dict, list)):
        if ours != planned or isinstance(ours, bool) != isinstance(planned, bool):
            yield path
        return
    if isinstance(ours, dict) and isinstance(planned, dict):
        for name in dict.fromkeys((*ours, *planned)):
            if name not in _NOT_KEPT:
                yield from _differences(ours.get(name), planned.get(name), f"{path}.{name}" if path else name)
        return
    left, right = _items(ours), _items(planned)
    if left in ([], [{}]) and right in ([], [{}], [NOT_TOLD]):
        return
    if len(left) != len(right):
        yield path
        return
    for mine, other in zip(left, right, strict=True):
        if isinstance(mine, (dict, list)) == isinstance(other, (dict, list)):
            yield from _differences(mine, other, path)
        else:
            yield path


def _items(value: Any) -> list[Any]:
    return [item for item in (value if isinstance(value, list) else [value]) if item is not None]
