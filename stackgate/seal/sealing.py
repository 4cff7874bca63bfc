"""Seals a verdict: takes the digests before judging and after, and writes the seal where nothing changed between."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stackgate.finding import JudgementError, Verdict
from stackgate.out_folder import SEAL, VERDICT, write_report
from stackgate.seal.comparison import differences
from stackgate.seal.materials import Materials, digest, of_repository, of_synthesis, of_tool, versions
from stackgate.settings import Settings

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner

UNSIGNED = "not signed: no key was given (--key, STACKGATE_KEY), so it cannot be deployed to a strict environment"


@dataclass
class Sealing:
    """The sealing of one run into the folder `out`: make it before anything is read, and call its methods in order."""

    out: Path
    settings: Settings
    environment: str
    signer: CryptoSigner | None = None
    _rested_on: tuple[Materials, Materials] = field(init=False)
    _synthesis: Materials = field(default_factory=Materials, init=False)

    def __post_init__(self) -> None:
        (self.out / SEAL).unlink(missing_ok=True)
        self._rested_on = self._read()

    def get_ready(self) -> None:
        """Import what writing needs, 0.3 s, while something else is waited for."""
        import stackgate.seal.envelope
        import stackgate.seal.statement  # noqa: F401

    def synthesized(self) -> None:
        """Take the digests of what was synthesized, before it is judged."""
        self._synthesis = of_synthesis(self.out)

    def check(self, verdict: Verdict) -> Verdict:
        """The verdict, an error where what it rests on changed or cannot be sealed; unsigned, with a note of it."""
        if not self._seals(verdict):
            return verdict
        found = list(differences(self._synthesis.digests, of_synthesis(self.out)))
        for before, now in zip(self._rested_on, self._read(), strict=True):
            found += differences(before.digests, now)
        for document in verdict.documents:
            if self._synthesis.digests.get(name := self._document(document.path)) != document.sha256:
                found.append(f"{name}: is not what was judged")
        errors = tuple(JudgementError("seal", line) for line in dict.fromkeys(found))
        notes = () if self.signer else (UNSIGNED,)
        return replace(verdict, errors=verdict.errors + errors, notes=verdict.notes + notes)

    def write(self, verdict: Verdict) -> bool:
        """Write the seal, whole or not at all; after the verdict, which it binds. False for a verdict in error."""
        if not self._seals(verdict):
            return False
        from stackgate.seal.envelope import seal_text
        from stackgate.seal.statement import Record, write

        blocking = [finding for finding in verdict.findings if finding.blocks]
        repository, tool = self._rested_on
        record = Record(
            environment=self.environment,
            decision=verdict.decision,
            undecided=bool(blocking) and all(finding.status == "unknown" for finding in blocking),
            sealed_at=datetime.now(UTC),
            signed_by=self.signer.public_key.keyid if self.signer else None,
            documents={self._document(document.path): document.sha256 for document in verdict.documents},
            out=self._synthesis.digests | {VERDICT: digest(self.out / VERDICT)},
            repository=repository.digests,
            tool=tool.digests,
            versions=versions(),
        )
        write_report(self.out / SEAL, seal_text(write(record), self.signer))
        return True

    def _seals(self, verdict: Verdict) -> bool:
        """Whether there is something to seal: a verdict by all engines, on a document."""
        return verdict.decision != "error" and bool(verdict.documents) and "policies" in verdict.engines

    def _read(self) -> tuple[Materials, Materials]:
        return of_repository(self.settings), of_tool()

    def _document(self, path: str) -> str:
        return Path(path).relative_to(self.out).as_posix()
