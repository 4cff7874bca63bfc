"""adopted.toml: which of Checkov's own checks count, as rules of their own or beside a rule of ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from stackgate.built_in import BuiltIn, built_in_checks
from stackgate.bundle import bundled, load_toml, read_toml
from stackgate.rule import Rule, RuleError

FILE = "adopted.toml"
_ENSURE = re.compile(r"^(Ensure|Make sure|Verify)( that)? ")
_NOT_ADOPTED = "It is a warning: nobody has looked yet at what Checkov finds by it, and only --all-policies asks it."


class SecondOpinion(NamedTuple):
    """One of Checkov's checks that judges what a rule of ours does: what it says stands inside that rule's finding.

    One that judges only a `part` of it is heard where it fails: its pass says nothing of the rest.
    """

    check: Rule
    rule: str
    part: bool = False


@dataclass
class Adopted:
    """What files of adopted checks say: checks that are rules, second opinions, and what is never asked, with why."""

    rules: dict[str, Rule] = field(default_factory=dict)
    seconds: dict[str, SecondOpinion] = field(default_factory=dict)
    never: dict[str, str] = field(default_factory=dict)

    def read(self, path: Path) -> None:
        """Add what a file says. Raises RuleError for one that cannot be used, or names a check twice or in vain."""
        # The bundled file is held against its schema by the tests, which saves 20 ms of each run.
        is_ours = path == bundled("policies") / FILE
        content = load_toml(path, RuleError) if is_ours else read_toml(path, "adopted", RuleError)
        for entry in content.get("adopted", ()):
            check = self._claim(entry, path)
            if "rule" in entry:
                self.seconds[check.id] = SecondOpinion(_rule(check, path), entry["rule"], entry.get("part", False))
            else:
                rule = _rule(check, path, entry["reason"], entry["fix"], entry.get("summary"))
                about = {"level": entry["level"], "controls": tuple(entry.get("controls", ()))}
                self.rules[check.id] = replace(rule, **about)
        for entry in content.get("replaced", ()):
            self.never[self._claim(entry, path).id] = f"{entry['rule']} judges it: {entry['why']}"
            self._replacing.append((entry["check"], entry["rule"], path))
        for entry in content.get("broken", ()):
            self.never[self._claim(entry, path).id] = entry["why"]

    def check_rules(self, names: Collection[str]) -> None:
        """Raise RuleError where a rule is named that does not exist, or is itself one of Checkov's checks."""
        named = [(second.check.name, second.rule, second.check.path) for second in self.seconds.values()]
        for check, rule, path in (*named, *self._replacing):
            if rule not in names:
                raise RuleError(f"{path}: {check} stands beside a rule that does not exist: {rule!r}")

    def instead(self, check: str) -> str | None:
        """What there is in place of one of Checkov's checks that is no rule; None for any other name."""
        if check in self.seconds:
            return f"{check} is no rule of its own: what it says stands in the findings of {self.seconds[check].rule}."
        if check in self.never:
            return f"{check} is never asked: {self.never[check]}."
        return None

    @property
    def others(self) -> dict[str, Rule]:
        """The checks of Checkov's own that no file names, as warnings."""
        return {id_: _other(built_in_checks()[id_]) for id_ in self.unnamed}

    @property
    def unnamed(self) -> Collection[str]:
        """The ids of the checks that no file names."""
        return built_in_checks().keys() - self.rules.keys() - self.seconds.keys() - self.never.keys()

    def __post_init__(self) -> None:
        self._replacing: list[tuple[str, str, Path]] = []

    def _claim(self, entry: Mapping[str, Any], path: Path) -> BuiltIn:
        id_ = entry["check"]
        if id_ not in built_in_checks():
            raise RuleError(f"{path}: Checkov has no check {id_!r} for AWS")
        if any(id_ in taken for taken in (self.rules, self.seconds, self.never)):
            raise RuleError(f"{path}: names {id_} a second time")
        return built_in_checks()[id_]


def adopted_files(folders: Collection[Path]) -> Iterator[Path]:
    """The files of adopted checks in folders of policies."""
    return (folder / FILE for folder in folders if (folder / FILE).is_file())


def _rule(check: BuiltIn, path: Path, why: str = "", fix: str = "", summary: str | None = None) -> Rule:
    demand = _ENSURE.sub("", check.name.strip()).rstrip(".")
    summary = summary or f"{demand[:1].upper()}{demand[1:]}."
    return Rule(check.id, "policies", path, check.types, summary, why, fix, built_in=check.file)


def _other(check: BuiltIn) -> Rule:
    path = Path("checkov", check.file)
    return replace(_rule(check, path, _NOT_ADOPTED, f"See {check.id} in Checkov's list."), level="warning")
