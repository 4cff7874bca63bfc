"""What a name says of the value below it, and whether a value reads like a secret or like something else."""

from __future__ import annotations

import re
from functools import lru_cache

UNKNOWN = "\ue000"
"""Stands in a text for a part that is known only after the deploy."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LAST_WORDS = {
    "password": "password",
    "passwords": "password",
    "passwd": "password",
    "pw": "password",
    "pwd": "password",
    "pass": "password",
    "passphrase": "password",
    "passcode": "password",
    "psk": "password",
    "secret": "secret",
    "token": "token",
    "credential": "credential",
    "credentials": "credential",
    "apikey": "API key",
}
_ENDINGS = ("password", "passwd", "passphrase", "apikey")
"""Of words that are written together: `dbpassword`."""
_KEYS = {
    "access": "access key",
    "account": "account key",
    "api": "API key",
    "auth": "authentication key",
    "client": "private key",
    "encryption": "encryption key",
    "hmac": "signing key",
    "jwt": "signing key",
    "master": "encryption key",
    "preshared": "shared key",
    "private": "private key",
    "secret": "secret key",
    "shared": "shared key",
    "signing": "signing key",
}
_QUALIFIERS = frozenset(
    {
        "b64",
        "base",
        "base64",
        "current",
        "default",
        "dev",
        "env",
        "new",
        "old",
        "plain",
        "plaintext",
        "prev",
        "previous",
        "primary",
        "prod",
        "production",
        "raw",
        "secondary",
        "staging",
        "string",
        "test",
        "text",
        "val",
        "value",
        "wo",
    }
)
"""Words behind the noun that leave it what it is: `DB_PASSWORD_OLD`."""
_DATABASE = frozenset(
    {
        "aurora",
        "database",
        "db",
        "docdb",
        "mariadb",
        "mongo",
        "mongodb",
        "mysql",
        "neptune",
        "pg",
        "postgres",
        "rds",
        "redshift",
    }
)
_NO_SECRET_KEYS = frozenset(
    {"bucket", "cache", "file", "hash", "kms", "object", "partition", "primary", "public", "range", "s3", "sort"}
)

_NO_VALUES = frozenset(
    {
        "any",
        "array",
        "bearer",
        "boolean",
        "default",
        "disabled",
        "enabled",
        "false",
        "header",
        "integer",
        "no",
        "none",
        "null",
        "number",
        "object",
        "off",
        "on",
        "optional",
        "required",
        "str",
        "string",
        "text",
        "true",
        "undefined",
        "yes",
    }
)
_ELSEWHERE = re.compile(
    r"""arn:.* | \{\{.*\}\}.* | <.*> | \[.*\] | %[\w.]+% | (.)\1*
    | \$[A-Za-z_]\w* | \$\{.*\} | \$\(.*\) | \$[.$].* | \$(?:context|input|stageVariables|util)\b.*
    | (?:ssm|secretsmanager|vault|file|env|op|s3|alias|parameter)[:/].*
    | [a-z][a-z0-9+.-]*://.* | [.~]?/[\w./-]+ | [a-z][a-z0-9_.-]*(?:/[a-z0-9_.-]+)+
    | [0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}
    | (?:os|process|var|local|self|this|event|config|settings|data|module)\.[\w.\[\]]+""",
    re.DOTALL | re.VERBOSE,
)
"""A reference to where the secret is, a placeholder, a path, an identifier: no secret."""
_RANDOM = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*\d)\S{12,}")
_RANDOM_KEY = re.compile(r"[\w-]{20,}")
_REQUEST_TOKENS = frozenset(
    {"client", "continuation", "creation", "csrf", "idempotency", "next", "page", "request", "source", "task", "update"}
)
"""What makes a token the mark of a request, which is no secret: `creation_token`."""


@lru_cache(maxsize=16384)
def kind_of(name: str) -> str | None:
    """The kind of secret that a name announces by its last words, or None.

    `DB_PASSWORD` announces a database password, `DB_PASSWORD_POLICY` nothing.
    """
    words = _words(name)
    if not words:
        return None
    last = words[-1]
    before = words[-2] if len(words) > 1 else ""
    kind = _LAST_WORDS.get(last) or ("password" if last.endswith(_ENDINGS) else None)
    if last == "token" and before in _REQUEST_TOKENS:
        return None
    if last == "key":
        kind = _KEYS.get(before)
    if last == "verify" and before == "origin":  # the header by which CloudFront proves itself to its origin
        kind = "token"
    return f"database {kind}" if kind == "password" and is_of_database(name) else kind


def is_of_database(name: str) -> bool:
    """Whether a name, or a resource's type, has to do with a database."""
    return not _DATABASE.isdisjoint(_words(name))


def reads_like_secret(name: str, kind: str, value: str) -> bool:
    """Whether the value below a name of this kind is a secret itself, and not a reference, path, flag or prose."""
    text = value.strip()
    if not text or UNKNOWN in text or text.lower() in _NO_VALUES or text.lower() == name.lower():
        return False
    if _ELSEWHERE.fullmatch(text):
        return False
    if kind.endswith("password"):
        return True
    if text.isdigit() or text.count(" ") > 1:
        return False
    # `db-credentials` is the name of a secret, `HEADER` and `csrf` are settings.
    return not (_is_name(text) or (text.isalpha() and (text.isupper() or len(text) < 8)))


def is_random_key(name: str, value: str) -> bool:
    """Whether a name ends in `key` without saying of what, as in `DATADOG_KEY`, and its value looks random."""
    words = _words(name)
    if len(words) < 2 or words[-1] != "key" or _NO_SECRET_KEYS & {*words}:
        return False
    return _RANDOM_KEY.fullmatch(value) is not None and looks_random(value)


def looks_random(value: str) -> bool:
    """Whether a value is a long mixture of small and capital letters and digits, and not an address or a path."""
    return _RANDOM.fullmatch(value) is not None and not _ELSEWHERE.fullmatch(value) and UNKNOWN not in value


def looks_mixed(value: str) -> bool:
    """Whether a value, found in an expression that makes a secret, is part of it: no plain word, path or reference."""
    return any(character.isdigit() for character in value) and reads_like_secret("", "secret", value)


def is_written_out(value: str) -> bool:
    """Whether a value, of which it is known that it is a secret, is written out and not a reference to one."""
    text = value.strip(f" \t\r\n{UNKNOWN}")
    return bool(text) and not re.fullmatch(r"arn:.*|\{\{resolve:.*\}\}|\$\{.*\}|<[^<>]*>|(.)\1*", text, re.DOTALL)


@lru_cache(maxsize=16384)
def _words(name: str) -> tuple[str, ...]:
    words = [word.lower() for word in _WORD.findall(name)]
    while len(words) > 1 and (words[-1] in _QUALIFIERS or words[-1].isdigit()):
        words.pop()
    return tuple(words)


def _is_name(text: str) -> bool:
    return not re.search(r"[^a-z_./-]", text) and len(_words(text)) > 1 and kind_of(text) is not None
