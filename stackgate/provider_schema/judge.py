"""Holds a document against the provider's schema and against itself, as `terraform validate` does, without either."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from stackgate.address import parse_address, without_keys
from stackgate.block import literally
from stackgate.expression import traversals
from stackgate.graph import Graph, Resource
from stackgate.provider_schema.circles import circles
from stackgate.provider_schema.configuration import is_name, judge_language
from stackgate.provider_schema.declared import declared
from stackgate.provider_schema.expressions import judge_type
from stackgate.provider_schema.instance import Written
from stackgate.provider_schema.json_schema import validator_for
from stackgate.provider_schema.members import Missing, descend
from stackgate.provider_schema.meta_arguments import dependencies, judge_meta_arguments
from stackgate.provider_schema.model import BlockType
from stackgate.provider_schema.problem import Problem
from stackgate.provider_schema.references import Place, References, named, places
from stackgate.provider_schema.shape import judge_shape
from stackgate.provider_schema.version import choose
from stackgate.resolver.written import blocks
from stackgate.spelling import suggestion

_OURS = "aws_"
_BUILTIN = "terraform_"
_SOURCE = "hashicorp/aws"


class SchemaJudge:
    """Judges one document: `content` as it is written, `graph` as it was resolved."""

    def __init__(self, content: dict[str, Any], graph: Graph) -> None:
        self._others: Counter[str] = Counter()
        self._content = content
        self._graph = graph
        self._declared = declared(content)
        choice = choose(_required_provider(content))
        self._schema, self._doubt = choice.schema, choice.doubt
        self._references = References(self._declared, self._schema, self._doubt)
        self._static: dict[str, list[Problem]] = {}

    def answers(self) -> Iterator[tuple[str, list[Problem]]]:
        """For each address what is wrong there: every resource, what count leaves out too, and `*` for the rest."""
        unexpanded = self._unexpanded
        for resource in self._resources:
            found = list(dict.fromkeys(self._judge(resource)))
            is_told = any(problem.attribute in ("count", "for_each") for problem in found)
            yield resource.address, found + ([] if is_told else unexpanded.get(resource.address, []))
        for address in self.addresses[len(self._resources) : -1]:
            yield address, unexpanded[address]
        yield "*", list(self._judge_the_rest())

    @cached_property
    def addresses(self) -> list[str]:
        """The addresses of `answers`, in its order."""
        of_resources = dict.fromkeys(resource.address for resource in self._resources)
        others = [address for address in self._unexpanded if address not in of_resources]
        return [*of_resources, *others, "*"]

    @property
    def notes(self) -> list[str]:
        """What the schema could say nothing about, once `answers` has come to its end."""
        found = []
        if self._others:
            types = ", ".join(sorted(self._others))
            found.append(f"{self._graph.stack}: no schema of their provider judged the resources of the types {types}")
        if self._doubt:
            found.append(f"{self._graph.stack}: names that the schema does not know are warnings: {self._doubt}")
        return found

    @cached_property
    def _unexpanded(self) -> Mapping[str, list[Problem]]:
        """What the resolver could not expand, such as a module of a registry: it cannot be judged, or not whole.

        What has a name that is none is told of at `*`: it has no address.
        """
        nameless = {f"module.{name}" for name in self._declared.names["module"] if not is_name(name)}
        found: dict[str, list[Problem]] = {}
        for one in (one for one in self._graph.unexpanded if one.address not in nameless):
            what = "cannot be deployed" if one.is_refused else "cannot be judged whole"
            problem = Problem(f"{what}: {one.reason}", undecided=not one.is_refused)
            found.setdefault(one.address, []).append(problem)
        return found

    @cached_property
    def _resources(self) -> list[Resource]:
        there = {without_keys(resource.address) for resource in self._graph}
        left_out = [Resource(address, body) for address, body in self._declared.bodies.items() if address not in there]
        return [*self._graph, *left_out]

    def _judge(self, resource: Resource) -> Iterator[Problem]:
        kind = self._schema.get(resource.kind)
        named = list(self._judge_names(resource, kind))
        yield from named
        told = {problem.attribute for problem in named if problem.attribute}
        validator = validator_for(self._schema.generation, resource.kind)
        if kind is not None and validator is not None:
            written = Written(resource.written, resource.evaluate, kind)
            shaped = judge_shape(written, validator, resource.kind, self._doubt)
            yield from (problem for problem in shaped if problem.attribute not in told)
        elif resource.type.startswith(_OURS):
            yield self._unknown_type(resource)
        elif not resource.type.startswith(_BUILTIN):
            self._others[resource.type] += 1

    def _unknown_type(self, resource: Resource) -> Problem:
        is_data = resource.kind != resource.type
        here, there = ("data source", "resource") if is_data else ("resource", "data source")
        if self._schema.get(resource.type if is_data else f"data.{resource.type}") is not None:
            hint = f", but it is a {there}"
        else:
            hint = suggestion(
                resource.kind, [kind for kind in self._schema.kinds if kind.startswith("data.") == is_data]
            )
        message = f"is of a type that AWS provider {self._schema.version} does not have as a {here}{hint}"
        return Problem(message, None, self._doubt)

    def _judge_names(self, resource: Resource, kind: BlockType | None) -> Iterator[Problem]:
        address = without_keys(resource.address)
        if address in self._declared.bodies:
            if address not in self._static:
                self._static[address] = list(self._judge_expressions(address, kind))
            yield from self._static[address]
            yield from self._judge_instances(resource)
        else:  # of a module, whose names are resolved already
            yield from self._judge_targets(resource)

    def _judge_instances(self, resource: Resource) -> Iterator[Problem]:
        """References to an instance that count or for_each does not make, which only a plan of Terraform's tells."""
        for reference in resource.outgoing:
            whole = without_keys(reference.target)
            if whole != reference.target and not self._graph.get(reference.target) and not self._graph.get(whole):
                yield Problem(f"refers to {reference.target}, and there is no such instance")

    def _judge_expressions(self, address: str, kind: BlockType | None) -> Iterator[Problem]:
        body = self._declared.bodies[address]
        yield from judge_meta_arguments(body, kind, self._declared)
        for place in filter(_takes_expressions, places(body)):
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

    def _judge_targets(self, resource: Resource) -> Iterator[Problem]:
        for reference in resource.outgoing:
            target = without_keys(reference.target)
            if self._graph.get(reference.target) is None and target not in self._known:
                yield Problem(f"refers to {reference.target}, which is not there")
                continue
            kind = parse_address(target).kind
            block = self._schema.get(kind)
            steps = tuple(int(step) if step.isdigit() else step for step in reference.attribute.split(".") if step)
            missing = descend(block, steps) if block is not None and steps else None
            if isinstance(missing, Missing):
                doubt = self._doubt if missing.may_be_newer else None
                yield Problem(f"refers to {reference.target}, and {missing.message(kind)}", None, doubt)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(without_keys(resource.address) for resource in self._graph) | frozenset(self._declared.bodies)

    @cached_property
    def _circles(self) -> Mapping[str, tuple[str, ...]]:
        bodies: dict[str, Any] = dict(self._declared.bodies)
        for block in blocks(self._content, "locals"):
            bodies |= {f"local.{name}": {"value": value} for name, value in block.items()}
        references: dict[str, dict[str, None]] = {}
        for name, body in bodies.items():
            found = [traversal for place in places(body) for traversal in named(place)]
            targets = map(self._references.names, [*found, *dependencies(body)])
            references[name] = dict.fromkeys(target for target in targets if target)
        return {way[0]: way for way in circles(references)}

    def _judge_the_rest(self) -> Iterator[Problem]:
        yield from judge_language(self._content)
        for name, body in _provider_blocks(self._content):
            kind = f"provider.{name}"
            block_type, validator = self._schema.get(kind), validator_for(self._schema.generation, kind)
            if block_type is not None and validator is not None:
                for found in judge_shape(Written(body, literally, block_type), validator, kind, self._doubt):
                    yield replace(found, attribute=f"{kind}.{found.attribute}" if found.attribute else kind)
        for part in ("provider", "locals", "output", "module", "check"):
            for block in blocks(self._content, part):
                for place in places({part: block}):
                    yield from self._references.problems(place)
        for name, way in self._circles.items():
            if name.startswith("local."):
                yield Problem(f"{name} refers to itself through {' -> '.join(way[1:])}", f"locals.{name[6:]}")


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


def _required_provider(content: dict[str, Any]) -> Any:
    """What `terraform.required_providers` holds for the AWS provider, whatever it is called there."""
    found = [
        body
        for terraform in blocks(content, "terraform")
        for required in blocks(terraform, "required_providers", "terraform.")
        for name, body in required.items()
        if name == "aws" or (isinstance(body, dict) and str(body.get("source")).endswith(_SOURCE))
    ]
    return found[0] if found else None
