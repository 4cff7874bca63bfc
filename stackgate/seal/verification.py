"""Holds a seal against all that it rests on, before any rule is read: does it still match?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from securesystemslib.dsse import Envelope

from stackgate.finding import Decision
from stackgate.out_folder import CDKTF_OUT, SEAL, VERDICT
from stackgate.seal.comparison import differences
from stackgate.seal.envelope import EnvelopeError, check_signature, open_envelope
from stackgate.seal.keys import KeyFileError, read_public_key
from stackgate.seal.materials import (
    Materials,
    is_provider,
    is_state,
    name_of,
    of_repository,
    of_synthesis,
    of_tool,
    versions,
)
from stackgate.seal.statement import Record, StatementError, read
from stackgate.settings import LOCK_FILE, Settings

MAX_AGE = timedelta(hours=24)
CLOCK_SKEW = timedelta(minutes=1)
"""By how much the clocks of the machines that judge and that deploy may differ."""
UNPINNED = f"was not judged, and nothing pins the providers: put a {LOCK_FILE} beside cdktf.json, and gate again"
_LONGEST = 64 * 1024 * 1024  # bytes; some 400,000 files


class NoSeal(Exception):
    """There is no seal that could be held against anything; the text says why. Exit status 2."""


class SealMismatch(Exception):
    """A seal that does not match what there is: `differences` has a line for each file or fact. Exit status 1."""

    def __init__(self, differences: tuple[str, ...]) -> None:
        super().__init__("; ".join(differences))
        self.differences = differences


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a seal that matches says. Names are relative to the out folder, with forward slashes; digests are SHA-256.

    undecided: the verdict is blocked, and by open questions alone. documents: the judged ones. files: every file of
    the synthesis, the documents too. lock_file: the digest of the one that the settings name. key_id: of the key that
    signed, None where nobody did.
    """

    environment: str
    decision: Decision
    undecided: bool
    documents: Mapping[str, str]
    files: Mapping[str, str]
    lock_file: str | None
    key_id: str | None
    sealed_at: datetime

    @property
    def is_signed(self) -> bool:
        """Whether a key signed it."""
        return self.key_id is not None


def verify(
    out: Path,
    settings: Settings,
    environment: str,
    *,
    max_age: timedelta = MAX_AGE,
    public_key: Path | None = None,
    allow_undecided: bool = False,
) -> Sealed:
    """What the seal in the folder `out` says, where it matches all that it rests on.

    Nothing of what it rests on is imported or run before, and no rule at all. All differences are told, not the first
    alone. A blocked verdict is one, unless `allow_undecided` and only open questions block it. Raises NoSeal where
    there is none, or it is unsigned and the environment strict or a key named here, or no key is there to hold it
    against; SealMismatch.
    """
    envelope = _open(out / SEAL)
    is_signed = bool(envelope.signatures)
    if not is_signed and settings.environments.get(environment, True):
        raise NoSeal(f"{out / SEAL}: is not signed, and {environment} is a strict environment")
    if not is_signed and public_key is not None:
        raise NoSeal(f"{out / SEAL}: is not signed, and a public key was given to hold it against")
    found = list(_signature(envelope, public_key or settings.public_key)) if is_signed else []
    try:
        record = read(envelope.payload)
    except StatementError as error:
        raise SealMismatch((*found, f"{SEAL}: {error}")) from None
    if record.signed_by != next(iter(envelope.signatures), None):
        found.append(f"{SEAL}: its signature is not the one that it was written with")
    found += _facts(record, environment, max_age, allow_undecided)
    repository = of_repository(settings)
    lock_file = (
        repository.digests.get(name_of(settings.deploy.lock_file, settings)) if settings.deploy.lock_file else None
    )
    synthesis = _synthesis(out, record.out, is_locked=lock_file is not None)
    for sealed, now in ((record.out, synthesis), (record.repository, repository), (record.tool, of_tool())):
        found += differences(sealed, now)
    found += _judged(record)
    found += _lock_files(out, lock_file)
    if found:
        raise SealMismatch(tuple(found))
    return Sealed(
        environment=record.environment,
        decision=record.decision,
        undecided=record.undecided,
        documents=record.documents,
        files={name: digest for name, digest in record.out.items() if name != VERDICT},
        lock_file=lock_file,
        key_id=record.signed_by,
        sealed_at=record.sealed_at,
    )


def _open(seal: Path) -> Envelope:
    """The envelope in a file. Raises NoSeal where there is none, and SealMismatch for what is none."""
    try:
        if not seal.is_file():
            raise NoSeal(f"{seal}: there is no seal; `stackgate gate` makes one")
        with seal.open("rb") as file:
            text = file.read(_LONGEST)
        return open_envelope(text)
    except OSError as error:
        raise NoSeal(f"{seal}: cannot be read: {error.strerror}") from None
    except EnvelopeError as error:
        raise SealMismatch((f"{SEAL}: {error}",)) from None


def _signature(envelope: Envelope, public_key: Path | None) -> Iterator[str]:
    if public_key is None:
        raise NoSeal("no public key is named to hold the seal against: public_key in stackgate.toml, or --public-key")
    try:
        check_signature(envelope, read_public_key(public_key))
    except KeyFileError as error:
        raise NoSeal(str(error)) from None
    except EnvelopeError as error:
        yield f"{SEAL}: {error}"


def _facts(record: Record, environment: str, max_age: timedelta, allow_undecided: bool) -> Iterator[str]:
    """What differs beside files: environment, age, verdict, versions."""
    if record.environment != environment:
        yield f"environment: sealed for {record.environment}, not for {environment}"
    age = datetime.now(UTC) - record.sealed_at
    if age < -CLOCK_SKEW:
        yield f"time: sealed at {record.sealed_at.isoformat()}, which is still to come: one of two clocks is wrong"
    elif age > max_age:
        yield f"time: sealed at {record.sealed_at.isoformat()}, which is longer ago than {max_age}"
    if record.decision != "allowed" and not (allow_undecided and record.undecided):
        yield f"verdict: {record.decision}{', by open questions alone' if record.undecided else ''}"
    now = versions()
    for name in sorted(record.versions.keys() | now.keys()):
        then, here = record.versions.get(name, "none"), now.get(name, "none")
        if then != here:
            yield f"version of {name}: {then} judged, and {here} is here"


def _synthesis(out: Path, sealed: Collection[str], *, is_locked: bool) -> Materials:
    """What there is now, without what Terraform left there since; providers only where a lock file says which."""

    def passed_over(name: str) -> bool:
        return name not in sealed and (is_state(name) or (is_locked and is_provider(name)))

    now = of_synthesis(out, passed_over)
    now.problems |= {
        name: UNPINNED for name in (*now.digests, *now.problems) if name not in sealed and is_provider(name)
    }
    now.add(out / VERDICT, VERDICT, links=False)
    return now


def _judged(record: Record) -> Iterator[str]:
    """The documents have to be files of the synthesis; the gate writes it so."""
    for name, digest in record.documents.items():
        if record.out.get(name) != digest:
            yield f"{name}: its two digests in {SEAL} differ"


def _lock_files(out: Path, lock_file: str | None) -> Iterator[str]:
    """Lock files that somebody put beside a document, and that are not the sealed one."""
    beside = Materials()
    for path in sorted((out / CDKTF_OUT).glob(f"stacks/*/{LOCK_FILE}")) if lock_file else ():
        beside.add(path, path.relative_to(out).as_posix(), links=False)
    yield from (f"{name}: {problem}" for name, problem in beside.problems.items())
    yield from (f"{name}: is not the sealed lock file" for name, found in beside.digests.items() if found != lock_file)
