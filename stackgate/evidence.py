"""What an audit asks for beside the findings: what was looked at, which values were seen, and what the verdict rests
on. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["pass", "fail", "warning", "unknown", "waived"]
PairKey = tuple[str, str, str]
"""Rule, stack and address: what a pair and its findings have in common."""


@dataclass(frozen=True, slots=True)
class Source:
    """The call in the app's own source that made a construct; `file` is relative to the app's folder."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class SeenResource:
    """A resource or data source of a judged document. `address` and `stack` name it as in a finding.

    `references` are the addresses that it refers to in its own document, each once. `zone` is the availability zone
    that it names, where that is known.
    """

    stack: str
    address: str
    type: str
    construct: str | None = None
    source: Source | None = None
    zone: str | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """One rule asked about one resource: the outcome, and the resource's attributes that the rule read, as text.

    The values are without secrets, and cut where they are long.
    """

    rule: str
    stack: str
    address: str
    outcome: Outcome
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> PairKey:
        """What tells it from the other pairs, and its findings too."""
        return self.rule, self.stack, self.address


@dataclass(frozen=True, slots=True)
class PastFailure:
    """An entry of the register of past failures, and the rules that guard against it."""

    id: str
    title: str
    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a verdict rests on beside the documents.

    `rules` is the SHA-256 that a seal names as its policy: over the digests of Stackgate's files and of the
    repository's own, which `repository` lists by name. `signer` is the id of the key that the seal is signed with.
    """

    rules: str
    repository: Mapping[str, str]
    signer: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was judged, kept where a report needs it."""

    resources: tuple[SeenResource, ...] = ()
    pairs: tuple[Pair, ...] = ()
    failures: tuple[PastFailure, ...] = ()
    provenance: Provenance | None = None
