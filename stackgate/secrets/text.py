"""Secrets inside a longer text: assignments, URLs, private keys, and what the detectors of detect-secrets know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from stackgate.secrets.names import UNKNOWN, kind_of, reads_like_secret

Found = tuple[str | None, str, str]
"""The name that was assigned to or None, the secret, and its kind."""

HINTS = (
    *("key", "secret", "pass", "token", "credential", "pwd", "psk", "verify", "bearer ", "basic ", "://"),
    *("akia", "asia", "a3t", "abia", "acca", "eyj", "gho_", "ghp_", "ghs_", "ghu_", "ghr_"),
    *("xox", "_live_", "npm_", "sg.", "sq0csp"),
)
"""One of these is in every text that holds a secret, be it small or capital letters."""
_SHORTEST = 8
_LONG_GROUP = 20
_REST = re.compile(r"[\w/+=-]*")
_NAMED_FORMATS = re.compile(
    r"A3T|ABIA|ACCA|AKIA|ASIA|gh[opsur]_|hooks\.slack|xox|[rs]k_live|npm_|_authToken|SG\.|sq0csp"
    r"|aws.{0,20}(?:key|pwd|pw|pass|token)(?i:.{0,20})"
)
_NAME = r"(?P<name>[A-Za-z_][\w.-]{0,80})"
_QUOTED_NAME = rf"(?<![\w.]){_NAME}\\*[\"']?\s*(?:=>|:=|[:=])\s*"
_BARE = r"[^\s;&|\"'`()<>\[\]{}\\]"
_ASSIGNMENTS = (
    # name = "value", "name": 'value', name => "value"; and the same where the quotes are escaped
    re.compile(rf"{_QUOTED_NAME}(?P<quote>[\"'])(?P<value>(?:(?!(?P=quote))[^\\\n]|\\.){{1,4096}})"),
    re.compile(rf"{_QUOTED_NAME}\\+[\"'](?P<value>[^\"'\\]{{1,4096}})"),
    # NAME=value of a shell, a connection string, a query; --name=value, -Dname=value
    re.compile(
        rf"(?:^|[\s;&|?\"'`\\])(?:--?D?)?{_NAME}=(?P<value>{_BARE}+)(?=[\s;&|\"'`\\]|$)",
        re.MULTILINE,
    ),
    # --name value
    re.compile(rf"--{_NAME}\s+(?P<value>(?!-){_BARE}+)"),
    # name: value and name = value on a line of their own
    re.compile(
        rf"^[ \t]*(?:- )?{_NAME}(?:[ \t]*:|[ \t]+=)[ \t]+(?P<value>[^\s\"'`()<>\[\]{{}}\\,;]+)[ \t]*$", re.MULTILINE
    ),
)
_IN_URL = re.compile(r"://[^/\s:@\"']*:(?P<value>[^\s@/\"']+)@")
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?P<body>.*?)(?:-----END [A-Z0-9 ]*-----|\Z)", re.DOTALL
)
_HEADER = re.compile(r"\b(?:Bearer|Basic)\s+(?P<value>(?=[^\s]*\d)[A-Za-z0-9._~+/=-]{8,})")
_WEB_TOKEN = re.compile(r"(?<![\w-])eyJ[\w-]+=*\.eyJ[\w-]+=*\.[\w-]*")
"""A JSON Web Token (RFC 7519): the detector of detect-secrets takes quadratic time on long texts."""
_KEY_MATERIAL = re.compile(r"[A-Za-z0-9+/=]{20}")


def has_hint(text: str) -> bool:
    """Whether a text is worth a closer look: nothing else holds a secret. Cheap, because it is asked of every text."""
    if len(text) < _SHORTEST:
        return False
    lowered = text.lower()
    for hint in HINTS:  # noqa: SIM110 - any() over a generator takes three times as long
        if hint in lowered:
            return True
    return False


def secrets_in_text(text: str) -> Iterator[Found]:
    """The secrets in a text, each once."""
    seen: set[str] = set()
    for name, value, kind in _candidates(text):
        if value not in seen and UNKNOWN not in value:
            seen.add(value)
            yield name, value, kind


def _candidates(text: str) -> Iterator[Found]:
    for match in _PRIVATE_KEY.finditer(text):
        if _KEY_MATERIAL.search(match["body"]):
            yield None, match.group().strip(), "private key"
    for match in _IN_URL.finditer(text):
        if reads_like_secret("", "password", match["value"]):
            yield None, match["value"], "password in a connection string"
    for pattern in _ASSIGNMENTS:
        for match in pattern.finditer(text):
            name, value = match["name"], match["value"]
            kind = kind_of(name)
            if kind and not value.endswith(",") and reads_like_secret(name, kind, value):
                yield name, value, kind
    for match in _WEB_TOKEN.finditer(text):
        yield None, match.group(), "JSON Web Token"
    for match in _HEADER.finditer(text):
        yield None, match["value"], "authorization header"
    if _NAMED_FORMATS.search(text):
        for kind, detector in _detectors().items():
            for value in _whole_matches(detector, text):
                yield None, value, kind


def _whole_matches(detector: Any, text: str) -> Iterator[str]:
    """What a detector's patterns find, to its last character: some know a token by its beginning only."""
    for pattern in detector.denylist:
        end = 0
        for match in pattern.finditer(text):
            if match.start() < end:
                continue
            captured = [group for group in match.groups() if group and len(group) >= _LONG_GROUP]
            rest = _REST.match(text, match.end())
            end = rest.end() if rest else match.end()
            yield captured[0] if captured else text[match.start() : end]


@cache
def _detectors() -> dict[str, Any]:
    """The detectors of formats that cannot be mistaken, by kind; those of entropy and of mere words are left out.

    They come with Checkov. Importing them costs 0.15 s, so it is done when a text holds a candidate.
    """
    from detect_secrets.plugins.aws import AWSKeyDetector
    from detect_secrets.plugins.github_token import GitHubTokenDetector
    from detect_secrets.plugins.npm import NpmDetector
    from detect_secrets.plugins.sendgrid import SendGridDetector
    from detect_secrets.plugins.slack import SlackDetector
    from detect_secrets.plugins.square_oauth import SquareOAuthDetector
    from detect_secrets.plugins.stripe import StripeDetector

    kinds: dict[str, Callable[[], Any]] = {
        "AWS access key": AWSKeyDetector,
        "GitHub token": GitHubTokenDetector,
        "npm token": NpmDetector,
        "SendGrid key": SendGridDetector,
        "Slack token": SlackDetector,
        "Square key": SquareOAuthDetector,
        "Stripe key": StripeDetector,
    }
    return {kind: detector() for kind, detector in kinds.items()}
