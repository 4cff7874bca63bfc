"""The command that deploys: `stackgate deploy`."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stackgate.commands.options import FOLDER, config_option, environment_option, run_of
from stackgate.commands.sealing import max_age_option, public_key_option
from stackgate.terminal import CannotJudge, log_to, progress

if TYPE_CHECKING:
    from stackgate.deployment.terms import Terms

_EPILOG = "Exit status: 0 deployed, or nothing to apply; 1 blocked or not as sealed; 2 could not be done."
_BLOCKED = 1


@click.command(epilog=_EPILOG, short_help="Verify, plan, judge the plan, apply exactly that plan.")
@click.argument("folder", metavar="[DIR]", default=Path("gate"), type=FOLDER)
@environment_option
@config_option
@click.option("--approve", is_flag=True, help="Apply a plan that is allowed without asking.")
@click.option("--stack", "stacks", multiple=True, metavar="NAME", help="Deploy this stack alone. Repeatable.")
@max_age_option
@public_key_option
def deploy(folder: Path, environment: str | None, config: Path | None, **how: Any) -> None:
    """Verify the seal, plan, judge the plan, and apply exactly that plan."""
    from stackgate.deployment.ending import CouldNotDeploy, Interrupted, Refused
    from stackgate.deployment.signals import Signals

    with Signals() as signals:
        try:
            from stackgate.deployment.deploy import deploy as deploy_stacks
            from stackgate.reports.visible import visible

            if folder.is_dir():
                log_to(folder / "stackgate.log")
            deploy_stacks(_terms(folder, environment, config, **how), signals, how["stacks"])
        except Interrupted:
            raise CannotJudge(f"interrupted by {signals.received}: nothing was changed") from None
        except CouldNotDeploy as error:
            raise CannotJudge(visible(str(error))) from None
        except Refused as error:
            for line in error.lines:
                progress(visible(line))
            raise SystemExit(_BLOCKED) from None


def _terms(
    folder: Path,
    environment: str | None,
    config: Path | None,
    approve: bool,
    max_age: timedelta,
    public_key: Path | None,
    **_: Any,
) -> Terms:
    from stackgate.deployment.ending import CouldNotDeploy, Refused
    from stackgate.deployment.terms import Terms
    from stackgate.seal.verification import NoSeal, Sealed, SealMismatch, verify

    run = run_of(environment, config)

    def verified() -> Sealed:
        try:
            return verify(
                folder,
                run.settings,
                run.environment,
                max_age=max_age,
                public_key=public_key,
                allow_undecided=True,
            )
        except SealMismatch as error:
            raise Refused(*error.differences) from None
        except NoSeal as error:
            raise CouldNotDeploy(str(error)) from None

    return Terms(
        out=folder,
        environment=run.environment,
        settings=run.settings,
        verify=verified,
        judge=run.plan,
        approve=(lambda _: True) if approve else _ask,
        show=lambda text: click.echo(text, nl=False),
        progress=progress,
    )


def _ask(question: str) -> bool:
    from stackgate.deployment.ending import CouldNotDeploy

    if not sys.stdin.isatty():
        raise CouldNotDeploy("there is nobody to ask: use --approve")
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        raise CouldNotDeploy("the question was not answered") from None
