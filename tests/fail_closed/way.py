"""What a way of failing open is: what is put in place, what the command is given, and what its one line must say."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DOCUMENT = "cdk.tf.json"
QUEUE = {"resource": {"aws_sqs_queue": {"jobs": {"name": "jobs"}}}}
GOOD = {"resource": {"aws_sns_topic": {"alarms": {"name": "alarms", "kms_master_key_id": "alias/own"}}}}
QUICK = ("check", DOCUMENT, "--only", "validators")


@dataclass(frozen=True)
class Way:
    """One way to fail open. `line` is what the one line that tells of it holds, `status` the exit status.

    `files` lie in the folder in which the command is called: text, bytes, or an object as JSON; `sparse` are files of
    so many zero bytes that take no room. Status 1 stands where the policy is judged after all, and finds its fault.
    """

    group: str
    name: str
    line: str
    arguments: tuple[str, ...] = QUICK
    files: Mapping[str, Any] = field(default_factory=lambda: {DOCUMENT: GOOD})
    sparse: Mapping[str, int] = field(default_factory=dict)
    status: int = 2

    def __str__(self) -> str:
        return f"{self.group}: {self.name}"

    def prepare(self, folder: Path) -> None:
        """Put the files in place."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        for name, size in self.sparse.items():
            with (folder / name).open("wb") as file:
                os.truncate(file.fileno(), size)
