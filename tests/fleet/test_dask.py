"""Documents judged by the workers of a Dask cluster: the verdict of this machine, or none."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from small_documents import document, ending_rule, fleet, report, write

from stackgate.fleet import parcels
from stackgate.fleet.spreading import Spreading
from stackgate.reports import render
from stackgate.run import Run
from stackgate.settings import Settings

distributed = pytest.importorskip("distributed")
HERE = Spreading(2)
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None, silence_logs=50
    ) as found:
        yield found


@pytest.fixture
def run(cluster: Any) -> Run:
    return Run(Settings(), "prod", only_validators=True, spreading=Spreading(2, dask=cluster.scheduler_address))


def verdict(run: Run, *paths: Path) -> dict[str, Any]:
    return report(render(run.check(paths), "json"))


def test_the_verdict_on_500_documents_is_that_of_this_machine_though_a_worker_is_killed(
    tmp_path: Path, run: Run, cluster: Any
) -> None:
    fleet(tmp_path, 500)
    write(tmp_path / "broken", "{")
    here = verdict(replace(run, spreading=HERE), tmp_path)
    judged = 0
    killed = []

    def kill(_: str) -> None:
        nonlocal judged
        judged += 1
        if judged == 100:
            (pid, *_rest) = [worker.process.pid for worker in cluster.workers.values()]
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    there = verdict(replace(run, progress=kill), tmp_path)
    assert killed and judged > 500
    assert len(here["documents"]) == 500 and here["counts"]["fail"] >= 500
    assert [error["where"] for error in there["errors"]] == [str(tmp_path / "broken/cdk.tf.json")]
    assert there == here


def test_own_rules_waivers_and_modules_count_there_too(tmp_path: Path, run: Run) -> None:
    fleet(tmp_path / "docs", 3)
    content = document("with_module") | {"module": {"m": {"source": "./net"}}}
    (write(tmp_path / "docs/m", content).parent / "net").mkdir()
    (tmp_path / "docs/m/net/main.tf.json").write_text(
        json.dumps({"resource": {"aws_sns_topic": {"inner": {"name": "inner"}}}}), encoding="utf-8"
    )
    write(tmp_path / "docs/unnamed", {"resource": document("x")["resource"]})  # its stack is called like its folder
    rules = ending_rule(tmp_path / "rules", "SIGKILL", "none")
    rule = rules / "ending.py"
    rule.write_text(rule.read_text().replace("return ()", "yield topic['name'], 'name'"), encoding="utf-8")
    run = replace(run, validators=(rules,), keep_evidence=True, keep_passes=True)
    here, there = (verdict(each, tmp_path / "docs") for each in (replace(run, spreading=HERE), run))
    assert here == there
    own = {(finding["stack"], finding["address"]) for finding in there["findings"] if finding["rule"] == "ending"}
    assert ("with_module", "module.m.aws_sns_topic.inner") in own and ("unnamed", "aws_sns_topic.t") in own


def test_a_document_that_ends_each_worker_is_one_error(tmp_path: Path, run: Run) -> None:
    fleet(tmp_path / "docs", 4)
    run = replace(run, validators=(ending_rule(tmp_path / "rules", "SIGKILL", "s002"),))
    found = verdict(run, tmp_path / "docs")
    assert [error["where"] for error in found["errors"]] == [str(tmp_path / "docs/s002/cdk.tf.json")]
    assert len(found["documents"]) == 3


def test_a_broken_policy_is_called_as_it_is_here(tmp_path: Path, run: Run) -> None:
    fleet(tmp_path / "docs", 2)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies/bad.py").write_text('"""It is.\n\nWhy: So.\nFix: It."""\nTYPES = ["aws_sns_topic"]\n1 / 0\n')
    run = replace(run, only_validators=False, policies=(tmp_path / "policies",))
    here, there = (verdict(each, tmp_path / "docs") for each in (replace(run, spreading=HERE), run))
    assert {error["where"] for error in there["errors"]} == {str(tmp_path / "policies/bad.py")}
    assert here == there


def test_a_worker_of_another_build_judges_nothing(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet(tmp_path, 2)
    monkeypatch.setattr(parcels, "build", lambda: "python 3.99")
    found = verdict(run, tmp_path)
    (error,) = found["errors"]
    assert error["where"] == "dask" and "not python 3.99" in error["message"]
    assert found["documents"] == []


def test_where_nobody_answers_there_is_no_verdict(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stackgate.fleet.cluster._PATIENCE_S", 1)
    fleet(tmp_path, 2)
    (error,) = verdict(replace(run, spreading=Spreading(dask="tcp://127.0.0.1:9")), tmp_path)["errors"]
    assert error["where"] == "dask" and "no scheduler at tcp://127.0.0.1:9" in error["message"]


def test_a_scheduler_without_workers_is_told(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stackgate.fleet.cluster._PATIENCE_S", 1)
    fleet(tmp_path, 2)
    with distributed.LocalCluster(n_workers=0, dashboard_address=None, silence_logs=50) as empty:
        (error,) = verdict(replace(run, spreading=Spreading(dask=empty.scheduler_address)), tmp_path)["errors"]
    assert error["where"] == "dask" and "has no workers" in error["message"]
