"""The report for governance tools: OSCAL assessment results, in JSON, a result for each run.

Source: NIST, OSCAL 1.1.2, Assessment Results Model.
"""

from __future__ import annotations

import json

from stackgate.reports.audit import Audit
from stackgate.reports.oscal.result import result_of
from stackgate.reports.oscal.words import Object, identifier, moment, prop

VERSION = "1.1.2"


def render(audit: Audit) -> str:
    """The verdicts as OSCAL assessment results; the same verdicts give the same text."""
    results = [result_of(run) for run in audit.runs]
    content = json.dumps(results, ensure_ascii=False)
    report = {
        "uuid": identifier("assessment-results", content),
        "metadata": {
            "title": "Judgement of synthesized CDKTF stacks",
            "last-modified": max(moment(run.verdict.judged_at) for run in audit.runs),
            "version": max(moment(run.verdict.judged_at) for run in audit.runs),
            "oscal-version": VERSION,
            "props": [prop("verdict", audit.decision)],
        },
        "import-ap": {"href": f"#{identifier('plan', content)}"},
        "results": results,
        "back-matter": {"resources": [_plan(content)]},
    }
    return json.dumps({"assessment-results": report}, indent=2, ensure_ascii=False) + "\n"


def _plan(content: str) -> Object:
    """What stands for the assessment plan that the model demands."""
    return {
        "uuid": identifier("plan", content),
        "title": "The rules of Stackgate",
        "description": "There is no assessment plan of its own. Every rule is asked about every resource of its types; "
        "the properties of the observations name the rules, those of the results the digest of all rules.",
    }
