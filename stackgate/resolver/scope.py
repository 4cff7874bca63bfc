"""A module at one place of the tree of modules, the document itself being the first: its names and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from stackgate.document import DocumentError
from stackgate.resolver.instances import Instances
from stackgate.resolver.module_files import ModuleError, ModuleFolders
from stackgate.resolver.names import Names, descend
from stackgate.resolver.planned import Planned
from stackgate.resolver.repetition import Repetition
from stackgate.resolver.variables import as_declared
from stackgate.resolver.written import named, named_once, one_body
from stackgate.values import Computed, Unresolved

MAX_DEPTH = 20
"""So deep modules may lie in each other."""

OF_CALLS = frozenset({"//", "source", "version", "providers", "count", "for_each", "depends_on", "lifecycle"})
"""Terraform's own arguments of a module's call."""
NO_OUTPUT = "an output that is not declared"
NOT_DECLARED = frozenset({"a variable that is not declared", "a local value that is not declared", NO_OUTPUT})
"""Reasons of what is not known because it is nowhere: Terraform refuses it."""

_KNOWN_LATER = {
    "count": "known only when count is expanded",
    "each": "known only when for_each is expanded",
    "self": "known only after the deploy",
    "path": "known only where Terraform runs",
    "terraform": "known only where Terraform runs",
}


class Call(NamedTuple):
    """One instance of a module's call: its address, the body, the names its arguments can use, and the provider of the
    document that each of the module's own providers stands for."""

    address: str
    body: Mapping[str, Any]
    names: Names
    providers: Mapping[str, str]


class Scope(Instances):
    """A module's variables, locals, resources and calls. Raises DocumentError for blocks of another shape."""

    def __init__(
        self,
        content: dict[str, Any],
        folders: ModuleFolders,
        above: tuple[Path | None, ...],
        call: Call | None = None,
        root: Scope | None = None,
        planned: Planned | None = None,
    ) -> None:
        super().__init__(content, call.address if call else "", planned)
        self.call = call
        self._root = root or self
        self.variables = named_once(content, "variable")
        self.has_providers = bool(named(content, "provider"))
        self.locals = named(content, "locals")
        self._outputs = named_once(content, "output")
        self._folders = folders
        self._above = above
        self._modules: dict[tuple[str, str], Scope | ModuleError] = {}

    def module(self, name: str, step: str) -> Scope:
        """The scope of an instance of a module that this one calls. Raises ModuleError where it cannot be read."""
        if (name, step) not in self._modules:
            try:
                self._modules[name, step] = self._called(name, step)
            except ModuleError as error:
                self._modules[name, step] = error
        module = self._modules[name, step]
        if isinstance(module, ModuleError):
            raise module
        return module

    def _called(self, name: str, step: str) -> Scope:
        body = one_body(self.calls[name])
        if body is None:
            raise ModuleError("its call is not one block")
        address = f"module.{name}"
        folder, content = self._content(address, body)
        if len(self._above) > MAX_DEPTH:
            raise ModuleError(f"it lies deeper than {MAX_DEPTH} modules")
        call = Call(
            f"{self.prefix}{address}{self.repetition(address).key(step)}",
            body,
            self.names(address, step),
            self._handed_on(body),
        )
        try:
            return Scope(content, self._folders, (*self._above, folder), call, self._root, self.planned)
        except DocumentError as error:
            raise ModuleError(f"it {error}") from None

    def _content(self, address: str, body: Mapping[str, Any]) -> tuple[Path | None, dict[str, Any]]:
        """The folder of a module and what its files hold; what a plan tells of it where they cannot be read."""
        try:
            folder = self._folders.locate(body, self._above[-1])
            if folder in self._above:
                raise ModuleError("it calls itself")
            return folder, self._folders.read(folder)
        except ModuleError:
            planned = self.planned.content(self.prefix + address) if self.planned else None
            if planned is None:
                raise
            return None, planned

    def call_faults(self) -> list[str]:
        """What is wrong with the arguments that a call gives this module: Terraform refuses it."""
        given = set(self.call.body) - OF_CALLS if self.call else set()
        bodies = {name: one_body(body) or {} for name, body in self.variables.items()}
        missing = [name for name, body in bodies.items() if "default" not in body and name not in given]
        return [
            *(f"it is given {name!r}, and has no such variable" for name in sorted(given - bodies.keys())),
            *(f"it needs {name!r}, and is not given it" for name in missing),
        ]

    def _handed_on(self, body: Mapping[str, Any]) -> dict[str, str]:
        given = body.get("providers")
        handed = given.items() if isinstance(given, dict) else ()
        default = {name: provider for name, provider in self._providers().items() if "." not in name}
        return default | {name: self.provider(str(provider)) for name, provider in handed}

    def _providers(self) -> Mapping[str, str]:
        return self.call.providers if self.call else {}

    def provider(self, name: str) -> str:
        """The document's name for a provider of this module: `aws.west` for what it may know as `aws`."""
        name = name.removeprefix("${").removesuffix("}")
        return f"{self.prefix}{name}" if self.call and self.has_providers else self._providers().get(name, name)

    def look_up(self, steps: list[str]) -> Any:
        """What a traversal stands for, as far as the configuration tells."""
        expression = ".".join(steps)
        root = steps[0]
        if not root:
            return self._root.absolute(steps[1:])
        if root == "var" and len(steps) > 1:
            return descend(self.once(f"var.{steps[1]}", lambda: self.variable(steps[1])), steps[2:], expression)
        if root == "local" and len(steps) > 1:
            return descend(self.once(f"local.{steps[1]}", lambda: self._local(steps[1])), steps[2:], expression)
        if root == "module" and len(steps) > 1:
            return self._module_value(steps[1], steps[2:], expression)
        if root in _KNOWN_LATER:
            return Unresolved(expression, (), _KNOWN_LATER[root], may_be_null=root not in ("path", "terraform"))
        length = 3 if root == "data" else 2
        if len(steps) < length or "_" not in steps[length - 2]:
            return Unresolved(expression, (), "not defined in the document", may_be_null=True)
        return self.resource_value(".".join(steps[:length]), steps[length:], expression)

    def absolute(self, steps: list[str]) -> Any:
        """What a traversal to a resource stands for that begins with the modules it lies in."""
        if steps[0] != "module":
            length = 3 if steps[0] == "data" else 2
            return self.resource_value(".".join(steps[:length]), steps[length:], ".".join(steps))
        step = steps[2] if self.repetition(f"module.{steps[1]}").argument else ""
        return self.module(steps[1], step).absolute(steps[3 if step else 2 :])

    def variable(self, name: str) -> Any:
        """The value of a variable: what the call gives, else its default."""
        expression = f"var.{name}"
        if name not in self.variables:
            return Unresolved(expression, (), "a variable that is not declared", may_be_null=True)
        body = one_body(self.variables[name]) or {}
        if not self.call and self.planned:
            return self._planned_variable(name, body, expression)
        if self.call and name in self.call.body:
            given = self.call.names.deep(self.call.body[name])
            if given is not None or body.get("nullable") is not False:
                return as_declared(given, body.get("type"), expression)
        if "default" not in body:
            return Unresolved(expression, (), "a variable without default", may_be_null=True)
        return as_declared(self.deep(body["default"]), body.get("type"), expression)

    def _planned_variable(self, name: str, body: Mapping[str, Any], expression: str) -> Any:
        """The value with which the plan was made; a plan has those of all variables but the ephemeral ones.

        One that is not the default was given for this deploy alone, and is not written out in the document.
        """
        assert self.planned is not None
        if name not in self.planned.variables:
            return Unresolved(expression, (), "a variable whose value is not in the plan", may_be_null=True)
        given, default = self.planned.variables[name], self.deep(body.get("default"))
        if given == default or (given is None and body.get("nullable") is False):
            return as_declared(default, body.get("type"), expression)
        value = as_declared(given, body.get("type"), expression)
        if value is None or isinstance(value, Unresolved):
            return value
        if name in self.planned.secret:
            return Unresolved(expression, (), "a variable without default").with_plan(value)
        return Computed(expression, (), value)

    def _local(self, name: str) -> Any:
        if name not in self.locals:
            return Unresolved(f"local.{name}", (), "a local value that is not declared", may_be_null=True)
        return self.deep(self.locals[name])

    def _output(self, name: str) -> Any:
        body = one_body(self._outputs.get(name))
        if body is None or "value" not in body:
            return Unresolved(f"{self.place}.{name}", (), NO_OUTPUT, may_be_null=True)
        return self.once(f"output.{name}", lambda: self.deep(body["value"]))

    def _module_value(self, name: str, rest: list[str], expression: str) -> Any:
        if name not in self.calls:
            return Unresolved(expression, (), "a module that is not called", may_be_null=True)
        repeated = self.repetition(f"module.{name}")
        if repeated.reason:
            return self._not_expanded(expression, repeated.reason)
        try:
            if not repeated.argument:
                return self._outputs_of(self.module(name, ""), rest, expression)
            if rest and rest[0] not in repeated.instances:
                return Unresolved(expression, (), "not one of the module's instances", may_be_null=True)
            if rest:
                return self._outputs_of(self.module(name, rest[0]), rest[1:], expression)
            return self.once(f"all of module.{name}", lambda: self._every_module(name, repeated, expression))
        except ModuleError as error:
            return self._not_expanded(expression, str(error))

    def _every_module(self, name: str, repeated: Repetition, expression: str) -> Any:
        every = {step: self._outputs_of(self.module(name, step), [], expression) for step in repeated.instances}
        return list(every.values()) if repeated.argument == "count" else every

    def _not_expanded(self, expression: str, reason: str) -> Unresolved:
        return Unresolved(expression, (), f"the output of a module that is not expanded: {reason}", may_be_null=True)

    def _outputs_of(self, module: Scope, rest: list[str], expression: str) -> Any:
        if not rest:
            return {name: module._output(name) for name in module._outputs}
        return descend(module._output(rest[0]), rest[1:], expression)
