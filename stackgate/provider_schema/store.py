"""The provider's schema of a generation, read from the file that ships with the package.

The file is JSON Lines: a first line that tells the provider's version and what the rest was made from, then one line a
type in the notation of `stackgate.provider_schema.notation`, sorted. Only the types that are asked for are parsed.
"""

from __future__ import annotations

import json
import re
from functools import cache, cached_property

from stackgate.bundle import bundled
from stackgate.provider_schema.model import BlockType
from stackgate.provider_schema.notation import read

GENERATIONS = (5, 6)


class ProviderSchema:
    """The AWS provider's types by kind: `aws_x`, `data.aws_x`, and `provider.aws` for the provider's own block."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._types: dict[str, BlockType | None] = {}
        metadata, _, _ = content.partition(b"\n")
        self.version: str = json.loads(metadata)["version"]
        self.generation = int(self.version.partition(".")[0])

    def get(self, kind: str) -> BlockType | None:
        """The type of this kind, or None where the provider has no such type."""
        if kind not in self._types:
            self._types[kind] = self._read(kind)
        return self._types[kind]

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of the provider, sorted."""
        return tuple(kind.decode() for kind in re.findall(rb'^\{"([^"]+)":\[', self._content, re.MULTILINE))

    def _read(self, kind: str) -> BlockType | None:
        needle = b"\n{" + json.dumps(kind).encode() + b":"
        start = self._content.find(needle)
        if start < 0:
            return None
        end = self._content.index(b"\n", start + 1)
        return read(json.loads(self._content[start:end])[kind])


@cache
def load_schema(generation: int) -> ProviderSchema:
    """The schema of a generation of the AWS provider, one of GENERATIONS. Raises OSError for any other."""
    return ProviderSchema((bundled("validators") / "schemas" / f"aws-{generation}.jsonl").read_bytes())
