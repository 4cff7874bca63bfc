"""The provider's schema of a generation, read from the file that ships with the package.

The file is JSON Lines: a first line that tells the provider's version and what the rest was made from, then one line a
type in the notation of `stackgate.provider_schema.notation`, sorted. Only the types that are asked for are parsed.
"""

from __future__ import annotations

import json
from functools import cache, cached_property
from pathlib import Path

from stackgate.bundle import bundled
from stackgate.provider_schema.model import BlockType
from stackgate.provider_schema.notation import read

GENERATIONS = (5, 6)


class ProviderSchema:
    """The AWS provider's types by kind: `aws_x`, `data.aws_x`, and `provider.aws` for the provider's own block."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._types: dict[str, BlockType | None] = {}
        with file.open("rb") as lines:
            self.version: str = json.loads(next(lines))["version"]
        self.generation = int(self.version.partition(".")[0])

    def get(self, kind: str) -> BlockType | None:
        """The type of this kind, or None where the provider has no such type."""
        if kind not in self._types:
            self._types[kind] = self._read(kind)
        return self._types[kind]

    @cached_property
    def _lines(self) -> dict[str, bytes]:
        """By kind the line of each type, which begins with `{"aws_x":`."""
        _, *types = self._file.read_bytes().splitlines()
        return {line[2 : line.index(b'"', 2)].decode(): line for line in types}

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of the provider, sorted."""
        return tuple(self._lines)

    def _read(self, kind: str) -> BlockType | None:
        line = self._lines.get(kind)
        return None if line is None else read(json.loads(line)[kind])


@cache
def load_schema(generation: int) -> ProviderSchema:
    """The schema of a generation of the AWS provider, one of GENERATIONS. Raises OSError for any other."""
    return ProviderSchema(bundled("validators") / "schemas" / f"aws-{generation}.jsonl")
