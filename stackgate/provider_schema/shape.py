"""Whether a body has the shape that the provider's schema gives its type, told in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from stackgate.provider_schema.conversion import words
from stackgate.provider_schema.instance import Written, instance
from stackgate.provider_schema.json_schema import acceptance_of, validator_for
from stackgate.provider_schema.problem import Problem
from stackgate.spelling import suggestion

if TYPE_CHECKING:
    from jsonschema import ValidationError

_SHOWN_LENGTH = 60
_INDEX = re.compile(r"\[\d+\]")


def judge_shape(written: Written, generation: int, kind: str, doubt: str | None) -> Iterator[Problem]:
    """What is wrong with the shape of a body, by the JSON Schema of its type `kind` in that generation."""
    faults: list[Problem] = []
    plain = instance(written, faults)
    yield from faults
    accepts = acceptance_of(generation, kind)
    if accepts and accepts(plain):
        return
    validator = validator_for(generation, kind)
    for error in validator.iter_errors(plain) if validator else ():
        yield from _told(error, kind, doubt)


def _told(error: ValidationError, kind: str, doubt: str | None) -> Iterator[Problem]:
    path = _path(error.absolute_path)
    where = _INDEX.sub("", path) or kind
    given: Any = error.instance
    schema: Any = error.schema
    if error.validator == "additionalProperties":
        known = [name for name in schema["properties"] if name != "//"]
        for name in (name for name in given if name not in schema["properties"]):
            yield Problem(f"is no argument of {where}{suggestion(name, known)}", _joined(path, name), doubt)
    elif error.validator == "required":
        missing = [name for name in schema["required"] if name not in given]
        if "items" not in schema and schema.get("x-terraform", "block") != "block":
            yield Problem(f"lacks {', '.join(missing)}: an object needs each of its attributes, null or not", path)
            return
        for name in missing:
            yield Problem(f"is required in {where}, and is not there", _joined(path, name))
    else:
        yield Problem(_said(str(error.validator), given, schema.get("x-terraform")), path or None)


def _said(keyword: str, given: Any, wanted: Any) -> str:
    """What is wrong with a value that fails a keyword of its schema; `wanted` is what it should be."""
    if wanted == "computed":
        return "is set by the provider alone, and cannot be set here"
    if given is None:
        return "is required, and is null"
    if keyword == "maxItems":
        return f"stands there {len(given)} times, and may stand there once"
    if keyword in ("minItems", "minProperties"):
        return "is required, and is empty"
    if wanted == "block":
        return f"is a block, to be written as an object or a list of objects, and here it is {_kind(given)}"
    if wanted is not None:
        return f"takes {words(wanted)}, and here it is {_kind(given)}"
    return "is not what Terraform takes there"


def _kind(value: Any) -> str:
    """A value in a message: what it is, or the value itself where it is short."""
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    shown = json.dumps(value, ensure_ascii=False)
    if len(shown) <= _SHOWN_LENGTH:
        return shown
    return f"a text of {len(value)} characters" if isinstance(value, str) else f"a number of {len(shown)} digits"


def _path(steps: Iterable[str | int]) -> str:
    path = ""
    for step in steps:
        path = f"{path}[{step}]" if isinstance(step, int) else _joined(path, step)
    return path


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
