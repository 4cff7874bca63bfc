"""The source held against the bindings without running it: imports, and calls of imported classes.

It sees what the run does not reach. Only what is written at the call itself is judged; the rest fits.
Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import ast
import importlib
import os
from types import ModuleType
from typing import Any

from _stackgate_names import Names, is_binding
from _stackgate_resume import GENERATED, handles
from _stackgate_signature import Call
from _stackgate_stand_in import StandIn

UNKNOWN = StandIn()


class Static:
    """Visits files of the project, and the files of the project that these import."""

    def __init__(self, record: Any) -> None:
        self.record = record
        self.seen: set[str] = set()

    def visit(self, path: str, note: Any) -> None:
        """Judges a file, once; `note` takes the faults."""
        path = os.path.realpath(path)
        file = self.record.project_file(path)
        if file is None or path in self.seen or not os.path.isfile(path):
            return
        self.seen.add(path)
        with open(path, "rb") as source:
            text = source.read()
        try:
            tree = ast.parse(text, path)
        except SyntaxError:
            return
        if GENERATED.encode() in text:
            return
        Module(file, tree, self.record.project, note).judge()
        for node in ast.walk(tree):
            for there in self._imported(node, os.path.dirname(path)):
                self.visit(there, note)

    def _imported(self, node: ast.AST, folder: str) -> list[str]:
        """The files that an import may mean, whether they are there or not."""
        if isinstance(node, ast.Import):
            names, folders = [alias.name for alias in node.names], [folder, self.record.project]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""] + [f"{node.module or ''}.{alias.name}".strip(".") for alias in node.names]
            folders = [folder, self.record.project]
            for _ in range(node.level - 1):
                folder = os.path.dirname(folder)
            folders = [folder] if node.level else folders
        else:
            return []
        paths = [os.path.join(base, *name.split(".")) for name in names if name for base in folders]
        return [found for path in paths for found in (f"{path}.py", os.path.join(path, "__init__.py"))]


class Module:
    """One file: which of its names are of the bindings, and the calls of these."""

    def __init__(self, file: str, tree: ast.Module, project: str, note: Any) -> None:
        self.file, self.tree, self.note = file, tree, note
        self.names = Names(project)
        self.known: dict[str, Any] = {}

    def judge(self) -> None:
        # What the app tries, or does on a condition only, the run shows better.
        apart = [node for node in ast.walk(self.tree) if handles(node) or _is_conditional(node)]
        tried = {inner for node in apart for inner in ast.walk(node)}
        for node in ast.walk(self.tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self._import(node, node in tried)
        for node in ast.walk(self.tree):
            # A name that is bound to something else as well may mean that.
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.known.pop(node.id, None)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                self.known.pop(node.name, None)
            elif isinstance(node, ast.arg):
                self.known.pop(node.arg, None)
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and node not in tried:
                self._call(node)

    def _import(self, node: Any, tried: bool) -> None:
        self.names.found = []
        try:
            if isinstance(node, ast.ImportFrom) and not node.level and is_binding(node.module or ""):
                module = self.names.module(node.module, tuple(alias.name for alias in node.names))
                for alias in node.names:
                    if alias.name != "*":
                        self._know(alias.asname or alias.name, self.names.attribute(module, alias.name))
            for alias in node.names if isinstance(node, ast.Import) else ():
                if is_binding(alias.name):
                    module = self.names.module(alias.name)
                    name = alias.asname or alias.name.split(".")[0]
                    self._know(name, module if alias.asname else importlib.import_module(name))
        except Exception:
            # What cannot be imported here may be importable where the app stands; the run will tell.
            return
        for rule, message, attribute in () if tried else self.names.found:
            self.note(rule, message, (self.file, node.lineno), attribute)

    def _know(self, name: str, value: Any) -> None:
        if not isinstance(value, StandIn):
            self.known[name] = value

    def _call(self, node: ast.Call) -> None:
        klass = self._named(node.func)
        if not isinstance(klass, type) or not hasattr(klass, "__jsii_type__") or not is_binding(klass.__module__):
            return
        whole = all(item.arg for item in node.keywords) and not any(isinstance(item, ast.Starred) for item in node.args)
        args = [self._value(item) for item in node.args if not isinstance(item, ast.Starred)]
        kwargs = {item.arg: self._value(item.value) for item in node.keywords if item.arg}
        init = vars(klass).get("__init__") or object.__init__
        for rule, message, attribute in Call(klass.__name__, init, args, kwargs, whole).hold().found:
            self.note(rule, message, (self.file, node.lineno), attribute)

    def _named(self, node: ast.AST) -> Any:
        """What of the bindings a name stands for, None for everything else."""
        if isinstance(node, ast.Name):
            return self.known.get(node.id)
        if not isinstance(node, ast.Attribute):
            return None
        owner = self._named(node.value)
        if not isinstance(owner, ModuleType):
            return None
        self.names.found = []
        try:
            value = self.names.attribute(owner, node.attr)
        except Exception:
            return None
        for rule, message, attribute in self.names.found:
            self.note(rule, message, (self.file, node.lineno), attribute)
        return value

    def _value(self, node: ast.AST) -> Any:
        """A value as far as it is written at the call; a stand-in for what is not."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.JoinedStr):
            return "text"
        if isinstance(node, (ast.List, ast.Tuple)) and not any(isinstance(item, ast.Starred) for item in node.elts):
            items = [self._value(item) for item in node.elts]
            return items if isinstance(node, ast.List) else tuple(items)
        if isinstance(node, ast.ListComp):
            return [self._value(node.elt)]
        if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
            pairs = zip(node.keys, node.values)  # noqa: B905  # Python 3.8
            return {key.value: self._value(value) for key, value in pairs if isinstance(key, ast.Constant)}
        if isinstance(node, ast.Call):
            klass = self._named(node.func)
            if isinstance(klass, type) and hasattr(klass, "__jsii_name_mapping__"):
                return object.__new__(klass)
        return UNKNOWN


def _is_conditional(node: ast.AST) -> bool:
    if isinstance(node, ast.If) and isinstance(node.test, ast.Compare):
        return not (isinstance(node.test.left, ast.Name) and node.test.left.id == "__name__")
    return isinstance(node, (ast.If, ast.IfExp))
