"""The gate of an app: it is synthesized, what comes out is judged, and document, reports and seal are left behind."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from stackgate.finding import Verdict
from stackgate.inputs import find_inputs
from stackgate.out_folder import CDKTF_OUT, REPORT, SARIF, SEAL, SYNTH_LOG, VERDICT, write_report, writing
from stackgate.reports import render
from stackgate.reports.audit import Audit, audit_of
from stackgate.rulebook import Rulebook
from stackgate.run import Run, load_rules
from stackgate.scan import warm_up
from stackgate.seal.sealing import Sealing
from stackgate.synthesis.reproduction import synthesize_twice
from stackgate.synthesis.synth import Synthesis, SynthesisError, synthesize

_REPORTS = {VERDICT: "json", SARIF: "sarif", REPORT: "html"}
"""The reports of a gate, in the order in which they are written, and their formats."""


def gate_app(run: Run, out: Path, shown: Callable[[Verdict], Audit] = lambda verdict: audit_of([verdict])) -> Verdict:
    """Synthesize the app, judge what comes out, and leave document, reports and seal in the folder `out`.

    `shown` makes the audit that the reports render. Raises NotWritten where one of them cannot be written; then no
    verdict is left that could be taken for this one's.
    """
    with writing(out):
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (VERDICT, SARIF, REPORT, SEAL):
        with writing(out / name):
            (out / name).unlink(missing_ok=True)
    sealing = Sealing(out, run.settings, run.environment, run.signer)
    keeping = replace(run, keep_evidence=True)
    verdict = run.guarded(lambda: _synthesize_and_judge(keeping, out, sealing))
    if not run.once:
        verdict = sealing.check(verdict)
    try:
        audit = shown(verdict)
        for name, format_name in _REPORTS.items():
            with writing(out / name):
                write_report(out / name, render(audit, format_name))
        with writing(out / SEAL):
            is_sealed = not run.once and sealing.write(verdict) and run.signer is not None
    except BaseException:
        (out / VERDICT).unlink(missing_ok=True)
        raise
    sealed = f", sealed: {out / SEAL}" if is_sealed else ""
    run.progress(f"reports: {', '.join(str(out / name) for name in _REPORTS)}{sealed}")
    return verdict


def _synthesize_and_judge(run: Run, out: Path, sealing: Sealing) -> Verdict:
    # The app synthesizes in a process of its own; meanwhile this one gets ready to judge.
    with ThreadPoolExecutor(max_workers=1) as ready:
        rules = ready.submit(_get_ready, run, sealing)
        synthesis = synthesize_app(run, out)
        rulebook = rules.result()
    sealing.synthesized()
    # By the folder: what the app itself put beside a document is sealed and applied with it.
    inputs, errors = find_inputs([synthesis.folder] if synthesis.documents else [])
    verdict = run.judge(rulebook, inputs, errors, ("synth",), synthesis.faults, synthesis.observed)
    return replace(verdict, notes=verdict.notes + synthesis.notes)


def synthesize_app(run: Run, out: Path) -> Synthesis:
    """The app's synthesis into a folder, without documents where it failed.

    Raises SynthesisError where no fault can be named.
    """
    how = synthesize if run.once else synthesize_twice
    try:
        return how(
            run.settings.app,
            out / CDKTF_OUT,
            environment=run.environment,
            log=out / SYNTH_LOG,
            progress=run.progress,
        )
    except SynthesisError as error:
        if not error.faults:
            raise
        return Synthesis(out, (), {}, (f"nothing was synthesized: {error}",), error.faults)


def _get_ready(run: Run, sealing: Sealing) -> Rulebook:
    rulebook = load_rules(run)
    if not run.only_validators:
        warm_up()
        sealing.get_ready()
    return rulebook
