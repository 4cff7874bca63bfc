"""What the hook tells the gate about one process of the app: the lines of its constructs, which keys
they lost, and how it failed.

One JSON file a process, named by its id, written at exit and only if there is something to say: so a subprocess never
overwrites what its parent found. Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import os
import sys
from typing import Any

FOREIGN = frozenset(("site-packages", "dist-packages", "node_modules"))


class Record:
    """The record of this process: `project` is the app's folder, `records` the folder that it is written to."""

    def __init__(self, project: str, records: str) -> None:
        self.project = os.path.realpath(project)
        self.records = records
        self.loaded = False
        self.sources: dict[str, tuple[str, int]] = {}
        self.drops: list[dict[str, Any]] = []
        self.faults: list[dict[str, Any]] = []
        self.failure: dict[str, Any] | None = None
        self.problems: list[str] = []
        self._files: dict[str, str | None] = {}

    def start(self) -> None:
        """Has the record written at exit, and an uncaught exception noted before it is shown."""
        import atexit

        atexit.register(self.write)
        shown = sys.excepthook

        def excepthook(kind: Any, error: Any, trace: Any) -> None:
            try:
                self.fail(kind, error, trace)
            except Exception as problem:
                self.problem(problem)
            shown(kind, error, trace)

        sys.excepthook = excepthook

    def problem(self, error: BaseException) -> None:
        """Notes a fault of the hook itself, once."""
        text = f"{type(error).__name__}: {error}"
        if text not in self.problems and len(self.problems) < 10:
            self.problems.append(text)

    def fail(self, kind: type, error: BaseException, trace: Any) -> None:
        """Notes an uncaught exception: its type, its message and its frames inside the project, outermost first."""
        if issubclass(kind, KeyboardInterrupt):
            return
        frames = []
        while trace is not None:
            source = self.source(trace.tb_frame, trace.tb_lineno)
            if source:
                frames.append([*source, trace.tb_frame.f_code.co_name])
            trace = trace.tb_next
        message = str(error)
        if isinstance(error, SyntaxError):
            message = str(error.msg)
            file = self.project_file(error.filename or "")
            if file:
                frames.append([file, error.lineno or 1, "<module>"])
        self.failure = {"type": kind.__name__, "message": message, "frames": frames}

    def innermost(self, frame: Any) -> tuple[str, int] | None:
        """The innermost project frame at or above `frame`: (file relative to the project, line)."""
        while frame is not None:
            source = self.source(frame, frame.f_lineno)
            if source:
                return source
            frame = frame.f_back
        return None

    def source(self, frame: Any, line: int) -> tuple[str, int] | None:
        """Where a frame stands in the project; None outside it and in bindings generated below it (`cdktf get`)."""
        file = self.project_file(frame.f_code.co_filename)
        if file is None or "__jsii_assembly__" in frame.f_globals:
            return None
        return file, line

    def project_file(self, name: str) -> str | None:
        """A code object's file, relative to the project; None if outside, or in a virtualenv or a package folder."""
        if name not in self._files:
            self._files[name] = self._relative(name)
        return self._files[name]

    def _relative(self, name: str) -> str | None:
        if not name or name.startswith("<"):
            return None
        real = os.path.realpath(name)
        if not real.startswith(os.path.join(self.project, "")):
            return None
        parts = os.path.relpath(real, self.project).split(os.sep)
        if not FOREIGN.isdisjoint(parts):
            return None
        folder = self.project
        for part in parts[:-1]:
            folder = os.path.join(folder, part)
            if os.path.exists(os.path.join(folder, "pyvenv.cfg")):
                return None
        return "/".join(parts)

    def files(self) -> list[str]:
        """The project's files that this process has imported; the hook may lie below the project itself."""
        hook = os.path.dirname(__file__)
        names = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
        own = [name for name in names if name and os.path.dirname(name) != hook and "site-packages" not in name]
        return sorted(file for file in map(self.project_file, own) if file)

    def write(self) -> None:
        """Writes the record, if this process imported cdktf or failed."""
        if not (self.loaded or self.failure or self.faults):
            return
        try:
            import json

            found = {key: getattr(self, key) for key in ("loaded", "sources", "drops", "faults", "failure", "problems")}
            found["files"] = self.files()
            with open(os.path.join(self.records, f"{os.getpid()}.json"), "w", encoding="utf-8") as file:
                json.dump(found, file)
        except Exception as error:
            print("stackgate: the hook could not write its record:", repr(error), file=sys.stderr)
