"""Why a statement of the project failed: the reasons that the gate has a rule for, with the evidence for each.

Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
from types import ModuleType
from typing import Any

from _stackgate_hints import hints_of
from _stackgate_names import is_binding
from _stackgate_signature import Call, nearest
from _stackgate_site import UNKNOWN, Site
from _stackgate_stand_in import TEXT, StandIn
from _stackgate_tokens import misused_tokens
from _stackgate_types import Values

NO_PROVIDER = re.compile(r"\[([^\]\s]+)\] Found resources without a matching provider construct.*providers: ([\w, -]+)")
NO_FILE = re.compile(r"ENOENT: no such file or directory, \w+ '([^']*)'")


def reasons(error: Exception, site: Site) -> list[Any]:
    """The faults that made a statement fail, each (rule, message, attribute); none if it has another reason."""
    text = str(error)
    if isinstance(error, FileNotFoundError):
        return _missing_file(str(error.filename or ""), site.record) if "subprocess" not in _modules(error) else []
    found = _provider(text, site) or misused_tokens(error, text, site)
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
        declared: Any = getattr(function, "__init__", None) if isinstance(function, type) else function
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
