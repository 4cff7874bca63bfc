"""What several commands share: options, and the run that settings and options make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stackgate.terminal import failing_closed, progress

if TYPE_CHECKING:
    from stackgate.run import Run
    from stackgate.settings import Settings

FORMATS = click.Choice(["text", "json", "sarif", "junit", "markdown", "html", "csv", "gitlab", "oscal"])
FOLDER = click.Path(file_okay=False, path_type=Path)
EPILOG = "Exit status: 0 allowed, 1 blocked, 2 could not judge."

environment_option = click.option("--environment", metavar="E", help="Judge for this environment. Default: prod.")
all_policies_option = click.option(
    "--all-policies", is_flag=True, help="Ask the rest of Checkov's checks for AWS too, as warnings."
)
config_option = click.option(
    "--config", type=click.Path(path_type=Path), help="The settings file. Default: stackgate.toml, if there is one."
)


def run_of(environment: str | None, config: Path | None, **how: Any) -> Run:
    """The run for an environment with the settings of a file. Raises CannotJudge and UsageError."""
    from stackgate.run import Run

    settings, chosen = settings_of(environment, config)
    return Run(settings, chosen, progress=progress, **how)


def settings_of(environment: str | None, config: Path | None) -> tuple[Settings, str]:
    """The settings of a file and the environment, the strictest by default. Raises CannotJudge and UsageError."""
    from stackgate.settings import STRICTEST, load_settings

    with failing_closed():
        settings = load_settings(config)
    chosen = environment or STRICTEST
    if chosen not in settings.environments:
        told = f"there is no environment {chosen!r}" if environment else "name one with --environment"
        raise click.UsageError(f"{told}: choose from {', '.join(settings.environments)}")
    return settings, chosen
