"""What the tests of the replays share: the verdicts on all of them, and the table at the end of the run."""

import os
import pickle
import time
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any

import pytest
from suite import MENDED, Replay, Suite, read_replays

from stackgate.failures import Failure
from stackgate.finding import Finding, Verdict
from stackgate.rulebook import load

PATIENCE_S = 300
PROPERTY = "regression"
WIDTH = 180

Verdicts = dict[tuple[str, str], Verdict]


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory: pytest.TempPathFactory, cdktf: None) -> Verdicts:
    """The verdict on each form of each replay, `(id, form)`; all are synthesized once in the whole test run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # the workers' common folder
    out, kept = shared / "regressions", shared / "regressions.pickle"
    try:
        out.mkdir()
    except FileExistsError:
        return _wait_for(kept)
    found: Verdicts | str
    try:
        suite = Suite(read_replays(), out)
        suite.synthesize()
        rulebook = load()
        found = {key: stage.judge(rulebook) for key, stage in suite.stages.items()}
    except Exception as error:
        found = f"the replays could not be synthesized: {error}"
    unfinished = kept.with_suffix(".unfinished")
    unfinished.write_bytes(pickle.dumps(found))
    unfinished.rename(kept)
    return _wait_for(kept)


def _wait_for(file: Path) -> Verdicts:
    deadline = time.monotonic() + PATIENCE_S
    while not file.exists():
        assert time.monotonic() < deadline, f"{file.name} did not appear within {PATIENCE_S} s"
        time.sleep(0.05)
    found = pickle.loads(file.read_bytes())
    assert isinstance(found, dict), found
    return found


@pytest.fixture
def enter(record_property: Callable[[str, object], None], verdicts: Verdicts) -> Callable[[Failure, Replay], None]:
    """A function `(failure, replay)` that enters a failure into the table."""

    def enter_row(failure: Failure, replay: Replay) -> None:
        blocked = [_said(verdicts[replay.id, form], form) for form in replay.expected]
        mended = verdicts[replay.id, MENDED].decision
        record_property(PROPERTY, [failure.id, failure.title, failure.step, [*failure.guards], blocked, mended])

    return enter_row


def _said(verdict: Verdict, form: str) -> str:
    blocking = [found for found in verdict.findings if found.blocks]
    places = dict.fromkeys(f"{found.rule} at {_place(found)}" for found in blocking)
    return f"{form}: {verdict.decision} by {', '.join(places) or 'nothing'}"


def _place(found: Finding) -> str:
    line = f"{PurePath(found.source.file).name}:{found.source.line}" if found.source else ""
    return " ".join(filter(None, (found.address.replace("*", "" if line else "the document"), line)))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Prints the table of the failures that were replayed."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ())]
    rows = [row for report in reports for name, row in report.user_properties if name == PROPERTY]
    if not rows:
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{len(rows)} past failures", expand=True, show_lines=True)
    for heading, ratio in {"id": 4, "title": 5, "step": 2, "guards": 6, "broken": 14, "mended": 2}.items():
        table.add_column(heading, ratio=ratio, overflow="fold")
    for name, title, step, guards, blocked, mended in sorted(rows, key=lambda row: (row[0].startswith("CL"), row[0])):
        table.add_row(name, title, step, "\n".join(guards), "\n".join(blocked), mended)
    terminalreporter.write_line("")
    Console(file=terminalreporter._tw._file, width=WIDTH).print(table)
