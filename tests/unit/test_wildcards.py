"""IAM's patterns against the plainest way to tell."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stackgate.aws.wildcards import is_like

SIGNS = st.text("ab*?[!\n.", max_size=8)


def plainly(text, pattern):
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(plainly(text[start:], pattern[1:]) for start in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and plainly(text[1:], pattern[1:])


@given(SIGNS, SIGNS)
@example("ab", "a*")
@example("a", "a?")
def test_a_pattern_stands_for_what_the_grammar_says(text, pattern):
    assert is_like(text, pattern) is plainly(text, pattern)


@pytest.mark.parametrize(("pattern", "is_it"), [("s3:get*", True), ("s3:*object", True), ("s3:[g]*", False)])
def test_brackets_are_brackets(pattern, is_it):
    assert is_like("s3:getobject", pattern) is is_it


@pytest.mark.parametrize("pattern", ["s3:" + "*" * 40 + "zq", "s3:" + "*?" * 20 + "zq", "s3:" + "*e" * 20 + "zq"])
def test_no_pattern_keeps_it_busy(pattern):
    assert not is_like("s3:" + "getobjectversiontagging" * 3, pattern)
