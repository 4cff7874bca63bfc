"""What the benchmarks make of their numbers: medians, growth, memory, bars, and the page with them."""

import sys
from pathlib import Path

import pytest

from tests.bench import contenders
from tests.bench.bars import Bar, Results, bars
from tests.bench.contenders import Contender, Step
from tests.bench.measuring import Failed, Measured, growth, in_turn
from tests.bench.page import page


def measured(contender: Contender, resources: int, *seconds: float, peak: int = 1000) -> Measured:
    return Measured(contender.name, resources, seconds, (peak,) * len(seconds), 1)


def python(program: str, judged: int | None = None) -> Contender:
    def steps(folder: Path, document: Path) -> list[Step]:
        return [Step([sys.executable, "-c", program, str(document)], folder=folder)]

    return Contender("python", steps, None if judged is None else lambda _: judged)


@pytest.mark.parametrize("exponent", [0.5, 1, 2])
def test_growth_is_the_exponent_of_a_power(exponent: float) -> None:
    assert growth([(size, 3 * size**exponent) for size in (620, 6200, 62000)]) == pytest.approx(exponent)
    assert growth([(620, 1.0)]) is None


@pytest.mark.parametrize(
    ("bar", "state"),
    [
        (Bar(1, "", 0.35, at_most=0.35), "met"),
        (Bar(1, "", 0.36, at_most=0.35), "not met"),
        (Bar(2, "", 6.0, at_least=6), "met"),
        (Bar(2, "", 5.9, at_least=6), "not met"),
        (Bar(2, "", None, at_least=6), "not measured"),
    ],
)
def test_a_bar_is_met_or_says_why_not(bar: Bar, state: str) -> None:
    assert bar.state == state


def test_bars_compare_medians_of_the_right_contenders() -> None:
    found = {
        (bar.number, bar.about): bar.found
        for bar in bars(
            Results(
                [
                    measured(contenders.CHECKOV, 62, 1, 3, 90),
                    measured(contenders.VALIDATORS, 62, 0.1, 0.5, 0.2),
                    measured(contenders.CHECK, 620, 1.0, peak=50_000),
                    measured(contenders.CHECK, 62_000, 100.0, peak=50_000 + 61_380),
                    measured(contenders.GATE, 0, 3),
                    measured(contenders.PLAIN_CHAIN, 0, 12),
                    measured(contenders.SYNTHESIS, 0, 8),
                    Measured(contenders.SAVED_SOURCE.name, 0, (1.0, 2.0, 4.0), (1000,) * 3, 1),
                    measured(contenders.TESTS, 0, 120),
                ]
            )
        )
    }
    assert found[3, "checkov / validators, 62 resources"] == 15
    assert found[1, "a cold gate / the plain chain"] == 0.25
    assert found[4, "growth exponent of check"] == pytest.approx(1)
    assert found[4, "KB of memory a resource, check"] == pytest.approx(1.024)
    assert found[9, "minutes that the tests take on two cores"] == 2
    assert found[5, "watch, the source saved / a cold stock synthesis"] == 0.25
    assert found[5, "watch, a document saved / a cold checkov"] is None
    assert found[7, "--help / bare Python"] is None


def test_each_bar_of_the_nine_is_there_with_one_limit() -> None:
    every = bars(Results([]))
    assert {bar.number for bar in every} == set(range(1, 10))
    assert all((bar.at_most is None) != (bar.at_least is None) for bar in every)


def test_the_page_has_a_column_for_each_size_and_no_row_of_another_width() -> None:
    results = Results([measured(contenders.CHECKOV, 62, 2), measured(contenders.CHECK, 620, 1)])
    table = page(results, {"4 cores": "", "Python": "3.11"}, 5, [62, 620], "plot.svg").partition("## Times")[2]
    rows = [line for line in table.splitlines() if line.startswith("|")][: 2 + len(contenders.OF_DOCUMENTS)]
    assert {row.count("|") for row in rows} == {7}
    assert "| stackgate check |  | 0.50 |" in table


def test_each_round_is_a_fresh_process_and_the_first_one_is_for_warming_up(tmp_path: Path) -> None:
    count = python("open('runs', 'a').write('x')")
    [taken] = in_turn([count], tmp_path / "none", 62, 3, tmp_path)
    assert (tmp_path / "python" / "runs").read_text() == "xxxx"
    assert len(taken.seconds) == len(taken.peak) == 3
    assert all(1000 < peak < 1_000_000 for peak in taken.peak)


def test_a_contender_that_fails_or_judges_nothing_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="ended with 3"):
        list(in_turn([python("raise SystemExit(3)")], tmp_path, 62, 1, tmp_path))
    with pytest.raises(Failed, match="judged nothing"):
        list(in_turn([python("pass", judged=0)], tmp_path, 62, 1, tmp_path))


@pytest.mark.parametrize(
    "printed",
    ['{"passed": 0, "failed": 0, "resource_count": 0}', '{"summary": {"passed": 3, "failed": 1, "parsing_errors": 1}}'],
)
def test_a_checkov_run_that_parsed_nothing_judged_nothing(printed: str) -> None:
    assert contenders.CHECKOV.judged is not None
    assert contenders.CHECKOV.judged(printed) == 0
