"""Walks the tree of modules and gathers the resources of each into one graph."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stackgate.block import Block, Evaluate, Scoped, literally
from stackgate.graph import Graph, Resource, Unexpanded
from stackgate.resolver.dynamic import expand_dynamic
from stackgate.resolver.module_files import ModuleError, ModuleFolders
from stackgate.resolver.overlay import OF_TERRAFORM, planned_body
from stackgate.resolver.planned import Planned
from stackgate.resolver.scope import Scope
from stackgate.resolver.written import one_body

MAX_RESOURCES = 200_000
"""Of one document, modules counted too. More is taken for a mistake."""


def build_graph(
    content: dict[str, Any], stack: str, folder: Path | None = None, planned: Planned | None = None
) -> Graph:
    """The graph of a document's resources and data sources, with count, for_each, dynamic and local modules expanded.

    `folder` is where the document lies: the sources of its modules start there. What is not known, or cannot be read,
    is among the graph's `unexpanded`: a resource stands then for all its instances. With `planned`, what the document
    leaves open is what a plan knows. Raises DocumentError where a block is not of the shape that Terraform's JSON
    syntax gives it.
    """
    folders = ModuleFolders()
    walk = _Walk(folders, planned)
    walk.module(_root(content, folders, folder, planned))
    contents = (
        Block({key: part for key, part in read.items() if not _is_resources(key)}) for read in folders.contents()
    )
    return Graph(
        stack,
        walk.resources,
        tuple(walk.unexpanded),
        _configuration(content),
        (*contents, *walk.beside),
        tuple(folders.files),
        tuple(walk.locals),
        tuple(walk.unplanned),
    )


def written_graph(content: dict[str, Any], stack: str) -> Graph:
    """The graph of a document as it is written: nothing is expanded, each resource is there once.

    Raises DocumentError as `build_graph` does.
    """
    root = _root(content, ModuleFolders(), None)
    resources = [Resource(address, body, root.evaluate) for address, body in root.bodies.items()]
    return Graph(stack, resources, configuration=_configuration(content))


def _root(
    content: dict[str, Any], folders: ModuleFolders, folder: Path | None, planned: Planned | None = None
) -> Scope:
    return Scope(content, folders, (folder and folder.resolve(),), planned=planned)


def _configuration(content: Mapping[str, Any]) -> Block:
    return Block({name: block for name, block in content.items() if not _is_resources(name)})


def _is_resources(section: str) -> bool:
    return section in ("resource", "data")


class _Walk:
    """What was found on the way through the modules."""

    def __init__(self, folders: ModuleFolders, planned: Planned | None) -> None:
        self.resources: list[Resource] = []
        self.unplanned: list[Block] = []
        self.unexpanded: list[Unexpanded] = []
        self.beside: list[Block] = []
        self.locals: list[Block] = []
        self._folders = folders
        self._planned = planned.resources if planned else {}
        self._made = 0

    def module(self, scope: Scope) -> None:
        """Gather a module's resources, and those of the modules that it calls."""
        self.locals.append(Block(scope.locals, scope.evaluate))
        for name, body in scope.bodies.items():
            self._resource(scope, name, body)
        for name in scope.calls:
            self._call(scope, name)

    def _resource(self, scope: Scope, name: str, body: Mapping[str, Any]) -> None:
        repeated = scope.repetition(name)
        address = scope.prefix + name
        if repeated.reason or not self._is_room(len(repeated.instances)):
            self.unexpanded.append(Unexpanded(address, repeated.reason or _TOO_MANY, repeated.is_refused))
            self._add(scope, address, body, scope.evaluate, body)
            return
        once = {key: value for key, value in body.items() if key not in ("count", "for_each")}
        expanded = False
        for step in repeated.instances:
            names = scope.names(name, step)
            instance = address + repeated.key(step)
            raw = expand_dynamic(once if repeated.argument else body, names, instance)
            expanded = expanded or raw is not body
            self._add(scope, instance, raw, names.evaluate, body)
        if expanded or not repeated.instances:
            self.beside.append(Resource(address, body, scope.evaluate))

    def _add(
        self, scope: Scope, address: str, body: Mapping[str, Any], evaluate: Evaluate, written: Mapping[str, Any]
    ) -> None:
        if scope.call:
            body = _in_module(scope, address, body)
        if address in self._planned:
            self.unplanned.append(Resource(address, body, evaluate, written))
            expanded: dict[str, Any] = {name: [] for name in Block(written).dynamic}  # written, though it makes none
            body = planned_body(_evaluated_body(expanded | dict(body), evaluate), self._planned[address])
            evaluate = literally
        self.resources.append(Resource(address, body, evaluate, written))

    def _call(self, scope: Scope, name: str) -> None:
        address = f"module.{name}"
        repeated = scope.repetition(address)
        if repeated.reason or not self._is_room(len(repeated.instances)):
            self.unexpanded.append(
                Unexpanded(scope.prefix + address, repeated.reason or _TOO_MANY, repeated.is_refused)
            )
            return
        for step in repeated.instances:
            try:
                module = scope.module(name, step)
            except ModuleError as error:
                self.unexpanded.append(Unexpanded(scope.prefix + address + repeated.key(step), str(error)))
                continue
            at = scope.prefix + address + repeated.key(step)
            self.unexpanded.extend(Unexpanded(at, fault, is_refused=True) for fault in module.call_faults())
            self.beside.extend(_sensitive(module))
            self.module(module)

    def _is_room(self, more: int) -> bool:
        self._made += more
        return self._made <= MAX_RESOURCES


def _evaluated_body(body: Mapping[str, Any], evaluate: Evaluate) -> dict[str, Any]:
    return {name: item if name in OF_TERRAFORM else _evaluated(item, evaluate) for name, item in body.items()}


def _evaluated(value: Any, evaluate: Evaluate) -> Any:
    if isinstance(value, str):
        return evaluate(value)
    if isinstance(value, dict):
        inside = value.evaluate if isinstance(value, Scoped) else evaluate
        keys = ((inside(key), key) for key in value)
        return {
            name if isinstance(name, str) else key: value[key] if key == "dynamic" else _evaluated(value[key], inside)
            for name, key in keys
        }
    return [_evaluated(item, evaluate) for item in value] if isinstance(value, list) else value


_TOO_MANY = f"with it there are over {MAX_RESOURCES} resources and modules"


def _in_module(scope: Scope, address: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A body with the document's names for its provider and what it depends on, and where it says of no construct, that
    of the module's call."""
    assert scope.call is not None
    kind = address.removeprefix(scope.prefix).removeprefix("data.").partition("_")[0]
    written = str(body.get("provider") or kind)
    provider = scope.provider(written)
    found = {"//": scope.call.body["//"], **body} if "//" in scope.call.body else dict(body)
    if provider != kind:
        found["provider"] = provider
    if isinstance(body.get("depends_on"), list):
        found["depends_on"] = [
            f"{scope.prefix}{str(name).removeprefix('${').removesuffix('}')}" for name in body["depends_on"]
        ]
    return found


def _sensitive(module: Scope) -> list[Block]:
    """The values that a call gives to variables which are declared sensitive, in the form of these variables."""
    declared = {name: body for name, written in module.variables.items() if (body := one_body(written))}
    values = {
        name: {"sensitive": True, "value": module.variable(name)}
        for name, body in declared.items()
        if body.get("sensitive") is True
    }
    return [Block({"variable": values})] if values else []
