"""The project's modules, compiled so that a statement that fails is told of and the next one is still run.

Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import ast
import builtins
import os
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from typing import Any

CAUGHT = "__stackgate_caught__"
ERROR = "_stackgate_error"
GENERATED = "publication.publish()"
# Statements that cannot fail, or whose failing is the app's own decision.
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
KEPT = (*FUNCTIONS, ast.Raise, ast.Assert, ast.Pass, ast.Break, ast.Continue, ast.Global, ast.Nonlocal, ast.Delete)

statements: list[ast.stmt] = []
"""Each guarded statement, as it was before; its place is what its guard calls it by."""

tried: dict[str, list[tuple[int, int]]] = {}
"""The lines of each file at which the app itself deals with what fails."""


def is_tried(frame: Any) -> bool:
    """Whether the app deals itself with what fails in a frame, or in one that called it."""
    while frame is not None:
        spans = tried.get(frame.f_code.co_filename, ())
        if any(first <= frame.f_lineno <= last for first, last in spans):
            return True
        frame = frame.f_back
    return False


def handles(node: ast.AST) -> bool:
    """Whether the app goes on after what it tries has failed: more than telling of it, leaving, or raising again."""
    if isinstance(node, ast.With):
        calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
        return any(getattr(call.func, "attr", getattr(call.func, "id", "")) == "suppress" for call in calls)
    return isinstance(node, ast.Try) and any(not _tells(item) for handler in node.handlers for item in handler.body)


def _lines(node: Any) -> tuple[int, int]:
    """The first and the last line of what a statement tries."""
    last = node.handlers[0].lineno - 1 if isinstance(node, ast.Try) else node.end_lineno
    return node.body[0].lineno, last


def _tells(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return isinstance(node, ast.Raise)
    name = getattr(node.value.func, "attr", getattr(node.value.func, "id", ""))
    return name in ("print", "print_exc", "exit", "_exit", "quit", "error", "exception", "critical", "warning", "echo")


class Guard(ast.NodeTransformer):
    """Puts a `try` around each statement of modules and functions. What the app tries or loops on itself is left."""

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        node.body = [self.visit(item) if isinstance(item, FUNCTIONS) else item for item in node.body]
        return node

    def visit_Try(self, node: ast.Try) -> Any:
        return node if handles(node) else self.generic_visit(node)

    def visit_With(self, node: ast.With) -> Any:
        return node if handles(node) else self.generic_visit(node)

    def visit_While(self, node: ast.While) -> Any:
        return node

    def generic_visit(self, node: ast.AST) -> Any:
        for field in ("body", "orelse"):
            body = getattr(node, field, None)
            if isinstance(body, list):
                setattr(node, field, [self._guarded(item) for item in body])
        return node

    def _guarded(self, node: ast.stmt) -> ast.stmt:
        original = node
        node = self.visit(node)
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if isinstance(node, KEPT) or docstring or future:
            return node
        statements.append(original)
        call = ast.Call(
            func=ast.Name(id=CAUGHT, ctx=ast.Load()),
            args=[ast.Name(id=ERROR, ctx=ast.Load()), ast.Constant(value=len(statements) - 1, kind=None)],
            keywords=[],
        )
        handler = ast.ExceptHandler(
            type=ast.Name(id="Exception", ctx=ast.Load()), name=ERROR, body=[_replaced(original, call)]
        )
        guard = ast.Try(body=[node], handlers=[handler], orelse=[], finalbody=[])
        ast.copy_location(guard, node)
        return ast.fix_missing_locations(guard)


def _replaced(node: ast.stmt, call: ast.expr) -> ast.stmt:
    """What takes the place of a statement that failed: the same names are bound, or the same is returned."""
    if isinstance(node, ast.Return):
        first = ast.Subscript(value=call, slice=ast.parse("x[0]", mode="eval").body.slice, ctx=ast.Load())  # type: ignore[attr-defined]
        return ast.copy_location(ast.Return(value=first), node)
    targets = targets_of(node)
    if not targets:
        return ast.copy_location(ast.Expr(value=call), node)
    return ast.copy_location(ast.Assign(targets=[ast.List(elts=targets, ctx=ast.Store())], value=call), node)


def targets_of(node: ast.stmt) -> list[ast.expr]:
    """The names that a statement binds, and the attributes of `self`; those of another may not take a stand-in."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        bound = [alias.asname or alias.name.split(".")[0] for alias in node.names if alias.name != "*"]
        return [ast.Name(id=name, ctx=ast.Store()) for name in bound]
    if isinstance(node, ast.ClassDef):
        return [ast.Name(id=node.name, ctx=ast.Store())]
    given = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    flat: list[ast.expr] = list(given)
    found: list[ast.expr] = []
    while flat:
        target = flat.pop(0)
        if isinstance(target, (ast.Tuple, ast.List)):
            flat[:0] = target.elts
        elif isinstance(target, ast.Name) or _of_self(target):
            found.append(target)
    return found


def _of_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


class GuardedLoader(SourceFileLoader):
    """Loads a file of the project from its source, guarded; no compiled file is read or written."""

    def __init__(self, name: str, path: str, begins: Callable[[str], None]) -> None:
        super().__init__(name, path)
        self.begins = begins

    def get_code(self, fullname: str) -> Any:
        path = self.get_filename(fullname)
        text = self.get_data(path)
        self.begins(path)
        tree = ast.parse(text, path)
        tried[path] = [_lines(node) for node in ast.walk(tree) if handles(node)]
        if GENERATED.encode() not in text:
            tree = Guard().visit(tree)
        return compile(tree, path, "exec", dont_inherit=True)


class ProjectFinder:
    """Finds the project's modules as Python does, and has them guarded."""

    def __init__(self, record: Any, begins: Callable[[str], None]) -> None:
        self.record, self.begins = record, begins

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path)
        if spec is None or not isinstance(spec.loader, SourceFileLoader) or not spec.origin:
            return None
        if self.record.project_file(spec.origin) is None:
            return None
        spec.loader = GuardedLoader(name, spec.origin, self.begins)
        return spec


class Script:
    """The importer of a script that Python runs by its path: Python asks it for `__main__`, as it would ask a zip."""

    def __init__(self, path: str, begins: Callable[[str], None]) -> None:
        self.path, self.begins = path, begins

    def find_spec(self, name: str, target: Any = None) -> ModuleSpec | None:
        if name != "__main__":
            return None
        # Python has put the script's own path first, where its folder belongs.
        sys.path[0] = os.path.dirname(os.path.abspath(self.path))
        return spec_from_file_location(name, self.path, loader=GuardedLoader(name, self.path, self.begins))


def guard_project(record: Any, caught: Callable[..., Any], begins: Callable[[str], None]) -> None:
    """From now on the project's modules are guarded: `caught(error, number)` is called where a statement fails.

    `begins` is called with each file's path before it is run.
    """
    setattr(builtins, CAUGHT, caught)
    sys.meta_path.insert(0, ProjectFinder(record, begins))  # type: ignore[arg-type, unused-ignore]

    def script(path: str) -> Any:
        if not sys.argv or os.path.abspath(path) != os.path.abspath(sys.argv[0]):
            raise ImportError(path)
        if not os.path.isfile(path) or record.project_file(path) is None:
            raise ImportError(path)
        return Script(path, begins)

    sys.path_hooks.insert(0, script)
