"""Runs the app of a cdktf.json and gives the synthesized documents, with the source line of each construct."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stackgate.synth_rules import Fault
from stackgate.synthesis.app import App, NothingSynthesizedError, SynthesisError, app_environment, read_app, run_app
from stackgate.synthesis.app_failure import failed
from stackgate.synthesis.dropped_keys import dropped_keys
from stackgate.synthesis.faults import find_faults
from stackgate.synthesis.folder import MANIFEST, SOURCES, Sources

__all__ = ["Synthesis", "SynthesisError", "synthesize"]


@dataclass(frozen=True, slots=True)
class Synthesis:
    """What was synthesized.

    folder: the cdktf.out folder, mode 0700. documents: each stack's cdk.tf.json, in the manifest's order.
    sources: construct path -> (file relative to the app's folder, line). notes: what a reader should know, such as why
    lines are missing. faults: what is wrong although there are documents. files: those of the app's folder that it
    imported. observed: whether the hook saw the app's calls; None where the app is not Python, and has none to see.
    """

    folder: Path
    documents: tuple[Path, ...]
    sources: Sources
    notes: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    files: tuple[str, ...] = ()
    observed: bool | None = True


def synthesize(
    cdktf_json: Path,
    out: Path,
    *,
    environment: str | None = None,
    log: Path,
    progress: Callable[[str], None] | None,
) -> Synthesis:
    """Synthesizes an app into the folder `out`, which holds the result of this run or does not exist.

    In: `environment` is put into the context under that key; `log`, a file outside `out`, takes the app's whole output;
    `progress` is told what is being done. Raises SynthesisError.
    """
    _discard(out)
    app = read_app(cdktf_json)
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent)).resolve()
    try:
        made, records_folder = work / "out", work / "records"
        made.mkdir(mode=0o700)
        records_folder.mkdir(mode=0o700)
        variables = app_environment(app, made, records_folder, environment)
        if progress:
            progress(f"synthesizing: {app.command}")
        status = run_app(app, variables, log)
        records = read_records(records_folder)
        try:
            if status != 0:
                raise failed(status, app.command, records, log)
            documents = read_manifest(made, log)
        except SynthesisError as error:
            if status != 0 or isinstance(error, NothingSynthesizedError):
                if progress:
                    progress("the synthesis failed: looking for all that is wrong with the source")
                error.faults = find_faults(app, variables, Path(tempfile.mkdtemp(dir=work)), status, log, read_records)
            raise
        sources = sources_of(records)
        content = {"schema": "stackgate/sources/1", "sources": {key: sources[key] for key in sorted(sources)}}
        (made / SOURCES).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        _discard(out)
        made.rename(out)
    except OSError as error:
        raise SynthesisError(f"{out} cannot be written: {error}.", log) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    paths = tuple(out / document for document in documents)
    files = tuple(dict.fromkeys(file for record in records for file in record["files"]))
    observed = any(record["loaded"] for record in records) or (False if app.language == "python" else None)
    return Synthesis(out, paths, sources, _notes(app, records), dropped_keys(records, paths), files, observed)


def _discard(out: Path) -> None:
    """Removes an earlier synthesis. Raises SynthesisError if the folder holds something else, or a Terraform state."""
    if not os.path.lexists(out):
        return
    if out.is_symlink() or not out.is_dir():
        raise SynthesisError(f"{out} is not a folder: the synthesized documents cannot be put there.")
    if any(out.iterdir()) and not (out / MANIFEST).is_file():
        raise SynthesisError(f"{out} holds something else than synthesized documents: choose another folder.")
    for state in out.rglob("*.tfstate"):
        if ".terraform" not in state.relative_to(out).parts:
            raise SynthesisError(f"{out} holds a Terraform state, {state}: move it away first.")
    shutil.rmtree(out)


def read_records(folder: Path) -> list[dict[str, Any]]:
    """What the hook of each of the app's processes wrote, in the order of writing."""
    records = []
    for file in sorted(folder.glob("*.json"), key=lambda file: (file.stat().st_mtime_ns, file.name)):
        # One that was cut off, as its process was ended while it wrote, says nothing.
        with suppress(ValueError):
            records.append(json.loads(file.read_text(encoding="utf-8")))
    return records


def sources_of(records: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, int]]:
    """The line of each construct that the hook saw made."""
    return {path: (file, line) for record in records for path, (file, line) in record["sources"].items()}


def read_manifest(folder: Path, log: Path) -> Sequence[Path]:
    """The documents that the manifest names, relative to the folder, each of them checked to lie in it."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        stacks = [(name, stack["synthesizedStackPath"]) for name, stack in manifest["stacks"].items()]
    except FileNotFoundError as error:
        message = "The app ended without synthesizing. Does it call app.synth(), and leave App's outdir alone?"
        raise NothingSynthesizedError(message, log) from error
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise SynthesisError(f"The app wrote a {MANIFEST} that cannot be read: {error!r}.", log) from error
    if not stacks:
        raise NothingSynthesizedError("The app synthesized no stack.", log)
    for name, path in stacks:
        document = folder / path if isinstance(path, str) else folder
        if not document.is_file() or not document.resolve().is_relative_to(folder):
            raise SynthesisError(f"The document of the stack {name} is not in the folder: {path!r}.", log)
    return [Path(path) for _, path in stacks]


def _notes(app: App, records: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    if not any(record["loaded"] for record in records):
        if app.language and app.language != "python":
            return (f"the app is not Python ({app.language}): no source lines",)
        return ("no source lines: the app is not Python, or its interpreter ignores PYTHONPATH (-I, -E, -S)",)
    problems = [problem for record in records for problem in record["problems"]]
    return tuple(f"source lines may be missing: {problem}" for problem in problems)
