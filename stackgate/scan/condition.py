"""Reads the definition of a YAML policy strictly, where Checkov drops or passes what it does not understand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stackgate.scan.answer import PolicyError

KEYS = frozenset({"cond_type", "resource_types", "connected_resource_types", "attribute", "operator", "value"})
CONDITIONS = frozenset({"attribute", "connection", "filter", "resource"})
WITHOUT_VALUE = frozenset({"exists", "not_exists", "is_empty", "is_not_empty", "is_true", "is_false", "any"})
COMPARISONS = frozenset({"greater_than", "greater_than_or_equal", "less_than", "less_than_or_equal"})
"""Operators that compare numbers; of anything else Checkov compares the letters, by which "abc" is greater than 7."""
JUNCTIONS = frozenset({"and", "or", "not"})


def read_policy(path: Path) -> dict[str, Any]:
    """The content of a YAML policy whose definition can only be understood one way.

    Raises PolicyError for what is not YAML, and for a condition that Checkov would skip, or pass whatever it sees: one
    without cond_type, of an unknown kind, with a misspelt key, without a value to compare with, or with two junctions.
    """
    import yaml  # costs 20 ms

    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise PolicyError(f"cannot be read: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("metadata"), dict):
        raise PolicyError("has no metadata")
    _check(content.get("definition"))
    return content


def _check(condition: Any) -> None:
    if not isinstance(condition, dict):
        raise PolicyError("has a condition that is not a map")
    junctions = sorted(JUNCTIONS & condition.keys())
    if junctions:
        if len(condition) != 1:
            raise PolicyError(f"has {', '.join(sorted(condition))} beside each other in one condition")
        parts = condition[junctions[0]]
        parts = [parts] if isinstance(parts, dict) else parts
        if not isinstance(parts, list) or not parts:
            raise PolicyError(f"has nothing under {junctions[0]!r}")
        for part in parts:
            _check(part)
        return
    kind, operator = condition.get("cond_type"), condition.get("operator")
    if kind not in CONDITIONS:
        raise PolicyError(f"has the cond_type {kind!r}, not one of {', '.join(sorted(CONDITIONS))}")
    unknown = sorted(map(str, condition.keys() - KEYS))
    if unknown:
        raise PolicyError(f"has a condition with the unknown key {unknown[0]!r}")
    if not isinstance(operator, str):
        raise PolicyError("has a condition without operator")
    needed = {"filter": {"attribute", "value"}, "attribute": {"attribute"}}.get(kind, {"resource_types"})
    if kind == "attribute" and operator.removeprefix("jsonpath_") not in WITHOUT_VALUE:
        needed = needed | {"value"}
    missing = sorted(name for name in needed if condition.get(name) is None or condition[name] == [])
    if missing:
        raise PolicyError(f"has a condition without {' and '.join(missing)}")
    if operator.removeprefix("jsonpath_") in COMPARISONS and not is_number(condition["value"]):
        raise PolicyError(f"has a condition that asks for a number {operator} {condition['value']!r}")


def is_number(value: Any) -> bool:
    """Whether a value is a number, also where it is written as a string."""
    try:
        float(value)
    except (OverflowError, TypeError, ValueError):
        return False
    return True
