"""Cuts the documents of a run into shards, one for each machine of a CI matrix."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from stackgate.finding import JudgementError, Shard
from stackgate.subject import Input


def cut(number: int, of: int, inputs: Sequence[Input], errors: Sequence[JudgementError]) -> Shard:
    """Shard `number`, from 1, of all documents that were named, and what was named and led to none."""
    names = [given.shown for given in inputs] + [f"{error.where}: {error.message}" for error in errors]
    digest = hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()
    return Shard(number, of, len(inputs), digest)
