"""Policies in YAML: conditions on attributes and connections, solved by Checkov's solvers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from stackgate.rule import Rule
from stackgate.scan.answer import NoAnswerError, PolicyError, Said, steps, what_is_wrong, why_unknown
from stackgate.scan.condition import COMPARISONS, is_number, read_policy
from stackgate.scan.copies import ADDRESS, Copies
from stackgate.scan.resolved import ResolvedCopy, show, unresolved_at

MAX_OPEN = 4
"""Up to so many attributes of which it is not known whether they are set are tried both ways."""


@dataclass(frozen=True)
class YamlPolicy:
    """A loaded YAML policy: Checkov's check, the rule's summary, and the resources it is asked about."""

    check: Any
    summary: str
    copies: Copies

    def answer(self, copy: ResolvedCopy) -> Said:
        """What the policy says of one resource. Raises NoAnswerError."""
        address = copy.resource.address
        keys = [steps(key) for key in self.check.get_evaluated_keys()]
        try:
            vertex = self.copies.vertex(address)
            passed = self.connected.get(address) if self.is_connection else self._decide(copy, vertex, keys)
        except Exception as error:
            raise NoAnswerError(f"it raised {type(error).__name__}") from error
        if passed is None:
            return self._not_judged(copy, keys)
        if passed:
            for name in _compared(self.check.solver):
                if not is_number(vertex.get(name, 0)):
                    return "unknown", f"{name} is no number, and is compared with one", name
            return "pass", "", None
        faults = self._at_fault(vertex)
        states: dict[str, list[str]] = {}
        for name in faults:
            states.setdefault(show(name, vertex.get(name)), []).append(name)
        seen = " and ".join(f"{' and '.join(names)} {_agree(state, names)}" for state, names in states.items())
        return "fail", what_is_wrong(seen, self.summary), faults[0] if faults else None

    def read(self, copy: ResolvedCopy) -> list[str]:
        """The paths of the attributes on which there are conditions for this resource."""
        return list(dict.fromkeys(_conditions(self.check.solver, self.copies.vertex(copy.resource.address))))

    def _at_fault(self, vertex: dict[str, Any]) -> list[str]:
        """The attributes whose conditions do not hold."""
        return list(dict.fromkeys(_faults(self.check.solver, vertex, wanted=True)))

    def _not_judged(self, copy: ResolvedCopy, keys: list[list[str]]) -> Said:
        """The answer where Checkov gives none. Raises NoAnswerError."""
        return "unknown", *why_unknown(copy, keys)

    def _decide(self, copy: ResolvedCopy, vertex: dict[str, Any], keys: list[list[str]]) -> bool | None:
        """The answer, if it is the same whether or not those attributes are set of which that is not known."""
        values = ((".".join(key), unresolved_at(copy.resource, key)) for key in keys)
        maybe_unset = sorted({name for name, value in values if value is not None and value.may_be_null})
        if len(maybe_unset) > MAX_OPEN:
            return None
        answers = set()
        for unset in itertools.product((False, True), repeat=len(maybe_unset)):
            gone = tuple(name for name, is_unset in zip(maybe_unset, unset, strict=True) if is_unset)
            answers.add(self.check.solver.get_operation(_without(vertex, gone)))
        return answers.pop() if len(answers) == 1 else None

    @property
    def is_connection(self) -> bool:
        """Whether it is about connections between resources, and not about each by itself."""
        from checkov.common.graph.checks_infra.enums import SolverType

        return self.check.type not in (SolverType.ATTRIBUTE, SolverType.COMPLEX)

    @cached_property
    def connected(self) -> dict[str, bool | None]:
        """The answers of a policy about connections, which are given for all resources at once."""
        passed, failed, unknown = self.check.run(self.copies.network(_kinds(self.check.solver)))
        answers: dict[str, bool | None] = {}
        for vertices, answer in ((passed, True), (unknown, None), (failed, False)):
            for vertex in vertices:
                answers[vertex[ADDRESS]] = answer
        return answers


def _agree(state: str, names: list[str]) -> str:
    """The state in the plural where several attributes share it."""
    return state if len(names) == 1 else f"are {state.removeprefix('is ')}"


def _without(vertex: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in vertex.items() if not any(f"{key}.".startswith(f"{name}.") for name in names)}


def _compared(solver: Any) -> Iterator[str]:
    """The attributes that are compared with a number."""
    for part in getattr(solver, "solvers", ()):
        yield from _compared(part)
    if getattr(solver, "operator", "").removeprefix("jsonpath_") in COMPARISONS:
        yield solver.attribute


def _faults(solver: Any, vertex: dict[str, Any], wanted: bool) -> Iterator[str]:
    """The attributes whose conditions do not hold, in the definition's order; of alternatives only the first counts."""
    if hasattr(solver, "solvers"):
        for part in solver.solvers[:1] if solver.operator == "or" else solver.solvers:
            yield from _faults(part, vertex, wanted is not (solver.operator == "not"))
    elif getattr(solver, "is_value_attribute_check", None) is None:
        return  # a filter or a connection: no attribute is at fault
    elif solver.resource_type_pred(vertex, solver.resource_types) and solver.get_operation(vertex) is not wanted:
        yield solver.attribute


def _kinds(solver: Any) -> frozenset[str] | None:
    """The types of the resources that a solver can be about; None where they may be of any."""
    from checkov.common.graph.checks_infra.enums import SolverType

    if getattr(solver, "solvers", ()):  # a filter only narrows what the others are about
        parts = [_kinds(part) for part in solver.solvers if part.solver_type is not SolverType.FILTER]
        known = [kinds for kinds in parts if kinds is not None]
        return frozenset[str]().union(*known) if parts and len(known) == len(parts) else None
    named: list[list[str]] = [[]]
    if solver.solver_type is SolverType.CONNECTION:
        named = [solver.resource_types, solver.connected_resources_types]
    elif solver.solver_type is SolverType.ATTRIBUTE:
        named = [solver.resource_types]
    kinds = frozenset(kind for kinds in named for kind in kinds)
    return kinds if all(named) and "all" not in kinds else None


def _conditions(solver: Any, vertex: dict[str, Any]) -> Iterator[str]:
    for part in getattr(solver, "solvers", ()):
        yield from _conditions(part, vertex)
    is_of_attribute = getattr(solver, "is_value_attribute_check", None) is not None and not solver.is_jsonpath_check
    if is_of_attribute and solver.resource_type_pred(vertex, solver.resource_types):
        yield ".".join(steps(solver.attribute.replace(".", "/")))


def load_yaml(rule: Rule, copies: Copies) -> YamlPolicy:
    """The check that a file defines. Raises PolicyError."""
    check = parse(read_policy(rule.path))
    if check.id != rule.name:
        raise PolicyError(f"has the id {check.id!r}, not {rule.name!r}")
    return YamlPolicy(check, rule.summary, copies)


def parse(content: dict[str, Any]) -> Any:
    """The check of a definition that was read. Raises PolicyError."""
    from checkov.common.checks_infra.checks_parser import GraphCheckParser

    try:
        return GraphCheckParser().parse_raw_check(content)
    except Exception as error:
        raise PolicyError(f"does not load: {error}") from error
