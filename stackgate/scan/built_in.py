"""Checkov's own checks, loaded one at a time and asked as our policies are.

Their UNKNOWN has two meanings: that the check does not apply, which is an answer, and that it could not tell. Which of
them is meant shows in what it looked at: an answer that rests on nothing unresolved means that it does not apply.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from typing import Any

from stackgate.rule import Rule
from stackgate.scan.answer import NoAnswerError, PolicyError, Said, reason, what_is_wrong
from stackgate.scan.as_parsed import as_parsed
from stackgate.scan.copies import Copies
from stackgate.scan.engine import checks_folder
from stackgate.scan.graph_check import read_graph_check
from stackgate.scan.python_policy import PythonPolicy
from stackgate.scan.resolved import ResolvedCopy, show, unresolved_at
from stackgate.scan.stand_in import Uses
from stackgate.scan.yaml_policy import YamlPolicy, parse

_ANALYSIS = "checkov.terraform.checks.utils.base_cloudsplaining_iam_scanner"


@dataclass(frozen=True)
class BuiltInCheck(PythonPolicy):
    """One of Checkov's own checks in Python."""

    def _ask(self, copy: ResolvedCopy, uses: Uses) -> Any:
        # The document holds neither count nor dynamic blocks any more, which is all that scan_entity_conf adds.
        self.check.entity_type = copy.resource.type
        self.check.entity_path = copy.resource.address
        given = as_parsed(copy, uses)
        return self.check.scan_data_conf(given) if self._is_data else self.check.scan_resource_conf(given)

    @property
    def _is_data(self) -> bool:
        return bool(self.check.block_type == "data")

    def _fault(self, copy: ResolvedCopy, keys: list[list[str]]) -> str:
        if len(keys) != 1 or unresolved_at(copy.resource, keys[0]) is not None:
            return what_is_wrong("", self.summary)
        name, value = ".".join(keys[0]), _at(copy.attributes, keys[0])
        return what_is_wrong(f"{name} {show(name, value)}", self.summary)

    def _neither(self, copy: ResolvedCopy, keys: list[list[str]], uses: Uses) -> Said:
        for key in keys:
            value = unresolved_at(copy.resource, key)
            if value is not None:
                return "unknown", reason(value), ".".join(key)
        if not keys and uses.looked_at:
            return "unknown", reason(uses.looked_at[0]), None
        if hasattr(self.check, "cloudsplaining_analysis"):
            return "unknown", "Checkov could not analyse the policy", None
        if any(_reads_as_expression(_at(copy.attributes, key)) for key in keys):
            raise NoAnswerError("it takes a value for an expression that it cannot evaluate")
        return "pass", "", None


@dataclass(frozen=True)
class BuiltInGraphCheck(YamlPolicy):
    """One of Checkov's own graph checks: what a connection leaves out, it does not apply to.

    Whose attribute is at fault where several resources are connected, it does not tell.
    """

    def _at_fault(self, vertex: dict[str, Any]) -> list[str]:
        return [] if self.is_connection else super()._at_fault(vertex)

    def _not_judged(self, copy: ResolvedCopy, keys: list[list[str]]) -> Said:
        if self.is_connection and copy.resource.address not in self.connected:
            return "pass", "", None
        return super()._not_judged(copy, keys)


def load_built_in(rule: Rule, copies: Copies) -> PythonPolicy | YamlPolicy:
    """The check of Checkov's own that a rule stands for. Raises PolicyError."""
    if rule.built_in is None:
        raise PolicyError("is none of Checkov's own checks")
    if rule.built_in.startswith("graph_checks/"):
        try:
            content, types = read_graph_check(checks_folder() / rule.built_in)
            check = parse(content)
        except (KeyError, OSError, ValueError) as error:
            raise PolicyError(f"cannot be read: {type(error).__name__}") from error
        policy: PythonPolicy | YamlPolicy = BuiltInGraphCheck(check, rule.summary, copies)
    else:
        check = _python_check(rule)
        prefix = "data." if check.block_type == "data" else ""
        types = [prefix + entity for entity in check.supported_entities]
        policy = BuiltInCheck(check, rule.summary)
    if (check.id, set(types)) != (rule.name, set(rule.types)):
        raise PolicyError("is another in the installed Checkov than in the one that Stackgate is built on")
    return policy


def _python_check(rule: Rule) -> Any:
    name = "checkov.terraform.checks." + str(rule.built_in).removesuffix(".py").replace("/", ".")
    try:
        module = importlib.import_module(name)
    except (Exception, SystemExit) as error:
        raise PolicyError(f"does not load: {type(error).__name__}: {error}") from error
    found = [value for value in vars(module).values() if getattr(value, "id", None) == rule.name]
    if not found:
        raise PolicyError("is not in the installed Checkov")
    return _with_words(found[0])


def _with_words(check: Any) -> Any:
    """A check that forbids one word instead of a list of words would forbid every part of it, and break on a flag."""
    forbidden = getattr(check, "get_forbidden_values", None)
    word = forbidden() if forbidden else None
    if isinstance(word, str):
        check.get_forbidden_values = lambda: [word]
    return check


def forget_analyses() -> None:
    """Checkov keeps the analyses of IAM policies by address; those of another document must not answer for this one."""
    if _ANALYSIS in sys.modules:
        sys.modules[_ANALYSIS].BaseTerraformCloudsplainingIAMScanner.policy_document_cache.clear()


def _at(attributes: Any, path: list[str]) -> Any:
    """The first value at a path of attribute names, or None."""
    for name in path:
        while isinstance(attributes, list):
            attributes = attributes[0] if attributes else None
        attributes = attributes.get(name) if isinstance(attributes, dict) else None
    return attributes


def _reads_as_expression(value: Any) -> bool:
    from checkov.common.util.var_utils import is_terraform_variable_dependent

    return bool(is_terraform_variable_dependent(value))
