"""The commands that judge: `stackgate gate | synth | check | failures`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from stackgate.commands.options import (
    EPILOG,
    FOLDER,
    all_policies_option,
    config_option,
    environment_option,
    run_of,
)
from stackgate.commands.reporting import reporting_of, reporting_options
from stackgate.commands.sealing import key_option, signer_of
from stackgate.commands.spreading import beside_stream, spreading_options
from stackgate.out_folder import CDKTF_OUT, REPORT, SARIF, SEAL, VERDICT, NotWritten
from stackgate.terminal import CannotJudge, discard, failing_closed, log_to, steps

_WRITTEN = (VERDICT, SARIF, REPORT, SEAL)
"""What a gate writes into its out folder, beside the documents."""


@click.command(epilog=EPILOG, short_help="Synthesize the app, judge it, write reports, seal the verdict.")
@environment_option
@config_option
@all_policies_option
@click.option("--out", type=FOLDER, default=Path("gate"), show_default=True, help="Where document and reports go.")
@click.option("--once", is_flag=True, help="Synthesize once, for fast feedback: such a verdict is not sealed.")
@reporting_options
@key_option
def gate(
    environment: str | None,
    config: Path | None,
    all_policies: bool,
    out: Path,
    once: bool,
    key: Path | None,
    **asked: Any,
) -> None:
    """Synthesize the app of cdktf.json, judge it, write the reports, and seal the verdict."""
    log_to(out / "stackgate.log")
    try:
        reporting = reporting_of(**asked, own=lambda file: _is_the_gates(file.resolve(), out.resolve()))
    finally:
        discard(*(out / name for name in _WRITTEN))
    from stackgate.app_gate import gate_app

    run = run_of(environment, config, all_policies=all_policies, once=once, signer=None if once else signer_of(key))
    reporting.expect([run.environment])
    try:
        with steps() as progress:
            verdict = gate_app(replace(run, progress=progress), out, lambda verdict: reporting.audit([verdict]))
    except NotWritten as error:
        raise CannotJudge(str(error)) from None
    reporting.finish([verdict])


def _is_the_gates(file: Path, out: Path) -> bool:
    return file in [out / name for name in _WRITTEN] or file.is_relative_to(out / CDKTF_OUT)


@click.command(epilog=EPILOG)
@environment_option
@config_option
@click.option("--out", type=FOLDER, default=Path("gate"), show_default=True, help="Where the documents go.")
def synth(environment: str | None, config: Path | None, out: Path) -> None:
    """Only synthesize the app of cdktf.json."""
    from stackgate.synthesis.synth import SynthesisError, synthesize

    run = run_of(environment, config)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with steps() as progress:
            synthesis = synthesize(
                run.settings.app,
                out / "cdktf.out",
                environment=run.environment,
                log=out / "synth.log",
                progress=progress,
            )
    except SynthesisError as error:
        raise CannotJudge(str(error)) from None
    for document in synthesis.documents:
        click.echo(document)
    for note in synthesis.notes:
        click.echo(f"note: {note}", err=True)


@click.command(epilog=EPILOG, short_help="Judge documents and plans that are there.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@environment_option
@config_option
@reporting_options
@spreading_options
@click.option("--only", type=click.Choice(["validators"]), help="Leave Checkov out, for fast feedback.")
@all_policies_option
@click.option("--rules", multiple=True, type=FOLDER, help="A folder of own validators. Repeatable.")
@click.option("--policies", multiple=True, type=FOLDER, help="A folder of own policies. Repeatable.")
@click.option("--waivers", type=click.Path(path_type=Path), help="The file of waivers. Default: as in the settings.")
@click.option("--ledger", is_flag=True, help="Keep all that was judged, what passed too, in the JSON report.")
def check(
    paths: tuple[str, ...],
    environment: str | None,
    config: Path | None,
    jobs: int | None,
    shard: tuple[int, int] | None,
    dask: str | None,
    stream: Path | None,
    only: str | None,
    all_policies: bool,
    rules: tuple[Path, ...],
    policies: tuple[Path, ...],
    waivers: Path | None,
    ledger: bool,
    **asked: Any,
) -> None:
    """Judge documents: a cdk.tf.json, the JSON of a plan, or a folder that holds documents.

    PATH can be a quoted pattern ('stacks/**/*.tf.json'), and @FILE for the paths in a file, one a line (@- for stdin).
    """
    if only and all_policies:
        raise click.UsageError(f"--only {only} leaves out what --all-policies asks for")
    reporting = beside_stream(reporting_of(**asked), stream)
    log_to(Path("stackgate.log"))
    run = run_of(
        environment,
        config,
        validators=rules,
        policies=policies,
        waivers=waivers,
        only_validators=only is not None,
        all_policies=all_policies,
        keep_passes=ledger,
        keep_evidence=ledger or reporting.needs_evidence,
    )
    reporting.expect([run.environment])
    from stackgate.fleet.spreading import Spreading
    from stackgate.fleet.stream import streaming

    try:
        with steps() as progress, streaming(stream) as lines:
            spreading = Spreading(jobs or 0, shard, lines, dask)
            verdict = replace(run, progress=progress, spreading=spreading).check(paths)
    except NotWritten as error:
        raise CannotJudge(str(error)) from None
    reporting.finish([verdict])


@click.command(epilog=EPILOG, short_help="List the past failures, and those that a document shows.")
@click.argument("document", required=False, type=click.Path(path_type=Path))
@environment_option
@config_option
def failures(document: Path | None, environment: str | None, config: Path | None) -> None:
    """List the past failures with their guards, and which of them a document shows."""
    from stackgate.failures import list_failures, load_failures
    from stackgate.reports.visible import visible

    with failing_closed():
        known = load_failures().values()
    if document is None:
        click.echo("\n".join(list_failures(known)))
        return
    log_to(Path("stackgate.log"))
    verdict = run_of(environment, config).check([document])
    for error in verdict.errors:
        raise CannotJudge(visible(f"{error.where}: {error.message}"))
    click.echo("\n".join(map(visible, list_failures(known, verdict.findings))))
    raise SystemExit(verdict.exit_status)
