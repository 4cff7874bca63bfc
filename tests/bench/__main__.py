"""Measures Stackgate against its peers, and writes docs/benchmarks.md with its plot and its numbers.

    python -m tests.bench                                   all of it, on a machine that does nothing else
    python -m tests.bench --largest 620 --rounds 1 --out D  a try
    python -m tests.bench --from docs/benchmarks.json       the page again, from the numbers of an earlier run
    python -m tests.bench --continue docs/benchmarks.json   what these numbers lack, where a contender failed half-way

Ends with 1 where a bar is not met, with 2 where a contender failed: then the page holds what was measured before.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from platform import machine, python_version, system
from typing import Any

from tests.bench import contenders
from tests.bench.bars import Results, bars
from tests.bench.cluster import each_way
from tests.bench.contenders import REPOSITORY, STACK_DOCUMENT, Contender, Named, Unusable
from tests.bench.fleets import OF_FLEETS
from tests.bench.measuring import Failed, Measured, in_turn
from tests.bench.page import page
from tests.bench.paying import trial
from tests.bench.watching import at_each_save

SIZES = (62, 620, 6_200, 12_400, 62_000)
LARGEST_OF_ROUNDS = 6_200
NOTHING = Path(os.devnull)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--largest", type=int, default=SIZES[-1], help="leave larger documents out")
    options.add_argument("--no-tests", action="store_true", help="do not time the test suite")
    options.add_argument("--out", type=Path, default=REPOSITORY / "docs")
    options.add_argument("--from", dest="earlier", type=Path, help="measure nothing: these numbers")
    options.add_argument("--continue", dest="begun", type=Path, help="keep these numbers, of the same tree and machine")
    asked = options.parse_args()
    if asked.earlier:
        return _write(json.loads(asked.earlier.read_text()), asked.out)
    kept: dict[str, Any] = {"machine": _machine(), "rounds": asked.rounds, "measured": []}
    if asked.begun:
        begun = json.loads(asked.begun.read_text())
        if (begun["machine"], begun["rounds"]) != (kept["machine"], kept["rounds"]):
            options.error(f"{asked.begun} is of another machine, or of other rounds")
        kept = begun
    known = Results([Measured(**each) for each in kept["measured"]])
    try:
        for measured in _measure(asked.largest, asked.rounds, not asked.no_tests, known):
            print(f"{measured.contender:36} {measured.resources or '':>7} {measured.median:9.3f} s", flush=True)
            of_same = {"contender": measured.contender, "resources": measured.resources}
            kept["measured"] = [one for one in kept["measured"] if not of_same.items() <= one.items()]
            kept["measured"].append(asdict(measured))
    except Failed as failure:
        print(failure, file=sys.stderr)
        _write(kept, asked.out)
        return 2
    return _write(kept, asked.out)


def _measure(largest: int, rounds: int, with_tests: bool, known: Results) -> Iterator[Measured]:
    """All that is not known yet, by groups of what is measured in turn."""

    def lacks(group: Iterable[Contender | Named], size: int = 0) -> bool:
        return any(known.at(one, size) is None for one in group)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        usable = _usable(contenders.OF_DOCUMENTS, folder)
        for size in (size for size in SIZES if size <= largest):
            able = [contender for contender in usable if size <= contender.largest]
            times = 1 if size > LARGEST_OF_ROUNDS else rounds
            if lacks(able, size):
                yield from in_turn(able, _document(folder, size), size, times, folder, warm=False)
        if lacks(contenders.OF_STARTING):
            yield from in_turn(contenders.OF_STARTING, NOTHING, 0, rounds, folder)
        if lacks((*contenders.OF_THE_STACK, *contenders.OF_SAVING)):
            yield from in_turn(contenders.OF_THE_STACK, NOTHING, 0, rounds, folder)
            _compare_documents(folder)
            document = _of_chain(folder)
            yield from in_turn([contenders.CHECKOV_OF_STACK], document, 0, rounds, folder)
            yield from at_each_save(document, rounds, folder)
        if largest >= LARGEST_OF_ROUNDS:
            if lacks(OF_FLEETS):
                yield from in_turn(OF_FLEETS, NOTHING, 0, 1, folder, warm=False)
            if trial(known) is None:
                yield from each_way(rounds, folder)
        for one in (contenders.DASK, contenders.TESTS) if with_tests else ():
            if lacks([one]):
                yield from in_turn([one], NOTHING, 0, 1, folder, warm=False)


def _document(folder: Path, size: int) -> Path:
    """Generated by a process of its own: the memory of this one would count as that of each process it starts."""
    document = folder / str(size) / "cdk.tf.json"
    document.parent.mkdir()
    with document.open("w") as out:
        subprocess.run(
            [sys.executable, "-m", "tests.bench.generator", str(size)], cwd=REPOSITORY, stdout=out, check=True
        )
    return document


def _usable(peers: Sequence[Contender], folder: Path) -> list[Contender]:
    """Those that can be measured here; each has run once then, with bytecode and caches there."""
    usable = []
    document = _document(folder, 1)
    for contender in peers:
        try:
            list(in_turn([contender], document, 1, 1, folder, warm=False))
            usable.append(contender)
        except Unusable as why:
            print(f"{contender.name} is left out: {why}", file=sys.stderr)
    return usable


def _compare_documents(folder: Path) -> None:
    """Raises Failed where the gate did not judge what the plain chain judged."""
    gate = folder / contenders.GATE.name.replace(" ", "_") / "cdktf.out" / STACK_DOCUMENT
    if _of_chain(folder).read_bytes() != gate.read_bytes():
        raise Failed("the document of the gate is not that of the stock synthesis")


def _of_chain(folder: Path) -> Path:
    """The bundled stack's document, as the stock synthesis gave it."""
    return folder / contenders.PLAIN_CHAIN.name.replace(" ", "_") / "cdktf.out" / STACK_DOCUMENT


def _machine() -> dict[str, str]:
    terraform = shutil.which("terraform")
    said = (
        subprocess.run([terraform, "version", "-json"], capture_output=True, text=True, check=False)
        if terraform
        else None
    )
    return {
        f"{len(os.sched_getaffinity(0))} cores": f"({system()}, {machine()})",
        "Python": python_version(),
        "Stackgate": version("stackgate"),
        "Checkov": version("checkov"),
        **({"Terraform": json.loads(said.stdout)["terraform_version"]} if said else {}),
    }


def _write(kept: dict[str, Any], out: Path) -> int:
    out.mkdir(parents=True, exist_ok=True)
    (out / "benchmarks.json").write_text(json.dumps(kept, indent=1) + "\n")
    from tests.bench.plot import draw  # large: this process has to stay small while it measures

    measured = [Measured(**each) for each in kept["measured"]]
    results = Results(measured)
    sizes = sorted({each.resources for each in measured if each.resources})
    (out / "benchmarks.md").write_text(page(results, kept["machine"], kept["rounds"], sizes, "benchmarks.svg"))
    first = results.at(contenders.CHECKOV, sizes[0])
    assert first is not None
    draw(results, first.median, out / "benchmarks.svg")
    found = bars(results)
    for bar in found:
        print(f"{bar.number}  {bar.about:56} {'' if bar.found is None else f'{bar.found:8.2f}':>8}  {bar.state}")
    return int(any(bar.state == "not met" for bar in found))


if __name__ == "__main__":
    raise SystemExit(main())
