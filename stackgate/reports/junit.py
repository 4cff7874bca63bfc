"""The JUnit XML report, for test dashboards: a suite for each run, a test case for each pair of rule and resource.

Source: the Ant schema of JUnit XML, by junitparser; GitLab, Unit test reports, which tells cases of a suite apart by
classname and name.

A pair that blocks is a failure, of type `fail` or `unknown`. What could not be judged is an error. A waived pair is
skipped. A warning passes, since it blocks nothing and a dashboard knows only red and green: its text is the case's
output. Without the ledger of pairs the cases are those with findings alone, and a property of the suite says so.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from stackgate.evidence import Outcome, PairKey
from stackgate.finding import WORST_FIRST, Finding, Verdict
from stackgate.ledger import outcome_of
from stackgate.reports.audit import Audit, JudgedRun
from stackgate.reports.one_line import one_line

_LONGEST_NAME = 500
_LONGEST_MESSAGE = 1_000
_LONGEST_TEXT = 4_000


def render(audit: Audit) -> str:
    """The runs as JUnit XML."""
    report = JUnitXml("stackgate")
    for run in audit.runs:
        report.append(_suite(run))
    report.update_statistics()
    file = io.BytesIO()
    report.write(file)
    # A case on a line of its own; a less-than sign of a text is escaped, so this finds tags alone.
    return re.sub(r">(?=<(?:testsuite|testcase|/testsuite))", ">\n", file.getvalue().decode()) + "\n"


def _suite(run: JudgedRun) -> TestSuite:
    verdict = run.verdict
    suite = TestSuite(one_line(run.name, _LONGEST_NAME))
    if verdict.judged_at:
        suite.timestamp = one_line(verdict.judged_at.removesuffix("Z"), _LONGEST_NAME)
    for name, value in _properties(verdict):
        suite.add_property(one_line(name, _LONGEST_NAME), one_line(value, _LONGEST_TEXT))
    taken: Counter[tuple[str, str]] = Counter()
    for case in (*_errors(verdict), *_pairs(verdict)):
        identity = (case.classname, case.name)
        taken[identity] += 1
        if taken[identity] > 1:
            case.name = f"{case.name} ({taken[identity]})"
        suite.append(case)
    return suite


def _properties(verdict: Verdict) -> Iterator[tuple[str, str]]:
    yield "environment", verdict.environment
    yield "verdict", verdict.decision
    yield "evidence", "kept" if verdict.evidence else "not kept: the cases are the findings, what passed is not listed"
    for name, count in verdict.counts.items():
        yield f"pairs.{name}", str(count)
    for name, version in verdict.versions.items():
        yield f"version.{name}", version
    for document in verdict.documents:
        yield "document", f"{document.path} sha256:{document.sha256} {document.stack} {document.provider}".rstrip()
    for note in verdict.notes:
        yield "note", note


def _errors(verdict: Verdict) -> Iterator[TestCase]:
    for error in verdict.errors:
        case = TestCase(one_line(error.where, _LONGEST_NAME), "stackgate.could_not_judge")
        problem = Error(one_line(error.message, _LONGEST_MESSAGE), "could not judge")
        problem.text = one_line(f"could not judge {error.where}: {error.message}", _LONGEST_TEXT)
        case.append(problem)
        yield case


def _pairs(verdict: Verdict) -> Iterator[TestCase]:
    told: dict[PairKey, list[Finding]] = {}
    for finding in verdict.findings:
        if finding.status != "pass":
            told.setdefault(finding.pair, []).append(finding)
    pairs = verdict.evidence.pairs if verdict.evidence else ()
    asked = [(pair.key, pair.outcome) for pair in pairs]
    listed = {key for key, _ in asked}
    asked += [(key, outcome_of(findings)) for key, findings in told.items() if key not in listed]
    engines = {finding.rule: finding.engine for finding in verdict.findings}
    engines |= {rule.name: rule.engine for rule in verdict.rules}
    several = len({document.stack for document in verdict.documents}) > 1
    for key, outcome in asked:
        rule, stack, address = key
        place = "the whole document" if address == "*" else address
        name = f"{stack}: {place}" if several and stack else place
        classname = f"{engines[rule]}.{rule}" if rule in engines else rule
        case = TestCase(one_line(name, _LONGEST_NAME), one_line(classname, _LONGEST_NAME))
        _conclude(case, outcome, told.get(key, []))
        yield case


def _conclude(case: TestCase, outcome: Outcome, findings: Sequence[Finding]) -> None:
    """Enter what came out. A warning beside an open question that blocks counts as a warning, and blocks all the same;
    a pair that is said to be bad, but has no finding, is a failure too."""
    blocking = [finding for finding in findings if finding.blocks]
    if blocking or outcome == "fail" or (outcome == "unknown" and not findings):
        first = min(blocking, key=lambda finding: WORST_FIRST[finding.status], default=None)
        kind = first.status if first else outcome
        failure = Failure(one_line(first.message if first else "no finding was kept", _LONGEST_MESSAGE), kind)
        failure.text = _text(findings)
        case.append(failure)
    elif outcome == "waived":
        case.append(Skipped(one_line(_acceptance(findings), _LONGEST_MESSAGE), "waived"))
        case.system_out = _text(findings)
    elif findings:
        case.system_out = _text(findings)


def _acceptance(findings: Sequence[Finding]) -> str:
    waivers = [finding.waiver for finding in findings if finding.waiver]
    told = (f"{waiver.get('reason')} ({waiver.get('owner')}, {waiver.get('expires')})" for waiver in waivers)
    return "; ".join(dict.fromkeys(told)) or "waived"


def _text(findings: Sequence[Finding]) -> str:
    return "\n\n".join("\n".join(_lines(finding)) for finding in findings)


def _lines(finding: Finding) -> Iterator[str]:
    source = f"{finding.source.file}:{finding.source.line}" if finding.source else None
    location = f"{finding.location.path}:{finding.location.line or 1}" if finding.location else None
    told = {
        f"{finding.level}, {finding.status}": finding.message,
        "attribute": finding.attribute,
        "value": finding.value,
        "at": source or location,
        "construct": finding.construct,
        "why": finding.why,
        "fix": finding.fix,
        "controls": ", ".join(finding.controls),
        "past failures": ", ".join(finding.guards),
        "fingerprint": finding.fingerprint,
    }
    if finding.waiver:
        told["waived"] = _acceptance([finding])
    for title, text in told.items():
        if text:
            yield f"{title}: {one_line(text, _LONGEST_TEXT)}"
