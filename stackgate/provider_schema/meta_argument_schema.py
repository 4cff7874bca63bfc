"""The JSON Schemas of the arguments that Terraform itself takes: of every resource, data source and provider.

Their shape alone: what they refer to is judged elsewhere. `lifecycle` and `depends_on` are read before anything is
evaluated, so no expression may stand in their place.
"""

from __future__ import annotations

from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]

_EXPRESSION = r"\$\{|%\{"
_FLAG: Schema = {"enum": [True, False, "true", "false", "0", "1"], "x-terraform": "bool"}
_REFERENCES: Schema = {"type": "array", "items": {"type": "string"}, "x-terraform": ["list", "dynamic"]}


def _block(properties: Schema, **more: Any) -> Schema:
    """A block: an object, null, or an array of objects or nulls."""
    body = {"properties": {"//": {}, **properties}, "additionalProperties": False, "x-terraform": "block"}
    element = {**body, **more, "type": ["object", "null"]}
    return {**body, **more, "type": ["object", "array", "null"], "items": element}


_CONDITIONS = _block({"condition": {}, "error_message": {}}, required=["condition", "error_message"])
_CHECKS: Schema = {"precondition": _CONDITIONS, "postcondition": _CONDITIONS}
_OF_BOTH: Schema = {
    "//": {},
    "count": {"type": ["number", "string"], "pattern": rf"^[0-9.+-]+$|{_EXPRESSION}", "x-terraform": "number"},
    "for_each": {"type": ["object", "string"], "pattern": _EXPRESSION, "x-terraform": ["map", "dynamic"]},
    "depends_on": _REFERENCES,
    "provider": {"type": "string", "pattern": r"^[\w-]+(\.[\w-]+)?$", "x-terraform": "string"},
}
_OF_RESOURCE: Schema = {
    **_OF_BOTH,
    "lifecycle": _block(
        {
            "create_before_destroy": _FLAG,
            "prevent_destroy": _FLAG,
            "ignore_changes": {"anyOf": [{"const": "all"}, _REFERENCES], "x-terraform": ["list", "dynamic"]},
            "replace_triggered_by": {"type": "array", "x-terraform": ["list", "dynamic"]},
            **_CHECKS,
        },
        maxItems=1,
    ),
    "provisioner": {
        "type": ["object", "array"],
        "minProperties": 1,
        "minItems": 1,
        "items": {"type": "object", "minProperties": 1},
        "x-terraform": "block",
    },
    "connection": {"type": ["object", "array", "null"], "maxItems": 1, "x-terraform": "block"},
}
_OF_DATA: Schema = {**_OF_BOTH, "lifecycle": _block(_CHECKS, maxItems=1)}
_OF_PROVIDER: Schema = {
    "//": {},
    "alias": {"type": "string", "x-terraform": "string"},
    "version": {"type": "string", "x-terraform": "string"},
}


def meta_arguments(kind: str) -> Schema:
    """The schemas of Terraform's own arguments by name for a type: `aws_x`, `data.aws_x` or `provider.aws`."""
    if kind.startswith("provider."):
        return _OF_PROVIDER
    return _OF_DATA if kind.startswith("data.") else _OF_RESOURCE
