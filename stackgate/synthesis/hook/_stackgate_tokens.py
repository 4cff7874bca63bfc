"""Tokens that the source takes apart as if their values were known before the deploy.

Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import ast
import re
from typing import Any

from _stackgate_hints import kind_of
from _stackgate_site import Site
from _stackgate_stand_in import TEXT

TOKEN = "${TfToken["
LIST_TOKEN = "#{TfToken["
CONTEXT = re.compile(r"encoded (?:list|map) token|Cannot add elements to list token")
TAKES_APART = {
    "split": "Fn.element(Fn.split(separator, token), index)",
    "rsplit": "Fn.element(Fn.split(separator, token), index)",
    "partition": "Fn.element(Fn.split(separator, token), index)",
    "rpartition": "Fn.element(Fn.split(separator, token), index)",
    "loads": "Fn.jsondecode",
    "int": "Token.as_number",
    "float": "Token.as_number",
    "ip_network": "Fn.cidrsubnet",
    "ip_address": "Fn.cidrhost",
}


def misused_tokens(error: Exception, text: str, site: Site) -> list[Any]:
    """A token that was taken apart: the statement does so, and what it does it to is a token."""
    if CONTEXT.search(text):
        misused = any(fault["rule"] == "synth_token_misuse" for fault in site.record.faults)
        # What follows quotes values.
        told = " ".join(text.replace("Error: ", "", 1).split()).split(", got")[0]
        return [] if misused else [("synth_token_misuse", told[:300], None)]
    if not isinstance(error, (ValueError, LookupError, TypeError)):
        return []
    for node in site.nodes():
        name = ""
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            parts = [*node.args, node.func.value] if isinstance(node.func, ast.Attribute) else list(node.args)
            if name in TAKES_APART and any(TOKEN in str(site.value(part)) for part in parts if _is_text(site, part)):
                text = f"{name}() is applied to a token, whose value is known at the deploy only"
                return [("synth_token_misuse", f"{text}: use {TAKES_APART[name]}", None)]
        if isinstance(node, ast.Subscript):
            value = site.value(node.value)
            if isinstance(value, list) and value and LIST_TOKEN in str(value[0]):
                text = f"{_written(node.value)} is a list that is known at the deploy only, and cannot be indexed"
                return [("synth_token_misuse", f"{text}: use Fn.element", None)]
            if hasattr(type(value), "get") and hasattr(type(value), "__jsii_type__"):
                text = f"{_written(node.value)} is {kind_of(value)}, and cannot be indexed: use .get(index)"
                return [("synth_token_misuse", text, None)]
    if TOKEN in text or TOKEN in str(getattr(error, "doc", "")):
        return [("synth_token_misuse", "A token is read as if its value were known before the deploy", None)]
    return []


def _is_text(site: Site, node: ast.AST) -> bool:
    return isinstance(site.value(node), str)


def _written(node: ast.AST) -> str:
    """A name with its attributes, as the source has it."""
    if isinstance(node, ast.Attribute):
        return f"{_written(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "it"


def list_tokens(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Where a text taken out of a list token stands in a value: (attribute, what is wrong)."""
    if isinstance(value, str):
        advice = "was taken out of a list token, or formatted from one: use Fn.element or Fn.join"
        return [(path, f"the text at {path} {advice}")] if LIST_TOKEN in value else []
    if isinstance(value, dict):
        steps = [(f"{path}.{key}" if path else str(key), item) for key, item in value.items()]
    elif isinstance(value, list) and not _is_list_token(value):
        steps = [(f"{path}[{index}]", item) for index, item in enumerate(value)]
    else:
        return []
    return [found for step, item in steps for found in list_tokens(item, step)]


def without_list_tokens(value: Any) -> Any:
    """The value with a stand-in's text in each of these places."""
    if isinstance(value, str):
        return TEXT if LIST_TOKEN in value else value
    if isinstance(value, dict):
        return {key: without_list_tokens(item) for key, item in value.items()}
    if isinstance(value, list) and not _is_list_token(value):
        return [without_list_tokens(item) for item in value]
    return value


def _is_list_token(value: list[Any]) -> bool:
    return len(value) == 1 and isinstance(value[0], str) and value[0].startswith(LIST_TOKEN) and value[0].endswith("]}")
