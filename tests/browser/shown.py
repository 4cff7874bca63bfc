"""What a page shows of its findings, and what it should."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from stackgate.finding import Finding
from stackgate.reports.audit import Audit

READ = """cards => cards.flatMap(card => [...card.querySelectorAll('.place')].map(place =>
    `${card.querySelector('h3').textContent} ${place.querySelector('.title').textContent}`))"""


def shown(page: Page) -> list[str]:
    """Rule and address of each finding that is on the page now, sorted."""
    return sorted(page.eval_on_selector_all("#cards .card", READ))


def expected(audit: Audit, belongs: Callable[[Finding], bool] = lambda _: True) -> list[str]:
    """Rule and address of an audit's findings, of all or of those that belong to what was asked for, sorted."""
    found = [finding for run in audit.runs for finding in run.verdict.findings if finding.status != "pass"]
    return sorted(told(one) for one in found if belongs(one))


def told(finding: Finding) -> str:
    """Rule and address of a finding, as the page tells them."""
    return f"{finding.rule} {'the whole document' if finding.address == '*' else finding.address}"


def state_of(finding: Finding) -> str:
    """What the page calls a finding's state: a fault at level warning is a warning."""
    return "warning" if finding.status == "fail" and finding.level == "warning" else finding.status
