"""What a round of a watch prints, as somebody reads it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console

from stackgate.finding import Finding, Source, Verdict
from stackgate.gate import could_not_judge
from stackgate.reports.comparison import Comparison
from stackgate.watching.telling import tell
from stackgate.watching.watch import Judgement

VERDICT = could_not_judge("prod", "synth", "The app failed.")


def finding(name: str, **how: Any) -> Finding:
    return Finding("own_rule", "validators", "error", "fail", f"aws_x.{name}", f"{name} is bad", why="Why.", **how)


def printed(since: Comparison, verdict: Verdict = VERDICT, saved: tuple[str, ...] = (), **how: Any) -> str:
    console = Console(file=io.StringIO(), width=100)
    judgement = Judgement(frozenset(Path.cwd() / name for name in saved), verdict, since, (), 1.26)
    tell(replace(judgement, **how), console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_what_is_new_is_in_full_and_the_rest_by_name() -> None:
    place = Source("stack/a.py", 3)
    since = Comparison(
        new=(finding("new"),),
        fixed=(finding("mended", source=place),),
        unchanged=(finding("old"), replace(finding("hint"), level="warning")),
        not_judged=(finding("unseen"),),
    )
    text = printed(since, saved=("stack/a.py",), notes=("so it is",))
    assert "  stack/a.py\n" in text.split("aws_x")[0]
    assert ("new is bad" in text, "Why." in text) == (True, True)
    assert "fixed: own_rule at aws_x.mended  stack/a.py:3\n" in text
    assert "still: own_rule at aws_x.old\n" in text
    assert not any(words in text for words in ("old is bad", "mended is bad", "hint", "unseen"))
    assert "note: so it is\n" in text
    assert "1 new, 1 fixed, 2 unchanged, 1 not judged again\n" in text
    assert text.endswith("could not judge synth: The app failed.\n") is False
    assert "could not judge synth: The app failed.\n" in text
    assert text.splitlines()[-1].startswith("ERROR  prod: ")
    assert text.endswith("(1.3 s)\n")


def test_where_nothing_is_found_nothing_is_counted() -> None:
    assert len(printed(Comparison(), replace(VERDICT, errors=())).splitlines()) == 3


def test_long_lists_are_cut_short() -> None:
    many = tuple(finding(str(number)) for number in range(30))
    text = printed(Comparison(fixed=many), saved=tuple(f"{letter}.py" for letter in "dcba"))
    assert text.count("fixed: own_rule") == 5
    assert "fixed: and 25 more\n" in text
    assert "a.py, b.py, c.py and 1 more\n" in text


def test_what_others_wrote_cannot_steer_the_terminal() -> None:
    text = printed(Comparison(unchanged=(finding("\x1b[2J"),)), saved=("\x1b]0;x.py",), notes=("\x1b[2J",))
    assert "\x1b" not in text
