"""Policies in Python: subclasses of Checkov's BaseResourceCheck and BaseDataCheck."""

from __future__ import annotations

import itertools
import traceback
from dataclasses import dataclass
from typing import Any

from stackgate.rule import Rule, run_file
from stackgate.scan.answer import NoAnswerError, PolicyError, Said, reason, steps, what_is_wrong, why_unknown
from stackgate.scan.copies import listed
from stackgate.scan.resolved import ResolvedCopy, unresolved_at
from stackgate.scan.stand_in import StandIn, Uses, configuration
from stackgate.values import Undecidable


@dataclass(frozen=True)
class PythonPolicy:
    """A loaded Python policy: Checkov's check, and the rule's summary."""

    check: Any
    summary: str

    def answer(self, copy: ResolvedCopy) -> Said:
        """What the policy says of one resource. Raises NoAnswerError."""
        from checkov.common.models.enums import CheckResult

        uses = Uses()
        self.check.evaluated_keys, self.check.details = [], []
        try:
            result = self._ask(copy, uses)
            result = result[0] if isinstance(result, tuple) else result
            keys = [steps(key) for key in self.check.get_evaluated_keys()]
        except Undecidable as undecidable:
            return "unknown", str(undecidable), None
        except (Exception, SystemExit) as error:
            # A function in C that was handed a stand-in names its class in its complaint, or what it claims to be.
            if isinstance(error, TypeError) and any(
                name in str(error) for name in (StandIn.__name__, "type str is not")
            ):
                used = uses.looked_at[-1:]
                return "unknown", reason(used[0]) if used else "depends on what is known only after the deploy", None
            line = traceback.extract_tb(error.__traceback__)[-1].lineno
            raise NoAnswerError(f"it raised {type(error).__name__} at line {line}") from error
        if uses.undecidable:  # the policy swallowed the exception
            return "unknown", uses.undecidable[0], None
        for key in keys:
            value = unresolved_at(copy.resource, key)
            if value is not None and value.may_be_null:
                return "unknown", reason(value), ".".join(key)
        attribute = ".".join(keys[0]) if keys else None
        if result is CheckResult.PASSED:
            return "pass", "", attribute
        if result is CheckResult.FAILED:
            return "fail", "; ".join(self.check.details) or self._fault(copy, keys), attribute
        if result is CheckResult.UNKNOWN:
            return self._neither(copy, keys, uses)
        raise NoAnswerError(f"it returned {result!r}")

    def read(self, copy: ResolvedCopy) -> list[str]:
        """The paths of the attributes that the last answer rests on, as far as the check tells them."""
        return [".".join(steps(key)) for key in self.check.get_evaluated_keys()]

    def _ask(self, copy: ResolvedCopy, uses: Uses) -> Any:
        """Checkov's result; whatever the check raises is let through."""
        given = configuration(listed(copy), copy.unresolved, uses)
        return self.check.scan_entity_conf(given, copy.resource.type)

    def _fault(self, copy: ResolvedCopy, keys: list[list[str]]) -> str:
        """The message where the check tells no details."""
        return what_is_wrong("", self.summary)

    def _neither(self, copy: ResolvedCopy, keys: list[list[str]], uses: Uses) -> Said:
        """The answer where the check says neither pass nor fail. Raises NoAnswerError."""
        return "unknown", *why_unknown(copy, keys or [[]])


def load_python(rule: Rule) -> PythonPolicy:
    """The one check that a file registers. Raises PolicyError."""
    from checkov.common.checks.base_check_registry import BaseCheckRegistry
    from checkov.terraform.checks.data.registry import data_registry
    from checkov.terraform.checks.resource.registry import resource_registry

    registered = BaseCheckRegistry.get_all_registered_checks()
    before = len(registered)
    name = f"stackgate_policy_{rule.path.stem}"
    try:
        run_file(rule.path, name)
    except (Exception, SystemExit) as error:
        raise PolicyError(f"does not load: {type(error).__name__}: {error}") from error
    finally:
        own = [check for check in registered[before:] if type(check).__module__ == name]
        for check, registry in itertools.product(own, (resource_registry, data_registry)):
            for checks in itertools.chain(registry.checks.values(), registry.wildcard_checks.values()):
                checks[:] = [other for other in checks if other is not check]
        registered[before:] = [check for check in registered[before:] if check not in own]
    if len(own) != 1:
        raise PolicyError(f"registers {len(own)} checks, not one")
    check = own[0]
    if check.id != rule.name:
        raise PolicyError(f"registers the id {check.id!r}, not {rule.name!r}")
    prefix = "data." if check.block_type == "data" else ""
    supported = {prefix + entity for entity in check.supported_entities}
    if supported != set(rule.types):
        raise PolicyError(f"supports {sorted(supported)}, but its TYPES are {sorted(rule.types)}")
    return PythonPolicy(check, rule.summary)
