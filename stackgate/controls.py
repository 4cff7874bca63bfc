"""Which framework a control's identifier is of."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FRAMEWORKS = (
    (re.compile(r"CT\..+"), "AWS Control Tower"),
    (re.compile(r"CIS .+"), "CIS AWS Foundations Benchmark"),
    (re.compile(r"CKV2?_.+"), "Checkov"),
    (re.compile(r"[A-Z]{2}-\d+(\(\d+\))?"), "NIST SP 800-53 Rev. 5"),
    (re.compile(r"[A-Za-z0-9]+\.\d+"), "AWS Security Hub"),
)


def framework(control: str) -> str:
    """The framework of a control such as `RDS.27`, `CT.SQS.PR.1` or `SC-7(10)`; `other` for one of none of them.

    Source: the forms in which AWS Security Hub, AWS Control Tower, NIST, CIS and Checkov number their controls.
    """
    return next((name for pattern, name in _FRAMEWORKS if pattern.fullmatch(control)), "other")


def natural(controls: Iterable[str]) -> list[str]:
    """The identifiers in the order in which a person lists them: `EC2.9` before `EC2.15`."""
    return sorted(controls, key=lambda control: [int(part) if part.isdecimal() else part for part in _parts(control)])


def _parts(control: str) -> list[str]:
    return re.split(r"(\d+)", control)
