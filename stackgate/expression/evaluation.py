"""The value of one expression: a method for each kind of node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stackgate.expression import operation, operators
from stackgate.expression.budget import spend
from stackgate.expression.fault import NotKnown, Refused
from stackgate.expression.joining import join
from stackgate.expression.mentions import traversals_of
from stackgate.expression.parse import parse_template
from stackgate.expression.scanner import SyntaxFault
from stackgate.expression.settle import carry, outermost, plain, references_of, unresolved
from stackgate.expression.tree import (
    Attribute,
    Binary,
    Call,
    Conditional,
    For,
    Here,
    Index,
    Join,
    Literal,
    Name,
    Node,
    Object,
    Splat,
    Tuple,
    Unary,
)
from stackgate.expression.value_type import convert
from stackgate.expression.walk import Key, Lookup, follow, item_pairs, look_up, splat_items
from stackgate.values import Encoded, Reference, Unresolved


class Evaluation:
    """One expression's evaluation. Raises Refused where Terraform would end with an error."""

    def __init__(self, source: str, lookup: Lookup, names: dict[str, Any] | None = None) -> None:
        self.source = source
        self.lookup = lookup
        self.names = names or {}
        self._item: Any = None

    def value(self, node: Node) -> Any:
        """What a node evaluates to; Unresolved where it is not known."""
        spend()
        method: Callable[[Any], Any] = getattr(self, f"_{type(node).__name__.lower()}")
        return method(node)

    def _unresolved(self, fault: NotKnown, *values: Any, may_be_null: bool = False) -> Unresolved:
        return unresolved(self.source, fault, *values, may_be_null=may_be_null)

    def _literal(self, node: Literal) -> Any:
        return node.value

    def _join(self, node: Join) -> Any:
        return join([self.value(part) for part in node.parts])

    def _name(self, node: Name) -> Any:
        return self._traversal(node)

    def _here(self, node: Here) -> Any:
        return self._item

    def _attribute(self, node: Attribute) -> Any:
        return self._traversal(node)

    def _index(self, node: Index) -> Any:
        return self._traversal(node)

    def _traversal(self, node: Node) -> Any:
        keys: list[Key] = []
        while isinstance(node, (Attribute, Index)):
            keys.insert(0, Key(self.value(node.key), True) if isinstance(node, Index) else Key(node.name))
            node = node.base
        values = [key.value for key in keys]
        unbound = isinstance(node, Name) and node.name not in self.names
        base = None if unbound else self._base(node)
        try:
            if unbound:
                return look_up(self.lookup, node.name, keys, self.source)  # type: ignore[attr-defined]
            return follow(base, keys, self.lookup, self.source)
        except NotKnown as fault:
            return self._unresolved(fault, base, *values, may_be_null=True)

    def _base(self, node: Node) -> Any:
        if isinstance(node, Here):
            return self._item
        return self.names[node.name] if isinstance(node, Name) else self.value(node)

    def _splat(self, node: Splat) -> Any:
        base = self.value(node.base)
        try:
            items = splat_items(base, self.lookup, self.source)
        except NotKnown as fault:
            return self._unresolved(fault, base)
        outer = self._item
        try:
            return [self._at(item, node.each) for item in items]
        finally:
            self._item = outer

    def _at(self, item: Any, each: Node) -> Any:
        self._item = item
        return item if isinstance(each, Here) else self.value(each)

    def _unary(self, node: Unary) -> Any:
        return operation.unary(node.sign, self.value(node.operand), self.source)

    def _binary(self, node: Binary) -> Any:
        return operation.binary(node.sign, self.value(node.left), self.value(node.right), self.source)

    def _conditional(self, node: Conditional) -> Any:
        condition = self.value(node.condition)
        used: list[Reference] = []
        try:
            chosen = operators.truth(plain(condition, used))
        except NotKnown as fault:
            return operation.either(fault, condition, self.value(node.yes), self.value(node.no), self.source)
        value = self.value(node.yes if chosen else node.no)
        other = self._unchosen(node.no if chosen else node.yes)
        return carry(operators.alike(value, other, value), used, self.source)

    def _unchosen(self, node: Node) -> Any:
        """A branch that counts for its type only, which one with an error in it may have too."""
        try:
            return self.value(node)
        except Refused:
            return operation.of_its_type(node)

    def _tuple(self, node: Tuple) -> list[Any]:
        return [self.value(item) for item in node.items]

    def _object(self, node: Object) -> Any:
        pairs = [(self.value(key), self.value(value)) for key, value in node.pairs]
        used: list[Reference] = []
        try:
            return carry({self._key(key, used): value for key, value in pairs}, used, self.source)
        except NotKnown as fault:
            return self._unresolved(fault, *(part for pair in pairs for part in pair))

    def _key(self, value: Any, used: list[Reference]) -> str:
        key = convert(outermost(value, used), "string")
        if key is None:
            raise Refused("null as a key")
        return str(key)

    def _for(self, node: For) -> Any:
        collection = self.value(node.collection)
        used: list[Reference] = []
        try:
            found = self._collected(node, item_pairs(collection, self.lookup, self.source), used)
            return carry(found, used, self.source)
        except NotKnown as fault:
            return self._unresolved(fault, collection, *self._mentioned(node))

    def _mentioned(self, node: Node) -> list[Any]:
        """What a node refers to, for one that is not evaluated."""
        found = traversals_of(node, frozenset(self.names))
        return [self.lookup([str(step) for step in steps if step != "*"]) for steps in found]

    def _collected(self, node: For, pairs: list[tuple[Any, Any]], used: list[Reference]) -> Any:
        items: list[Any] = []
        keyed: dict[str, Any] = {}
        outer = self.names
        try:
            for pair in pairs:
                self.names = outer | dict(zip(node.names, pair[-len(node.names) :], strict=True))
                if node.condition is not None and not operators.truth(plain(self.value(node.condition), used)):
                    continue
                if node.key is None:
                    items.append(self.value(node.result))
                else:
                    self._put(keyed, self._key(self.value(node.key), used), self.value(node.result), node.grouped)
        finally:
            self.names = outer
        if node.joined:
            return join(items)
        return items if node.key is None else dict(sorted(keyed.items()))

    def _put(self, keyed: dict[str, Any], key: str, value: Any, grouped: bool) -> None:
        if grouped:
            keyed.setdefault(key, []).append(value)
        elif key in keyed:
            raise Refused(f"two items with the key {key!r}")
        else:
            keyed[key] = value

    def _call(self, node: Call) -> Any:
        from stackgate.expression.functions import NULLABLE, call  # 20 ms, and most documents call nothing

        if node.name in ("try", "can"):
            return self._tried(node)
        arguments = [self.value(argument) for argument in node.arguments]
        used: list[Reference] = []
        try:
            if node.spread:
                arguments += self._spread(arguments.pop(), used)
            if node.name == "templatestring":
                return self._rendered(node, arguments, used)
            result = call(node.name, arguments, used)
        except NotKnown as fault:
            return self._unresolved(fault, *arguments, may_be_null=node.name in NULLABLE)
        if isinstance(result, Encoded):
            return Encoded(self.source, result.value)
        return carry(result, used, self.source)

    def _spread(self, value: Any, used: list[Reference]) -> list[Any]:
        try:
            items = outermost(value, used)
        except NotKnown as fault:
            raise NotKnown((*fault.references, *references_of(value)), fault.reason) from None
        if not isinstance(items, list):
            raise Refused("what stands before ... is not a list")
        return list(items)

    def _tried(self, node: Call) -> Any:
        """`try` and `can`: an error of the first expressions leads on to the next."""
        if node.name == "can" and len(node.arguments) != 1:
            raise Refused("can: takes 1 argument")
        fault = Refused(f"{node.name}: no expression has a value")
        for argument in node.arguments:
            try:
                value = self.value(argument)
            except Refused as error:
                fault = error
                continue
            if type(value) is Unresolved:
                later = [self._unchosen(other) for other in node.arguments]
                return self._unresolved(NotKnown(value.references, value.reason), *later, may_be_null=True)
            return value if node.name == "try" else True
        if node.name == "can":
            return False
        raise fault

    def _rendered(self, node: Call, arguments: list[Any], used: list[Reference]) -> Any:
        if len(arguments) != 2 or not isinstance(node.arguments[0], (Attribute, Index)):
            raise Refused("templatestring: takes a reference to a template, and an object")
        text, names = outermost(arguments[0], used), outermost(arguments[1], used)
        if not isinstance(text, str) or not isinstance(names, dict):
            raise Refused("templatestring: takes a template and an object")
        try:
            return join([Evaluation(self.source, self.lookup, names).value(parse_template(text))])
        except SyntaxFault as fault:
            raise Refused(f"templatestring: {fault}") from None
