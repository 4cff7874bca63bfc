"""The faults of the rule synth_dropped_keys: what the hook saw given to jsii that is not in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from stackgate.document import DocumentError, read_document
from stackgate.finding import Source
from stackgate.graph import Resource
from stackgate.resolver import written_graph
from stackgate.spelling import nearest
from stackgate.synth_rules import Fault

RULE = "synth_dropped_keys"
STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def dropped_keys(records: Sequence[Mapping[str, Any]], documents: Sequence[Path] = ()) -> tuple[Fault, ...]:
    """One fault for each dict that lost keys on its way to jsii.

    In: the hook's records; the documents in which the constructs stand, none where the synthesis failed. A key whose
    value is in the document after all, put there by a later call or an override, was not lost.
    """
    drops = [drop for record in records for drop in record.get("drops", ()) if drop["construct"] is not None]
    resources = _resources(documents) if drops else {}
    return tuple(fault for drop in drops for fault in _faults(drop, resources.get(drop["construct"])))


def _resources(documents: Sequence[Path]) -> dict[str, Resource]:
    """The resources of all documents by their construct's path. What cannot be read, the gate will tell."""
    found: dict[str, Resource] = {}
    for path in documents:
        try:
            document = read_document(path)
            graph = written_graph(document.content, document.stack)
        except DocumentError:
            continue
        found |= {resource.construct: resource for resource in graph if resource.construct}
    return found


def _faults(drop: Mapping[str, Any], resource: Resource | None) -> Iterator[Fault]:
    block, known = drop["block"], drop["known"]
    keys = [key for key in drop["keys"] if resource is None or not _is_there(resource.raw, f"{block}.{snake(key)}")]
    if not keys:
        return
    written = ", ".join(repr(key) for key in keys)
    structs = " or ".join(name for _, name in drop["structs"])
    modules = {module: [name for other, name in drop["structs"] if other == module] for module, _ in drop["structs"]}
    imports = "; ".join(f"from {module} import {', '.join(names)}" for module, names in modules.items())
    unknown = [key for key in keys if snake(key) not in known]
    message = f"{written} of the dict at {block} never {'reach' if len(keys) > 1 else 'reaches'} the document"
    if unknown:
        message += f"; {structs} has no {', '.join(map(repr, unknown))}"
        meant = [found for key in unknown if (found := nearest(snake(key), known))]
        message += f" (did you mean {', '.join(map(repr, meant))}?)" if meant else ""
    message += f": pass {structs}({', '.join(_keywords(keys, known))}) ({imports})"
    yield Fault(
        RULE,
        message,
        Source(*drop["source"]) if drop["source"] else None,
        f"{block}.{snake(keys[0])}" if len(keys) == 1 else block,
        drop["construct"],
        resource.address if resource else "*",
    )


def _keywords(keys: Sequence[str], known: Sequence[str]) -> list[str]:
    """How the struct's call begins: the dropped keys as its keywords, as far as they can be told."""
    meant = [nearest(snake(key), known) for key in keys]
    return [*(f"{name}=..." for name in dict.fromkeys(meant) if name), "..."]


def snake(key: str) -> str:
    """The Python name of what JavaScript calls `key`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", key).lower()


def _is_there(value: Any, path: str) -> bool:
    """Whether a document's block holds something at a path such as `rule[0].apply_server_side_encryption`."""
    for index, name in STEP.findall(path):
        if isinstance(value, list):
            # A block that may occur once only stands in the document without its list, and the reverse.
            position = int(index) if index else 0
            value = value[position] if position < len(value) else None
        if isinstance(value, dict) and name:
            value = value.get(name)
        elif name:
            return False
    return value is not None
