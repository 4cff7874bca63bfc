"""What the page tells of a verdict, and of several."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from made_up_verdicts import each_kind, finding, many, unknown, verdict, waived, warning
from read_page import by_id, content, page

from stackgate.evidence import Pair
from stackgate.finding import Decided, JudgedDocument, JudgementError, Verdict
from stackgate.reports.audit import audit_of
from stackgate.reports.comparison import compare
from stackgate.reports.html.cards import CARDS, PLACES


def test_the_first_screen_tells_the_verdict_and_why() -> None:
    root = page(verdict(finding(), finding(attribute="policy"), unknown(), warning()))
    hero = by_id(root, "verdict").text
    for words in ("Blocked", "shop in prod", "2 faults at level error and 1 question that cannot be decided", "aws 6"):
        assert words in hero
    assert "in 2 resources." in hero
    assert "2026-11-23 12:00:00 UTC" in hero
    assert "cdk.tf.json" in hero
    assert "Allowed" in by_id(page(verdict()), "verdict").text
    failed = verdict(*each_kind(), errors=[JudgementError("bad.json", "is empty")])
    error = by_id(page(failed), "verdict").text
    assert "Could not judge" in error
    assert "1 thing could not be judged" in error
    assert "is empty" in by_id(page(failed), "errors").text
    assert "a note" in by_id(page(failed), "notes").text


def test_a_finding_tells_all() -> None:
    card = by_id(page(verdict(finding())), "cards").text
    for words in (
        "fault",
        "queue_encrypted",
        "is kept.",
        "People read it.",
        "Set a key.",
        "SQS.1",
        "SC-28",
        "MF-4",
        "aws_sqs_queue.jobs",
        "stack/queues.py:12",
        "shop/jobs",
        "kms_master_key_id: not encrypted",
        "alias/aws/sqs",
    ):
        assert words in card


def test_the_worst_finding_comes_first() -> None:
    root = page(verdict(*reversed(each_kind())))
    badges = [card.all("span", class_="badge")[0].text for card in by_id(root, "cards").all("article")]
    assert badges == ["fault", "fault", "unknown", "warning", "waived"]


def test_a_waiver_tells_who_and_until_when_and_how_long_that_is() -> None:
    soon = waived(address="aws_sqs_queue.soon", waiver={"reason": "r", "owner": "bob", "expires": "2026-11-30"})
    past = waived(address="aws_sqs_queue.past", waiver={"reason": "r", "owner": "eve", "expires": "2026-11-22"})
    table = by_id(page(verdict(waived(), soon, past)), "waivers")
    rows = [row.text for row in table.all("tr")[1:]]
    assert ["expired 1 day before" in row for row in rows] == [True, False, False]
    assert "7 days left" in rows[1]
    assert "public feed ann 2027-01-31 69 days left" in rows[2]
    assert [one.text for one in table.all("span", class_="soon")] == ["expired 1 day before", "7 days left"]
    timeless = by_id(page(replace(verdict(waived()), judged_at="")), "waivers").text
    assert "left" not in timeless


def test_evidence_by_control_goes_from_framework_to_rule() -> None:
    root = page(verdict(*each_kind()))
    names = [one.all("h3")[0].text for one in root.all("details", class_="framework")]
    assert names == ["AWS Security Hub", "NIST SP 800-53 Rev. 5"]
    (control,) = [
        one for one in root.all("details", class_="control") if one.all("span", class_="name")[0].text == "SQS.1"
    ]
    assert control.all("span", class_="outcomes")[0].text == "2 faults, 1 unknown, 1 warning, 1 waived"
    assert "CM-8" in by_id(root, "controls").text


def test_the_worst_control_comes_first_and_is_open_only_where_something_did_not_pass() -> None:
    def frameworks(judged: Verdict) -> dict[str, tuple[bool, list[str]]]:
        return {
            one.all("h3")[0].text: (
                "open" in one.attributes,
                [inner.all("span", class_="badge")[0].text for inner in one.all("details", class_="control")],
            )
            for one in page(judged).all("details", class_="framework")
        }

    nist, hub = "NIST SP 800-53 Rev. 5", "AWS Security Hub"
    asked = [
        unknown(controls=("SC-28",)),
        finding(rule="queue_policy", controls=("SC-8",)),
        waived(rule="queue_public", controls=("SQS.1",)),
    ]
    told = frameworks(verdict(*asked))
    assert list(told.items()) == [(nist, (True, ["fault", "unknown", "pass"])), (hub, (False, ["waived"]))]
    assert frameworks(verdict()) == {nist: (False, ["pass"])}


def test_the_script_is_given_every_pair_with_the_values_seen() -> None:
    given = verdict(*each_kind())
    assert given.evidence
    told = content(page(given), "run0-evidence")
    texts = told["texts"]
    found = []
    for name, _, _, pairs in told["rules"]:
        for place, code, seen in zip(pairs[::3], pairs[1::3], pairs[2::3], strict=True):
            numbers = told["values"][seen]
            values = {texts[one]: texts[other] for one, other in zip(numbers[::2], numbers[1::2], strict=True)}
            outcome = ("fail", "unknown", "warning", "waived", "pass")[code]
            address, stack = texts[told["resources"][place][0]], texts[told["resources"][place][4]]
            found.append(Pair(texts[name], stack, address, outcome, values))  # type: ignore[arg-type]
    assert sorted(found, key=str) == sorted(given.evidence.pairs, key=str)


def test_past_failures_waivers_unknowns_and_provenance_are_told() -> None:
    root = page(replace(verdict(*each_kind()), decided=(Decided("queue_encrypted", "aws_sqs_queue.other", "gone"),)))
    assert "The guards of 1 of 1 past failure found something." in by_id(root, "failures").text
    assert "Messages were readable" in by_id(root, "failures").text
    unknowns = by_id(root, "unknown").text
    assert "depends on var.key, which has no default" in unknowns
    assert "gone" in unknowns
    provenance = by_id(root, "provenance").text
    for words in ("0" * 64, "a" * 64, "b" * 64, "c" * 64, "policies/own.yaml", "stackgate 0.1.0", "stackgate verify"):
        assert words in provenance
    untouched = by_id(page(verdict()), "failures").text
    assert "No guard of 1 past failure found anything." in untouched
    assert "not looked for" in untouched, "its guard did not run"


def test_a_type_that_no_rule_is_about_stands_out() -> None:
    rows = by_id(page(verdict(finding())), "coverage").all("tr")[1:]
    told = {row.all("code")[0].text: ("bare" in row.attributes.get("class", ""), row.text) for row in rows}
    assert told["aws_vpc"] == (True, "aws_vpc 1 0 1 1 pass")
    assert told["aws_sqs_queue"] == (False, "aws_sqs_queue 3 1 1 1 fault, 3 pass")


def test_without_evidence_the_findings_are_all_there_and_the_page_says_what_is_not() -> None:
    root = page(verdict(*each_kind(), kept=False))
    assert len(by_id(root, "cards").all("li", class_="place")) == 5
    assert "was not kept" in by_id(root, "controls").text
    assert not [one for one in root.walk() if one.attributes.get("id") in ("picture", "coverage", "run0-evidence")]
    assert not by_id(root, "cards").all("a", class_="title"), "there is nothing that a link could open"


def test_what_several_runs_found_is_one_finding_that_says_where() -> None:
    runs = [
        verdict(finding(), warning()),
        verdict(replace(finding(), level="warning"), environment="dev"),
        verdict(finding(), environment="staging"),
    ]
    root = page(audit_of(runs))
    places = by_id(root, "cards").all("li", class_="place")
    assert len(places) == 2
    assert "In runs prod (fault); dev (warning); staging (fault)" in places[0].text
    assert places[1].text.endswith("In runs prod")
    cells = [(one.text, one.attributes["data-show"]) for one in by_id(root, "runs").all("a", class_="cell")]
    assert cells == [
        ("blocked 1 fault, 1 warning", "0"),
        ("allowed 1 warning", "1"),
        ("blocked 1 fault", "2"),
    ]
    assert len(root.all("div", class_="of-run")) == 3 * len(
        {"picture", "controls", "failures", "coverage", "waivers", "p"}
    )
    (states, *_) = [row[1] for row in content(root, "content")["rows"]]
    assert states == [0, 0, 1, 2, 2, 0]


def test_a_note_of_several_runs_stands_there_once_and_tells_which() -> None:
    runs = [verdict(notes=("everywhere", "here")), verdict(environment="dev", notes=("everywhere",))]
    notes = [one.text for one in by_id(page(audit_of(runs)), "notes").all("li")]
    assert notes == ["everywhere In runs all 2", "here In runs prod"]
    assert [one.text for one in by_id(page(runs[0]), "notes").all("li")] == ["everywhere", "here"]


def test_a_tile_of_one_is_singular() -> None:
    def tiles(judged: Verdict) -> list[str]:
        return [one.text for one in by_id(page(judged), "verdict").all("a", class_="tile")]

    one = verdict(finding(), warning(), counts={"judged": 1, "pass": 1}, documents=(_document(1),))
    assert tiles(one) == ["1 fault", "0 unknown", "1 warning", "0 waived", "1 pair passes", "1 resource"]
    none = verdict(counts={"judged": 2, "pass": 2}, documents=(_document(2),))
    assert tiles(none) == ["0 faults", "0 unknown", "0 warnings", "0 waived", "2 pairs pass", "2 resources"]


def _document(resources: int) -> JudgedDocument:
    return JudgedDocument("cdk.tf.json", "0" * 64, "shop", resources, "aws 6")


def test_since_tells_what_changed() -> None:
    before = verdict(finding(), finding(address="aws_sqs_queue.gone"), finding(address="aws_sqs_queue.feed"))
    now = verdict(finding(), finding(address="aws_sqs_queue.new"), waived())
    root = page(audit_of([now], [compare(before, now)]))
    since = by_id(root, "since")
    changes = [one.text for one in since.all("ul", class_="changes")[0].all("li")]
    assert changes == ["1 New", "1 Fixed", "1 Unchanged", "1 Waived since", "0 Not judged again"]
    lists = [one.text for one in since.all("details")]
    assert "aws_sqs_queue.new" in lists[0]
    assert "aws_sqs_queue.gone" in lists[1]
    marks = Counter(one.text for one in by_id(root, "cards").all("span", class_="since"))
    assert marks == {"new": 1, "unchanged": 1, "waived": 1}


def test_many_findings_keep_the_page_small_and_the_script_has_them_all() -> None:
    rules = [finding(rule=f"r{index // 30}", address=f"aws_sqs_queue.q{index}") for index in range(30 * (CARDS + 9))]
    root = page(verdict(*rules))
    cards = by_id(root, "cards").all("article")
    assert len(cards) == CARDS
    assert {len(card.all("li", class_="place")) for card in cards} == {PLACES}
    assert cards[0].all("button")[0].text == f"{30 - PLACES} more places"
    assert "data-more" in by_id(root, "more-cards").attributes
    assert len(content(root, "content")["rows"]) == len(rules)
    few = page(many(20))
    assert len(by_id(few, "cards").all("li", class_="place")) == 20
    assert "data-more" not in by_id(few, "more-cards").attributes


def test_the_matrix_has_environments_down_and_what_differs_across() -> None:
    def heads(*runs: Verdict) -> list[str]:
        table = by_id(page(audit_of(runs)), "runs")
        return [one.text for one in table.all("th", scope="col")]

    assert heads(verdict(provider="aws 5"), verdict(provider="aws 6")) == ["Environment", "aws 5", "aws 6"]
    stacks = verdict(stack="shop"), verdict(stack="lake"), verdict(environment="dev")
    assert heads(*stacks) == ["Environment", "shop · aws 6", "lake · aws 6"]
    assert heads(verdict(), verdict(documents=())) == ["Environment", "aws 6", "no document"]
    table = by_id(page(audit_of(stacks)), "runs")
    assert [one.text for one in table.all("tr")[2].all("td")] == ["allowed no findings", "not judged"]
