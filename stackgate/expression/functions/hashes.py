"""Terraform's hash functions."""

from __future__ import annotations

import base64
import hashlib
import uuid

from stackgate.expression.fault import Refused
from stackgate.expression.functions.registry import function

_NAMESPACES = {
    "dns": uuid.NAMESPACE_DNS,
    "url": uuid.NAMESPACE_URL,
    "oid": uuid.NAMESPACE_OID,
    "x500": uuid.NAMESPACE_X500,
}


@function("md5", "string")
def md5(text: str) -> str:
    """The MD5 digest in hexadecimal."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


@function("sha1", "string")
def sha1(text: str) -> str:
    """The SHA-1 digest in hexadecimal."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


@function("sha256", "string")
def sha256(text: str) -> str:
    """The SHA-256 digest in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@function("sha512", "string")
def sha512(text: str) -> str:
    """The SHA-512 digest in hexadecimal."""
    return hashlib.sha512(text.encode()).hexdigest()


@function("base64sha256", "string")
def base64sha256(text: str) -> str:
    """The SHA-256 digest's bytes in Base64."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@function("base64sha512", "string")
def base64sha512(text: str) -> str:
    """The SHA-512 digest's bytes in Base64."""
    return base64.b64encode(hashlib.sha512(text.encode()).digest()).decode()


@function("uuidv5", "string string")
def uuidv5(namespace: str, name: str) -> str:
    """The UUID of a name in a namespace: one of RFC 4122's, or a UUID itself."""
    try:
        space = _NAMESPACES.get(namespace) or uuid.UUID(namespace)
    except ValueError:
        raise Refused(f"{namespace!r} is not a namespace") from None
    return str(uuid.uuid5(space, name))
