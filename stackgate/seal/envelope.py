"""The envelope of a seal: DSSE, with one ed25519 signature or none.

Source: the DSSE specification, envelope.md and protocol.md, version 1.0.2.
"""

from __future__ import annotations

import copy
import json
from typing import Any

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import UnverifiedSignatureError, VerificationError
from securesystemslib.signer import CryptoSigner, SSlibKey

PAYLOAD_TYPE = "application/vnd.in-toto+json"
_MALFORMED = (KeyError, TypeError, AttributeError, ValueError, RecursionError)


class EnvelopeError(Exception):
    """What is read is not an envelope as the gate writes it, or its signature does not match."""


def seal_text(payload: bytes, signer: CryptoSigner | None) -> str:
    """The envelope around a payload as JSON text, signed where there is somebody to sign."""
    envelope = Envelope(payload, PAYLOAD_TYPE, {})
    if signer:
        envelope.sign(signer)
    return json.dumps(envelope.to_dict(), indent=1) + "\n"


def open_envelope(text: bytes) -> Envelope:
    """The envelope that a text holds; its signature is not looked at.

    White space between the JSON's tokens is free, as no signature covers it. All else has to be as the gate writes it:
    no key twice, no further key, canonical base64, the payload type of in-toto. Raises EnvelopeError.
    """
    try:
        content = json.loads(text.decode("utf-8"), object_pairs_hook=without_duplicates)
        envelope = Envelope.from_dict(copy.deepcopy(content))  # it takes its argument apart
        is_ours = envelope.to_dict() == content and all(set(one) == {"keyid", "sig"} for one in content["signatures"])
    except _MALFORMED:
        raise EnvelopeError("is no DSSE envelope") from None
    if not is_ours:
        raise EnvelopeError("is no DSSE envelope as the gate writes it")
    if envelope.payload_type != PAYLOAD_TYPE:
        raise EnvelopeError(f"its payloadType is {envelope.payload_type!r}, not {PAYLOAD_TYPE!r}")
    return envelope


def check_signature(envelope: Envelope, key: SSlibKey) -> None:
    """Raise EnvelopeError where the envelope is not signed by this key, and by this one alone."""
    for key_id in envelope.signatures:
        if key_id != key.keyid:
            raise EnvelopeError(f"is signed by the key {key_id[:16]}, not by {key.keyid[:16]}")
    try:
        envelope.verify([key], 1)
    except (UnverifiedSignatureError, VerificationError):
        raise EnvelopeError("its signature does not match its content") from None


def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object. Raises ValueError where it has a key twice, of which readers take different ones."""
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key stands there twice")
    return content
