"""A verdict whose every text wants to do harm, the evidence's as well."""

from __future__ import annotations

from dataclasses import replace

from made_up_verdicts import hostile as with_hostile_findings

from stackgate.evidence import Evidence, Pair, PastFailure, Provenance, SeenResource, Source
from stackgate.finding import Verdict


def hostile(text: str) -> Verdict:
    """The verdict; what it judged is known, and named by `text` too."""
    verdict = with_hostile_findings(text)
    addresses = [finding.address for finding in verdict.findings]
    resources = [
        SeenResource(text, address, text, text, Source(text, 1), text, tuple(addresses)) for address in addresses
    ]
    pairs = [
        Pair(one.rule, one.stack, one.address, "waived" if one.waiver else "fail", {text: text})
        for one in verdict.findings
    ]
    failures = (PastFailure(text, text, (verdict.findings[0].rule,)),)
    evidence = Evidence(tuple(resources), tuple(pairs), failures, Provenance(text, {text: text}, text))
    return replace(verdict, evidence=evidence, versions={text: text}, judged_at=text)
