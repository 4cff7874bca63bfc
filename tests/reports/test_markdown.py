"""The Markdown report, read by two parsers: markdown-it-py, and GitHub's own cmark-gfm."""

from __future__ import annotations

import re
from html import unescape

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import example, given
from hypothesis import strategies as st
from made_up_verdicts import HOSTILE_TEXTS, each_kind, finding, hostile, many, three_runs, verdict, waived
from markdown_it import MarkdownIt
from markdown_it.token import Token

from stackgate.finding import JudgementError
from stackgate.reports import render
from stackgate.reports.audit import audit_of
from stackgate.reports.markdown import LIMIT
from stackgate.reports.markdown.page import Section, fill
from stackgate.reports.markdown.text import code, plain, whole
from stackgate.reports.text import visible

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = re.compile(r"<details( open)?>\n<summary>[^<>\n]*(<code>[^<>\n]*</code>[^<>\n]*)?</summary>\n|</details>\n?")
MENTION = re.compile(r"(?<![\w`])@\w|(?<!\w)(#|!|gh-)\d|\w@\w|\w#\d|https?://|\bwww\.\w", re.IGNORECASE)
JOINER = "\u2060"


def tokens(text: str) -> list[Token]:
    found: list[Token] = []
    for token in PARSER.parse(text):
        found += [token, *(token.children or ())]
    return found


def as_github_shows(text: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE))


def assert_inert(text: str) -> None:
    """Nothing but our own markup, tables of equal rows, every <details> closed, and nothing for a platform to link."""
    assert len(text.encode()) <= LIMIT
    found = tokens(text)
    kinds = {token.type for token in found}
    assert not kinds & {"html_inline", "link_open", "image", "s_open", "em_open", "fence", "code_block", "hr"}
    for token in found:
        if token.type == "html_block":
            assert OURS.fullmatch(token.content), token.content
    assert {token.tag for token in found if token.type == "heading_open"} <= {"h2", "h3"}
    assert text.count("\n<details") == text.count("\n</details>\n")
    rows = [len(re.findall("<t[dh][ >]", row)) for row in PARSER.render(text).split("</tr>")[:-1]]
    assert len(set(rows)) == 1
    html = as_github_shows(text)
    assert not re.search(r"<(?!/?(details|summary|code|h2|h3|p|ul|li|table|thead|tbody|tr|td|th|strong)\b)", html)
    assert not MENTION.search(unescape(re.sub(r"<[^>]*>", "", re.sub(r"<code>.*?</code>", " ", html))))
    assert all(character == "\n" or character.isprintable() for character in text.replace(JOINER, ""))


def test_the_verdict_comes_first_and_the_worst_next() -> None:
    text = render(verdict(*reversed(each_kind())), "markdown")
    assert_inert(text)
    assert text.startswith(
        "## Stackgate: ❌ blocked\n\n9 resources in 1 document, 14 pairs of rule and resource judged."
    )
    places = [text.index(words) for words in ("| prod |", "error <code>", "warning <code>", "Waived: 1", "Notes: 1")]
    assert places == sorted(places)
    assert "`aws_sqs_queue.jobs` at `stack/queues.py:12`: not encrypted; `kms_master_key_id` is `alias/aws/sqs`" in text
    assert "**Fix:** Set a key. Controls: SQS.1, SC-28. Past failures: MF-4." in text
    assert "unknown: depends on var.key" in text
    assert "public feed (ann, until 2027-01-31, 69 days left)" in text
    assert "<details>\n<summary>warning" in text
    assert "<details open>\n<summary>error" in text


def test_a_clean_verdict_is_short() -> None:
    text = render(verdict(notes=()), "markdown")
    assert_inert(text)
    assert "✅ allowed" in text
    assert "<details" not in text
    assert "no document" in render(verdict(documents=(), notes=(), kept=False), "markdown")


def test_many_runs_have_a_matrix_and_share_their_findings() -> None:
    text = render(three_runs(), "markdown")
    assert_inert(text)
    assert "| prod | ❌ blocked | 14 | 9 | 2 | 1 | 1 | 1 | 0 | 3 | 1 |" in text
    assert "| dev | ⚠️ could not judge | 9 | 9 | 0 | 0 | 0 | 0 | 1 |  |  |" in text
    assert "- `bad.json`: is empty (dev)" in text
    assert text.count("queue_dead_letter") == 1
    assert "`alias/aws/sqs` (prod; staging)" in text


def test_the_comparison_tells_what_is_new_and_what_is_gone() -> None:
    text = render(three_runs(), "markdown")
    assert "Since 2026-11-23: **3 new, 1 fixed, 1 unchanged, 1 waived, 0 not judged again**." in text
    assert "- **new** `aws_sqs_queue.other`" in text
    assert "- `aws_sqs_queue.jobs` at" in text
    assert "<summary>Fixed: 1</summary>\n\n- `aws_sqs_queue.gone`" in text
    assert "<summary>Waived since: 1</summary>\n\n- `aws_sqs_queue.feed`" in text
    assert "Since" not in render(verdict(finding()), "markdown")


@pytest.mark.parametrize("number", [1_000, 5_000])
def test_what_does_not_fit_is_left_out_whole_and_counted(number: int) -> None:
    text = render(many(number), "markdown")
    assert_inert(text)
    assert len(text.encode()) > LIMIT * 0.95
    shown = len(
        re.findall(r"^- `aws_sqs_queue\.q\d+` at .*: not encrypted; .* is `alias/aws/sqs`$", text, re.MULTILINE)
    )
    (missing,) = re.findall(r"There is no room for (\d+) findings\.", text)
    assert shown + int(missing) == number
    assert sum(map(int, re.findall(r"^- and (\d+) more$", text, re.MULTILINE))) == int(missing)
    assert text.endswith("Judged 2026-11-23T12:00:00Z by python 3.11.9, stackgate 0.1.0.\n")


def test_a_rule_of_many_findings_does_not_crowd_out_the_others() -> None:
    crowd = [finding(address=f"aws_sqs_queue.q{index}") for index in range(5_000)]
    text = render(verdict(*crowd, *each_kind()), "markdown")
    for name in ("queue_encrypted", "state_backend", "queue_dead_letter"):
        assert f"<code>{name}</code>" in text
    assert "Waived: 1" in text


def test_the_worst_rules_stay_where_there_are_too_many() -> None:
    warnings = [finding(rule=f"warns_{index}", level="warning") for index in range(900)]
    faults = [finding(rule=f"fails_{index}") for index in range(20)]
    text = render(verdict(*warnings, *faults), "markdown")
    assert_inert(text)
    assert text.count("error <code>fails_") == 20
    assert 0 < text.count("warning <code>warns_") < 900


@pytest.mark.parametrize("limit", range(100, 2_000, 100))
def test_a_page_keeps_its_limit(limit: int) -> None:
    sections = [
        Section("open\n", ["- entry\n"] * number, "close\n", kind=f"kinds{number}") for number in (1, 5, 100, 0)
    ]
    text = fill("head\n", sections, "tail\n", limit)
    assert len(text) <= max(limit, 150)
    assert text.startswith("head\n") and text.endswith("tail\n")
    assert text.count("open\n") == text.count("close\n")
    if limit > 300:
        assert sum(map(int, re.findall(r"(\d+) kinds?\d", text))) + text.count("- entry") == 106


def test_all_that_fits_is_there() -> None:
    text = render(many(100), "markdown")
    assert text.count("- `aws_sqs_queue.q") == 100
    assert "no room" not in text


def test_a_thousand_runs_and_errors_fit() -> None:
    runs = [verdict(environment=f"e{index}", errors=[JudgementError("x" * 400, "y" * 400)]) for index in range(1_000)]
    text = render(audit_of(runs), "markdown")
    assert_inert(text)
    (missing,) = re.findall(r"no room for (\d+) runs and \d+ errors", text)
    assert text.count("| ⚠️ could not judge |") + int(missing) == 1_000


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:20]))
def test_hostile_text_stays_text(text: str) -> None:
    assert_inert(render(hostile(text), "markdown"))
    assert_inert(render(audit_of([hostile(text), hostile(text), verdict(waived())]), "markdown"))


def test_a_rule_may_have_any_name() -> None:
    assert_inert(render(verdict(*(finding(rule=text) for text in HOSTILE_TEXTS)), "markdown"))


HOSTILE = st.text() | st.text(alphabet="`*_[]()<>#!|~$\\@:/w.-+=1 a\n\t&;gGhH\"'{}")


@given(HOSTILE)
@example("__0__")
def test_plain_text_reads_as_it_was(text: str) -> None:
    for marked in (plain(text), whole(text)):
        (inline,) = [token for token in PARSER.parse(f"x {marked} x") if token.type == "inline"]
        assert {token.type for token in inline.children or ()} <= {"text", "text_special"}
        shown = "".join(token.content for token in inline.children or ())
        assert shown.replace(JOINER, "") == f"x {visible(text).strip()} x"


@given(HOSTILE)
def test_plain_text_begins_nothing(text: str) -> None:
    for marked in (plain(text), whole(text)):
        kinds = {token.type for token in tokens(marked)}
        assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
        assert "<a " not in as_github_shows(plain(text))


@given(HOSTILE)
def test_plain_text_is_one_cell_of_a_table(text: str) -> None:
    html = as_github_shows(f"| a | b |\n|---|---|\n| {plain(text)} | end |\n")
    assert html.count("<td>") == 2
    assert "<td>end</td>" in html


@given(HOSTILE)
def test_code_shows_every_character(text: str) -> None:
    spans = [token for token in tokens(f"- {code(text)} x") if token.type == "code_inline"]
    shown = visible(text)
    assert [span.content for span in spans] == ([shown] if shown.strip() else [])
