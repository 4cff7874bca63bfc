"""Reads streams back and joins them: the shards of a run become the verdict that one machine would have reached."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from stackgate.finding import OUTCOMES, JudgedDocument, Verdict
from stackgate.fleet.stream import DOCUMENT, RUN, decision
from stackgate.joining import join
from stackgate.judgement import DocumentJudgement, Terms
from stackgate.ledger import counted

_TERMS = TypeAdapter(Terms)
_JUDGEMENT = TypeAdapter(DocumentJudgement)
_BEGINNING = json.dumps({"schema": RUN})[:-1].encode()
_MAY_DIFFER = ("shard", "waivers")


class StreamError(Exception):
    """A stream that cannot be read, or joined with the others; the text names it and says why."""


@dataclass(frozen=True)
class _Streamed:
    """A stream as read: its documents by number, and when the last of them was judged."""

    path: Path
    terms: Terms
    judgements: dict[int, DocumentJudgement]
    judged_at: str


def is_stream(path: Path) -> bool:
    """Whether a file is the stream of a run, by how it begins."""
    try:
        with path.open("rb") as file:
            return file.read(len(_BEGINNING)) == _BEGINNING
    except OSError:
        return False


def join_streams(paths: Sequence[Path]) -> Verdict:
    """The verdict of the run whose shards these are, or of one that was not cut.

    Raises StreamError for a stream that is damaged or incomplete, for a shard that is missing or given twice, and for
    shards that were not judged by the same rules, in the same way, out of the same documents.
    """
    streams = [_read(path) for path in paths]
    first = streams[0]
    for other in streams[1:]:
        _refuse_differences(first, other)
    _refuse_gaps(streams)
    found = {number: judgement for stream in streams for number, judgement in stream.judgements.items()}
    waivers = max((stream.terms.waivers for stream in streams), key=lambda waivers: waivers.today)
    terms = replace(first.terms, shard=None, waivers=waivers)
    return join(terms, [found[number] for number in sorted(found)], max(stream.judged_at for stream in streams))


def _refuse_differences(one: _Streamed, other: _Streamed) -> None:
    for name in (field.name for field in fields(Terms) if field.name not in _MAY_DIFFER):
        if getattr(one.terms, name) != getattr(other.terms, name):
            raise StreamError(f"{other.path}: was not judged as {one.path} was: {name} differ")
    if one.terms.waivers.applying != other.terms.waivers.applying:
        raise StreamError(f"{other.path}: was not judged as {one.path} was: waivers differ")


def _refuse_gaps(streams: Sequence[_Streamed]) -> None:
    shards = [stream.terms.shard for stream in streams]
    if None in shards:
        if len(streams) > 1:
            raise StreamError(f"{streams[shards.index(None)].path}: is a run by itself, no shard of another")
        return
    of = {(shard.of, shard.documents, shard.names) for shard in shards if shard}
    if len(of) > 1:
        raise StreamError(f"{streams[1].path}: is a shard of other documents than {streams[0].path}")
    number_of_shards = of.pop()[0]
    given = [shard.number for shard in shards if shard]
    for number in range(1, number_of_shards + 1):
        if given.count(number) != 1:
            fault = "is missing" if number not in given else "is given twice"
            raise StreamError(f"shard {number} of {number_of_shards} {fault}")


def _read(path: Path) -> _Streamed:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise StreamError(f"{path}: cannot be read: {error.strerror}") from None
    judgements: dict[int, DocumentJudgement] = {}
    judged_at = ""
    where = f"{path}: line 1"
    try:
        head = _object(lines[0] if lines else b"", RUN)
        documents = head.pop("documents")
        terms = _TERMS.validate_json(json.dumps(head), strict=True)
        for number, line in enumerate(lines[1:], start=2):
            where = f"{path}: line {number}"
            content = _object(line, DOCUMENT)
            if content["number"] in judgements:
                raise ValueError("tells of a document a second time")
            judgements[content["number"]] = _judgement(content)
            judged_at = max(judged_at, content["judged_at"])
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise StreamError(f"{where}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise StreamError(f"{where}: is no line of a stream: {error}") from None
    if len(judgements) != documents:
        raise StreamError(f"{path}: the run broke off: {len(judgements)} of {documents} documents were judged")
    if judgements.keys() != set(terms.shard.numbers if terms.shard else range(documents)):
        raise StreamError(f"{path}: does not hold the documents of its run")
    return _Streamed(path, terms, judgements, judged_at)


def _object(line: bytes, schema: str) -> dict[str, Any]:
    content = json.loads(line)
    if not isinstance(content, dict) or content.pop("schema", None) != schema:
        raise ValueError(f"its schema is not {schema}")
    return content


def _judgement(content: dict[str, Any]) -> DocumentJudgement:
    document = {name: content[name] for name in (field.name for field in fields(JudgedDocument))}
    counts = content["counts"]
    evidence = content.get("evidence", {})
    told = {
        **{
            name: content[name] for name in ("path", "form", "findings", "errors", "notes", "contradicted", "not_asked")
        },
        "document": None if content["sha256"] is None else document,
        "outcomes": {outcome: counts[outcome] for outcome in OUTCOMES if counts[outcome]},
        "resources": evidence.get("resources", ()),
        "pairs": evidence.get("pairs", ()),
    }
    # As JSON text: in strict mode only JSON's lists may become tuples.
    judgement = _JUDGEMENT.validate_json(json.dumps(told), strict=True)
    if counted(judgement.outcomes) != counts or decision(judgement) != content["verdict"]:
        raise ValueError("its counts or its findings do not bear out what it says")
    return judgement
