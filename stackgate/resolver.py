"""From a document's JSON to its graph: resources, with variables, locals and references resolved as they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from stackgate.block import Block
from stackgate.document import DocumentError
from stackgate.expression import evaluate
from stackgate.graph import Graph, Resource
from stackgate.values import MISSING, Reference, Unresolved

_KNOWN_LATER = {
    "count": "known only when count is expanded",
    "each": "known only when for_each is expanded",
    "self": "known only after the deploy",
    "path": "known only where Terraform runs",
    "terraform": "known only where Terraform runs",
    "module": "the output of a module, which is not expanded",
}

_IDENTIFIER = re.compile(r"[^\W\d][\w-]*")


def build_graph(content: dict[str, Any], stack: str) -> Graph:
    """The graph of a document's resources and data sources.

    Raises DocumentError where a block is not of the shape that Terraform's JSON syntax gives it.
    """
    if "planned_values" in content and "format_version" in content:
        raise DocumentError("is a Terraform plan: give the synthesized cdk.tf.json")
    resolver = _Resolver(content)
    resources, unexpanded = [], []
    for address, body in resolver.bodies.items():
        instances = resolver.instances(body)
        if instances is None:
            unexpanded.append(address)
        if instances != 0:
            resources.append(Resource(address, body, resolver.evaluate))
    modules = (f"module.{name}" for block in _blocks(content, "module") for name in block)
    configuration = {name: block for name, block in content.items() if name not in ("resource", "data")}
    return Graph(stack, resources, (*modules, *unexpanded), Block(configuration))


def _blocks(content: dict[str, Any], name: str, above: str = "") -> Iterator[dict[str, Any]]:
    """A block that Terraform's JSON syntax allows as an object or as a list of them; `above` is the path to it."""
    value = content.get(name)
    for block in value if isinstance(value, list) else [value]:
        if block is None:
            continue
        if not isinstance(block, dict):
            raise DocumentError(f"has a block {above}{name} that is not an object")
        yield block


def _resource_bodies(content: dict[str, Any], mode: str, prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The address and body of each resource. Raises DocumentError for two bodies of one, which would hide the first."""
    seen: set[str] = set()
    for types in _blocks(content, mode):
        for kind in filter(_is_label, types):
            if kind == "data":
                raise DocumentError("has a resource of the type 'data', which no provider has")
            for named in _blocks(types, kind, f"{mode}."):
                for name in filter(_is_label, named):
                    address = f"{prefix}{kind}.{name}"
                    bodies = list(_blocks(named, name, f"{mode}.{kind}."))
                    if len(bodies) != 1:
                        raise DocumentError(f"has {len(bodies)} bodies for {address}")
                    if address in seen:
                        raise DocumentError(f"has two bodies for {address}")
                    seen.add(address)
                    _refuse_doubled_lists(address, bodies[0])
                    yield address, bodies[0]


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
        if isinstance(value, list) and any(
            isinstance(item, list) and any(isinstance(inner, dict) for inner in item) for item in value
        ):
            raise DocumentError(f"has {address}.{name} as a list of lists of blocks, which is not judged")


class _Resolver:
    """Evaluates a document's strings against its variables, locals and resources."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._variables = {name: body for block in _blocks(content, "variable") for name, body in block.items()}
        self._locals = {name: value for block in _blocks(content, "locals") for name, value in block.items()}
        self.bodies = {
            address: body
            for mode, prefix in (("resource", ""), ("data", "data."))
            for address, body in _resource_bodies(content, mode, prefix)
        }
        self._memo: dict[str, Any] = {}
        self._open: set[str] = set()

    def instances(self, body: dict[str, Any]) -> int | None:
        """How many instances of a resource there are: 1 without count and for_each, None where it is not known."""
        for name in ("count", "for_each"):
            value = self._deep(body.get(name))
            if isinstance(value, Unresolved):
                value = value.final()
            if isinstance(value, Unresolved):
                return None
            if isinstance(value, (dict, list)):
                return len(value)
            if value is not None:
                return int(value) if str(value).isdigit() else None
        return 1

    def evaluate(self, text: str) -> Any:
        if "${" not in text and "%{" not in text:
            return text
        if text not in self._memo:
            if text in self._open:
                return Unresolved(text.removeprefix("${").removesuffix("}"), (), "defined by itself")
            self._open.add(text)
            self._memo[text] = evaluate(text, self._look_up)
            self._open.discard(text)
        return self._memo[text]

    def _deep(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.evaluate(value)
        if isinstance(value, dict):
            return {key: self._deep(item) for key, item in value.items()}
        return [self._deep(item) for item in value] if isinstance(value, list) else value

    def _look_up(self, steps: list[str]) -> Any:
        expression = ".".join(steps)
        root = steps[0]
        if root == "var" and len(steps) > 1:
            return self._variable(expression, steps)
        if root == "local" and len(steps) > 1:
            if steps[1] not in self._locals:
                return Unresolved(expression, (), "a local value that is not declared", may_be_null=True)
            return _descend(self._deep(self._locals[steps[1]]), steps[2:], expression)
        if root in _KNOWN_LATER:
            return Unresolved(expression, (), _KNOWN_LATER[root], may_be_null=root not in ("path", "terraform"))
        length = 3 if root == "data" else 2
        if len(steps) < length or "_" not in steps[length - 2]:
            return Unresolved(expression, (), "not defined in the document", may_be_null=True)
        return self._reference(steps[:length], steps[length:], expression)

    def _variable(self, expression: str, steps: list[str]) -> Any:
        body = self._variables.get(steps[1])
        if isinstance(body, list):
            body = body[0] if body else None
        if not isinstance(body, dict) or "default" not in body:
            reason = "a variable that is not declared" if body is None else "a variable without default"
            return Unresolved(expression, (), reason, may_be_null=True)
        return _descend(body["default"], steps[2:], expression)

    def _reference(self, target: list[str], attribute: list[str], expression: str) -> Any:
        address = ".".join(target)
        path = [step for step in attribute if step != "*"]
        while path and path[0].isdigit():  # the instance key of a resource with count
            path = path[1:]
        reference = Reference(address, ".".join(path), expression)
        if "*" in attribute:
            return Unresolved(expression, (reference,), "a list that is known only after the deploy")
        body = self.bodies.get(address)
        if body is not None and path and path[0] in body and "count" not in body and "for_each" not in body:
            value = _descend(self._deep(body[path[0]]), path[1:], expression)
            reference.value = MISSING if value is None else value
        return reference


def _descend(value: Any, steps: list[str], expression: str) -> Any:
    """The part of a value that the rest of a traversal names."""
    for step in steps:
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, Unresolved):
            return Unresolved(expression, value.references, value.reason, value.may_be_null)
        elif isinstance(value, dict) and step == "0":
            continue  # a block written as an object is a list of one
        else:
            return Unresolved(expression, (), "not a part of what it names", may_be_null=True)
    return value
