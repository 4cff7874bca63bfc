"""A document's resources and the references between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from stackgate.address import parse_address
from stackgate.block import Block, Evaluate, literally
from stackgate.change import Change
from stackgate.values import Reference, Template, Unresolved, settled

_NAMES = ("name", "cluster_identifier", "identifier", "bucket", "family")
"""The attributes by which a resource is named in text."""


class Resource(Block):
    """A resource or data source. `address` is Terraform's, `type` the provider's, `construct` its path in the app.

    `written` is its body before count, for_each and dynamic blocks were expanded.
    """

    def __init__(
        self,
        address: str,
        raw: Mapping[str, Any],
        evaluate: Evaluate = literally,
        written: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(raw, evaluate)
        self.address = address
        self.written = raw if written is None else written
        parts = parse_address(address)
        self.type, self.name, self.kind = parts.type, parts.name, parts.kind

    def __bool__(self) -> bool:
        """A resource is there, even one with no attributes."""
        return True

    @cached_property
    def construct(self) -> str | None:
        """The construct's path as CDKTF writes it into the document, or None."""
        try:
            path = self.raw["//"]["metadata"]["path"]
        except (KeyError, TypeError):
            return None
        return path if isinstance(path, str) else None

    @cached_property
    def outgoing(self) -> list[Reference]:
        """What the resource refers to anywhere in its attributes; to ask for this is not to read them."""
        return self._references_in(name for name in self.raw if name != "//")

    def __repr__(self) -> str:
        return f"Resource({self.address})"


def literal_names(resource: Resource) -> list[str]:
    """The names by which a text can stand for a resource."""
    found = (settled(resource.peek(name)) for name in _NAMES if name in resource.raw)
    return [name for name in found if isinstance(name, str)]


def name_ends(text: str) -> list[str]:
    """What may be a resource's name at the end of an ARN, a URL or a path, and the whole text."""
    return [text, *(text[place + 1 :] for place, sign in enumerate(text) if sign in ":/")]


class Unexpanded(NamedTuple):
    """A resource or module of which it is not known what instances it has, and why.

    `is_refused`: nothing would make it known, for Terraform ends with an error.
    """

    address: str
    reason: str
    is_refused: bool = False


class ModuleFile(NamedTuple):
    """A file of a local module, and the SHA-256 of its bytes in hexadecimal."""

    path: Path
    sha256: str


class Graph:
    """The resources of one document by address, and who refers to whom.

    `configuration` is what the document holds beside them, as it is written: providers, variables, locals, outputs.
    `beside` is what else is written and is no resource of the graph: what modules hold, the bodies of resources that
    were expanded or have no instances. `module_files` are the files that were read for the modules. `local_values` are
    those of the document and of each module, resolved as they are read. Of a document with its plan, `unplanned` are
    the resources as the document alone tells them, `changes` what the plan does, `plan_secrets` the texts that the plan
    itself marks as secret.
    """

    def __init__(
        self,
        stack: str,
        resources: list[Resource],
        unexpanded: tuple[Unexpanded, ...] = (),
        configuration: Block | None = None,
        beside: tuple[Block, ...] = (),
        module_files: tuple[ModuleFile, ...] = (),
        local_values: tuple[Block, ...] = (),
        unplanned: tuple[Block, ...] = (),
    ) -> None:
        self.stack = stack
        self.unexpanded = unexpanded
        self.configuration = Block({}) if configuration is None else configuration
        self.beside = beside
        self.module_files = module_files
        self.local_values = local_values
        self.unplanned = unplanned
        self.changes: tuple[Change, ...] = ()
        self.plan_secrets: frozenset[str] = frozenset()
        self._by_address = {resource.address: resource for resource in resources}
        self._by_kind: dict[str, list[Resource]] = {}
        self._names: dict[str, dict[str, tuple[int, Resource]]] = {}
        for resource in resources:
            self._by_kind.setdefault(resource.kind, []).append(resource)

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._by_address.values())

    def __len__(self) -> int:
        return len(self._by_address)

    def get(self, address: str) -> Resource | None:
        """The resource at this address, or None."""
        return self._by_address.get(address)

    def of_type(self, *kinds: str) -> list[Resource]:
        """The resources of these types (`aws_x`, or `data.aws_x` for data sources), in the document's order."""
        return [resource for kind in kinds for resource in self._by_kind.get(kind, ())]

    @cached_property
    def making(self) -> dict[str, Change]:
        """By address what the plan creates or changes."""
        return {change.address: change for change in self.changes if change.makes}

    @property
    def kinds(self) -> list[str]:
        """The types that occur, data sources with the prefix `data.`."""
        return list(self._by_kind)

    def target(self, value: Any) -> Resource | None:
        """The resource that a value refers to, or None where it is no reference or its target is not here."""
        if isinstance(value, Reference):
            final = value.final()
            return self.get(final.target if isinstance(final, Reference) else value.target)
        return None

    @cached_property
    def _incoming(self) -> dict[str, dict[str, list[tuple[int, Resource]]]]:
        """By address and type who refers to it, each with its number in the document."""
        incoming: dict[str, dict[str, list[tuple[int, Resource]]]] = {}
        for number, resource in enumerate(self):
            for target in dict.fromkeys(reference.target for reference in resource.outgoing):
                incoming.setdefault(target, {}).setdefault(resource.kind, []).append((number, resource))
        return incoming

    def get_ready(self) -> None:
        """Find out who refers to whom, once, before processes that need to know go their own ways."""
        _ = self._incoming

    def referrers(self, resource: Resource, *kinds: str) -> list[Resource]:
        """The resources that refer to this one, all or those of the given types."""
        incoming = self._incoming.get(resource.address, {})
        found = [incoming[kind] for kind in dict.fromkeys(kinds or incoming) if kind in incoming]
        numbered = found[0] if len(found) == 1 else sorted(chain.from_iterable(found), key=itemgetter(0))
        return [source for _, source in numbered]

    def meant(self, value: Any, *kinds: str) -> Resource | None:
        """The first resource of these types that a value stands for, as `means` has it, or None.

        Raises Undecidable where the value is not known.
        """
        target = self.target(value)
        if target is not None:
            return target if target.kind in kinds else None
        text = settled(value)
        if not isinstance(text, str):
            return next((resource for resource in self.of_type(*kinds) if self.means(value, resource)), None)
        ends = name_ends(text)
        for kind in kinds:
            named = self._named(kind)
            found = [named[end] for end in ends if end in named]
            if found:
                return min(found, key=itemgetter(0))[1]
        return None

    def _named(self, kind: str) -> dict[str, tuple[int, Resource]]:
        """By literal name the first resource of a type that has it, with its number."""
        if kind not in self._names:
            self._names[kind] = {}
            for numbered in enumerate(self._by_kind.get(kind, ())):
                for name in literal_names(numbered[1]):
                    self._names[kind].setdefault(name, numbered)
        return self._names[kind]

    def means(self, value: Any, resource: Resource) -> bool:
        """Whether a value stands for a resource: a reference to it, or its literal name, id or ARN's last part.

        Raises Undecidable where the value is not known.
        """
        if isinstance(value, Reference):
            target = self.target(value)
            if target is not None:
                return target is resource
        names = [resource.peek(name) for name in _NAMES if name in resource.raw]
        value = settled(value)
        if isinstance(value, Unresolved):
            # Two uses of one expression have one value, whatever it is.
            if any(isinstance(name, Unresolved) and str(name) == str(value) for name in names):
                return True
            if isinstance(value, Template) and all(isinstance(name, str) and value != name for name in names if name):
                return False
            value.undecidable()
        literal = [name for name in map(settled, names) if isinstance(name, str)]
        return isinstance(value, str) and any(
            value == name or value.endswith((f":{name}", f"/{name}")) for name in literal
        )
