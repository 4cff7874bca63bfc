"""What Checkov's own checks say of what a rule of ours judges: it stands inside our findings, never beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from stackgate.adopted import SecondOpinion
from stackgate.finding import Corroboration, JudgementError
from stackgate.rule import Rule
from stackgate.scan import Answer

SHOWN = 3


@dataclass
class SecondOpinions:
    """The opinions on one run's documents, one document after the other, and where they contradict a pass of ours.

    `optional` are the checks whose breaking is a note and no error: our own rules judge without them.
    """

    seconds: Mapping[str, SecondOpinion] = field(default_factory=dict)
    optional: Collection[str] = frozenset()
    contradicted: list[tuple[str, str, str]] = field(default_factory=list)
    errors: list[JudgementError] = field(default_factory=list)
    _heard: dict[tuple[str, str], list[Corroboration]] = field(default_factory=dict)

    @property
    def checks(self) -> dict[str, Rule]:
        """The checks to ask, by id."""
        return {id_: second.check for id_, second in self.seconds.items()}

    def hear(self, answers: Iterable[Answer]) -> None:
        """Take down what the checks say of a document."""
        for answer in answers:
            second = self.seconds[answer.policy]
            if not (second.part and answer.status == "pass"):
                pair = second.rule, answer.address
                self._heard.setdefault(pair, []).append(Corroboration(answer.policy, answer.status))

    def on(self, rule: str, address: str) -> tuple[Corroboration, ...]:
        """What the checks say of one pair; it is taken out."""
        return tuple(self._heard.pop((rule, address), ()))

    def contradict(self, rule: str, address: str, opinions: Iterable[Corroboration]) -> None:
        """Take down the checks that fail what a rule of ours passes, or says nothing of."""
        failing = (opinion.check for opinion in opinions if opinion.result == "fail")
        self.contradicted.extend((check, rule, address) for check in failing)

    def end_document(self, shown: Callable[[str], str]) -> None:
        """What is left over was said of a resource that the rule of ours does not judge.

        `shown` takes the document's secrets out of an address.
        """
        for (rule, address), opinions in self._heard.items():
            self.contradict(rule, address, opinions)
        self._heard.clear()
        self.contradicted = [(check, rule, shown(address)) for check, rule, address in self.contradicted]

    def notes(self) -> tuple[str, ...]:
        """What a reader should know: each check that contradicts our passes, and each that could not be asked."""
        places: dict[tuple[str, str], list[str]] = {}
        for check, rule, address in self.contradicted:
            places.setdefault((check, rule), []).append(address)
        disagreeing = [
            f"Checkov's {check} fails what {rule} passes: {_some(addresses)}"
            for (check, rule), addresses in places.items()
        ]
        return (*disagreeing, *(f"not asked of Checkov: {error.where} {error.message}" for error in self.errors))


def _some(addresses: list[str]) -> str:
    more = f" and {len(addresses) - SHOWN} more" if len(addresses) > SHOWN else ""
    return ", ".join(addresses[:SHOWN]) + more
