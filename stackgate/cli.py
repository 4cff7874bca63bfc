"""The command line: `stackgate gate | synth | check | rules | explain | failures`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stackgate import __version__
from stackgate.terminal import CannotJudge, discard, end_as_told, failing_closed, finish, log_to, progress

if TYPE_CHECKING:
    from stackgate.rulebook import Rulebook
    from stackgate.run import Run
    from stackgate.settings import Settings

_FORMATS = click.Choice(["text", "json", "sarif"])
_FOLDER = click.Path(file_okay=False, path_type=Path)
_EPILOG = "Exit status: 0 allowed, 1 blocked, 2 could not judge."

_environment = click.option("--environment", metavar="E", help="Judge for this environment. Default: prod.")
_all_policies = click.option(
    "--all-policies", is_flag=True, help="Ask the rest of Checkov's checks for AWS too, as warnings."
)
_config = click.option(
    "--config", type=click.Path(path_type=Path), help="The settings file. Default: stackgate.toml, if there is one."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EPILOG)
@click.version_option(__version__, prog_name="stackgate")
def cli() -> None:
    """Judge a synthesized CDKTF stack before its deploy is allowed."""


@cli.command(epilog=_EPILOG)
@_environment
@_config
@_all_policies
@click.option("--out", type=_FOLDER, default=Path("gate"), show_default=True, help="Where document and reports go.")
@click.option("--format", "format_name", type=_FORMATS, default="text", show_default=True, help="The report to print.")
def gate(environment: str | None, config: Path | None, all_policies: bool, out: Path, format_name: str) -> None:
    """Synthesize the app of cdktf.json, judge it, and write the reports."""
    from stackgate.run import SARIF, VERDICT

    log_to(out / "stackgate.log")
    discard(out / VERDICT, out / SARIF)
    finish(_run(environment, config, all_policies=all_policies).gate(out), format_name, ())


@cli.command(epilog=_EPILOG)
@_environment
@_config
@click.option("--out", type=_FOLDER, default=Path("gate"), show_default=True, help="Where the documents go.")
def synth(environment: str | None, config: Path | None, out: Path) -> None:
    """Only synthesize the app of cdktf.json."""
    from stackgate.synthesis.synth import SynthesisError, synthesize

    run = _run(environment, config)
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


@cli.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@_environment
@_config
@click.option("--format", "format_name", type=_FORMATS, default="text", show_default=True, help="The report to print.")
@click.option("--report", "reports", multiple=True, metavar="FORMAT=FILE", help="Write a report to a file. Repeatable.")
@click.option("--only", type=click.Choice(["validators"]), help="Leave Checkov out, for fast feedback.")
@_all_policies
@click.option("--rules", multiple=True, type=_FOLDER, help="A folder of own validators. Repeatable.")
@click.option("--policies", multiple=True, type=_FOLDER, help="A folder of own policies. Repeatable.")
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
    """Judge documents: a cdk.tf.json, or a folder that holds some."""
    if only and all_policies:
        raise click.UsageError(f"--only {only} leaves out what --all-policies asks for")
    targets = [_report_target(report) for report in reports]
    discard(*(file for _, file in targets))
    log_to(Path("stackgate.log"))
    run = _run(
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


@cli.command()
@click.option("--controls", "order", flag_value="controls", help="By framework and control.")
@click.option("--services", "order", flag_value="services", help="By AWS service, as a table in Markdown.")
@_config
def rules(order: str | None, config: Path | None) -> None:
    """List the rules: name, engine, level, controls, summary."""
    from stackgate.catalogue import list_controls, list_rules, table_of_services

    listed = {"controls": list_controls, "services": table_of_services}.get(order or "", list_rules)
    settings, rulebook = _rulebook(config)
    click.echo(listed([settings.as_judged(rule) for rule in rulebook.rules.values()]))


@cli.command()
@click.argument("name")
@_config
def explain(name: str, config: Path | None) -> None:
    """Tell of one rule why it is there, how to mend what it finds, and a good and a bad example."""
    from stackgate.catalogue import explain_rule
    from stackgate.failures import load_failures
    from stackgate.spelling import suggestion

    settings, rulebook = _rulebook(config)
    known = rulebook.known
    instead = rulebook.adopted.instead(name)
    if instead is None and name not in known:
        raise click.UsageError(f"there is no rule {name!r}{suggestion(name, known)}")
    with failing_closed():
        click.echo(instead or explain_rule(settings.as_judged(known[name]), load_failures().values()))


@cli.command(epilog=_EPILOG)
@click.argument("document", required=False, type=click.Path(path_type=Path))
@_environment
@_config
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
    verdict = _run(environment, config).check([document])
    for error in verdict.errors:
        raise CannotJudge(visible(f"{error.where}: {error.message}"))
    click.echo("\n".join(map(visible, list_failures(known, verdict.findings))))
    raise SystemExit(verdict.exit_status)


def _rulebook(config: Path | None) -> tuple[Settings, Rulebook]:
    from stackgate.run import Run, load_rules
    from stackgate.settings import STRICTEST, load_settings

    with failing_closed():
        settings = load_settings(config)
        return settings, load_rules(Run(settings, STRICTEST))


def _run(environment: str | None, config: Path | None, **how: Any) -> Run:
    from stackgate.run import Run
    from stackgate.settings import STRICTEST, load_settings

    with failing_closed():
        settings = load_settings(config)
    chosen = environment or STRICTEST
    if chosen not in settings.environments:
        told = f"there is no environment {chosen!r}" if environment else "name one with --environment"
        raise click.UsageError(f"{told}: choose from {', '.join(settings.environments)}")
    return Run(settings, chosen, progress=progress, **how)


def _report_target(report: str) -> tuple[str, Path]:
    format_name, separator, file = report.partition("=")
    if not separator or not file or format_name not in _FORMATS.choices:
        raise click.UsageError(
            f"--report {report!r}: write FORMAT=FILE, with FORMAT one of {', '.join(_FORMATS.choices)}"
        )
    return format_name, Path(file)


def main() -> None:
    """The command's entry point. Whatever goes wrong ends in exit status 1 or 2, never in 0."""
    end_as_told(lambda: cli.main(standalone_mode=False))
