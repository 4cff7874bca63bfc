"""Evidence by control: what each framework's controls ask for here, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stackgate.controls import framework, natural
from stackgate.finding import Verdict
from stackgate.reports.html.words import STATES, State, counted, worst

NO_FRAMEWORK = "No framework"
"""Under which name the rules stand that no control asks for."""

Counts = Mapping[str, Counter[State]]


@dataclass(frozen=True, slots=True)
class ControlView:
    """A control, the rules that ask for it here, each with its outcomes, and all their outcomes together.

    Of the rules that no control asks for each is a row of its own, under its own name.
    """

    name: str
    rules: tuple[tuple[str, str], ...]
    counts: Counter[State]

    @property
    def state(self) -> State:
        """The worst outcome; `none` where no resource is concerned."""
        return worst(state for state, number in self.counts.items() if number)

    @property
    def outcomes(self) -> str:
        """The outcomes in words."""
        return counted(self.counts)


@dataclass(frozen=True, slots=True)
class FrameworkView:
    """A framework, its controls that concern resources of the run, and the names of those that concern none."""

    name: str
    controls: tuple[ControlView, ...]
    idle: tuple[str, ...]

    @property
    def state(self) -> State:
        """The worst outcome of its controls; `none` where none concerns a resource."""
        return worst(control.state for control in self.controls)

    @property
    def summary(self) -> str:
        """The controls by their worst outcome, in words."""
        return counted(Counter(control.state for control in self.controls))


def outcomes_by_rule(verdict: Verdict) -> dict[str, Counter[State]]:
    """Of each rule how many of its pairs came out how; without evidence its findings."""
    counts: dict[str, Counter[State]] = {}
    if verdict.evidence:
        for pair in verdict.evidence.pairs:
            counts.setdefault(pair.rule, Counter())[pair.outcome] += 1
    else:
        for finding in verdict.findings:
            counts.setdefault(finding.rule, Counter())[finding.outcome] += 1
    return counts


def frameworks_of(verdict: Verdict) -> list[FrameworkView]:
    """The frameworks, the worst outcome first, then by name; last among their like the rules without any."""
    counts = outcomes_by_rule(verdict)
    found: dict[str, dict[str, list[str]]] = {}
    for rule in verdict.rules:
        for control in rule.controls:
            found.setdefault(framework(control), {}).setdefault(control, []).append(rule.name)
        if not rule.controls:
            found.setdefault(NO_FRAMEWORK, {}).setdefault(rule.name, []).append(rule.name)
    names = sorted(found, key=lambda name: (name == NO_FRAMEWORK, name == "other", name))
    return sorted((_framework(name, found[name], counts) for name in names), key=_worst_first)


def _framework(name: str, controls: Mapping[str, list[str]], counts: Counts) -> FrameworkView:
    views = [_control(control, controls[control], counts) for control in natural(controls)]
    return FrameworkView(
        name,
        tuple(sorted((view for view in views if view.counts.total()), key=_worst_first)),
        tuple(view.name for view in views if not view.counts.total()),
    )


def _worst_first(view: FrameworkView | ControlView) -> int:
    return list(STATES).index(view.state)


def _control(name: str, rules: Iterable[str], counts: Counts) -> ControlView:
    asked = sorted(set(rules))
    together: Counter[State] = Counter()
    for rule in asked:
        together.update(counts.get(rule, {}))
    told = tuple((rule, counted(counts.get(rule, {})) or "asked about nothing here") for rule in asked)
    return ControlView(name, told, together)
