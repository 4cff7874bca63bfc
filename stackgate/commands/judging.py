"""The commands that judge: `stackgate gate | synth | check | failures`."""

from __future__ import annotations

from pathlib import Path

import click

from stackgate.commands.options import (
    EPILOG,
    FOLDER,
    FORMATS,
    all_policies_option,
    config_option,
    environment_option,
    run_of,
)
from stackgate.commands.sealing import key_option, signer_of
from stackgate.out_folder import SARIF, SEAL, VERDICT, NotWritten
from stackgate.terminal import CannotJudge, discard, failing_closed, finish, log_to, progress


@click.command(epilog=EPILOG)
@environment_option
@config_option
@all_policies_option
@click.option("--out", type=FOLDER, default=Path("gate"), show_default=True, help="Where document and reports go.")
@click.option("--format", "format_name", type=FORMATS, default="text", show_default=True, help="The report to print.")
@key_option
def gate(
    environment: str | None, config: Path | None, all_policies: bool, out: Path, format_name: str, key: Path | None
) -> None:
    """Synthesize the app of cdktf.json, judge it, write the reports, and seal the verdict."""
    log_to(out / "stackgate.log")
    discard(out / VERDICT, out / SARIF, out / SEAL)
    run = run_of(environment, config, all_policies=all_policies, signer=signer_of(key))
    try:
        verdict = run.gate(out)
    except NotWritten as error:
        raise CannotJudge(str(error)) from None
    finish(verdict, format_name, ())


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


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@environment_option
@config_option
@click.option("--format", "format_name", type=FORMATS, default="text", show_default=True, help="The report to print.")
@click.option("--report", "reports", multiple=True, metavar="FORMAT=FILE", help="Write a report to a file. Repeatable.")
@click.option("--only", type=click.Choice(["validators"]), help="Leave Checkov out, for fast feedback.")
@all_policies_option
@click.option("--rules", multiple=True, type=FOLDER, help="A folder of own validators. Repeatable.")
@click.option("--policies", multiple=True, type=FOLDER, help="A folder of own policies. Repeatable.")
@click.option("--waivers", type=click.Path(path_type=Path), help="The file of waivers. Default: as in the settings.")
@click.option("--ledger", is_flag=True, help="List what passed too, in the JSON report.")
def check(
    paths: tuple[Path, ...],
    environment: str | None,
    config: Path | None,
    format_name: str,
    reports: tuple[str, ...],
    only: str | None,
    all_policies: bool,
    rules: tuple[Path, ...],
    policies: tuple[Path, ...],
    waivers: Path | None,
    ledger: bool,
) -> None:
    """Judge documents: a cdk.tf.json, the JSON of a plan, or a folder that holds documents."""
    if only and all_policies:
        raise click.UsageError(f"--only {only} leaves out what --all-policies asks for")
    targets = [_report_target(report) for report in reports]
    discard(*(file for _, file in targets))
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
    )
    finish(run.check(paths), format_name, targets)


@click.command(epilog=EPILOG)
@click.argument("document", required=False, type=click.Path(path_type=Path))
@environment_option
@config_option
def failures(document: Path | None, environment: str | None, config: Path | None) -> None:
    """List the past failures with their guards, and which of them a document shows."""
    from stackgate.failures import list_failures, load_failures
    from stackgate.reports.text import visible

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


def _report_target(report: str) -> tuple[str, Path]:
    format_name, separator, file = report.partition("=")
    if not separator or not file or format_name not in FORMATS.choices:
        raise click.UsageError(
            f"--report {report!r}: write FORMAT=FILE, with FORMAT one of {', '.join(FORMATS.choices)}"
        )
    return format_name, Path(file)
