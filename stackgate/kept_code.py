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


class KeptCode:
    """The bytecode in a file, which is read when a rule is first asked for."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: dict[bytes, CodeType] | None = None
        self._asked: dict[bytes, CodeType] = {}
        self._is_short = False

    def compiled(self, path: Path, source: bytes) -> CodeType:
        """The code of a file with this text. Raises what `compile` raises."""
        how = f"{sys.flags.optimize}\0".encode()  # by it asserts are left out, and documentation
        key = hashlib.sha256(how + os.fsencode(path) + b"\0" + source).digest()
        if self._kept is None:
            self._kept = self._read()
        code = self._kept.get(key)
        if code is None:
            code = compile(source, path, "exec", dont_inherit=True)
            self._is_short = True
        self._asked[key] = code
        return code

    def keep(self) -> None:
        """Write what was asked for since the last call, where some of it was not there: that, and nothing else.

        Nothing is written where Python is told to write no bytecode, or cannot.
        """
        asked, is_short = self._asked, self._is_short
        self._asked, self._is_short = {}, False
        if not is_short or sys.dont_write_bytecode:
            return
        self._kept = asked
        own = self._file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._file.parent.mkdir(exist_ok=True)
            own.write_bytes(marshal.dumps((importlib.util.MAGIC_NUMBER, asked)))
            own.replace(self._file)

    def _read(self) -> dict[bytes, CodeType]:
        try:
            magic, kept = marshal.loads(self._file.read_bytes())
        except (OSError, EOFError, ValueError, TypeError):  # missing, or cut off
            return {}
        return kept if magic == importlib.util.MAGIC_NUMBER and isinstance(kept, dict) else {}


RULES = KeptCode(
    Path(importlib.util.cache_from_source(__file__)).with_name(f"rules.{sys.implementation.cache_tag}.pyc")
)
