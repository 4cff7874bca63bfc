"""Environment variables: which of them may reach Terraform, and which values must reach no output."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase

from stackgate.deployment.ending import Refused
from stackgate.secrets.names import kind_of, reads_like_secret

_HARMLESS = (
    "TF_APPEND_USER_AGENT",
    "TF_CLI_CONFIG_FILE",
    "TF_HTTP_PASSWORD",
    "TF_HTTP_USERNAME",
    "TF_IGNORE",
    "TF_IN_AUTOMATION",
    "TF_INPUT",
    "TF_LOG*",
    "TF_PLUGIN_CACHE_DIR",
    "TF_PROVIDER_DOWNLOAD_RETRY",
    "TF_REGISTRY_*",
    "TF_TOKEN_*",
)
"""Variables of Terraform's that change nothing of what is applied: how it logs in, where it finds the providers of the
lock file, how it prints. Every other one that begins with TF_ has to be declared: variables, arguments, the workspace,
another state, providers that are attached. Source: Terraform's page on environment variables, and the http backend's.
"""
_WITHHELD = ("TF_LOG*", "TF_IGNORE", "TF_DATA_DIR", "STACKGATE_KEY")
"""Terraform's own logs hold what it sends and gets, secrets too; what `init` puts down has to lie in the
private folder, where it is looked at; the private key is for the gate alone."""
_FILES = (
    "AWS_CA_BUNDLE",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "TERRAFORM_CONFIG",
    "TF_CLI_CONFIG_FILE",
    "TF_PLUGIN_CACHE_DIR",
)
"""Terraform runs in another folder than the command was called in, so a relative path would lead elsewhere."""
_CREDENTIALS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SECURITY_TOKEN",
    "AWS_SESSION_TOKEN",
    "STACKGATE_KEY",
)
_OWN = {"TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"}
_SHORTEST = 8
"""A shorter word in a credential's place is none, as the `testing` that stands there for an AWS that is none."""


def refuse_undeclared(environ: Mapping[str, str], declared: Collection[str]) -> None:
    """Raise Refused for each variable that changes what Terraform applies and is not declared; no value is shown."""
    undeclared = [
        name
        for name in sorted(environ)
        if name.startswith("TF_") and name not in declared and not _matches(name, _HARMLESS)
    ]
    if undeclared:
        raise Refused(
            *(f"{name} is set and not declared: unset it, or name it in [deploy] variables" for name in undeclared)
        )


def terraform_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables of Terraform's processes."""
    kept = {name: value for name, value in environ.items() if not _matches(name, _WITHHELD)}
    absolute = {name: os.path.abspath(kept[name]) for name in _FILES if kept.get(name)}
    return kept | absolute | _OWN


def secrets_of_environment(environ: Mapping[str, str], sensitive: Collection[str] = ()) -> frozenset[str]:
    """The values that no output may hold: AWS credentials, keys, tokens, passwords, and what `sensitive` names."""
    return frozenset(_secrets(environ, sensitive))


def _secrets(environ: Mapping[str, str], sensitive: Collection[str]) -> Iterator[str]:
    for name, value in environ.items():
        kind = kind_of(name)
        known = len(value) >= _SHORTEST and (name in _CREDENTIALS or name.startswith("TF_TOKEN_"))
        if known or name in sensitive or (kind and reads_like_secret(name, kind, value)):
            yield value


def _matches(name: str, patterns: Collection[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
