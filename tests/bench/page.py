"""The page with what was measured: a table of the bars, a table of times, and the plot."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench import contenders, fleets
from tests.bench.bars import Bar, Results, bars

TEXT = """# Benchmarks

Made by `tox -e bench`; the numbers stand in [benchmarks.json](benchmarks.json). Each contender is a fresh process each
time, and those that are compared run in turn. Rounds: {rounds}, of which each number is the median; above 6,200
resources, one. The documents are generated, in the shape that CDKTF writes, 62 resources to a unit, most of them well
configured, with references within and between units.

Measured on {machine}.

## The bars

| bar | what | found | has to be | |
|---|---|---|---|---|
{bars}

## Times

How many times as long each takes as the `checkov` command with 62 resources, which takes {unit:.2f} s here. The
exponent b says how the time grows, as resources to the power of b, from 620 resources on; the memory is that of the
largest process, for each resource more; the checks are those made in the largest document.

| {head} |
|{rule}|
{times}

![Time by number of resources]({plot})

## The bundled stack, starting up, and fleets

| | as long |
|---|---|
{chain}
"""


def page(results: Results, machine: dict[str, str], rounds: int, sizes: Sequence[int], plot: str) -> str:
    """As Markdown. All times are multiples of what the `checkov` command took for the smallest of the sizes."""
    first = results.at(contenders.CHECKOV, sizes[0])
    assert first is not None
    unit = first.median
    head = ["", *(f"{size:,}" for size in sizes), "exponent", "KB a resource", "checks"]
    alone = [*contenders.OF_THE_STACK, *contenders.OF_SAVING, *contenders.OF_STARTING, *fleets.OF_FLEETS]
    return TEXT.format(
        rounds=rounds,
        machine=", ".join(f"{name} {version}".strip() for name, version in machine.items()),
        bars="\n".join(_bar(bar) for bar in bars(results)),
        unit=unit,
        head=" | ".join(head),
        rule="|".join("---" for _ in head),
        times="\n".join(_times(results, contender, sizes, unit) for contender in contenders.OF_DOCUMENTS),
        plot=plot,
        chain="\n".join(f"| {one.name} | {ran.median / unit:.2f} |" for one in alone if (ran := results.at(one))),
    )


def _bar(bar: Bar) -> str:
    limit = f"at most {bar.at_most:g}" if bar.at_most is not None else f"at least {bar.at_least:g}"
    found = "" if bar.found is None else f"{bar.found:.2f}"
    return f"| {bar.number} | {bar.about} | {found} | {limit} | {bar.state} |"


def _times(results: Results, contender: contenders.Contender, sizes: Sequence[int], unit: float) -> str:
    measured = [results.at(contender, size) for size in sizes]
    times = [f"{each.median / unit:.2f}" if each else "" for each in measured]
    exponent, memory = results.growth(contender), results.memory(contender)
    grown = [f"{number:.2f}" if number is not None else "" for number in (exponent, memory)]
    judged = max((each.judged for each in measured if each), default=0)
    return f"| {' | '.join([contender.name, *times, *grown, f'{judged:,}' if judged else ''])} |"
