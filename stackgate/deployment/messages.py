"""What Terraform says, line by line: `plan` and `apply` in its machine-readable UI, the other commands in plain text.

Source: Terraform's page "Machine-readable UI", version 1 of its messages.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

_PLAIN_ERROR = re.compile(r"^\W*Error: (.+)")
_PLACE = re.compile(r"(on \S+ line \d+|with \S+,$)")
_LOCK_FACT = re.compile(r"^\s*(ID|Who):\s+(\S+)", re.MULTILINE)
_OVERRIDES = "development overrides are in effect"
_SCRIPT_OUTPUT = " Output:"
"""What follows is all that a failing provisioner's script has printed, whose secrets nobody knows."""
_LONGEST = 300


@dataclass
class Messages:
    """What was said so far: `errors` by their summaries, `done` operations on each resource.

    `overridden` tells that Terraform uses other providers than those that it installed.
    """

    errors: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    overridden: bool = False
    _summary: str = ""

    def read(self, line: str) -> str:
        """Take in a line of output; gives the text for the log, or an empty one where there is nothing to keep."""
        self.overridden = self.overridden or _OVERRIDES in line
        message = _object(line)
        if message is None:
            self._read_plain(line)
            return line
        return self._read(message)

    def _read_plain(self, line: str) -> None:
        """An error is its summary, a blank line, where it is, and a paragraph on why; with colours, behind bars."""
        begun = _PLAIN_ERROR.match(line)
        text = line.strip("│╷╵ \t")
        if begun:
            self.errors.append(begun[1].strip())
            self._summary = self.errors[-1]
        elif self._summary and text and not _PLACE.match(text):
            parted = ": " if self.errors[-1] == self._summary else " "
            self.errors[-1] = _shortened(self.errors[-1] + parted + text)
        elif self._summary and not text and self.errors[-1] != self._summary:
            self._summary = ""

    def _read(self, message: dict[str, Any]) -> str:
        text = str(message.get("@message", "")).strip()
        kind = message.get("type")
        if kind == "apply_complete":
            self.done[_text(message, "hook", "resource", "addr")] += 1
        elif kind == "provision_progress":  # what a script prints, whose secrets nobody knows
            return ""
        elif kind == "diagnostic":
            return self._diagnose(message, text)
        return text

    def _diagnose(self, message: dict[str, Any], text: str) -> str:
        """The diagnostic without the part of the document that it quotes."""
        summary = _text(message, "diagnostic", "summary")
        detail = _text(message, "diagnostic", "detail").partition(_SCRIPT_OUTPUT)[0]
        address = _text(message, "diagnostic", "address")
        if _text(message, "diagnostic", "severity") == "error":
            self.errors.append(_in_one_line(summary, address, detail))
        told = [text, *(f"  {line}" for line in (f"with {address}" if address else "", *detail.splitlines()) if line)]
        return "\n".join(told)

    @property
    def first_error(self) -> str:
        """The first error that says what happened, and not only that it did."""
        telling = [error for error in self.errors if error != "execution halted"]
        return next(iter(telling), "it gave no reason")


def _in_one_line(summary: str, address: str, detail: str) -> str:
    line = " ".join(summary.split())
    if "state lock" in summary:
        facts = dict(_LOCK_FACT.findall(detail))
        told = "".join(f", {name} {facts[key]}" for name, key in (("held by", "Who"), ("lock", "ID")) if key in facts)
        return f"{line}{told}"
    if address:
        line = f"{address}: {line}"
    reason = " ".join(detail.partition("\n\n")[0].split())
    return _shortened(f"{line}: {reason}" if reason else line)


def _shortened(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].removesuffix('...')}..."


def _object(line: str) -> dict[str, Any] | None:
    if not line.startswith("{"):
        return None
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) and "@message" in message else None


def _text(message: dict[str, Any], *keys: str) -> str:
    value: Any = message
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
