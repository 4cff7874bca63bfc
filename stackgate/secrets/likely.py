"""What may well be a secret in a value that is only shown: stricter than a rule can be, for a false mask does no harm.

No finding rests on this.
"""

from __future__ import annotations

import base64
import re

from stackgate.secrets.names import looks_mixed
from stackgate.secrets.redaction import mask, redact
from stackgate.secrets.text import has_hint, secrets_in_text

_ALWAYS = re.compile(r"(?i)(?:.*[_.-])?(?:pin|otp|passcodes|passwords|secrets|tokens|credentials|creds?|cookie|bearer)")
_OFTEN = re.compile(
    r"(?i).*(?:passw(?:or)?d|secret|token|api_?keys).*|(?:.*[_.-])?(?:auth|authorization|dsn|jwt|key|pem|salt|session|seed)|-p"
)
_SAID = re.compile(
    r"""(?i)(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|authorization|cookie|sig(?:nature)?)\b["'\\]*
    (?:\s*[:=>]+\s*|\s+(?:value=|is\s))["'\\]*(?P<value>[^\s"'<>,;&\\()]{6,})
    | (?:\s-u|--user)[\s=]["'\\]*[^\s:"']{1,100}:(?P<login>[^\s"'\\]{6,}) | \s-p["'\\]*(?P<short>[^\s"'\\]{6,})
    | \w:(?P<piped>[^\s"'\\:/]{6,})["'\\]*\s*\|""",
    re.VERBOSE,
)
"""Said to be a secret in prose or markup, or given to a command: `curl -u`, `mysql -p`, `echo user:x | ...`."""
_ISSUED = re.compile(
    r"(?:glpat-|github_pat_|sk-(?:proj-|ant-)?|AIza|dop_v1_|xox[a-z]-|pypi-|hvs\.|SK(?=[0-9a-f]{32}))[\w-]{16,}"
)
"""Tokens that begin with the mark of who issued them: GitLab, GitHub, OpenAI, Google, Slack and others."""
_TOKEN = re.compile(r"[\w+/=~-]{12,}")
_RUN = re.compile(r"[A-Za-z0-9]{12,}")
_CHANGE = re.compile(r"(?<=[a-z])[A-Z0-9]|(?<=[A-Z])[a-z0-9]|(?<=[0-9])[A-Za-z]")
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-fA-F]{2}){12,}(?![0-9A-Za-z])")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4}){6,}(?![A-Za-z0-9+/]{4})[A-Za-z0-9+/=]*")
_GZIP = "H4sI"
_OFTEN_CHANGED = 0.45
"""Of all neighbours in random letters and digits 62 in 100 are of two kinds, in names of several words about 30."""


def may_name(name: str, value: str) -> bool:
    """Whether what has this name, or stands behind it as an option of a command, is better not shown."""
    return _ALWAYS.fullmatch(name) is not None or (_OFTEN.fullmatch(name) is not None and looks_mixed(value))


def hide(text: str) -> str:
    """The text with what may well be a secret in it masked."""
    if has_hint(text):
        for _, secret, _ in secrets_in_text(text):
            text = redact(text, frozenset({secret}))
    text = _SAID.sub(_said, text)
    text = _ISSUED.sub(lambda match: mask(match[0]), text)
    text = _TOKEN.sub(lambda match: mask(match[0]) if _is_random(match[0]) else match[0], text)
    text = _BASE64.sub(lambda match: mask(match[0]) if _is_encoded(match[0]) else match[0], text)
    return _HEX.sub(lambda match: mask(match[0]) if bytes.fromhex(match[0]).isascii() else match[0], text)


def _said(match: re.Match[str]) -> str:
    secret = match[match.lastgroup or 0]
    return match[0].replace(secret, mask(secret)) if looks_mixed(secret) else match[0]


def _is_encoded(token: str) -> bool:
    """Whether a token is text, or what gzip made of text, in base64."""
    return token.startswith(_GZIP) or base64.b64decode(token[: len(token.rstrip("=")) // 4 * 4]).isascii()


def _is_random(token: str) -> bool:
    """Whether part of a token is letters of both cases and digits that change too often for words."""
    return any(
        all(any(map(kind, run)) for kind in (str.islower, str.isupper, str.isdigit))
        and len(_CHANGE.findall(run)) >= _OFTEN_CHANGED * len(run)
        for run in _RUN.findall(token)
    )
