"""The one form in which content is hashed and signed, and the digest of the rules by which a verdict was reached."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def canonical(content: object) -> bytes:
    """Content as JSON, its keys sorted, without spaces, in UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def rules_digest(repository: Mapping[str, str], tool: Mapping[str, str]) -> str:
    """The SHA-256 over the digests, by name, of the repository's own files and of Stackgate's, in hexadecimal."""
    return hashlib.sha256(canonical({"repository": dict(repository), "tool": dict(tool)})).hexdigest()
