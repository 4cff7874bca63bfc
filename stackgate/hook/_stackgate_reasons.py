"""Why a statement of the project failed: the reasons that the gate has a rule for, with the evidence for each.

Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import os
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from _stackgate_hints import hints_of, kind_of
from _stackgate_names import is_binding
from _stackgate_signature import Call, nearest
from _stackgate_stand_in import TEXT, StandIn, stands_in
from _stackgate_types import Values

TOKEN = "${TfToken["
LIST_TOKEN = "#{TfToken["
NO_PROVIDER = re.compile(r"\[([^\]\s]+)\] Found resources without a matching provider construct.*providers: ([\w, -]+)")
NO_FILE = re.compile(r"ENOENT: no such file or directory, \w+ '([^']*)'")
CONTEXT = re.compile(r"encoded (?:list|map) token|Cannot add elements to list token")
TAKES_APART = {
    "split": "Fn.element(Fn.split(separator, token), index)",
    "rsplit": "Fn.element(Fn.split(separator, token), index)",
    "partition": "Fn.element(Fn.split(separator, token), index)",
    "rpartition": "Fn.element(Fn.split(separator, token), index)",
    "loads": "Fn.jsondecode",
    "int": "Token.as_number",
    "float": "Token.as_number",
    "ip_network": "Fn.cidrsubnet",
    "ip_address": "Fn.cidrhost",
}
UNKNOWN = object()


class Site:
    """A statement that failed, and what its names stand for: `frame` is where it was run, `source` its place."""

    def __init__(self, statement: ast.stmt, frame: Any, source: Any, record: Any) -> None:
        self.statement, self.frame, self.source, self.record = statement, frame, source, record
        self.is_import = isinstance(statement, (ast.Import, ast.ImportFrom))

    def nodes(self) -> Iterator[ast.AST]:
        """The statement's own expressions, without the statements inside it."""
        waiting: list[ast.AST] = [self.statement]
        while waiting:
            node = waiting.pop()
            yield node
            for child in ast.iter_child_nodes(node):
                if not isinstance(child, (ast.stmt, ast.ExceptHandler)):
                    waiting.append(child)

    def value(self, node: ast.AST) -> Any:
        """What a name, or an attribute of one, stands for; UNKNOWN for everything else."""
        try:
            if isinstance(node, ast.Name):
                for scope in (self.frame.f_locals, self.frame.f_globals, vars(importlib.import_module("builtins"))):
                    if node.id in scope:
                        return scope[node.id]
            if isinstance(node, ast.Attribute):
                return getattr(self.value(node.value), node.attr, UNKNOWN)
            if isinstance(node, ast.JoinedStr):
                parts = [self.value(part.value) for part in node.values if isinstance(part, ast.FormattedValue)]
                return "".join(part for part in parts if isinstance(part, str))
        except Exception:
            return UNKNOWN
        return UNKNOWN

    def written(self, node: ast.AST) -> Any:
        """What is passed, as far as it can be told; a stand-in where it cannot."""
        value = node.value if isinstance(node, ast.Constant) else self.value(node)
        return StandIn() if value is UNKNOWN else value

    def stands_in(self) -> bool:
        """Whether a stand-in has a part in the statement."""
        return any(stands_in(self.value(node)) for node in self.nodes())

    def imported(self, names: Any, note: Any) -> list[Any]:
        """What the statement, an import, binds: what exists, what is most like the rest, or stand-ins."""
        statement, bound = self.statement, []
        names.found = []
        if isinstance(statement, ast.ImportFrom):
            written = "." * statement.level + (statement.module or "")
            package = self.frame.f_globals.get("__package__")
            wanted = tuple(alias.name for alias in statement.names)
            module = names.module(importlib.util.resolve_name(written, package), wanted)
            bound = [names.attribute(module, alias.name) for alias in statement.names if alias.name != "*"]
        elif isinstance(statement, ast.Import):
            for alias in statement.names:
                module = names.module(alias.name)
                bound.append(module if alias.asname else _root(module, alias.name))
        for rule, message, attribute in names.found:
            note(rule, message, self.source, attribute)
        return bound


def _root(module: Any, name: str) -> Any:
    return importlib.import_module(name.split(".")[0]) if isinstance(module, ModuleType) else StandIn()


def reasons(error: Exception, site: Site) -> list[Any]:
    """The faults that made a statement fail, each (rule, message, attribute); none if it has another reason."""
    text = str(error)
    if isinstance(error, FileNotFoundError):
        return _missing_file(str(error.filename or ""), site.record) if "subprocess" not in _modules(error) else []
    found = _provider(text, site) or _tokens(error, text, site)
    if not found and isinstance(error, AttributeError):
        found = _attributes(site)
    return found or _calls(error, site) or _setters(site) or raised_by_node("", error, {}, site.record)


def raised_by_node(name: str, error: Exception, kwargs: Any, record: Any) -> list[Any]:
    """The faults that can be told from an error of Node alone."""
    found = NO_FILE.search(str(error))
    return _missing_file(found[1], record, name) if found else []


def _missing_file(path: str, record: Any, name: str = "") -> list[Any]:
    if TEXT in path or not path:
        return []
    shown = os.path.normpath(os.path.join(os.getcwd(), path))
    inside = os.path.relpath(shown, record.project)
    shown = path if inside.startswith("..") else inside.replace(os.sep, "/")
    text = f"{shown} is not there" + (", counted from the app's folder" if not os.path.isabs(path) else "")
    return [("synth_missing_asset", f"{name}: {text}" if name else text, shown)]


def _modules(error: Exception) -> set[str]:
    trace, found = error.__traceback__, set()
    while trace is not None:
        found.add(str(trace.tb_frame.f_globals.get("__name__")))
        trace = trace.tb_next
    return found


def _provider(text: str, site: Site) -> list[Any]:
    found = []
    for stack, providers in NO_PROVIDER.findall(text):
        names = ", ".join(item.strip() for item in providers.split(","))
        message = f"The stack {stack} has resources of the provider {names}, and makes no provider construct for it"
        site.source = site.record.sources.get(stack, site.source)
        found.append(("synth_no_provider", message, names))
    return found


def _tokens(error: Exception, text: str, site: Site) -> list[Any]:
    """A token that was taken apart: the statement does so, and what it does it to is a token."""
    if CONTEXT.search(text):
        misused = any(fault["rule"] == "synth_token_misuse" for fault in site.record.faults)
        told = " ".join(text.replace("Error: ", "", 1).split())
        return [] if misused else [("synth_token_misuse", told[:300], None)]
    if not isinstance(error, (ValueError, LookupError, TypeError)):
        return []
    for node in site.nodes():
        name = ""
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            parts = [*node.args, node.func.value] if isinstance(node.func, ast.Attribute) else list(node.args)
            if name in TAKES_APART and any(TOKEN in str(site.value(part)) for part in parts if _is_text(site, part)):
                text = f"{name}() is applied to a token, whose value is known at the deploy only"
                return [("synth_token_misuse", f"{text}: use {TAKES_APART[name]}", None)]
        if isinstance(node, ast.Subscript):
            value = site.value(node.value)
            if isinstance(value, list) and value and LIST_TOKEN in str(value[0]):
                text = f"{_written(node.value)} is a list that is known at the deploy only, and cannot be indexed"
                return [("synth_token_misuse", f"{text}: use Fn.element", None)]
            if hasattr(type(value), "get") and hasattr(type(value), "__jsii_type__"):
                text = f"{_written(node.value)} is {kind_of(value)}, and cannot be indexed: use .get(index)"
                return [("synth_token_misuse", text, None)]
    if TOKEN in text or TOKEN in str(getattr(error, "doc", "")):
        return [("synth_token_misuse", "A token is read as if its value were known before the deploy", None)]
    return []


def _is_text(site: Site, node: ast.AST) -> bool:
    return isinstance(site.value(node), str)


def _written(node: ast.AST) -> str:
    """A name with its attributes, as the source has it."""
    if isinstance(node, ast.Attribute):
        return f"{_written(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "it"


def _attributes(site: Site) -> list[Any]:
    """Names that modules, classes and objects of the bindings do not have."""
    found = []
    for node in site.nodes():
        if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
            continue
        owner = site.value(node.value)
        if owner is UNKNOWN or isinstance(owner, StandIn) or site.value(node) is not UNKNOWN:
            continue
        kind = owner if isinstance(owner, (type, ModuleType)) else type(owner)
        where = kind.__name__ if isinstance(kind, ModuleType) else kind.__module__
        if not is_binding(where):
            continue
        there = [item for item in dir(owner) if not item.startswith("_")]
        last = node.attr.rpartition("_")[2]
        near = last if last in there else nearest(node.attr, there)
        what = f"{kind.__name__} has no {node.attr!r}"
        text = f"{what}: did you mean {near!r}?" if near else what
        found.append(("synth_unknown_name", text, node.attr))
    return found


def _calls(error: Exception, site: Site) -> list[Any]:
    """Calls in the statement that do not agree with what they call, a function of the project or of the bindings."""
    if not isinstance(error, (TypeError, RuntimeError)):
        return []
    found: list[Any] = []
    for node in site.nodes():
        function = site.value(node.func) if isinstance(node, ast.Call) else UNKNOWN
        if function is UNKNOWN or not callable(function) or isinstance(function, StandIn):
            continue
        declared = function.__init__ if isinstance(function, type) else function
        code = getattr(inspect.unwrap(declared), "__code__", None)
        own = code and site.record.project_file(code.co_filename)
        binding = is_binding(getattr(function, "__module__", None) or "")
        if code is None or not (own or (binding and not isinstance(function, type))):
            continue
        assert isinstance(node, ast.Call)
        whole = not any(isinstance(item, ast.Starred) for item in node.args) and all(item.arg for item in node.keywords)
        args = [site.written(item) for item in node.args if not isinstance(item, ast.Starred)]
        kwargs = {item.arg: site.written(item.value) for item in node.keywords if item.arg}
        call = Call(function.__name__, declared, args, kwargs, whole)
        if own:
            call.hints = {}
        for rule, message, attribute in call.hold().found:
            if own:
                rule, message = "synth_entry_point", f"{message} (it is declared at {own}:{code.co_firstlineno})"
            found.append((rule, message, attribute))
    return found


def _setters(site: Site) -> list[Any]:
    """Properties of objects of the bindings that are set to what does not fit."""
    found: list[Any] = []
    for target in site.statement.targets if isinstance(site.statement, ast.Assign) else ():
        owner = site.value(target.value) if isinstance(target, ast.Attribute) else UNKNOWN
        declared = getattr(type(owner), getattr(target, "attr", ""), None)
        if is_binding(type(owner).__module__) and isinstance(declared, property) and declared.fset:
            assert isinstance(target, ast.Attribute) and isinstance(site.statement, ast.Assign)
            hint = hints_of(declared.fset).get("value", Any)
            Values(type(owner).__name__, found).hold(site.written(site.statement.value), hint, target.attr)
    return found


def list_tokens(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Where a text taken out of a list token stands in a value: (attribute, what is wrong)."""
    if isinstance(value, str):
        advice = "was taken out of a list token, or formatted from one: use Fn.element or Fn.join"
        return [(path, f"the text at {path} {advice}")] if LIST_TOKEN in value else []
    if isinstance(value, dict):
        steps = [(f"{path}.{key}" if path else str(key), item) for key, item in value.items()]
    elif isinstance(value, list) and not _is_list_token(value):
        steps = [(f"{path}[{index}]", item) for index, item in enumerate(value)]
    else:
        return []
    return [found for step, item in steps for found in list_tokens(item, step)]


def without_list_tokens(value: Any) -> Any:
    """The value with a stand-in's text in each of these places."""
    if isinstance(value, str):
        return TEXT if LIST_TOKEN in value else value
    if isinstance(value, dict):
        return {key: without_list_tokens(item) for key, item in value.items()}
    if isinstance(value, list) and not _is_list_token(value):
        return [without_list_tokens(item) for item in value]
    return value


def _is_list_token(value: list[Any]) -> bool:
    return len(value) == 1 and isinstance(value[0], str) and value[0].startswith(LIST_TOKEN) and value[0].endswith("]}")
