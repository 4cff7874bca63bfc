"""Verdicts, audits and evidence that are made up, for the tests of the reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from stackgate.evidence import Evidence, Pair, PastFailure, Provenance, SeenResource
from stackgate.finding import (
    OUTCOMES,
    Corroboration,
    Finding,
    JudgedDocument,
    JudgementError,
    Location,
    RuleSummary,
    Source,
    Verdict,
    number_occurrences,
)
from stackgate.reports.audit import Audit, audit_of
from stackgate.reports.comparison import compare

JUDGED_AT = "2026-11-23T12:00:00Z"

HOSTILE_TEXTS = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)><!--",
    "\"'><b onmouseover='x()'>",
    "\x1b[31mred\x1b[0m\x07\x00\x7f\x9b31m",
    "one\ntwo\r\nthree\x0bfour\x85five\u2028six\u2029",
    "\u202eright to left\u202c \u2066isolated\u2069 \u200bzero width\ufeff",
    "lone \ud800 surrogate \udfff, no character \uffff",
    '=HYPERLINK("http://example.org","x")',
    "\tcmd|' /C calc'!A0",
    "@everyone #1 !2 https://example.org www.example.org a@example.org owner/repo#3",
    "[link](javascript:alert(1)) ![i](//example.org/p.png) `code` ``` ~~~ | a | b | **bold** _x_ &lt; \\",
    "[bold]rich[/bold] %s {x} {{ x }} ${x} $x ]]> <?xml?> <!DOCTYPE x> &x;",
    "file:///etc/passwd ../../x C:\\x\\y a b%20c?d#e",
    " ",
    "",
    "x" * 1_000_000,
)
"""Texts of which none may do harm in any report, the last one 1 MB long."""


def finding(**how: Any) -> Finding:
    """A fault of a queue, but for what is given."""
    given: dict[str, Any] = {
        "rule": "queue_encrypted",
        "engine": "policies",
        "level": "error",
        "status": "fail",
        "address": "aws_sqs_queue.jobs",
        "message": "not encrypted",
        "stack": "shop",
        "attribute": "kms_master_key_id",
        "value": "alias/aws/sqs",
        "why": "People read it.",
        "fix": "Set a key.",
        "construct": "shop/jobs",
        "source": Source("stack/queues.py", 12),
        "location": Location("cdk.tf.json", 40),
        "controls": ("SQS.1", "SC-28"),
        "guards": ("MF-4",),
    }
    return Finding(**given | how)


def waived(**how: Any) -> Finding:
    """A fault that ann accepted until 2027-01-31, but for what is given."""
    accepted = {"reason": "public feed", "owner": "ann", "expires": "2027-01-31"}
    return finding(**{"status": "waived", "address": "aws_sqs_queue.feed", "waiver": accepted} | how)


def unknown(**how: Any) -> Finding:
    """A question that stayed open, but for what is given."""
    told = {"message": "depends on var.key, which has no default", "value": "var.key", "source": None}
    return finding(**{"status": "unknown", "address": "aws_sqs_queue.other"} | told | how)


def whole(**how: Any) -> Finding:
    """A finding of the whole document, but for what is given."""
    nothing = dict.fromkeys(("construct", "source", "location", "attribute", "value"))
    return finding(**nothing | {"address": "*", "rule": "state_backend", "engine": "validators"} | how)


def warning(**how: Any) -> Finding:
    """A fault at level warning that one of Checkov's checks agrees with, but for what is given."""
    agrees = (Corroboration("CKV_AWS_27", "fail"),)
    return finding(**{"level": "warning", "rule": "queue_dead_letter", "corroboration": agrees} | how)


def each_kind() -> list[Finding]:
    """One finding of each kind."""
    return [finding(), unknown(), whole(), warning(), waived()]


def rules_of(findings: Iterable[Finding]) -> tuple[RuleSummary, ...]:
    """The rules that the findings are of, and one that passed everywhere."""
    found = [
        RuleSummary(one.rule, one.engine, f"{one.rule} is kept.", one.why, one.fix, one.controls, one.guards, one.level)
        for one in {one.rule: one for one in findings}.values()
    ]
    passed = RuleSummary("stack_tagged", "validators", "Tagged.", "Bills are split.", "Tag it.", ("CM-8",), ())
    return (*found, passed)


def evidence(findings: Sequence[Finding] = (), stack: str = "shop") -> Evidence:
    """What was judged in a small document: a VPC with two subnets, a queue, a database; each finding's pair, and a
    pass of `stack_tagged` at every resource."""

    def seen(address: str, *references: str, zone: str | None = None) -> SeenResource:
        kind, name = address.split(".")
        return SeenResource(stack, address, kind, f"{stack}/{name}", Source("stack/app.py", 7), zone, references)

    resources = (
        seen("aws_vpc.main"),
        seen("aws_subnet.a", "aws_vpc.main", zone="eu-west-1a"),
        seen("aws_subnet.b", "aws_vpc.main", zone="eu-west-1b"),
        seen("aws_db_subnet_group.db", "aws_subnet.a", "aws_subnet.b"),
        seen("aws_rds_cluster.db", "aws_db_subnet_group.db", "aws_kms_key.main"),
        seen("aws_kms_key.main"),
        seen("aws_sqs_queue.jobs"),
        seen("aws_sqs_queue.feed"),
        seen("aws_sqs_queue.other"),
    )
    pairs = [Pair("stack_tagged", stack, one.address, "pass", {"tags": '{"team":"shop"}'}) for one in resources]
    for one in {(one.rule, one.stack, one.address): one for one in findings}.values():
        values = {one.attribute: one.value or "not set"} if one.attribute else {}
        pairs.append(Pair(one.rule, one.stack, one.address, _outcome(one), values))
    failure = PastFailure("MF-4", "Messages were readable", ("queue_encrypted",))
    provenance = Provenance("a" * 64, {"policies/own.yaml": "b" * 64}, "c" * 64)
    return Evidence(resources, tuple(pairs), (failure,), provenance)


def verdict(
    *findings: Finding,
    environment: str = "prod",
    stack: str = "shop",
    provider: str = "aws 6",
    errors: Iterable[JudgementError] = (),
    kept: bool = True,
    **how: Any,
) -> Verdict:
    """A verdict of one document with these findings; `kept` says whether its evidence is."""
    numbered = tuple(number_occurrences(findings))
    known = evidence(numbered, stack)
    outcomes = Counter(pair.outcome for pair in known.pairs)
    given: dict[str, Any] = {
        "environment": environment,
        "engines": ("validators", "policies"),
        "documents": (JudgedDocument("cdk.tf.json", "0" * 64, stack, len(known.resources), provider),),
        "counts": {"judged": outcomes.total(), **{outcome: outcomes[outcome] for outcome in OUTCOMES}},
        "findings": numbered,
        "errors": tuple(errors),
        "rules": rules_of(numbered),
        "notes": ("a note",),
        "judged_at": JUDGED_AT,
        "versions": {"python": "3.11.9", "stackgate": "0.1.0"},
        "evidence": known if kept else None,
    }
    return Verdict(**given | how)


def hostile(text: str) -> Verdict:
    """A verdict whose every free text is `text`."""
    texts: dict[str, Any] = dict.fromkeys(("message", "stack", "attribute", "value", "why", "fix", "construct"), text)
    texts |= {"source": Source(text, 1), "location": Location(text, 2)}
    waiver = {"reason": text, "owner": text, "expires": "2027-01-31"}
    return verdict(
        finding(**texts, address=f"aws_sqs_queue.{text}"),
        waived(**texts, address=f"aws_x.{text}", waiver=waiver),
        environment=text,
        errors=[JudgementError(text, text)],
        documents=(JudgedDocument(text, "0" * 64, text, 2, "aws 6"),),
        notes=(text,),
    )


def many(number: int) -> Verdict:
    """A verdict with a number of faults, each of a resource of its own, of ten rules."""
    return verdict(*(finding(rule=f"rule_{index % 10}", address=f"aws_sqs_queue.q{index}") for index in range(number)))


def three_runs() -> Audit:
    """An audit of a blocked run with each kind of finding and a comparison, an allowed one, and one with errors."""
    before = verdict(*(finding(address=f"aws_sqs_queue.{name}") for name in ("jobs", "gone", "feed")))
    runs = [
        verdict(*each_kind()),
        verdict(warning(), environment="staging"),
        verdict(environment="dev", errors=[JudgementError("bad.json", "is empty")], kept=False),
    ]
    return audit_of(runs, [compare(before, runs[0]), None, None])


def _outcome(one: Finding) -> Any:
    return "warning" if one.status == "fail" and one.level == "warning" else one.status
