"""Joins what came of each document into the verdict, wherever and in whatever order they were judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from stackgate.evidence import Outcome
from stackgate.finding import JudgementError, Shard, Verdict
from stackgate.judgement import DocumentJudgement, Terms
from stackgate.ledger import counted, in_order
from stackgate.second_opinion import opinion_notes


def join(terms: Terms, judgements: Iterable[DocumentJudgement], judged_at: str) -> Verdict:
    """The verdict on all documents of a run together; their judgements are in the order in which they were named.

    Whether a waiver is stale, or nothing was there to judge, no shard can tell: only what is joined of all of them.
    """
    judgements = tuple(judgements)
    documents = tuple(one.document for one in judgements if one.document)
    findings = tuple(in_order(chain.from_iterable(one.findings for one in judgements)))
    errors = [error for one in judgements for error in one.errors]
    ran = _rules_that_ran(terms, judgements)
    if terms.shard is None:
        is_empty = not any(document.resources for document in documents)
        if is_empty and not errors and not any(finding.blocks for finding in findings):
            errors.append(JudgementError("documents", "no document of this run holds a resource"))
        if not errors:
            errors += terms.waivers.stale(findings, ran, {document.stack for document in documents})
    outcomes: Counter[Outcome] = Counter()
    for one in judgements:
        outcomes.update(one.outcomes)
    opinions = opinion_notes(
        [told for one in judgements for told in one.contradicted],
        [error for one in judgements for error in one.not_asked],
    )
    of_documents = [note for one in judgements for note in one.notes]
    notes = (*of_documents, *terms.waivers.notes(), *opinions, *terms.notes, *_shard_notes(terms.shard))
    evidence = terms.evidence and replace(
        terms.evidence,
        resources=tuple(chain.from_iterable(one.resources for one in judgements)),
        pairs=tuple(chain.from_iterable(one.pairs for one in judgements)),
    )
    return Verdict(
        environment=terms.environment,
        engines=terms.engines,
        documents=documents,
        counts=counted(outcomes),
        findings=findings,
        errors=(*terms.errors, *errors),
        rules=tuple(rule for rule in terms.rules if rule.name not in terms.of_plans or rule.name in ran),
        notes=notes,
        judged_at=judged_at,
        versions=terms.versions,
        evidence=evidence,
        shard=terms.shard,
    )


def _shard_notes(shard: Shard | None) -> Iterator[str]:
    if shard:
        judged = f"shard {shard.number} of {shard.of}: {len(shard.numbers)} of {shard.documents} documents"
        yield f"{judged}; what concerns them all, such as stale waivers, only the joined shards tell"


def _rules_that_ran(terms: Terms, judgements: Sequence[DocumentJudgement]) -> set[str]:
    """The rules of which it is known whether they need a waiver.

    Of a plan whose document is at hand, the rules of documents are asked again: there each waiver was needed or not.
    """
    forms = {one.form for one in judgements}
    ran = set()
    for rule in terms.rules:
        if rule.name in terms.of_plans:
            runs = "plan" in forms or "plan of a document" in forms
        elif rule.engine == "synth":
            runs = True
        else:
            runs = "document" in forms or ("plan" in forms and rule.engine != "schema")
        if runs:
            ran.add(rule.name)
    return ran
