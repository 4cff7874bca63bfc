"""The tolerant run: after a failed synthesis the app runs once more, and each fault is noted, mended and passed over.

What cannot be mended is replaced by a stand-in. Faults that the gate has a name for are passed over where they occur;
another exception ends the constructor that it is raised in, and the app goes on behind it. What comes of a stand-in is
no fault. Nothing of this run is kept but the faults.
Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import sys
from typing import Any

from _stackgate_mending import Mender, UnmendedError
from _stackgate_names import Names
from _stackgate_reasons import reasons
from _stackgate_resume import guard_project, is_tried, statements, targets_of
from _stackgate_site import Site
from _stackgate_stand_in import StandIn
from _stackgate_static import Static

PASSED = "_stackgate_passed"


class Tolerant:
    """Notes the faults of one process of the app in its record."""

    def __init__(self, record: Any) -> None:
        self.record = record
        self.names = Names(record.project)
        self.static = Static(record)
        self.mender = Mender(record, self.note)
        self.known: dict[Any, dict[str, Any]] = {}
        self.entry: str | None = None

    def start(self) -> None:
        import atexit

        guard_project(self.record, self.caught, self.begins)
        atexit.register(self.ends)

    def begins(self, path: str) -> None:
        """Before the code of a file of the project is run."""
        try:
            self.entry = self.entry or self.record.project_file(path)
            self.mender.watch()
            self.static.visit(path, self.note)
        except Exception as error:
            self.record.problem(error)

    def ends(self) -> None:
        """At the app's end, if it has not failed: why nothing was synthesized, if nothing was."""
        if self.record.failure or self.entry is None:
            return
        source, text = (self.entry, 1), ""
        if self.mender.app is None:
            text = "No App is made, so that nothing is synthesized"
        else:
            source = self.mender.app[:2]
            if not self.mender.stacks:
                text = "The App has no TerraformStack, so that nothing is synthesized"
            elif not self.mender.synthesized:
                text = "app.synth() is never called, so that nothing is synthesized"
            elif self.mender.app[2]:
                text = "App is given an outdir of its own: leave it out, the gate says where to synthesize to"
        if text:
            self.note("synth_no_stack", text, source, None)

    def note(self, rule: str, message: str, source: Any, attribute: str | None, construct: str | None = None) -> None:
        """Notes a fault, once for each place, rule and attribute."""
        key = (rule, *source, attribute)
        if key not in self.known:
            fault = {"rule": rule, "message": message, "source": list(source), "attribute": attribute}
            self.known[key] = {**fault, "construct": construct}
            self.record.faults.append(self.known[key])
        elif construct and not self.known[key]["construct"]:
            # The source alone does not tell the construct's path.
            self.known[key]["construct"] = construct

    def caught(self, error: Exception, number: int) -> Any:
        """A statement of the project has failed. Gives what its targets are bound to, or raises the error again."""
        statement, frame = statements[number], sys._getframe(1)
        if isinstance(error, UnmendedError):
            return self.instead(statement)
        if not hasattr(error, PASSED) and not is_tried(frame):
            trace = error.__traceback__
            line = trace.tb_lineno if trace is not None else statement.lineno
            site = Site(statement, frame, self.record.source(frame, line), self.record)
            try:
                if site.is_import:
                    return site.imported(self.names, self.note)
                found = reasons(error, site)
            except Exception as problem:
                problem.__dict__[PASSED] = error.__dict__[PASSED] = True
                raise problem from error
            for rule, message, attribute in found:
                # A provider that was made, if only in the source, is not missing.
                if rule != "synth_no_provider" or not any(name.endswith("Provider") for name in self.mender.unmended):
                    self.note(rule, message, site.source, attribute)
            if found or site.stands_in():
                return self.instead(statement)
        error.__dict__[PASSED] = True
        raise error

    @staticmethod
    def instead(statement: Any) -> list[Any]:
        return [StandIn() for _ in targets_of(statement) or (None,)]
