"""Another team's app, gated as that team would: own interpreter, own validator and policies, own waivers and levels.

The app's virtualenv is one of its own below the app's folder. It sees the bindings of the tests' environment, and a
library that the gate's interpreter does not have.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

APP = Path(__file__).parent / "app"
PAGE = APP.parent.parent.parent / "docs" / "adopting.md"
ACCEPTED_UNTIL = "2026-12-31"
EXPIRED_ON = "2026-09-30"
STALE = """
[[waiver]]
rule = "queue_outlasts_function"
address = "aws_lambda_event_source_mapping.long-gone"
reason = "This mapping was taken out of the app."
owner = "orders@shop.example"
expires = {expires}
"""
MENDED = {
    "visibility_timeout_seconds=30": "visibility_timeout_seconds=360",
    "timeout=60,": 'timeout=60,\n            architectures=["arm64"],',
    '"worker-logs",': '"worker-logs", retention_in_days=30, kms_key_id="alias/orders",',
}
"""What mends the app's faults but for the one that is accepted."""


class Project:
    """A copy of the app with a virtualenv, and the gate as a command beside it."""

    def __init__(self, folder: Path) -> None:
        bindings = importlib.util.find_spec("cdktf")
        if bindings is None or bindings.origin is None:
            pytest.skip("without the extra `stack`")
        self.folder = folder / "orders"
        shutil.copytree(APP, self.folder)
        today = dt.datetime.now(dt.UTC).date()
        self.later, earlier = ((today + dt.timedelta(days)).isoformat() for days in (60, -3))
        self.replace("waivers.toml", {ACCEPTED_UNTIL: self.later, EXPIRED_ON: earlier})
        self.virtualenv = self.folder / ".venv"
        venv.create(self.virtualenv, symlinks=True)
        (packages,) = self.virtualenv.glob("lib/python*/site-packages")
        (packages / "bindings.pth").write_text(str(Path(bindings.origin).parent.parent))
        (packages / "shop_names.py").write_text("def name(*parts):\n    return '-'.join(('orders', *parts))\n")

    def replace(self, name: str, changes: dict[str, str]) -> None:
        text = (self.folder / name).read_text(encoding="utf-8")
        for old, new in changes.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (self.folder / name).write_text(text, encoding="utf-8")

    def run(self, *arguments: str, active: bool = False) -> subprocess.CompletedProcess[str]:
        """The gate in the app's folder, with the app's virtualenv activated or with none."""
        variables = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
        if active:
            variables["VIRTUAL_ENV"] = str(self.virtualenv)
            variables["PATH"] = os.pathsep.join((str(self.virtualenv / "bin"), variables["PATH"]))
        return subprocess.run(
            [sys.executable, "-m", "stackgate", *arguments],
            cwd=self.folder,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )

    def gate(self, status: int, *, active: bool = False, environment: str = "prod") -> dict[str, Any]:
        """The JSON report of `stackgate gate`, which ends with `status`."""
        done = self.run("gate", "--environment", environment, "--format", "json", active=active)
        assert done.returncode == status, done.stdout + done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        assert json.loads((self.folder / "gate" / "verdict.json").read_text(encoding="utf-8")) == report
        return report

    def line(self, words: str) -> int:
        """The number of the one line of main.py that holds these words."""
        lines = (self.folder / "main.py").read_text(encoding="utf-8").splitlines()
        (number,) = (number for number, line in enumerate(lines, 1) if words in line)
        return number


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def by_rule(report: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {finding["rule"]: (finding["status"], finding["level"]) for finding in report["findings"]}


def test_own_rules_levels_and_waivers_decide_with_the_interpreter_of_the_active_virtualenv(project: Project) -> None:
    project.replace("main.py", {'shop_names.name(environment, "uploads")': '"uploads"'})
    report = project.gate(1, active=True)
    expected = {
        "queue_outlasts_function": ("fail", "error"),
        "function_architecture": ("fail", "error"),
        "bucket_name": ("fail", "error"),
        "log_group_encrypted": ("fail", "error"),
        "log_group_retention": ("fail", "error"),
        "queue_dead_letter": ("waived", "error"),
    }
    judged = by_rule(report)
    assert {rule: judged.get(rule) for rule in expected} == expected
    findings = {finding["rule"]: finding for finding in report["findings"]}
    assert findings["queue_outlasts_function"]["engine"] == "validators"
    assert findings["bucket_name"]["message"] == "the bucket is named 'uploads'"
    assert findings["queue_dead_letter"]["waiver"]["expires"] == project.later
    assert [note.split("expired on")[0] for note in report["notes"]] == [
        "the waiver of log_group_retention at aws_cloudwatch_log_group.worker-logs (orders@shop.example) ",
        "not signed: no key was given (--key, STACKGATE_KEY), so it cannot be deployed to a strict environment",
    ]
    lines = {
        "queue_outlasts_function": project.line("LambdaEventSourceMapping("),
        "function_architecture": project.line("= LambdaFunction("),
        "bucket_name": project.line("= S3Bucket("),
        "log_group_retention": project.line("CloudwatchLogGroup("),
        "queue_dead_letter": project.line("= SqsQueue("),
    }
    for rule, line in lines.items():
        assert findings[rule]["source"] == {"file": "main.py", "line": line}


def test_a_stale_waiver_cannot_be_judged_by_and_the_interpreter_is_the_one_that_the_app_names(project: Project) -> None:
    project.replace("cdktf.json", {'"python main.py"': '".venv/bin/python main.py"'})
    with (project.folder / "waivers.toml").open("a", encoding="utf-8") as file:
        file.write(STALE.format(expires=project.later))
    report = project.gate(2)
    assert [(error["where"], "long-gone" in error["message"]) for error in report["errors"]] == [("waivers", True)]
    assert by_rule(report)["queue_outlasts_function"] == ("fail", "error")


def test_the_mended_app_is_allowed(project: Project) -> None:
    project.replace("main.py", MENDED)
    waivers = project.folder / "waivers.toml"
    waivers.write_text(waivers.read_text(encoding="utf-8").rsplit("[[waiver]]", 1)[0], encoding="utf-8")
    report = project.gate(0, active=True)
    assert by_rule(report)["queue_dead_letter"] == ("waived", "error")
    # Where the environment is not strict the rule only warns, and what it accepts is visible all the same.
    relaxed = project.gate(0, active=True, environment="test")
    assert by_rule(relaxed)["queue_dead_letter"] == ("waived", "warning")


def test_another_interpreter_than_the_apps_is_told(project: Project) -> None:
    project.replace("cdktf.json", {'"python main.py"': f'"{sys.executable} main.py"'})
    done = project.run("gate")
    assert done.returncode in (1, 2)
    assert "No module named 'shop_names'" in done.stdout


@pytest.mark.parametrize("rule", ["queue_outlasts_function", "function_architecture", "bucket_name"])
def test_own_rules_are_explained_with_their_own_cases(project: Project, rule: str) -> None:
    page = project.run("explain", rule).stdout
    for words in ("Why", "Fix", "Good: ", "Bad: "):
        assert words in page


def test_the_page_for_other_teams_shows_the_files_of_this_app() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for shown in (
        "stackgate.toml",
        "validators/queue_outlasts_function.py",
        "policies/function_architecture.yaml",
    ):
        assert (APP / shown).read_text(encoding="utf-8") in page
    for linked in re.findall(r"\]\(([^)]+)\)", page):
        assert (PAGE.parent / linked).exists(), linked
