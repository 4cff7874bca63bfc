"""A document made of what a plan tells of its configuration, for a plan of which the document is not at hand.

What the plan leaves out is left out here too: local values, `lifecycle`, the backend, and the app's constructs. Of an
expression in Terraform's own language a plan keeps the references alone, of one in JSON its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from stackgate.address import parse_address
from stackgate.document import DocumentError
from stackgate.plan.shape import MODES, an_object, objects
from stackgate.provider_schema.store import GENERATIONS, load_schema

_EXPRESSION = frozenset({"constant_value", "references"})
_MADE_OF = "${{nonsensitive(provider::plan::made_of({}))}}"
"""Stands for an expression of which the references alone are told: a result that is not known, and may be null."""
NOT_TOLD = _MADE_OF.format("")
"""An expression of which nothing is told. A single block that is empty has the same form in a plan."""


def rebuilt(
    configuration: dict[str, Any], values: Mapping[str, Mapping[str, Any]]
) -> dict[tuple[str, ...], dict[str, Any]]:
    """The document, and the content of each module that it calls, by the names of the calls that lead to it.

    `values` are the planned attributes by address, from which those blocks are told that a dynamic block makes: a plan
    does not show dynamic blocks. Raises DocumentError where the configuration is of another shape.
    """
    root = an_object(configuration, "root_module", "configuration.")
    found: dict[tuple[str, ...], dict[str, Any]] = {(): _module(root)}
    pending: list[tuple[tuple[str, ...], dict[str, Any]]] = [((), root)]
    while pending:
        path, module = pending.pop()
        for name, call in _calls(module).items():
            inner = an_object(call, "module", f"configuration of module {name}: ", optional=True)
            pending.append(((*path, name), inner))
            found[*path, name] = _module(inner)
    providers = an_object(configuration, "provider_config", "configuration.", optional=True)
    found[()]["provider"] = _providers([entry for entry in providers.values() if isinstance(entry, dict)])
    _add_dynamic(found, values)
    return found


def _calls(module: dict[str, Any]) -> dict[str, dict[str, Any]]:
    calls = an_object(module, "module_calls", "configuration.", optional=True)
    return {name: an_object(calls, name, "configuration.module_calls.") for name in calls}


def _module(module: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {"resource": {}, "data": {}}
    for resource in objects(module, "resources", "configuration."):
        mode, kind, name = (resource.get(key) for key in ("mode", "type", "name"))
        if mode not in MODES or not isinstance(kind, str) or not isinstance(name, str):
            raise DocumentError("is a plan whose configuration has a resource without mode, type or name")
        section = content["data" if mode == "data" else "resource"]
        section.setdefault(kind, {})[name] = _body(resource) | _provider(resource, kind)
    content["module"] = {
        name: _body(call) | {"source": str(call.get("source", ""))} for name, call in _calls(module).items()
    }
    content["variable"] = an_object(module, "variables", "configuration.", optional=True)
    outputs = an_object(module, "outputs", "configuration.", optional=True)
    content["output"] = {
        name: {key: _value(item) if key == "expression" else item for key, item in body.items()}
        for name, body in outputs.items()
        if isinstance(body, dict)
    }
    for body in content["output"].values():
        body["value"] = body.pop("expression", None)
    return content


def _body(block: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a resource or of a module's call, with those that say how many there are."""
    body = {name: _value(item) for name, item in an_object(block, "expressions", optional=True).items()}
    for argument in ("count", "for_each"):
        if f"{argument}_expression" in block:
            body[argument] = _value(block[f"{argument}_expression"])
    if isinstance(block.get("depends_on"), list):
        body["depends_on"] = block["depends_on"]
    return body


def _provider(resource: dict[str, Any], kind: str) -> dict[str, str]:
    """The provider, where it is not the one that the type's name tells. `m:aws.west` is that of the module m."""
    key = str(resource.get("provider_config_key", "")).rpartition(":")[2]
    return {"provider": key} if "." in key or (key and key != kind.partition("_")[0]) else {}


def _providers(configured: Iterable[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, list[dict[str, Any]]] = {}
    for provider in configured:
        alias = {"alias": provider["alias"]} if isinstance(provider.get("alias"), str) else {}
        found.setdefault(str(provider.get("name")), []).append(_body(provider) | alias)
    return dict(found)


def _value(expression: Any) -> Any:
    """What stands in the configuration for an attribute, or for one or more blocks."""
    if isinstance(expression, list):
        return [_value(item) if item else item for item in expression]  # what is empty here is a block, no expression
    if not isinstance(expression, dict):
        return expression
    if not expression.keys() <= _EXPRESSION:
        return {name: _value(item) for name, item in expression.items()}
    if "constant_value" in expression:
        return expression["constant_value"]
    return _written(expression.get("references"))


def _written(references: Any) -> str:
    """An expression that mentions these references: the reference itself where there is one only.

    A plan lists each with what it begins with: `aws_x.y.arn` and `aws_x.y`.
    """
    names = [name for name in references if isinstance(name, str)] if isinstance(references, list) else []
    whole = [name for name in names if not any(other != name and _begins(other, name) for other in names)]
    if len(whole) == 1:
        return f"${{{whole[0]}}}"
    return _MADE_OF.format(", ".join(whole))


def _begins(text: str, start: str) -> bool:
    return text.startswith((f"{start}.", f"{start}["))


def _add_dynamic(contents: Mapping[tuple[str, ...], dict[str, Any]], values: Mapping[str, Mapping[str, Any]]) -> None:
    """Name the blocks that are planned and that no expression writes, as dynamic blocks that are not expanded."""
    for address, planned in values.items():
        at = parse_address(address)
        content = contents.get(tuple(module.partition("[")[0] for module in at.modules), {})
        body = content.get("data" if at.is_data else "resource", {}).get(at.type, {}).get(at.name)
        for label, value in planned.items() if body is not None else ():
            if label not in body and _are_blocks(value) and _can_be_written(at.kind, label):
                body.setdefault("dynamic", {})[label] = {}


def _are_blocks(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _can_be_written(kind: str, name: str) -> bool:
    """Whether blocks of that name can be written, as far as the provider's schema is known here."""
    types = [found for generation in GENERATIONS if (found := load_schema(generation).get(kind))]
    return not types or any(
        name in found.blocks or (name in found.attributes and found.attributes[name].configurable) for found in types
    )
