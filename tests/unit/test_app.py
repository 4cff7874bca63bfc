"""The app of a cdktf.json: reading the file, the environment it runs in, and ending it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from stackgate.synthesis.app import app_environment, read_app


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "cannot be read"),
        ("{", "is not JSON"),
        ("[]", "not a JSON object"),
        ("{}", 'has no "app"'),
        ('{"app": 1}', 'has no "app"'),
        ('{"app": "true", "context": []}', '"context" is not an object'),
        ('{"app": "true", "language": 1}', '"language" is not a string'),
    ],
)
def test_a_bad_cdktf_json(project: Any, text: str | None, words: str) -> None:
    if text is not None:
        (project.folder / "cdktf.json").write_text(text)
    message = project.error().message
    assert words in message
    assert str(project.folder / "cdktf.json") in message


def test_the_environment_overrides_the_files(project: Any) -> None:
    project.write(files={"main.py": project.WRITER}, context={"environment": "dev", "a": [1]})
    context = json.loads((project.synthesize("staging").folder / "context.json").read_text())
    assert context == {"environment": "staging", "a": [1]}
    assert json.loads((project.synthesize().folder / "context.json").read_text())["environment"] == "dev"


def test_without_node_the_error_names_the_extra(project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JSII_NODE", raising=False)
    monkeypatch.setattr("stackgate.synthesis.app.importlib.util.find_spec", lambda name: None)
    assert "stackgate[stack]" in project.write("true").error().message


def test_variables_that_would_change_the_synthesis_are_kept_away(project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS", "1")
    monkeypatch.setenv("SYNTH_HCL_OUTPUT", "true")
    main = project.WRITER + "print(sorted(name for name in os.environ if 'ANNOTATIONS' in name or 'HCL' in name))\n"
    project.write(files={"main.py": main}).synthesize()
    assert project.log.read_text() == "[]\n"


@pytest.mark.parametrize("active", [True, False])
def test_the_gates_own_python_comes_first_unless_a_virtualenv_is_active(
    project: Any, monkeypatch: pytest.MonkeyPatch, active: bool
) -> None:
    monkeypatch.setenv("PATH", "/elsewhere")
    monkeypatch.setenv("JSII_NODE", "/elsewhere/node")
    monkeypatch.setenv("VIRTUAL_ENV", "/elsewhere" if active else "")
    monkeypatch.setattr("stackgate.synthesis.app.importlib.util.find_spec", lambda name: name == "cdktf")
    app = read_app(project.write().folder / "cdktf.json")
    first, last = app_environment(app, project.out, project.out, None)["PATH"].split(os.pathsep)
    assert (last if active else first) == os.path.dirname(sys.executable)


def is_alive(process: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has collected yet does not."""
    try:
        os.kill(process, 0)
        state = Path("/proc", str(process), "stat").read_text().rpartition(")")[2].split()[0]
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # no Linux, or gone in between
        return not Path("/proc").exists()
    return state != "Z"


def test_an_interrupt_ends_all_of_the_app_and_leaves_nothing(project: Any) -> None:
    project.write("sleep 600 & echo $! > child; touch started; wait")
    code = "import sys, pathlib; from stackgate.synthesis.synth import synthesize;"
    code += "p = [pathlib.Path(a) for a in sys.argv[1:]]; synthesize(p[0], p[1], log=p[2], progress=None)"
    command = [sys.executable, "-c", code, str(project.folder / "cdktf.json"), str(project.out), str(project.log)]
    gate = subprocess.Popen(command, cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL)
    while not (project.folder / "started").exists():
        time.sleep(0.02)
    gate.send_signal(signal.SIGINT)
    assert gate.wait(60) != 0
    child = int((project.folder / "child").read_text())
    while is_alive(child):  # or the test never ends
        time.sleep(0.02)
    assert list(project.out.parent.iterdir()) == []
