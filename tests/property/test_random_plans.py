"""Whatever is wrong with a plan, the gate reaches a verdict, and allows none that destroys what holds data."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackgate.aws.stateful import STATEFUL
from stackgate.finding import Verdict
from stackgate.gate import Gate
from stackgate.reports import MODULES, render
from stackgate.rulebook import Rulebook, load
from stackgate.settings import Settings
from stackgate.subject import Input

from .documents import odd_values

PLANS = Path(__file__).parent.parent / "plans"
DOCUMENT = PLANS / "shop.tf.json"
EVERY = load(with_policies=False)
OF_PLANS = Rulebook({name: one for name, one in EVERY.validators.items() if name.startswith("plan_")})
REAL = {name: json.loads((PLANS / f"{name}.json").read_text(encoding="utf-8")) for name in ("replace", "delete")}
DEPTH = 6
"""So deep lie the actions of a change, each of them."""
WORDS = ("create", "delete", "update", "no-op", "forget", "read", "managed", "data", "aws_rds_cluster", "1.2", "2.0")

Path_ = tuple[str | int, ...]


def paths(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Every place in a plan down to the depth."""
    if at:
        yield at
    if len(at) < DEPTH and isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(item, (*at, key))


@st.composite
def mutated(draw: st.DrawFn, name: str, at_most: int) -> dict[str, Any]:
    """A real plan in which some places are missing, doubled, or hold something else."""
    plan = copy.deepcopy(REAL[name])
    for _ in range(draw(st.integers(1, at_most))):
        places = list(paths(plan))
        if not places:
            break
        changing = [place for place in places if place[0] == "resource_changes"]
        *way, last = draw(st.sampled_from(changing or places) | st.sampled_from(places))
        owner: Any = plan
        for step in way:
            owner = owner[step]
        how = draw(st.sampled_from(("drop", "drop", "odd", "word", "words", "twice")))
        if how == "drop":
            del owner[last]
        elif how == "twice" and isinstance(owner, list):
            owner.append(copy.deepcopy(owner[last]))
        else:
            words = st.sampled_from(WORDS)
            owner[last] = draw({"word": words, "words": st.lists(words, max_size=2)}.get(how, odd_values))
    return plan


def destroys(plan: Any) -> bool:
    """Whether a plan, as far as it can be read, destroys or gives up what holds data."""
    changes = plan.get("resource_changes")
    for entry in changes if isinstance(changes, list) else ():
        change = entry.get("change") if isinstance(entry, dict) else None
        actions = change.get("actions") if isinstance(change, dict) else None
        if isinstance(actions, list) and ("delete" in actions or "forget" in actions):
            kinds = str(entry.get("address")).split(".")
            if not STATEFUL.isdisjoint(kinds):
                return True
    return False


def judge(plan: Any, folder: Path, rulebook: Rulebook, document: Path | None) -> Verdict:
    path = folder / "plan.json"
    path.write_text(json.dumps(plan), encoding="utf-8")
    return Gate(rulebook, Settings(), "prod", ("validators",)).judge([Input(path, "plan.json", document=document)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans")


@pytest.mark.parametrize("name", REAL)
def test_as_it_is_only_the_data_blocks(folder: Path, name: str) -> None:
    verdict = judge(REAL[name], folder, OF_PLANS, None)
    assert (verdict.decision, verdict.counts["fail"], verdict.errors) == ("blocked", 1, ())
    assert destroys(REAL[name])


@pytest.mark.parametrize("name", REAL)
@given(data=st.data())
def test_no_single_change_makes_it_allowed(folder: Path, name: str, data: st.DataObject) -> None:
    plan = data.draw(mutated(name, 1))
    assert judge(plan, folder, OF_PLANS, None).decision != "allowed"


@pytest.mark.parametrize("beside", [None, DOCUMENT], ids=["alone", "with its document"])
@pytest.mark.parametrize("name", REAL)
@given(data=st.data())
def test_while_it_destroys_data_it_is_not_allowed(
    folder: Path, name: str, beside: Path | None, data: st.DataObject
) -> None:
    plan = data.draw(mutated(name, 4))
    verdict = judge(plan, folder, OF_PLANS, beside)
    assert verdict.decision != "allowed" or not destroys(plan)


@given(data=st.data())
def test_every_rule_reaches_a_verdict(folder: Path, data: st.DataObject) -> None:
    verdict = judge(data.draw(mutated("replace", 4)), folder, EVERY, None)
    assert not [error for error in verdict.errors if "raised" in error.message]
    assert all("Traceback" not in render(verdict, name) for name in MODULES)
