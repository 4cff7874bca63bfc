"""Whose key it is that something is encrypted with."""

from __future__ import annotations

import re
from typing import Any

from stackgate.graph import Graph
from stackgate.values import Unresolved

_OF_AWS = re.compile(r"(.*:)?(alias/)?aws/.*")
_LOOKED_UP_BY = {"data.aws_kms_alias": "name", "data.aws_kms_key": "key_id"}


def is_key_of_aws(value: Any, graph: Graph) -> bool:
    """Whether a key is one that AWS manages: an alias such as alias/aws/sqs, written out or looked up.

    A key that is handed in from outside is taken for one's own.
    """
    source = graph.target(value)
    if source is not None:
        named_by = _LOOKED_UP_BY.get(source.kind)
        return named_by is not None and is_key_of_aws(source.peek(named_by), graph)
    final = value.final() if isinstance(value, Unresolved) else value
    return _OF_AWS.fullmatch(str(final)) is not None
