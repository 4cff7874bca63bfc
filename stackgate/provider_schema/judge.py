"""Holds a document against the provider's schema and against itself, as `terraform validate` does, without either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from stackgate.address import parse_address, without_keys
from stackgate.graph import Graph, Resource
from stackgate.provider_schema.configuration import is_name
from stackgate.provider_schema.instance import Written
from stackgate.provider_schema.members import Missing, descend
from stackgate.provider_schema.model import BlockType
from stackgate.provider_schema.problem import Problem
from stackgate.provider_schema.shape import judge_shape
from stackgate.provider_schema.text import Text
from stackgate.provider_schema.version import choose
from stackgate.resolver.written import blocks
from stackgate.share import WHOLE, Share
from stackgate.spelling import suggestion

_OURS = "aws_"
_BUILTIN = "terraform_"
_SOURCE = "hashicorp/aws"


class SchemaJudge:
    """Judges one document: `content` as it is written, `graph` as it was resolved.

    `others` are the types that it met and has no schema of.
    """

    def __init__(self, content: dict[str, Any], graph: Graph) -> None:
        self.others: set[str] = set()
        self._graph = graph
        choice = choose(_required_provider(content))
        self._schema, self._doubt = choice.schema, choice.doubt
        self._text = Text(content, choice)
        self._declared = self._text.declared

    @property
    def provider(self) -> str:
        """The generation of the AWS provider whose schema judges, as in `aws 6`."""
        return f"aws {self._schema.generation}"

    def answers(self, share: Share = WHOLE) -> Iterator[tuple[str, list[Problem]]]:
        """For each address what is wrong there: every resource, what count leaves out too, and `*` for the rest.

        Of a share only its addresses.
        """
        unexpanded = self._unexpanded
        for resource in (one for one in self._resources if share.has(one.address)):
            found = list(dict.fromkeys(self._judge(resource)))
            is_told = any(problem.attribute in ("count", "for_each") for problem in found)
            yield resource.address, found + ([] if is_told else unexpanded.get(resource.address, []))
        for address in self.addresses[len(self._resources) : -1]:
            if share.has(address):
                yield address, unexpanded[address]
        if share.has("*"):
            yield "*", list(self._text.of_the_rest())

    def get_ready(self) -> None:
        """Work out what all shares need, once, before the processes that judge them go their own ways."""
        _ = self.addresses
        self._text.get_ready()

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
        if self.others:
            types = ", ".join(sorted(self.others))
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
        if kind is not None:
            written = Written(resource.written, resource.evaluate, kind)
            shaped = judge_shape(written, self._schema.generation, resource.kind, self._doubt)
            yield from (problem for problem in shaped if problem.attribute not in told)
        elif resource.type.startswith(_OURS):
            yield self._unknown_type(resource)
        elif not resource.type.startswith(_BUILTIN):
            self.others.add(resource.type)

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
            yield from self._text.of_resource(address, kind)
            yield from self._judge_instances(resource)
        else:  # of a module, whose names are resolved already
            yield from self._judge_targets(resource)

    def _judge_instances(self, resource: Resource) -> Iterator[Problem]:
        """References to an instance that count or for_each does not make, which only a plan of Terraform's tells."""
        for reference in resource.outgoing:
            whole = without_keys(reference.target)
            if whole != reference.target and not self._graph.get(reference.target) and not self._graph.get(whole):
                yield Problem(f"refers to {reference.target}, and there is no such instance")

    def _judge_targets(self, resource: Resource) -> Iterator[Problem]:
        for reference in resource.outgoing:
            target = without_keys(reference.target)
            if self._graph.get(reference.target) is None and target not in self._known:
                yield Problem(f"refers to {reference.target}, which is not there")
                continue
            kind = parse_address(target).kind
            block = self._schema.get(kind)
            steps = tuple(int(step) if step.isdecimal() else step for step in reference.attribute.split(".") if step)
            missing = descend(block, steps) if block is not None and steps else None
            if isinstance(missing, Missing):
                doubt = self._doubt if missing.may_be_newer else None
                yield Problem(f"refers to {reference.target}, and {missing.message(kind)}", None, doubt)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(without_keys(resource.address) for resource in self._graph) | frozenset(self._declared.bodies)


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
