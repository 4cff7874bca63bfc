"""All that a failed synthesis shows to be wrong with the source, so that one round mends it."""

from __future__ import annotations

import re
import shlex
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from stackgate.finding import Source
from stackgate.spelling import nearest
from stackgate.synth_rules import SYNTH_RULES, Fault
from stackgate.synthesis.app import App, SynthesisError, run_app
from stackgate.synthesis.dropped_keys import dropped_keys

NO_STACK = "synth_no_stack"
LIMIT_S = 120.0
Read = Callable[[Path], Sequence[Mapping[str, Any]]]
PYTHON = re.compile(r"(.*/)?python[\d.]*")


def find_faults(
    app: App, variables: Mapping[str, str], work: Path, status: int, log: Path, read: Read
) -> tuple[Fault, ...]:
    """The faults of an app that ended with `status` and without documents; none where its failure cannot be named.

    In: the environment that it ran in; `work`, an empty folder that will be removed; `log`, what the app printed;
    `read`, which reads a folder of the hook's records. A Python app is run once more, tolerantly (see
    `hook/_stackgate_tolerant.py`), for at most LIMIT_S seconds. Nothing that this run synthesizes is kept.
    """
    records = _run_tolerantly(app, variables, work, read)
    faults = [_fault(found) for record in records for found in record.get("faults", ()) if found["rule"] in SYNTH_RULES]
    faults += dropped_keys(records)
    faults += _entry_point(app, log)
    if status != 0:
        faults = [fault for fault in faults if fault.rule != NO_STACK]
    elif not any(fault.rule == NO_STACK for fault in faults):
        message = "The app ends without error and synthesizes no stack"
        faults.append(Fault(NO_STACK, message, _line_of_app(app)))
    return tuple(sorted(_merged(faults), key=_place))


def _run_tolerantly(app: App, variables: Mapping[str, str], work: Path, read: Read) -> Sequence[Mapping[str, Any]]:
    made, records, log = work / "out", work / "records", work / "log"
    made.mkdir()
    records.mkdir()
    cancelled = threading.Event()
    limit = threading.Timer(LIMIT_S, cancelled.set)
    limit.start()
    try:
        folders = {"CDKTF_OUTDIR": str(made), "STACKGATE_HOOK_RECORDS": str(records), "STACKGATE_HOOK_TOLERANT": "1"}
        run_app(app, {**variables, **folders}, log, cancelled)
    except SynthesisError:
        return ()
    finally:
        limit.cancel()
    return read(records)


def _fault(found: Mapping[str, Any]) -> Fault:
    return Fault(found["rule"], found["message"], Source(*found["source"]), found["attribute"], found["construct"])


def _entry_point(app: App, log: Path) -> list[Fault]:
    """The fault of a cdktf.json whose command names a Python script or module that is not there."""
    try:
        words = shlex.split(app.command)
    except ValueError:
        return []
    place = next((index for index, word in enumerate(words) if PYTHON.fullmatch(word)), None)
    if place is None or "cd" in words:
        return []
    options = words[place + 1 :]
    if len(options) > 1 and options[0] == "-m":
        said = log.read_text(encoding="utf-8", errors="replace").rstrip()
        return [_not_there(app, options[1])] if said.endswith(f"No module named {options[1]}") else []
    script = options[0] if options and options[0].endswith(".py") else None
    return [_not_there(app, script)] if script and not (app.folder / script).exists() else []


def _not_there(app: App, name: str) -> Fault:
    module = "" if name.endswith(".py") else "*/"
    found = sorted(app.folder.glob(f"{module}__main__.py" if module else "*.py"))
    scripts = [path.parent.name if module else path.name for path in found]
    meant = nearest(name, scripts) or (scripts[0] if len(scripts) == 1 else None)
    message = f'cdktf.json runs {name!r} ("app": {app.command!r}), which is not there'
    message += f": did you mean {meant!r}?" if meant else ""
    return Fault("synth_entry_point", message, _line_of_app(app), name)


def _line_of_app(app: App) -> Source:
    text = (app.folder / "cdktf.json").read_text(encoding="utf-8")
    before = re.search(r'"app"\s*:', text)
    return Source("cdktf.json", text[: before.start()].count("\n") + 1 if before else 1)


def _merged(faults: Sequence[Fault]) -> list[Fault]:
    """One fault for each place, rule and attribute, the first that was found."""
    kept: dict[tuple[object, ...], Fault] = {}
    for fault in faults:
        kept.setdefault((fault.source, fault.rule, fault.attribute), fault)
    return list(kept.values())


def _place(fault: Fault) -> tuple[str, int]:
    return (fault.source.file, fault.source.line) if fault.source else ("", 0)
