"""A Terraform that does what the file named by FAKE_TERRAFORM says; it is copied to a folder of the PATH.

The file holds `plan`, the JSON of the plan, and `steps`: for each command (`show` is told from `show-json`) the Python
code `before` it and `after` it, the `output` to print, the `exit` status, and whether it shall `hang`.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

HOME = Path(os.environ["FAKE_TERRAFORM"]).parent
BEHAVIOUR = json.loads(Path(os.environ["FAKE_TERRAFORM"]).read_text(encoding="utf-8"))
PLAN = BEHAVIOUR["plan"]


def say(text: str, **facts: Any) -> None:
    """Print a line of Terraform's machine-readable UI."""
    print(json.dumps({"@level": "info", "@message": text, **facts}), flush=True)


def hang(step: str) -> None:
    """Wait, with a child, until told to end; then end in order."""
    child = subprocess.Popen(["sleep", "600"])

    def end(*_: int | FrameType | None) -> None:
        say("Interrupt received.")
        sys.exit(1)

    signal.signal(signal.SIGINT, end)
    (HOME / f"pids-{step}").write_text(f"{os.getpid()} {child.pid}")
    time.sleep(600)


def init(_: list[str]) -> None:
    """Leave what `init` leaves."""
    Path(".terraform").mkdir(exist_ok=True)
    Path(".terraform", "terraform.tfstate").write_text("{}")
    if "-lockfile=readonly" not in sys.argv:
        Path(".terraform.lock.hcl").write_text("# made by init\n")


def plan(arguments: list[str]) -> None:
    """Leave the plan file."""
    (out,) = (one.removeprefix("-out=") for one in arguments if one.startswith("-out="))
    Path(out).write_text(json.dumps(PLAN))
    for change in PLAN["resource_changes"]:
        say(f"{change['address']}: Plan to {change['change']['actions'][0]}", type="planned_change")


def show(arguments: list[str]) -> None:
    """Print the plan, or the state where there is none."""
    if "-json" in arguments and arguments[-1] == "-json":
        print(json.dumps(BEHAVIOUR.get("state", {})))
    elif "-json" in arguments:
        print(Path(arguments[-1]).read_text())
    else:
        print(BEHAVIOUR["text"])


def apply(arguments: list[str]) -> None:
    """Take down what was applied, one resource after the other, up to the one that shall fail."""
    applied = json.loads(Path(arguments[-1]).read_text())
    for change in applied["resource_changes"]:
        if change["address"] == BEHAVIOUR.get("fails_at"):
            summary = {"severity": "error", "summary": "creating it: AccessDenied", "address": change["address"]}
            say("Error: creating it", type="diagnostic", diagnostic={**summary, "detail": BEHAVIOUR.get("detail", "")})
            sys.exit(1)
        with (HOME / "applied").open("a") as file:
            file.write(json.dumps(change["change"]["after"]) + "\n")
        for _ in change["change"]["actions"]:
            say("complete", type="apply_complete", hook={"resource": {"addr": change["address"]}})


def main() -> None:
    """Do one command."""
    name, *arguments = sys.argv[1:]
    step = "show-json" if name == "show" and "-json" in arguments else name
    told = BEHAVIOUR["steps"].get(step, {})
    with (HOME / "calls").open("a") as file:
        file.write(json.dumps({"step": step, "arguments": arguments, "environment": dict(os.environ)}) + "\n")
    exec(told.get("before", ""))
    if told.get("hang"):
        hang(step)
    if "output" in told:
        print(told["output"], flush=True)
    else:
        {"init": init, "plan": plan, "show": show, "apply": apply}[name](arguments)
    exec(told.get("after", ""))
    sys.exit(told.get("exit", 0))


main()
