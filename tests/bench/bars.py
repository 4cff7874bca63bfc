"""The bars that Stackgate has to meet, each a ratio of two medians of one run of the benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench import contenders, fleets
from tests.bench.contenders import Contender, Named
from tests.bench.measuring import Measured, growth

SMALLEST_OF_GROWTH = 620


@dataclass(frozen=True)
class Bar:
    """A bar of this number: what is compared, what was found, and how much it may be at most, or has to be at least.

    found is None where it was not measured in this run.
    """

    number: int
    about: str
    found: float | None
    at_most: float | None = None
    at_least: float | None = None

    @property
    def state(self) -> str:
        if self.found is None:
            return "not measured"
        above = self.at_most is not None and self.found > self.at_most
        below = self.at_least is not None and self.found < self.at_least
        return "not met" if above or below else "met"


class Results:
    """All that was measured in one run."""

    def __init__(self, measured: Sequence[Measured]) -> None:
        self._measured = {(each.contender, each.resources): each for each in measured}

    def at(self, contender: Contender | Named, resources: int = 0) -> Measured | None:
        return self._measured.get((contender.name, resources))

    def ratio(self, over: tuple[Contender | Named, int], under: tuple[Contender, int]) -> float | None:
        """The median of one over that of the other; None where one of them was not measured."""
        first, second = self.at(*over), self.at(*under)
        return first.median / second.median if first and second else None

    def of(self, contender: Contender) -> list[Measured]:
        """By number of resources."""
        every = [each for each in self._measured.values() if each.contender == contender.name and each.resources]
        return sorted(every, key=lambda each: each.resources)

    def growth(self, contender: Contender) -> float | None:
        """The exponent of its time, from 620 resources on."""
        return growth([(each.resources, each.median) for each in self._grown(contender)])

    def memory(self, contender: Contender) -> float | None:
        """How many KB of memory each resource more takes, from 620 resources to the most that were measured."""
        grown = self._grown(contender)
        if len(grown) < 2:
            return None
        few, many = grown[0], grown[-1]
        return (max(many.peak) - max(few.peak)) * 1.024 / (many.resources - few.resources)

    def _grown(self, contender: Contender) -> list[Measured]:
        return [each for each in self.of(contender) if each.resources >= SMALLEST_OF_GROWTH]


def bars(results: Results) -> list[Bar]:
    """All of them, in their order. The eighth is held by a test, whose failure leaves no result."""
    check, validators, checkov = contenders.CHECK, contenders.VALIDATORS, contenders.CHECKOV
    gate, chain = (contenders.GATE, 0), (contenders.PLAIN_CHAIN, 0)
    document, source = (contenders.SAVED_DOCUMENT, 0), (contenders.SAVED_SOURCE, 0)
    checkov_of_stack, synthesis = (contenders.CHECKOV_OF_STACK, 0), (contenders.SYNTHESIS, 0)
    tests = results.at(contenders.TESTS)
    ratio = results.ratio
    number, few = fleets.DOCUMENTS, fleets.OF_CHECKOV
    fleet, checkov_of_few = (fleets.VALIDATORS, 0), (fleets.CHECKOV, 0)
    of_few = ratio(checkov_of_few, (fleets.CHECK, 0))
    extrapolated = of_few and of_few * number / few
    return [
        Bar(1, "a cold gate of one synthesis / the plain chain", ratio((contenders.GATE_ONCE, 0), chain), at_most=0.25),
        Bar(1, "a cold gate / the plain chain", ratio(gate, chain), at_most=0.35),
        Bar(2, "checkov / check, 62 resources", ratio((checkov, 62), (check, 62)), at_least=1.5),
        Bar(2, "checkov / check, 6,200 resources", ratio((checkov, 6200), (check, 6200)), at_least=6),
        Bar(2, "check of 62,000 / checkov of 12,400", ratio((check, 62000), (checkov, 12400)), at_most=1),
        Bar(3, "checkov / validators, 62 resources", ratio((checkov, 62), (validators, 62)), at_least=20),
        Bar(3, "checkov / validators, 6,200 resources", ratio((checkov, 6200), (validators, 6200)), at_least=100),
        Bar(3, "validators of 62,000 / checkov of 6,200", ratio((validators, 62000), (checkov, 6200)), at_most=1),
        Bar(4, "growth exponent of check", results.growth(check), at_most=1.1),
        Bar(4, "growth exponent of validators", results.growth(validators), at_most=1.1),
        Bar(4, "KB of memory a resource, check", results.memory(check), at_most=10),
        Bar(4, "KB of memory a resource, validators", results.memory(validators), at_most=10),
        Bar(5, "watch, a document saved / a cold checkov", ratio(document, checkov_of_stack), at_most=0.1),
        Bar(5, "watch, the source saved / a cold stock synthesis", ratio(source, synthesis), at_most=0.25),
        Bar(
            6, f"{number:,} documents, validators, two jobs / checkov of {few}", ratio(fleet, checkov_of_few), at_most=1
        ),
        Bar(6, f"checkov of {number:,} documents, by {few} / check of them", extrapolated, at_least=10),
        Bar(7, "--help / bare Python", ratio((contenders.HELP, 0), (contenders.BARE_PYTHON, 0)), at_most=6),
        Bar(8, "findings that differ between Dask and --jobs", results.at(contenders.DASK) and 0, at_most=0),
        Bar(9, "minutes that the tests take on two cores", tests.median / 60 if tests else None, at_most=5),
    ]
