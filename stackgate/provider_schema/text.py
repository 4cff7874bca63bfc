"""A configuration held against itself and Terraform's language, as it is written: names, references, circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from stackgate.block import literally
from stackgate.expression import traversals
from stackgate.provider_schema.circles import circles
from stackgate.provider_schema.configuration import judge_language
from stackgate.provider_schema.declared import declared
from stackgate.provider_schema.expressions import judge_type
from stackgate.provider_schema.instance import Written
from stackgate.provider_schema.members import Missing, descend
from stackgate.provider_schema.meta_arguments import dependencies, judge_meta_arguments
from stackgate.provider_schema.model import BlockType
from stackgate.provider_schema.problem import Problem
from stackgate.provider_schema.references import Place, References, named, places
from stackgate.provider_schema.shape import judge_shape
from stackgate.provider_schema.version import Choice
from stackgate.resolver.written import blocks


class Text:
    """Judges the text of one configuration; `declared` is what it declares."""

    def __init__(self, content: dict[str, Any], choice: Choice) -> None:
        self.declared = declared(content)
        self._content = content
        self._schema, self._doubt = choice.schema, choice.doubt
        self._references = References(self.declared, self._schema, self._doubt)
        self._of_resources: dict[str, list[Problem]] = {}
        self._places = {address: places(body) for address, body in self.declared.bodies.items()}

    def get_ready(self) -> None:
        """Work out what concerns the text as a whole."""
        _ = self._circles

    def of_resource(self, address: str, kind: BlockType | None) -> list[Problem]:
        """What is wrong with what a resource's body names; `address` is without instance keys, `kind` its type."""
        if address not in self._of_resources:
            self._of_resources[address] = list(self._judge_body(address, kind))
        return self._of_resources[address]

    def of_the_rest(self) -> Iterator[Problem]:
        """What is wrong beside the resources: provider blocks, variables, local values, outputs, modules."""
        yield from judge_language(self._content)
        for name, body in _provider_blocks(self._content):
            kind = f"provider.{name}"
            block_type, generation = self._schema.get(kind), self._schema.generation
            if block_type is not None:
                for found in judge_shape(Written(body, literally, block_type), generation, kind, self._doubt):
                    yield found._replace(attribute=f"{kind}.{found.attribute}" if found.attribute else kind)
        for part in ("provider", "locals", "output", "module", "check"):
            for block in blocks(self._content, part):
                for place in places({part: block}):
                    yield from self._references.problems(place)
        for name, way in self._circles.items():
            if name.startswith("local."):
                yield Problem(f"{name} refers to itself through {' -> '.join(way[1:])}", f"locals.{name[6:]}")

    def _judge_body(self, address: str, kind: BlockType | None) -> Iterator[Problem]:
        body = self.declared.bodies[address]
        yield from judge_meta_arguments(body, kind, self.declared)
        for place in filter(_takes_expressions, self._places[address]):
            found = [*self._references.problems(place), *_of_itself(place, kind)]
            yield from found
            if kind is not None and not found:
                mismatch = judge_type(place, kind, self._references)
                if mismatch is not None:
                    yield mismatch
        way = self._circles.get(address)
        if way is not None:
            through = f" through {' -> '.join(way[1:])}" if way[2:] else ""
            yield Problem(f"refers to itself{through}: none of them could be made first", None)

    @cached_property
    def _circles(self) -> Mapping[str, tuple[str, ...]]:
        bodies: dict[str, Any] = dict(self.declared.bodies)
        found_in = dict(self._places)
        for block in blocks(self._content, "locals"):
            bodies |= {f"local.{name}": {"value": value} for name, value in block.items()}
            found_in |= {f"local.{name}": places({"value": value}) for name, value in block.items()}
        references: dict[str, dict[str, None]] = {}
        for name, body in bodies.items():
            found = [traversal for place in found_in[name] for traversal in named(place)]
            targets = map(self._references.names, [*found, *dependencies(body)])
            references[name] = dict.fromkeys(target for target in targets if target)
        return {way[0]: way for way in circles(references)}


def _takes_expressions(place: Place) -> bool:
    """Whether a place is one where Terraform evaluates anything; the others are judged by themselves."""
    return not place.attribute.startswith("depends_on") and place.attribute != "provider"


def _of_itself(place: Place, kind: BlockType | None) -> Iterator[Problem]:
    """What is wrong with the parts of the resource that an expression in it calls `self`."""
    for traversal in traversals(place.text) if kind is not None and "self" in place.bound else ():
        missing = descend(kind, traversal[1:]) if kind and traversal[0] == "self" and traversal[1:] else None
        if isinstance(missing, Missing):
            yield Problem(f"refers to self: {missing.message('it')}", place.attribute)


def _provider_blocks(content: dict[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for providers in blocks(content, "provider"):
        for name in providers:
            for body in blocks(providers, name, "provider."):
                yield name, body
