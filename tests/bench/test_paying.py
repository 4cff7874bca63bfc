"""From how many documents on a cluster pays: as a formula says, a run of both would show, and the page tells."""

import pytest

from tests.bench import contenders
from tests.bench.bars import Results
from tests.bench.measuring import Measured
from tests.bench.page import page
from tests.bench.paying import CLIENT, FEW, HERE, MANY, SCHEDULER, THERE, Line, Trial, of, trial


def trial_of(late: float, there_each: float, alone: float = 0.0625) -> Trial:
    """This machine starts after 1 s and takes 0.25 s a document; a cluster of as many cores starts so much later."""
    return Trial(Line(1, 0.25), Line(1 + late, there_each), alone)


def measured(what: str, few: float, many: float) -> list[Measured]:
    return [
        Measured(of(what, number).name, 0, (seconds,), (1000,), 1) for number, seconds in ((FEW, few), (MANY, many))
    ]


@pytest.mark.parametrize("late", [0.5, 3, 40])
@pytest.mark.parametrize("there_each", [0.25, 0.375, 0.5])
@pytest.mark.parametrize("alone", [0.0625, 0.125])
def test_from_that_number_on_the_cluster_is_done_first_and_before_it_is_not(
    late: float, there_each: float, alone: float
) -> None:
    tried = trial_of(late, there_each, alone)

    def first(documents: int) -> bool:
        there = tried.there.start + documents * max(there_each / 4, alone)
        return there < tried.here.start + documents * tried.here.each

    number = tried.pays_from(4)
    assert number is not None
    assert [first(number - 1), first(number), first(10 * number)] == [False, True, True]


def test_it_never_pays_where_a_document_takes_the_cluster_as_long() -> None:
    assert trial_of(3, 0.5).pays_from(2) is None
    assert trial_of(3, 0.6).pays_from(2) is None
    assert trial_of(3, 0.5).pays_from(4) == 25


def test_more_workers_do_not_help_beyond_what_one_process_has_to_do() -> None:
    tried = trial_of(3, 0.25, alone=0.125)
    assert tried.pays_from(2) == tried.pays_from(4) == tried.pays_from(100) == 25
    assert tried.limit == 2
    assert trial_of(3, 0.25, alone=0.25).pays_from(100) is None


def test_a_cluster_that_does_not_start_later_pays_from_the_first_document_on() -> None:
    assert trial_of(-1, 0.25).pays_from(2) == 1


def test_the_lines_go_through_what_was_measured_and_the_busier_of_two_counts() -> None:
    runs = [
        *measured(HERE, 1 + FEW / 4, 1 + MANY / 4),
        *measured(THERE, 4 + FEW / 2, 4 + MANY / 2),
        *measured(CLIENT, 9 + FEW / 100, 9 + MANY / 100),
        *measured(SCHEDULER, FEW / 50, MANY / 50),
    ]
    tried = trial(Results(runs))
    assert tried is not None
    assert (tried.here.start, tried.here.each) == pytest.approx((1, 0.25))
    assert (tried.there.start, tried.there.each) == pytest.approx((4, 0.5))
    assert tried.start == pytest.approx(3)
    assert tried.alone == pytest.approx(0.02)
    assert all(trial(Results([*runs[:left], *runs[left + 1 :]])) is None for left in range(len(runs)))


def test_the_page_says_from_which_size_or_never_and_nothing_where_it_was_not_measured() -> None:
    checkov = Measured(contenders.CHECKOV.name, 62, (2.0,), (1000,), 1)
    runs = [
        *measured(HERE, 1 + FEW / 4, 1 + MANY / 4),
        *measured(THERE, 4 + FEW, 4 + MANY * 0.75),
        *measured(CLIENT, FEW / 16, MANY / 16),
        *measured(SCHEDULER, FEW / 50, MANY / 50),
    ]
    machine = {"4 cores": "", "Python": "3.11"}
    told = page(Results([checkov, *runs]), machine, 5, [62], "plot.svg").partition("## From which size")[2]
    assert "| 1,000 documents more | 125.00 | " in told
    assert "one of 2 times the cores is never done first." in told
    tried = trial(Results(runs))
    assert tried is not None
    assert f"one of 4 times the cores is done first from {tried.pays_from(4):,} documents on." in told
    assert "at most\n4.0 times as fast" in told
    assert "## From which size" not in page(Results([checkov]), machine, 5, [62], "plot.svg")
