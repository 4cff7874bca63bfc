"""Terraform's processes (or OpenTofu's): each in a session of its own, its output kept, ended in order."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from stackgate.deployment.ending import CouldNotDeploy
from stackgate.deployment.signals import Signals, interrupt

SECONDS_TO_END = 30.0
"""So long a process that changes nothing may take to end after a signal. One that applies takes the time it needs."""
_SECONDS_BETWEEN_LOOKS = 0.05


@dataclass(frozen=True)
class Terraform:
    """How to run it: program, folder, environment; `lock` is a file that stays locked while one of its processes runs.

    Its output goes to a file first, not to a pipe: were this process killed, Terraform would go on and write its state.
    """

    program: str
    folder: Path
    environment: Mapping[str, str]
    signals: Signals
    lock: int

    def run(
        self,
        arguments: Sequence[str],
        raw: Path,
        hear: Callable[[str], None],
        tick: Callable[[], None] = lambda: None,
        *,
        answer: Path | None = None,
        changes: bool = False,
    ) -> int:
        """Run a command to its end and give its exit status.

        In: `raw`, the file for its output; `hear`, told each line of it; `tick`, called again and again meanwhile;
        `answer`, the file for standard output where that is an answer and no talk; `changes`, whether it must not be
        cut off. Raises Interrupted before it is started, CouldNotDeploy where it cannot be, and what `hear` raises,
        when the process has ended.
        """
        self.signals.check()
        with self.signals.held(), _open(raw) as output, _open(answer or raw) as result:
            process = self._start(arguments, result if answer else output, output)
            self.signals.hand_on_to(process.pid)
            try:
                self._follow(process, raw, hear, tick, None if changes else SECONDS_TO_END)
            finally:
                _end(process, None if changes else SECONDS_TO_END)
            return process.returncode

    def _start(self, arguments: Sequence[str], result: BinaryIO, output: BinaryIO) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                [self.program, *arguments],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=result,
                stderr=output,
                start_new_session=True,
                pass_fds=(self.lock,),
                umask=0o077,  # a local state holds secrets
            )
        except FileNotFoundError:
            raise CouldNotDeploy(f"{self.program} is not on the PATH: install it") from None
        except OSError as error:
            raise CouldNotDeploy(f"{self.program} cannot be started: {error.strerror}") from None

    def _follow(
        self,
        process: subprocess.Popen[bytes],
        raw: Path,
        hear: Callable[[str], None],
        tick: Callable[[], None],
        seconds_to_end: float | None,
    ) -> None:
        told = None
        with raw.open("rb") as said:
            while process.poll() is None:
                for line in _lines(said):
                    hear(line)
                tick()
                if self.signals.received and seconds_to_end is not None:
                    told = told or time.monotonic()
                    if time.monotonic() - told > seconds_to_end:
                        return
                time.sleep(_SECONDS_BETWEEN_LOOKS)
            for line in _lines(said, whole=False):
                hear(line)


def _open(file: Path) -> BinaryIO:
    return open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _lines(said: BinaryIO, whole: bool = True) -> Iterator[str]:
    """The lines that were written since; with `whole`, one that has no end yet waits for the next look."""
    while line := said.readline():
        if whole and not line.endswith(b"\n"):
            said.seek(-len(line), os.SEEK_CUR)
            return
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _end(process: subprocess.Popen[bytes], seconds: float | None) -> None:
    """See to it that neither the process nor anything that it started is left."""
    if process.poll() is None:
        interrupt(process.pid)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
