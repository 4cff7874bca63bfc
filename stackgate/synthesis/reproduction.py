"""Synthesizes an app twice, side by side, and finds in what the two results differ."""

from __future__ import annotations

import ast
import os
import random
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

from stackgate.finding import Source
from stackgate.synth_rules import REPRODUCIBLE, Fault
from stackgate.synthesis.app import SynthesisError, app_environment, read_app, run_app
from stackgate.synthesis.app_failure import failed
from stackgate.synthesis.difference import differences
from stackgate.synthesis.synth import Synthesis, read_manifest, read_records, sources_of, synthesize

# So far ahead that year, month, day of the month and of the week, hour, minute and second all differ.
CLOCK_AHEAD_S = ((400 * 24 + 7) * 60 + 31) * 60 + 17

# A set of two strings has the same order in half of all pairs of syntheses; with these, in one of sixteen.
FURTHER_RUNS = 3


def synthesize_twice(
    cdktf_json: Path, out: Path, *, environment: str | None, log: Path, progress: Callable[[str], None] | None
) -> Synthesis:
    """What `synthesize` gives, and as faults in what a second synthesis of the same source differs from it.

    The second has a process and a folder of its own, another hash seed and a clock that is ahead: so what comes from
    chance, from a set or from the time does not agree by luck. Where one of the two fails and the other does not, they
    may have been in each other's way, as with an archive that both write: that one is tried again, alone.
    Where the source makes sets and nothing differs, a few more syntheses make sure of it, as a short set often has the
    same order under two seeds. Raises SynthesisError as `synthesize` does.
    """
    cancelled = threading.Event()
    first = partial(synthesize, cdktf_json, out, environment=environment, log=log, progress=progress)
    with tempfile.TemporaryDirectory(prefix="stackgate-") as folder, ThreadPoolExecutor(FURTHER_RUNS) as beside:
        again = partial(_synthesize_again, cdktf_json, environment, Path(folder), cancelled)
        second = beside.submit(again, {"STACKGATE_HOOK_CLOCK_AHEAD_S": str(CLOCK_AHEAD_S)})
        try:
            try:
                synthesis = first()
            except SynthesisError:
                if second.exception() is not None:
                    raise
                synthesis = first()
            faults = _faults(synthesis, second, partial(again, {}))
            if not faults and _makes_sets(cdktf_json.resolve().parent, synthesis.files):
                for further in [beside.submit(again, {}) for _ in range(FURTHER_RUNS)]:
                    faults = faults or _faults(synthesis, further, partial(again, {}))
        except BaseException:
            cancelled.set()
            raise
    return replace(synthesis, faults=synthesis.faults + faults)


def _synthesize_again(
    cdktf_json: Path, environment: str | None, folder: Path, cancelled: threading.Event, variables: Mapping[str, str]
) -> Synthesis:
    """A synthesis that is only compared. Raises SynthesisError."""
    work = Path(tempfile.mkdtemp(dir=folder)).resolve()
    made, records, log = work / "out", work / "records", work / "synth.log"
    made.mkdir()
    records.mkdir()
    app = read_app(cdktf_json)
    hash_seed = {"PYTHONHASHSEED": _other_seed(os.environ.get("PYTHONHASHSEED"))}
    status = run_app(
        app, {**app_environment(app, made, records, environment), **hash_seed, **variables}, log, cancelled
    )
    found = read_records(records)
    if status != 0:
        raise failed(status, app.command, found, log)
    return Synthesis(made, tuple(made / document for document in read_manifest(made, log)), sources_of(found), ())


def _makes_sets(folder: Path, files: Iterable[str]) -> bool:
    """Whether a file of the app has a set in it: `{a, b}`, `{... for ...}`, `set(...)` or `frozenset(...)`."""
    for file in files:
        try:
            tree = ast.parse((folder / file).read_bytes())
        except (OSError, SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if isinstance(node, (ast.Set, ast.SetComp)) or called in ("set", "frozenset"):
                return True
    return False


def _other_seed(seed: str | None) -> str:
    """A hash seed that is not `seed`, nor 0, which switches the randomization off."""
    while (other := str(random.randrange(1, 2**32))) == seed:
        pass
    return other


def _faults(first: Synthesis, beside: Future[Synthesis], alone: Callable[[], Synthesis]) -> tuple[Fault, ...]:
    try:
        try:
            second = beside.result()
        except SynthesisError:
            second = alone()
    except SynthesisError as error:
        message = f"the app fails when it is synthesized a second time: {error.message}"
        return (Fault(REPRODUCIBLE, message, Source(*error.source) if error.source else None),)
    one, other = _by_place(first), _by_place(second)
    unmatched = tuple(
        Fault(REPRODUCIBLE, f"the stack {place.parent.name} is in one of two syntheses only")
        for place in dict.fromkeys((*one, *other))
        if not (place in one and place in other)
    )
    return unmatched + tuple(
        fault
        for place in one
        if place in other
        for fault in differences(one[place], other[place], first.sources, second.sources)
    )


def _by_place(synthesis: Synthesis) -> dict[Path, Path]:
    """The documents by their paths in the folder of the synthesis."""
    return {document.relative_to(synthesis.folder): document for document in synthesis.documents}
