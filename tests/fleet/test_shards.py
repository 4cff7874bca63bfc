"""Streams and shards: a line for each document, and parts that join into the verdict of one run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from in_process import stackgate
from small_documents import document, ending_rule, fleet, report, write

from stackgate.bundle import bundled

WAIVERS = """
[[waiver]]
rule = "queue_dead_letter"
address = "aws_sqs_queue.q"
stack = "s001"
reason = "accepted while the new queue is being built"
owner = "ann@example.com"
expires = {expires}
"""
STALE = """
[[waiver]]
rule = "queue_dead_letter"
address = "aws_sqs_queue.gone"
reason = "accepted while the new queue is being built"
owner = "ann@example.com"
expires = {expires}
"""


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def waivers(folder: Path, *texts: str) -> tuple[str, str]:
    import datetime as dt

    expires = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=60)).isoformat()
    (folder / "waivers.toml").write_text("".join(text.format(expires=expires) for text in texts), encoding="utf-8")
    return "--waivers", "waivers.toml"


def shards(folder: Path, of: int, *how: str) -> list[str]:
    """The streams of all shards of a run over `docs`."""
    for number in range(1, of + 1):
        shard = ("--shard", f"{number}/{of}", "--stream", f"{number}.jsonl", "--format", "json")
        done = stackgate("check", "docs", *shard, *how, cwd=folder)
        found = report(done.stdout)
        assert found["shard"]["number"] == number
        assert any(note.startswith(f"shard {number} of {of}: ") for note in found["notes"])
        jsonschema.validate(json.loads(done.stdout), schema("verdict"))
    return [f"{number}.jsonl" for number in range(1, of + 1)]


def schema(name: str) -> Any:
    return json.loads((bundled("validators") / "schemas" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "how",
    [
        (),
        ("--only", "validators"),
        ("--only", "validators", "--ledger"),
        ("--only", "validators", "--environment", "dev"),
    ],
)
def test_joined_shards_are_the_verdict_of_one_run(tmp_path: Path, how: tuple[str, ...]) -> None:
    fleet(tmp_path / "docs", 7)
    write(tmp_path / "docs/s100", "{")
    write(tmp_path / "docs/s101", document("s000"))  # a stack that occurs twice
    how = (*how, *waivers(tmp_path, WAIVERS))
    whole = stackgate("check", "docs", "--format", "json", *how, cwd=tmp_path)
    streams = shards(tmp_path, 3, *how)
    joined = stackgate("report", *reversed(streams), "--format", "json", cwd=tmp_path)
    assert (whole.returncode, joined.returncode) == (2, 2)
    assert report(whole.stdout) == report(joined.stdout)
    assert report(joined.stdout)["counts"]["waived"] == 1
    assert "shard" not in report(joined.stdout)


def test_each_document_is_in_one_shard_and_none_has_many_more(tmp_path: Path) -> None:
    fleet(tmp_path / "docs", 10)
    found = [
        [line["path"] for line in lines(tmp_path / stream)[1:]]
        for stream in shards(tmp_path, 4, "--only", "validators")
    ]
    assert sorted(len(paths) for paths in found) == [2, 2, 3, 3]
    assert sorted(path for paths in found for path in paths) == [f"docs/s{each:03}/cdk.tf.json" for each in range(10)]


def test_a_stale_waiver_is_told_by_the_joined_shards_alone(tmp_path: Path) -> None:
    fleet(tmp_path / "docs", 4)
    how = ("--only", "validators", *waivers(tmp_path, WAIVERS, STALE))
    streams = shards(tmp_path, 2, *how)
    for stream in streams:
        assert all(line["errors"] == [] for line in lines(tmp_path / stream)[1:])
    joined = stackgate("report", *streams, "--format", "json", cwd=tmp_path)
    assert joined.returncode == 2
    (error,) = report(joined.stdout)["errors"]
    assert error["where"] == "waivers" and "aws_sqs_queue.gone" in error["message"]


def test_nothing_to_judge_is_an_error_of_the_joined_shards(tmp_path: Path) -> None:
    for each in range(3):
        write(tmp_path / f"docs/s{each}", {})
    streams = shards(tmp_path, 4, "--only", "validators")
    joined = stackgate("report", *streams, "--format", "json", cwd=tmp_path)
    assert joined.returncode == 2
    assert report(joined.stdout)["errors"] == [
        {"where": "documents", "message": "no document of this run holds a resource"}
    ]


class TestWhatCannotBeJoined:
    @pytest.fixture
    def streams(self, tmp_path: Path) -> list[str]:
        fleet(tmp_path / "docs", 5)
        return shards(tmp_path, 3, "--only", "validators")

    def refused(self, folder: Path, *streams: str) -> str:
        done = stackgate("report", *streams, "--format", "json", cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr
        return done.stderr

    def test_a_shard_that_is_missing_or_given_twice(self, tmp_path: Path, streams: list[str]) -> None:
        assert "shard 2 of 3 is missing" in self.refused(tmp_path, "1.jsonl", "3.jsonl")
        assert "shard 3 of 3 is missing" in self.refused(tmp_path, "1.jsonl", "2.jsonl")
        assert "shard 1 of 3 is given twice" in self.refused(tmp_path, *streams, "1.jsonl")

    @pytest.mark.parametrize(
        ("how", "told"),
        [
            (("--environment", "dev"), "environment differ"),
            (("--rules", "rules"), "rules differ"),
            (("--waivers", "waivers.toml"), "waivers differ"),
            ((), "of other documents than"),
        ],
    )
    def test_shards_of_different_runs(
        self, tmp_path: Path, streams: list[str], how: tuple[str, ...], told: str
    ) -> None:
        ending_rule(tmp_path / "rules", "SIGKILL", "none")
        waivers(tmp_path, WAIVERS)
        if not how:
            write(tmp_path / "docs/more", document("more"))
        arguments = ("--only", "validators", "--shard", "2/3", "--stream", "other.jsonl", *how)
        stackgate("check", "docs", *arguments, cwd=tmp_path)
        assert told in self.refused(tmp_path, "1.jsonl", "other.jsonl", "3.jsonl")

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            (lambda text: "".join(text.splitlines(keepends=True)[:-1]), "the run broke off: 1 of 2 documents"),
            (lambda text: text[:-40], "line 3: is no line of a stream"),
            (lambda text: text.splitlines()[0], "the run broke off: 0 of 2 documents"),
            (lambda text: text + text.splitlines()[-1], "tells of a document a second time"),
            (lambda text: text.replace('"number": 3', '"number": 2'), "does not hold the documents of its run"),
            (lambda text: text.replace('"status": "fail"', '"status": "pass"'), "do not bear out"),
            (lambda text: text.replace('"judged": ', '"judged": 1'), "do not bear out"),
            (lambda text: text.replace('"status": "fail"', '"status": "bad"'), "Input should be"),
        ],
    )
    def test_a_damaged_stream(self, tmp_path: Path, streams: list[str], change: Any, told: str) -> None:
        text = (tmp_path / "1.jsonl").read_text(encoding="utf-8")
        assert change(text) != text
        (tmp_path / "1.jsonl").write_text(change(text), encoding="utf-8")
        assert told in self.refused(tmp_path, *streams)

    def test_the_verdict_on_a_shard_is_no_verdict_on_the_run(self, tmp_path: Path, streams: list[str]) -> None:
        arguments = ("--only", "validators", "--shard", "1/3", "--report", "json=shard.json")
        stackgate("check", "docs", *arguments, cwd=tmp_path)
        assert "is the verdict on shard 1 of 3 alone" in self.refused(tmp_path, "shard.json")


class TestStream:
    def test_it_has_a_line_for_the_run_and_one_for_each_document(self, tmp_path: Path) -> None:
        fleet(tmp_path / "docs", 3)
        write(tmp_path / "docs/broken", "{")
        done = stackgate("check", "docs", "--stream", "-", "--only", "validators", "--jobs", "2", cwd=tmp_path)
        head, *documents = map(json.loads, done.stdout.splitlines())
        assert done.returncode == 2
        jsonschema.validate(head, schema("run"))
        for line in documents:
            jsonschema.validate(line, schema("document"))
        verdicts = {line["path"]: line["verdict"] for line in documents}
        assert verdicts.pop("docs/broken/cdk.tf.json") == "error"
        assert set(verdicts.values()) == {"blocked"} and len(verdicts) == 3
        assert head["documents"] == 4

    def test_a_whole_run_can_be_rendered_from_it(self, tmp_path: Path) -> None:
        fleet(tmp_path / "docs", 3)
        arguments = ("check", "docs", "--only", "validators", "--stream", "all.jsonl", "--format", "json")
        done = stackgate(*arguments, cwd=tmp_path)
        assert report(stackgate("report", "all.jsonl", "--format", "json", cwd=tmp_path).stdout) == report(done.stdout)
        assert "BLOCKED  prod" in stackgate("report", "all.jsonl", cwd=tmp_path).stdout

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("--stream", "-", "--format", "json"), "both print"),
            (("--stream", "a", "--report", "json=a"), "a report goes to that file"),
            (("--stream", "none/a"), "none/a cannot be written: No such file or directory"),
            (("--shard", "0/2"), "write K/N"),
            (("--shard", "3/2"), "write K/N"),
            (("--shard", "2"), "write K/N"),
            (("--jobs", "0"), "--jobs"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
        fleet(tmp_path / "docs", 1)
        done = stackgate("check", "docs", *arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert told in done.stderr

    def test_that_of_an_earlier_run_does_not_stand(self, tmp_path: Path) -> None:
        fleet(tmp_path / "docs", 1)
        (tmp_path / "old.jsonl").write_text("of yesterday", encoding="utf-8")
        done = stackgate("check", "docs", "--stream", "old.jsonl", "--environment", "none", cwd=tmp_path)
        assert done.returncode == 2
        assert not (tmp_path / "old.jsonl").exists()
