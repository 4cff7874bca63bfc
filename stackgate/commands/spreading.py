"""The options of `check` for many documents: processes, shards, a cluster, streams."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from stackgate.commands.reporting import Reporting
from stackgate.terminal import discard

_STDOUT = Path("-")
_OPTIONS = (
    click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that judge. Default: one a core."),
    click.option(
        "--shard", callback=lambda *given: _shard(given[2]), metavar="K/N", help="Judge part K of N, for N machines."
    ),
    click.option("--dask", metavar="ADDRESS", help="Let the workers of this Dask scheduler judge."),
    click.option(
        "--stream",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Tell of each document as it is done, in JSON Lines; - is stdout.",
    ),
)


def spreading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options for many documents: jobs, shard, dask and stream."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def beside_stream(reporting: Reporting, stream: Path | None) -> Reporting:
    """The reports that go beside a stream: none to stdout where the stream goes there. Removes that of an earlier run.

    Raises UsageError where both go to one place.
    """
    if stream == _STDOUT:
        if click.get_current_context().get_parameter_source("format_name") is not click.core.ParameterSource.DEFAULT:
            raise click.UsageError("--stream - and --format both print: give the stream a file")
        return replace(reporting, format_name=None)
    if stream is not None:
        if stream.resolve() in [file.resolve() for _, file in reporting.targets]:
            raise click.UsageError(f"--stream {str(stream)!r}: a report goes to that file")
        discard(stream)
    return reporting


def _shard(given: str | None) -> tuple[int, int] | None:
    if given is None:
        return None
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", given)
    number, of = map(int, match.groups()) if match else (0, 0)
    if not 1 <= number <= of:
        raise click.BadParameter(f"{given!r}: write K/N, with K from 1 to N")
    return number, of
