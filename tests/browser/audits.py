"""The audits that the pages of these tests show: of the bundled stack as it is, with faults in it, in six runs; of a
document of 6,000 resources; of hostile content; of runs that judged little or nothing."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator import document
from made_up_verdicts import HOSTILE_TEXTS

from stackgate.app_gate import gate_app
from stackgate.finding import Verdict
from stackgate.gate import could_not_judge
from stackgate.out_folder import CDKTF_OUT
from stackgate.reports.audit import Audit, audit_of
from stackgate.reports.comparison import compare
from stackgate.run import Run
from stackgate.settings import load_settings
from stackgate.synthesis.synth import SOURCES

from .faults import ACCEPTED, FAULTS, OPEN_QUESTION, changed
from .hostile import hostile

REPOSITORY = Path(__file__).parents[2]
DOCUMENT = Path("stacks", "streamflix", "cdk.tf.json")
ENVIRONMENTS = ("dev", "staging", "prod")
LARGE = 6_000
WAIVER = """[[waiver]]
rule = "subnet_public_ip"
address = "{}"
reason = "A bastion host needs a public address until the VPN is there."
owner = "network@streamflix.example"
expires = {}
"""


class Audits:
    """Makes the audits; what takes long, gates and judgements, is done once and kept in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._gated: dict[str, Verdict] = {}
        self._judged: dict[str, Verdict] = {}

    def bundled(self) -> Audit:
        """The bundled stack in production, gated from its source."""
        return audit_of([self._gate("prod")])

    def twenty_faults(self) -> Audit:
        """The bundled stack with twenty faults, an open question and an accepted fault; compared with what it was."""
        return audit_of([self._faulty()], [compare(self._gate("prod"), self._faulty())])

    def large(self) -> Audit:
        """A document of about 6,000 resources."""
        return audit_of([self._check("large", "prod", document(LARGE))])

    def six_runs(self) -> Audit:
        """Three environments on two generations of the provider; production has faults on one and a comparison."""
        newer = [self._gate("dev"), self._gate("staging"), self._faulty()]
        older = [self._on_older_provider(environment) for environment in ENVIRONMENTS]
        since = [None, None, compare(self._gate("prod"), self._faulty()), None, None, None]
        return audit_of(newer + older, since)

    def hostile(self) -> Audit:
        """Runs of which every text wants to do harm."""
        return audit_of([hostile(text) for text in HOSTILE_TEXTS])

    def without_evidence(self) -> Audit:
        """The one with faults, of which only the findings were kept."""
        return audit_of([replace(self._faulty(), evidence=None)])

    def not_judged(self) -> Audit:
        """A run that broke off before there was a document."""
        return audit_of([could_not_judge("prod", "synth", "the app ended with 1: KeyError: 'vpc_cidr'")])

    def _gate(self, environment: str) -> Verdict:
        if environment not in self._gated:
            self._gated[environment] = gate_app(self._run(environment), self._folder / environment)
        return self._gated[environment]

    def _synthesized(self, environment: str) -> dict[str, Any]:
        self._gate(environment)
        file = self._folder / environment / CDKTF_OUT / DOCUMENT
        content: dict[str, Any] = json.loads(file.read_bytes())
        return content

    def _faulty(self) -> Verdict:
        content = changed(self._synthesized("prod"), FAULTS | OPEN_QUESTION | ACCEPTED)
        in_a_month = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
        waivers = self._folder / "waivers.toml"
        waivers.write_text(WAIVER.format(next(iter(ACCEPTED)), in_a_month), encoding="utf-8")
        self._keep_sources("prod", "faulty")
        return self._check("faulty", "prod", content | {"variable": {"rotate": {}}}, waivers=waivers)

    def _on_older_provider(self, environment: str) -> Verdict:
        content = self._synthesized(environment)
        content["terraform"]["required_providers"]["aws"]["version"] = "~> 5.99"
        self._keep_sources(environment, f"{environment}-5")
        return self._check(f"{environment}-5", environment, content)

    def _keep_sources(self, environment: str, name: str) -> None:
        """Lay the lines of the app's source beside a document that is made from a synthesized one."""
        (self._folder / name / DOCUMENT).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self._folder / environment / CDKTF_OUT / SOURCES, self._folder / name / SOURCES)

    def _check(self, name: str, environment: str, content: Mapping[str, Any], **how: Any) -> Verdict:
        if name not in self._judged:
            file = self._folder / name / DOCUMENT
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(content), encoding="utf-8")
            self._judged[name] = self._run(environment, **how).check([file])
        return self._judged[name]

    def _run(self, environment: str, **how: Any) -> Run:
        return Run(load_settings(REPOSITORY / "stackgate.toml"), environment, keep_evidence=True, **how)


PAGES: dict[str, Callable[[Audits], Audit]] = {
    "bundled": Audits.bundled,
    "twenty_faults": Audits.twenty_faults,
    "large": Audits.large,
    "six_runs": Audits.six_runs,
    "hostile": Audits.hostile,
    "without_evidence": Audits.without_evidence,
    "not_judged": Audits.not_judged,
}
"""Each page by its name."""
