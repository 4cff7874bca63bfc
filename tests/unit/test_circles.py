"""Circles of references, held against the topological sorter of the standard library."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackgate.provider_schema.circles import circles

NAMES = st.sampled_from("abcdefgh")


@pytest.mark.parametrize(
    ("references", "ways"),
    [
        ({"a": "b", "b": "c", "c": ""}, []),
        ({"a": "a"}, ["aa"]),
        ({"a": "b", "b": "a"}, ["aba", "bab"]),
        ({"a": "bc", "b": "a", "c": "d", "d": "e", "e": "d"}, ["aba", "bab", "ded", "ede"]),
        ({"a": "x", "b": "a"}, []),
    ],
)
def test_the_shortest_way_back_is_told(references: dict[str, str], ways: list[str]) -> None:
    assert sorted("".join(way) for way in circles(references)) == ways


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=4)))
def test_there_is_a_circle_where_there_is_no_order(references: dict[str, list[str]]) -> None:
    try:
        TopologicalSorter(references).prepare()
        ordered = True
    except CycleError:
        ordered = False
    declared = {name: [target for target in targets if target in references] for name, targets in references.items()}
    found = list(circles(declared))
    assert (found == []) == ordered
    for way in found:
        assert way[0] == way[-1]
        assert all(target in declared[source] for source, target in pairwise(way))
