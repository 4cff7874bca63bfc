"""What a seal says: an in-toto statement with SLSA's verification summary, and our own fields beside it.

Sources: in-toto attestation framework, Statement v1; SLSA 1.2, verification summary v1. The protobuf of the summary in
in-toto-attestation has one level where the specification has a list, and lacks the verifier's versions: so the
predicate is written as the specification has it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast, get_args
from urllib.parse import quote

from google.protobuf import json_format
from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
from in_toto_attestation.v1.statement import Statement
from in_toto_attestation.v1.statement_pb2 import Statement as StatementMessage

from stackgate.finding import Decision
from stackgate.seal.canonical import canonical, rules_digest
from stackgate.seal.envelope import without_duplicates

PREDICATE_TYPE = "https://slsa.dev/verification_summary/v1"
VERIFIER = "pkg:pypi/stackgate"
SCHEMA = "stackgate/seal/1"
_SLSA_VERSION = "1.2"
_SHA256 = re.compile(r"[0-9a-f]{64}")

Digests = Mapping[str, str]


class StatementError(Exception):
    """A payload that is no statement of a gate."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a seal binds: SHA-256 digests by name, versions by component, and the facts of the verdict.

    out: the files of the out folder, `documents` the judged ones among them. repository: settings, waivers, own rules,
    lock file, relative to the settings' folder. tool: the files of Stackgate. signed_by: the id of the key.
    """

    environment: str
    decision: Decision
    undecided: bool
    sealed_at: datetime
    signed_by: str | None
    documents: Digests
    out: Digests
    repository: Digests
    tool: Digests
    versions: Mapping[str, str]


def write(record: Record) -> bytes:
    """The statement as canonical JSON. Raises ValueError for a record without documents."""
    passed = record.decision == "allowed"
    seal = {
        "schema": SCHEMA,
        "environment": record.environment,
        "verdict": record.decision,
        "undecided": record.undecided,
        "signedBy": record.signed_by,
        "out": record.out,
        "repository": record.repository,
        "tool": record.tool,
    }
    rules = rules_digest(record.repository, record.tool)
    predicate = {
        "verifier": {"id": VERIFIER, "version": record.versions},
        "timeVerified": record.sealed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resourceUri": f"urn:stackgate:environment:{quote(record.environment, safe='')}",
        "policy": {"uri": "urn:stackgate:rules", "digest": {"sha256": rules}},
        "verificationResult": "PASSED" if passed else "FAILED",
        "verifiedLevels": ["STACKGATE_ALLOWED" if passed else "FAILED"],
        "slsaVersion": _SLSA_VERSION,
        "stackgate_seal": seal,
    }
    subjects = [
        ResourceDescriptor(name=name, digest={"sha256": digest}).pb for name, digest in record.documents.items()
    ]
    statement = Statement(subjects, PREDICATE_TYPE, predicate)
    statement.validate()
    return canonical(json_format.MessageToDict(statement.pb))


def read(payload: bytes) -> Record:
    """The record in a statement. Raises StatementError."""
    try:
        content = json.loads(payload.decode("utf-8"), object_pairs_hook=without_duplicates)
        Statement.copy_from_pb(json_format.ParseDict(content, StatementMessage())).validate()
        return _record(content)
    except (json_format.ParseError, LookupError, TypeError, AttributeError, ValueError, RecursionError):
        raise StatementError("holds no statement of a gate") from None


def _record(content: Mapping[str, Any]) -> Record:
    predicate = content["predicate"]
    seal = predicate["stackgate_seal"]
    decision, undecided, signed_by = seal["verdict"], seal["undecided"], seal["signedBy"]
    ours = (PREDICATE_TYPE, VERIFIER, SCHEMA)
    if (content["predicateType"], predicate["verifier"]["id"], seal["schema"]) != ours:
        raise ValueError("is no seal of this form")
    if decision not in get_args(Decision) or not isinstance(undecided, bool):
        raise ValueError("names no verdict")
    if not isinstance(signed_by, str | None) or not isinstance(seal["environment"], str):
        raise TypeError("names no signer, or no environment")
    return Record(
        environment=seal["environment"],
        decision=cast(Decision, decision),
        undecided=undecided,
        sealed_at=datetime.strptime(predicate["timeVerified"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
        signed_by=signed_by,
        documents=_digests({subject["name"]: subject["digest"]["sha256"] for subject in content["subject"]}),
        out=_digests(seal["out"]),
        repository=_digests(seal["repository"]),
        tool=_digests(seal["tool"]),
        versions={name: str(version) for name, version in predicate["verifier"]["version"].items()},
    )


def _digests(content: Mapping[str, str]) -> Digests:
    if not all(_SHA256.fullmatch(digest) for digest in content.values()):
        raise ValueError("holds what is no SHA-256")
    return dict(content)
