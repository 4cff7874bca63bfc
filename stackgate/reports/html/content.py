"""What the page's script reads: rows, rules and pairs as compact JSON in which each text stands once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from markupsafe import Markup

from stackgate.evidence import Pair
from stackgate.finding import Verdict
from stackgate.reports.html.joined import About, Row, kind_of
from stackgate.reports.html.words import STATES, clean, clean_lines

_CODES = {state: code for code, state in enumerate(STATES)}
_HARMFUL = "<>&\u2028\u2029"


class Texts:
    """Each text once, in the order in which they came."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.all = [""]

    def number(self, text: str | None, to_shown: Callable[[str], str] = clean) -> int:
        """The text's place in `all`; 0 is the empty text."""
        if not text:
            return 0
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self.all)
            self.all.append(to_shown(text))
        return number

    def numbers(self, texts: Iterable[str]) -> list[int]:
        """The places of several texts."""
        return [self.number(text) for text in texts]


def findings_content(rows: Sequence[Row], runs: Sequence[str]) -> Markup:
    """The rows of the page, and the rules that they are of."""
    texts = Texts()
    abouts: dict[About, int] = {}
    content: dict[str, Any] = {
        "runs": [clean(name) for name in runs],
        "rows": [_row(row, abouts.setdefault(row.about, len(abouts)), texts) for row in rows],
        "rules": [_about(about, texts) for about in abouts],
    }
    return as_json({**content, "texts": texts.all})


def evidence_content(verdict: Verdict) -> Markup:
    """The resources of one run and the pairs of each rule, for the script's `Evidence`.

    A rule's pairs are one flat list: place, outcome and values of each. Places are the resources in the order of the
    evidence, then whatever else was judged.
    """
    texts = Texts()
    assert verdict.evidence
    places: dict[tuple[str, str], int] = {}
    resources: list[list[int]] = []
    for one in verdict.evidence.resources:
        places[one.stack, one.address] = len(resources)
        source = f"{one.source.file}:{one.source.line}" if one.source else ""
        kind = kind_of(one.address, one.type)
        resources.append(texts.numbers((one.address, kind, one.construct or "", source, one.stack)))
    values: dict[tuple[int, ...], int] = {(): 0}
    pairs: dict[str, list[int]] = {}
    for pair in verdict.evidence.pairs:
        place = places.setdefault((pair.stack, pair.address), len(places))
        if place == len(resources):
            resources.append(texts.numbers((pair.address, "", "", "", pair.stack)))
        seen = values.setdefault(_values(pair, texts), len(values))
        pairs.setdefault(pair.rule, []).extend((place, _CODES[pair.outcome], seen))
    told = {rule.name: (rule.summary, rule.controls) for rule in verdict.rules}
    rules = []
    for name in dict.fromkeys((*told, *pairs)):
        summary, controls = told.get(name, ("", ()))
        rules.append([*texts.numbers((name, summary)), texts.numbers(controls), pairs.get(name, [])])
    return as_json({"resources": resources, "values": list(values), "rules": rules, "texts": texts.all})


def as_json(content: object) -> Markup:
    """JSON that may stand in a script element: nothing in it ends the element or begins another."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for character in _HARMFUL:
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _row(row: Row, about: int, texts: Texts) -> list[Any]:
    finding = row.finding
    shown = (
        row.address,
        finding.stack,
        finding.attribute,
        finding.value,
        finding.construct,
        row.source,
        row.waiver,
        row.opinions,
        row.type,
        row.since,
        finding.level,
        row.link,
    )
    states = [number for run, state in row.states.items() for number in (run, _CODES[state])]
    return [about, states, texts.number(row.message, clean_lines), *map(texts.number, shown)]


def _about(about: About, texts: Texts) -> list[Any]:
    told = (about.rule, about.engine, about.summary, about.why, about.fix)
    return [*map(texts.number, told), texts.numbers(about.controls), texts.numbers(about.guards)]


def _values(pair: Pair, texts: Texts) -> tuple[int, ...]:
    return tuple(texts.number(text) for item in pair.values.items() for text in item)
