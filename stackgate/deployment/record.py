"""What a stack's deploy leaves in the out folder, and what it tells meanwhile: journal, logs, progress; no secret."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from stackgate.deployment.ending import Interrupted
from stackgate.deployment.journal import Journal, Status
from stackgate.finding import Finding, Verdict
from stackgate.out_folder import write_report
from stackgate.secrets import redact

_ERRORS = "backslashreplace"
_SECONDS_BETWEEN_LINES = 10.0
_SECONDS_WORTH_TELLING = 1.0


@dataclass
class Record:
    """A stack's folder in the out folder; `secrets` are kept out of all that is written to it or shown; `outcome` is
    what became of the stack's resources until now."""

    stack: str
    folder: Path
    journal: Journal
    progress: Callable[[str], None]
    secrets: frozenset[str] = frozenset()
    outcome: str = "nothing was changed"
    _begun: float = field(default_factory=time.monotonic)
    _told: float = field(default_factory=time.monotonic)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """A step of the chain: told to the terminal, and to the journal with how it ended."""
        self._begun = self._told = time.monotonic()
        status: Status = "failed"
        try:
            self.journal.begin(name)
            self.progress(f"{self.stack}: {name}")
            yield
            status = "done"
        except Interrupted:
            status = "interrupted"
            raise
        finally:
            self.journal.facts["outcome"] = self.outcome
            if status == "done":
                self.journal.end(status)
                if self._seconds >= _SECONDS_WORTH_TELLING:
                    self.progress(f"{self.stack}: {name}: {status} in {self._seconds:.1f} s")
            else:
                with suppress(OSError):  # what went wrong is told already
                    self.journal.end(status)

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._begun

    def tick(self, how_far: str = "") -> None:
        """Tell every ten seconds that a step goes on, and how far it is."""
        if time.monotonic() - self._told >= _SECONDS_BETWEEN_LINES:
            self._told = time.monotonic()
            with suppress(OSError):  # a terminal that is gone is no reason to end Terraform
                self.progress(f"{self.stack}: {self.journal.step}: {how_far}{self._seconds:.0f} s")

    def clean(self, text: str) -> str:
        """The text without secrets."""
        return redact(text, self.secrets)

    def clean_verdict(self, verdict: Verdict) -> Verdict:
        """The verdict without the secrets that are known here alone, such as those of the environment."""
        return replace(
            verdict,
            findings=tuple(map(self._clean_finding, verdict.findings)),
            errors=tuple(replace(error, message=self.clean(error.message)) for error in verdict.errors),
            notes=tuple(map(self.clean, verdict.notes)),
        )

    def _clean_finding(self, finding: Finding) -> Finding:
        attribute = finding.attribute and self.clean(finding.attribute)
        return replace(
            finding, address=self.clean(finding.address), message=self.clean(finding.message), attribute=attribute
        )

    def keep(self, name: str, text: str) -> Path:
        """Write a file of mode 0600 whole, without secrets."""
        file = self.folder / name
        write_report(file, self.clean(text).encode("utf-8", _ERRORS).decode("utf-8"))
        return file

    def log(self, name: str, lines: Iterable[str]) -> Path:
        """Write the log of a step."""
        return self.keep(name, "".join(f"{line}\n" for line in lines))


class GrowingLog:
    """A log that grows while a step runs. Where it cannot be written, `problem` says why, and the step goes on."""

    def __init__(self, record: Record, name: str) -> None:
        self.file = record.folder / name
        self.problem: str | None = None
        self._record = record
        self.file.unlink(missing_ok=True)
        self._handle = os.fdopen(
            os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", errors=_ERRORS
        )

    def write(self, line: str) -> None:
        """Add a line, without secrets."""
        if self.problem is None:
            try:
                self._handle.write(f"{self._record.clean(line)}\n")
                self._handle.flush()
            except OSError as error:
                self.problem = error.strerror or type(error).__name__

    def close(self) -> None:
        """Close the file."""
        with suppress(OSError):
            self._handle.close()
