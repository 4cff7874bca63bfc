"""The page with what was measured: a table of the bars, a table of times, and the plot."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench import contenders, fleets
from tests.bench.bars import Bar, Results, bars
from tests.bench.paying import FEW, MANY, TIMES, trial

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
{cluster}"""

CLUSTER = """
## From which size a cluster pays

Fleets of {few:,} and of {many:,} documents with 62 resources each, with policies, judged with `--jobs` and by a Dask
cluster: both on all cores of this machine, where no network lies between them. The scheduler waits already, the workers
have loaded nothing yet. As many times as long as above:

| | `--jobs` | Dask |
|---|---|---|
| before the first document | {starts} |
| {many:,} documents more | {more} |

A cluster with more cores starts as late, and takes less for each document. By the formula in `tests/bench/paying.py`,
compared with this machine

{pays}

Dask has one client and one scheduler, whose work no worker shares: however many there are, a cluster is at most
{limit:.1f} times as fast as this machine.
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
        cluster=_cluster(results, unit),
    )


def _cluster(results: Results, unit: float) -> str:
    """The section about Dask; none where that was not measured."""
    tried = trial(results)
    if tried is None:
        return ""
    return CLUSTER.format(
        few=FEW,
        many=MANY,
        starts=" | ".join(f"{line.start / unit:.2f}" for line in (tried.here, tried.there)),
        more=" | ".join(f"{line.each * MANY / unit:.2f}" for line in (tried.here, tried.there)),
        pays="\n".join(f"- one of {times} times the cores {_pays(tried.pays_from(times))}" for times in TIMES),
        limit=tried.limit,
    )


def _pays(documents: int | None) -> str:
    return "is never done first." if documents is None else f"is done first from {documents:,} documents on."


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
