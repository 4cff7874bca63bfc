"""What a verdict rests on beside the documents, for its evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stackgate.evidence import Evidence, PastFailure, Provenance
from stackgate.failures import load_failures
from stackgate.seal.canonical import rules_digest
from stackgate.seal.materials import of_repository, of_tool
from stackgate.settings import Settings

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner


def completed(evidence: Evidence, settings: Settings, signer: CryptoSigner | None) -> Evidence:
    """The evidence of a gate with the register of past failures, and what its verdict rests on.

    The rules and the repository's files are told by the digests that a seal names, and the key that signs it by its id.
    Raises FailureError.
    """
    repository = of_repository(settings).digests
    rests_on = Provenance(
        rules=rules_digest(repository, of_tool().digests),
        repository=repository,
        signer=signer.public_key.keyid if signer else None,
    )
    past = (PastFailure(failure.id, failure.title, failure.guards) for failure in load_failures().values())
    return replace(evidence, failures=tuple(past), provenance=rests_on)
