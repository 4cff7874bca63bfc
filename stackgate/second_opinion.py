"""What Checkov's own checks say of what a rule of ours judges: it stands inside our findings, never beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from stackgate.adopted import SecondOpinion
from stackgate.finding import Corroboration, JudgementError, Status
from stackgate.rule import Rule

SHOWN = 3
Contradicted = tuple[str, str, str]
"""A check that fails what a rule passes, or says nothing of, at an address."""


@dataclass
class SecondOpinions:
    """The opinions on one document, and where they contradict a pass of ours."""

    seconds: Mapping[str, SecondOpinion] = field(default_factory=dict)
    _contradicted: list[Contradicted] = field(default_factory=list)
    _heard: dict[tuple[str, str], list[Corroboration]] = field(default_factory=dict)

    @property
    def checks(self) -> dict[str, Rule]:
        """The checks to ask, by id."""
        return {id_: second.check for id_, second in self.seconds.items()}

    @cached_property
    def _rules(self) -> frozenset[str]:
        return frozenset(second.rule for second in self.seconds.values())

    def hear(self, check: str, address: str, status: Status) -> None:
        """Take down what a check says."""
        second = self.seconds[check]
        if not (second.part and status == "pass"):
            self._heard.setdefault((second.rule, address), []).append(Corroboration(check, status))

    def on(self, rule: str, address: str) -> tuple[Corroboration, ...]:
        """What the checks say of one pair; it is taken out."""
        return tuple(self._heard.pop((rule, address), ()))

    def passed(self, rule: str, addresses: Iterable[str]) -> None:
        """Take out the opinions on what a rule of ours passes, and take down those that contradict it."""
        if rule in self._rules:
            for address in addresses:
                self.contradict(rule, address, self.on(rule, address))

    def contradict(self, rule: str, address: str, opinions: Iterable[Corroboration]) -> None:
        """Take down the checks that fail what a rule of ours passes, or says nothing of."""
        failing = (opinion.check for opinion in opinions if opinion.result == "fail")
        self._contradicted.extend((check, rule, address) for check in failing)

    def contradicted(self, shown: Callable[[str], str]) -> tuple[Contradicted, ...]:
        """All contradictions, once the findings are made: what is left over then was said of a resource that the rule
        of ours does not judge. `shown` takes the document's secrets out of an address."""
        for (rule, address), opinions in self._heard.items():
            self.contradict(rule, address, opinions)
        self._heard.clear()
        return tuple((check, rule, shown(address)) for check, rule, address in self._contradicted)


def opinion_notes(contradicted: Iterable[Contradicted], not_asked: Iterable[JudgementError]) -> tuple[str, ...]:
    """What a reader should know: each check that contradicts our passes, and each that could not be asked."""
    places: dict[tuple[str, str], list[str]] = {}
    for check, rule, address in contradicted:
        places.setdefault((check, rule), []).append(address)
    disagreeing = [
        f"Checkov's {check} fails what {rule} passes: {_some(addresses)}" for (check, rule), addresses in places.items()
    ]
    return (*disagreeing, *(f"not asked of Checkov: {error.where} {error.message}" for error in not_asked))


def _some(addresses: list[str]) -> str:
    more = f" and {len(addresses) - SHOWN} more" if len(addresses) > SHOWN else ""
    return ", ".join(addresses[:SHOWN]) + more
