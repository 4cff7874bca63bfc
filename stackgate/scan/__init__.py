"""Runs the policies in Checkov's own engine, made to fail closed.

Checkov as a command drops in silence what it cannot load, run or answer. So nothing is left to its runner: each policy,
ours or one of Checkov's own checks, is loaded by itself, each is asked about each resource of its types, and whatever
is no clear answer is an error or unknown. It judges a resolved copy of each resource in memory; no file is written,
nothing is fetched. What is used of Checkov is internal to it, hence the exact pin; nothing else imports it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from stackgate.finding import JudgementError
from stackgate.graph import Graph, Resource
from stackgate.places import Places
from stackgate.rule import Rule
from stackgate.scan.answer import NoAnswerError, PolicyError, Status
from stackgate.scan.as_parsed import as_parsed_text
from stackgate.scan.built_in import forget_analyses, load_built_in
from stackgate.scan.copies import Copies
from stackgate.scan.engine import Complaints, checkov_version, import_checkov, quiet
from stackgate.scan.python_policy import PythonPolicy, load_python
from stackgate.scan.yaml_policy import YamlPolicy, load_yaml
from stackgate.share import WHOLE, Share

__all__ = ["Answer", "Scan", "checkov_version", "errors_of", "scan", "warm_up"]

_LOCK = threading.RLock()


@dataclass(frozen=True, slots=True)
class Answer:
    """What one policy says about one resource; `attribute` is the one at fault, where that can be told, `read` are the
    paths of those that it is about. `broke` tells how it gave no answer."""

    policy: str
    address: str
    status: Status
    message: str = ""
    attribute: str | None = None
    read: tuple[str, ...] = ()
    broke: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """One answer for each pair of policy and resource of its types, and what went wrong on the way: `unloaded` tells by
    policy why it does not load."""

    answers: tuple[Answer, ...]
    errors: tuple[JudgementError, ...]
    unloaded: Mapping[str, str]


def warm_up() -> None:
    """Import Checkov (about a second), so that a thread can do it while something else is waited for."""
    with _LOCK, quiet():
        import_checkov()


def scan(graph: Graph, policies: Mapping[str, Rule], *, tell_read: bool = False, share: Share = WHOLE) -> Scan:
    """Ask each policy about each resource of its types; with `tell_read`, also what it is about there.

    Of a share only its resources are asked about, and policies about connections only in the one that has these.

    A policy that does not load, or breaks, is an error that names it, and its answers are unknown; so is an answer that
    rests on a value that is not known. One of Checkov's own checks is only loaded where there is something to ask it.
    Nothing is raised, nothing printed, nothing kept for the next call.
    """
    answers: list[Answer] = []
    unloaded: dict[str, str] = {}
    whole = Places(graph)
    with _LOCK, quiet() as complaints:
        if policies:
            import_checkov()
        forget_analyses()
        copies = Copies(graph)
        parsed = copies.in_form(as_parsed_text)
        for rule in policies.values():
            addresses, mine = _resources(whole, rule), _resources(whole.within(share), rule)
            if rule.built_in and not addresses:
                continue
            try:
                policy = _load(rule, parsed if rule.built_in else copies, complaints)
            except PolicyError as error:
                unloaded[rule.name] = str(error)
                answers += [Answer(rule.name, address, "unknown", "the policy cannot be run") for address in mine]
                continue
            if isinstance(policy, YamlPolicy) and policy.is_connection:
                mine = addresses if share.has_the_indivisible else []
            for address in mine:
                try:
                    complaints.take()
                    said = policy.answer(copies[address])
                    for place in complaints.take():
                        raise NoAnswerError(f"Checkov swallowed an error in {place}")
                    read = tuple(policy.read(copies[address])) if tell_read else ()
                    answers.append(Answer(rule.name, address, *said, read))
                except NoAnswerError as error:
                    message, broke = f"the policy gave no answer: {error}", f"gave no answer about {address}: {error}"
                    answers.append(Answer(rule.name, address, "unknown", message, broke=broke))
    broken: dict[str, list[str]] = {}
    for answer in answers:
        if answer.broke:
            broken.setdefault(answer.policy, []).append(answer.broke)
    return Scan(tuple(answers), tuple(errors_of(policies, unloaded, broken)), unloaded)


def _resources(places: Places, rule: Rule) -> list[str]:
    """The addresses of the resources that a policy is about: the document as a whole, and changes, are none."""
    return [name for name, place in places.of(rule).items() if isinstance(place.resource, Resource)]


def errors_of(
    policies: Mapping[str, Rule], unloaded: Mapping[str, str], broken: Mapping[str, list[str]]
) -> list[JudgementError]:
    """An error for each policy that does not load, or that broke, which tells the first time and how often."""
    errors = []
    for name, rule in policies.items():
        told = [unloaded[name]] if name in unloaded else broken.get(name, [])
        if told:
            more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
            errors.append(JudgementError(name if rule.built_in else str(rule.path), told[0] + more))
    return errors


def _load(rule: Rule, copies: Copies, complaints: Complaints) -> PythonPolicy | YamlPolicy:
    if not rule.types:
        raise PolicyError("names no resource types")
    complaints.take()
    if rule.built_in:
        policy = load_built_in(rule, copies)
    else:
        policy = load_python(rule) if rule.path.suffix == ".py" else load_yaml(rule, copies)
    for place in complaints.take():
        raise PolicyError(f"does not load: Checkov swallowed an error in {place}")
    return policy
