"""Literal secrets in a document: where they stand, and how they are kept out of every output."""

from stackgate.secrets.finder import Secret, remember, secrets_in, secrets_of
from stackgate.secrets.redaction import mask, redact

__all__ = ["Secret", "mask", "redact", "remember", "secrets_in", "secrets_of"]
