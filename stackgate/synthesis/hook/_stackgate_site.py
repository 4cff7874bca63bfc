"""A statement of the project that failed, and what its names stand for.

Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from _stackgate_stand_in import StandIn, stands_in

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
