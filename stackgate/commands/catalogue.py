"""The commands that tell of the rules: `stackgate rules | explain`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stackgate.commands.options import config_option
from stackgate.terminal import failing_closed

if TYPE_CHECKING:
    from stackgate.rulebook import Rulebook
    from stackgate.settings import Settings


@click.command()
@click.option("--controls", "order", flag_value="controls", help="By framework and control.")
@click.option("--services", "order", flag_value="services", help="By AWS service, as a table in Markdown.")
@config_option
def rules(order: str | None, config: Path | None) -> None:
    """List the rules: name, engine, level, controls, summary."""
    from stackgate.catalogue import list_controls, list_rules, table_of_services

    listed = {"controls": list_controls, "services": table_of_services}.get(order or "", list_rules)
    settings, rulebook = rulebook_of(config)
    click.echo(listed([settings.as_judged(rule) for rule in rulebook.rules.values()]))


@click.command(short_help="Tell why a rule is there, how to mend what it finds.")
@click.argument("name")
@config_option
def explain(name: str, config: Path | None) -> None:
    """Tell of one rule why it is there, how to mend what it finds, and a good and a bad example."""
    from stackgate.catalogue import explain_rule
    from stackgate.failures import load_failures
    from stackgate.spelling import suggestion

    settings, rulebook = rulebook_of(config)
    known = rulebook.known
    instead = rulebook.adopted.instead(name)
    if instead is None and name not in known:
        raise click.UsageError(f"there is no rule {name!r}{suggestion(name, known)}")
    with failing_closed():
        click.echo(instead or explain_rule(settings.as_judged(known[name]), load_failures().values()))


def rulebook_of(config: Path | None) -> tuple[Settings, Rulebook]:
    from stackgate.run import Run, load_rules
    from stackgate.settings import STRICTEST, load_settings

    with failing_closed():
        settings = load_settings(config)
        return settings, load_rules(Run(settings, STRICTEST))
