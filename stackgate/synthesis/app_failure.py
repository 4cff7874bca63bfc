"""Why an app failed, in a sentence or two: from what its hook recorded, or from its exit status and last words."""

from __future__ import annotations

import re
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from stackgate.synthesis.app import SynthesisError

LONGEST = 500
NO_CDKTF = re.compile(r"ModuleNotFoundError: No module named '(cdktf|cdktn|constructs)\w*'")
LAST_LINES = 3
TAIL_BYTES = 8192
JSII_CALL = re.compile(r"Passed to parameter \w+ of (?:new |static method |method )?(\S+?): ")
JSII_STEP = re.compile(r"(?:Key '([^']+)'|Index (\d+)): ")
JSII_REASON = re.compile(r"─ ((?:Missing required properties|Value is|Value does).*)")
JSII_NOISE = 'Value does not have the "$jsii.byref" key'
IGNORE_ADVICE = re.compile(
    r"(If you wish to ignore these validations|Either fix the issues above, or set).*", re.DOTALL
)


def failed(status: int, command: str, records: Sequence[Mapping[str, Any]], log: Path) -> SynthesisError:
    """The error of an app that ended with `status`. The exception that the hook saw says more than the status does."""
    failures = [record["failure"] for record in records if record["failure"]]
    failures.sort(key=lambda failure: not failure["frames"])
    if failures:
        return _raised(failures[0], log)
    said = _last_words(log)
    if status == 127:
        return SynthesisError(f"The app's command was not found: `{command}`.{said}", log)
    if status == 126:
        return SynthesisError(f"The app's command cannot be executed: `{command}`.{said}", log)
    number = -status if status < 0 else status - 128
    if number in {item.value for item in signal.Signals}:
        return SynthesisError(f"The app was ended by the signal {signal.Signals(number).name}.{said}", log)
    return SynthesisError(f"The app failed with exit status {status}.{said}", log)


def _raised(failure: Mapping[str, Any], log: Path) -> SynthesisError:
    """The error of an app that raised, told by its innermost frame inside the project."""
    sentence = readable(failure["type"], failure["message"])
    if NO_CDKTF.fullmatch(sentence):
        sentence += '. Activate the virtualenv of the app, or name its interpreter in "app" of cdktf.json.'
    if not failure["frames"]:
        return SynthesisError(f"The app failed: {sentence}", log)
    file, line, _ = failure["frames"][-1]
    return SynthesisError(f"The app failed at {file}:{line}: {sentence}", log, (file, line))


def readable(kind: str, message: str) -> str:
    """An exception's essential sentence, without the tree of jsii's serializer, which quotes values."""
    call = JSII_CALL.search(message)
    if call:
        return _jsii_sentence(call[1].rsplit(".", 1)[-1], message[call.end() :])
    essential = " ".join(IGNORE_ADVICE.sub("", message).split())
    # jsii raises all that Node throws as RuntimeError: the type says nothing.
    sentence = essential.removeprefix("Error: ") if kind == "RuntimeError" and essential else f"{kind}: {essential}"
    return _short(sentence.rstrip(": "))


def _jsii_sentence(name: str, tree: str) -> str:
    """What of a value given to jsii does not fit: the path to it, then the reason."""
    path, reason = "", ""
    for line in tree.splitlines():
        found = JSII_REASON.search(line)
        if found and JSII_NOISE not in line:
            reason = re.sub(r"@?[\w/-]+\.(?:\w+\.)*(?=\w+:)", "", found[1])
            break
        for key, index in JSII_STEP.findall(line):
            path += f"[{index}]" if index else f".{_snake(key)}" if path else _snake(key)
    where = f"{name}, {path}" if path else name
    if not reason:
        return _short(f"{name}: {tree.splitlines()[0] if tree else 'a value does not fit its type'}")
    advice = ". A dict inside a list is not converted for jsii: use the typed class there" if "[" in path else ""
    return _short(f"{where}: {reason}{advice}.")


def _snake(key: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", key).lower()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."


def _last_words(log: Path) -> str:
    """The last lines of the app's output, as a sentence to append."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - TAIL_BYTES))
        lines = [line.strip() for line in file.read().decode(errors="replace").splitlines()]
    said = " / ".join([line for line in lines if line][-LAST_LINES:])
    return f" Its last output: {_short(said)}" if said else " It printed nothing."
