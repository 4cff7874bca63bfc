"""Verdicts of real documents with faults in them, judged by the bundled rules, with their evidence."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from stackgate.finding import Verdict
from stackgate.gate import Gate, Input
from stackgate.rulebook import load
from stackgate.settings import Settings

_TESTS = Path(__file__).parent.parent
DOCUMENTS = ("plans/shop.tf.json", "terraform/plan_forms/cdk.tf.json")


@cache
def real_verdict(document: str) -> Verdict:
    """The verdict on one of DOCUMENTS."""
    gate = Gate(load(), Settings(), "prod", keep_evidence=True)
    return gate.judge([Input(_TESTS / document, f"tests/{document}")])
