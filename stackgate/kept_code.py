"""The bytecode of the rules' files, kept beside Stackgate's own and found by the digest of their text.

To compile all rules takes a sixth of a short run. Python itself finds bytecode by second and size, so a rule that is
edited twice in a second could be judged by its former self; by the SHA-256 of its text it cannot. The file lies where
Python keeps the bytecode of this package: whoever can write there decides what Stackgate does, with rules or without.
"""

from __future__ import annotations

import hashlib
import importlib.util
import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import CodeType

MOST = 2_000
"""So many files of rules are kept: beyond that, those of this process alone."""


class KeptCode:
    """The bytecode in a file, which is read when a rule is first asked for."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: dict[bytes, CodeType] | None = None
        self._new: dict[bytes, CodeType] = {}

    def compiled(self, path: Path, source: bytes) -> CodeType:
        """The code of a file with this text. Raises what `compile` raises."""
        key = hashlib.sha256(os.fsencode(path) + b"\0" + source).digest()
        if self._kept is None:
            self._kept = self._read()
        code = self._kept.get(key) or self._new.get(key)
        if code is None:
            code = self._new[key] = compile(source, path, "exec", dont_inherit=True)
        return code

    def keep(self) -> None:
        """Write what had to be compiled, unless Python is told to write no bytecode, or cannot."""
        if not self._new or sys.dont_write_bytecode:
            return
        kept = self._kept or {}
        kept = self._new | (kept if len(kept) + len(self._new) <= MOST else {})
        own = self._file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._file.parent.mkdir(exist_ok=True)
            own.write_bytes(marshal.dumps((importlib.util.MAGIC_NUMBER, kept)))
            own.replace(self._file)
        self._kept, self._new = kept, {}

    def _read(self) -> dict[bytes, CodeType]:
        try:
            magic, kept = marshal.loads(self._file.read_bytes())
        except (OSError, EOFError, ValueError, TypeError):  # missing, or cut off
            return {}
        return kept if magic == importlib.util.MAGIC_NUMBER and isinstance(kept, dict) else {}


RULES = KeptCode(
    Path(importlib.util.cache_from_source(__file__)).with_name(f"rules.{sys.implementation.cache_tag}.pyc")
)
