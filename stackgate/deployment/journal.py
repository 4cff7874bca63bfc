"""The journal of a deploy: which step it is at and how it ended, for whoever finds it killed."""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from stackgate.deployment.ending import CouldNotDeploy
from stackgate.deployment.left_over import remove_left_over
from stackgate.out_folder import write_report

FOLDER = "deploy"
APPLY = "apply"
_SCHEMA = "stackgate/deploy/1"
_STATE = "state.json"
_LOCK = ".lock"
_RUNNING = "running"

Status = Literal["running", "done", "failed", "interrupted"]


@dataclass
class Journal:
    """What is known of one stack's deploy, written whole at each step to `deploy/STACK/state.json` of the out folder.

    `facts` are kept over all steps: the stack, the environment, the out folder, the private one, the plan's SHA-256.
    """

    folder: Path
    facts: dict[str, Any] = field(default_factory=dict)
    step: str = ""

    def begin(self, step: str) -> None:
        """A step begins."""
        self.step = step
        self.facts["started"] = _now()
        self._write("running")

    def end(self, status: Status) -> None:
        """The step has ended."""
        self._write(status)

    def _write(self, status: Status) -> None:
        content = {"schema": _SCHEMA, **self.facts, "step": self.step, "status": status, "pid": os.getpid()}
        if status != _RUNNING:
            content["ended"] = _now()
        write_report(self.folder / _STATE, json.dumps(content, indent=1) + "\n")


def private_folder(out: Path, *names: str) -> Path:
    """The folder `deploy` of the out folder, or one in it, of mode 0700. Raises CouldNotDeploy for a link."""
    folder = out
    for name in (FOLDER, *names):
        folder = folder / name
        if folder.is_symlink():
            raise CouldNotDeploy(f"{folder} is a link: remove it")
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
    return folder


@contextmanager
def only_deploy(out: Path) -> Iterator[int]:
    """Keep every other deploy of the out folder away; gives the locked file. Raises CouldNotDeploy.

    Terraform's processes inherit the file, so that it stays locked while one of them goes on after a deploy was killed.
    """
    handle = os.open(private_folder(out) / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _lock(handle):
            raise CouldNotDeploy(" ".join(earlier_deploys(out)) or f"another deploy of {out} is running")
        _remove_left_overs(out)
        yield handle
    finally:
        os.close(handle)


def earlier_deploys(out: Path) -> list[str]:
    """One line for each deploy of the folder that is running, or was killed and not followed by another of its stack.

    What is no journal says nothing.
    """
    going_on = _is_locked(out)
    lines = []
    for content in _journals(out):
        if content.get("status") != _RUNNING:
            continue
        name, step, since = (_shown(content, key) for key in ("stack", "step", "started"))
        if going_on:
            lines.append(f"a deploy of {name} is running: {step} since {since}, process {_shown(content, 'pid')}")
        elif step == APPLY:
            lines.append(
                f"an earlier deploy of {name} was killed during apply, begun {since}: some resources may be changed. "
                f"The state has what Terraform wrote until then; a lock that is left on it is released with "
                f"`terraform force-unlock`; the next deploy plans anew from the state."
            )
        else:
            lines.append(
                f"an earlier deploy of {name} was killed during {step}, begun {since}: nothing was changed. "
                f"A lock that is left on the state is released with `terraform force-unlock`."
            )
    return lines


def _remove_left_overs(out: Path) -> None:
    for content in _journals(out):
        if isinstance(content.get("workspace"), str):
            remove_left_over(Path(content["workspace"]))


def _journals(out: Path) -> Iterator[dict[str, Any]]:
    """Those of the out folder: one that was copied from another tells of a deploy that is not here."""
    for file in sorted((out / FOLDER).glob(f"*/{_STATE}")):
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(content, dict) and content.get("schema") == _SCHEMA and content.get("out") == str(out.resolve()):
            yield content


def _shown(content: dict[str, Any], key: str) -> str:
    """A fact of a journal, without what does not belong into a line."""
    return re.sub(r"[^\w.:+-]", "?", str(content.get(key)))[:80]


def _is_locked(out: Path) -> bool:
    try:
        handle = os.open(out / FOLDER / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
