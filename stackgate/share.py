"""A share of what there is to judge in a document, where several processes judge it."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import NamedTuple


class Share(NamedTuple):
    """Share `number`, from 0, of `of`: each name is in exactly one of them, in every process.

    What has to be judged in one go, by one process, is a share of its own, IN_ONE_GO, which has no names.
    """

    number: int = 0
    of: int = 1

    def has(self, name: str) -> bool:
        """Whether what has this name is in this share."""
        return self.of == 1 or _digest(name) % self.of == self.number

    @property
    def has_the_indivisible(self) -> bool:
        """Whether what has to be judged in one go is in this share."""
        return self.of == 1 or self.number == IN_ONE_GO


@lru_cache(maxsize=65536)
def _digest(name: str) -> int:
    return zlib.crc32(name.encode("utf-8", "surrogatepass"))


IN_ONE_GO = -1
WHOLE = Share()
