"""The tolerant run: after a failed synthesis the app runs once more, and each fault is noted, mended and passed over.

What cannot be mended is replaced by a stand-in. Faults that the gate has a name for are passed over where they occur;
another exception ends the constructor that it is raised in, and the app goes on behind it. What comes of a stand-in is
no fault. Nothing of this run is kept but the faults.
Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import functools
import importlib
import os
import sys
from collections.abc import Callable
from typing import Any

import _stackgate_hints as hints
from _stackgate_names import Names
from _stackgate_reasons import Site, list_tokens, raised_by_node, reasons, without_list_tokens
from _stackgate_resume import guard_project, is_tried, statements, targets_of
from _stackgate_signature import Call
from _stackgate_stand_in import StandIn, stands_in
from _stackgate_static import Static

PASSED = "_stackgate_passed"


class UnmendedError(Exception):
    """A call of the bindings that failed, was noted, and could not be mended."""


class Tolerant:
    """Notes the faults of one process of the app in its record."""

    def __init__(self, record: Any) -> None:
        self.record = record
        self.names = Names(record.project)
        self.static = Static(record)
        self.known: dict[Any, dict[str, Any]] = {}
        self.bindings_watched = False
        self.entry: str | None = None
        self.app: Any = None
        self.stacks = 0
        self.unmended: list[str] = []
        self.synthesized = False

    def start(self) -> None:
        import atexit

        guard_project(self.record, self.caught, self.begins)
        atexit.register(self.ends)

    def begins(self, path: str) -> None:
        """Before the code of a file of the project is run."""
        try:
            self.entry = self.entry or self.record.project_file(path)
            self.watch_bindings()
            self.static.visit(path, self.note)
        except Exception as error:
            self.record.problem(error)

    def ends(self) -> None:
        """At the app's end, if it has not failed: why nothing was synthesized, if nothing was."""
        if self.record.failure or self.entry is None:
            return
        source, text = (self.entry, 1), ""
        if self.app is None:
            text = "No App is made, so that nothing is synthesized"
        else:
            source = self.app[:2]
            if not self.stacks:
                text = "The App has no TerraformStack, so that nothing is synthesized"
            elif not self.synthesized:
                text = "app.synth() is never called, so that nothing is synthesized"
            elif self.app[2]:
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

    def watch_bindings(self) -> None:
        """Has each class of the bindings mended that is declared from now on. Raises ImportError without jsii."""
        if self.bindings_watched:
            return
        self.bindings_watched = True
        runtime: Any = importlib.import_module("jsii._runtime")
        references = runtime._reference_map
        for name in ("register_type", "register_data_type"):
            setattr(references, name, self.registering(getattr(references, name)))
        runtime.JSIIMeta.__call__ = self.calling(runtime.JSIIMeta.__call__, runtime.JSIIMeta)
        hints.scope_maker.append(functools.lru_cache(maxsize=None)(self.scope))

    def scope(self) -> Any:
        library = sys.modules.get("cdktf") or importlib.import_module("cdktn")
        return library.TerraformStack(library.App(outdir=os.environ["CDKTF_OUTDIR"]), "stand-in")

    def registering(self, register: Callable[[Any], None]) -> Callable[[Any], None]:
        def register_and_mend(klass: Any) -> None:
            if "__init__" in vars(klass):
                klass.__init__ = self.mending(klass, klass.__init__)
            if klass.__name__ == "App" and "synth" in vars(klass):
                klass.synth = self.synthesizing(klass.synth)
            register(klass)

        return register_and_mend

    def synthesizing(self, synth: Any) -> Any:
        @functools.wraps(synth)
        def noted(*args: Any, **kwargs: Any) -> Any:
            self.synthesized = True
            return synth(*args, **kwargs)

        return noted

    def mending(self, klass: Any, init: Any) -> Any:
        """The `__init__` of a class of the bindings: where the project's call of it fails, it is mended."""

        @functools.wraps(init)
        def mended(instance: Any, *args: Any, **kwargs: Any) -> None:
            frame = self.caller(sys._getframe(1))
            if frame is None:
                return init(instance, *args, **kwargs)
            site = self.record.source(frame, frame.f_lineno)
            self.stacks += klass.__name__ == "TerraformStack"
            if klass.__name__ == "App":
                self.app = (*site, "outdir" in kwargs)
                if "outdir" in kwargs:
                    kwargs["outdir"] = os.environ["CDKTF_OUTDIR"]
            return self.make(klass.__name__, init, instance, args, kwargs, site)

        return mended

    def make(self, name: str, init: Any, instance: Any, args: Any, kwargs: Any, site: Any) -> None:
        for attribute, text in list_tokens(kwargs):
            self.note("synth_token_misuse", f"{name}: {text}", site, attribute)
        kwargs = without_list_tokens(kwargs)
        if stands_in(list(args)) or stands_in(kwargs):
            call = Call(name, init, args, kwargs).hold()
            self.notes(call.found, site, args)
            args, kwargs = call.args, call.kwargs
        try:
            return init(instance, *args, **kwargs)
        except Exception as error:
            call = Call(name, init, args, kwargs).hold()
            found = call.found or raised_by_node(name, error, kwargs, self.record)
            if not found:
                raise
            self.notes(found, site, args)
            if "path" in kwargs and not call.found:
                call.kwargs["path"] = os.path.dirname(os.path.abspath(__file__)) if "type" in kwargs else __file__
        try:
            return init(instance, *call.args, **call.kwargs)
        except Exception as error:
            self.unmended.append(name)
            raise UnmendedError(name) from error

    def notes(self, found: Any, site: Any, args: Any) -> None:
        path = None
        if len(args) > 1 and isinstance(args[1], str) and hasattr(type(args[0]), "node"):
            scope = str(args[0].node.path)
            path = f"{scope}/{args[1]}" if scope else args[1]
        for rule, message, attribute in found:
            self.note(rule, message, site, attribute, path)

    def calling(self, call: Any, meta: Any) -> Any:
        """What makes an instance of a jsii class: for the project's own classes the call is mended too."""

        def tolerant(klass: Any, *args: Any, **kwargs: Any) -> Any:
            frame = self.caller(sys._getframe(1))
            if frame is None:
                return call(klass, *args, **kwargs)
            own = self.record.project_file(getattr(klass.__init__, "__code__", self).co_filename) if hasattr(
                klass.__init__, "__code__"
            ) and not hasattr(klass.__init__, "__wrapped__") else None
            if own:
                held = Call(klass.__name__, klass.__init__, args, kwargs)
                held.hints = {}
                site = self.record.source(frame, frame.f_lineno)
                for _, message, attribute in held.hold().found:
                    place = f"{own}:{klass.__init__.__code__.co_firstlineno}"
                    self.note("synth_entry_point", f"{message} (its constructor is at {place})", site, attribute)
                args, kwargs = held.args, held.kwargs
            try:
                return call(klass, *args, **kwargs)
            except UnmendedError:
                return StandIn()
            except Exception:
                if own:
                    return StandIn()
                raise

        return tolerant

    def caller(self, frame: Any) -> Any:
        """The frame of the project that makes a call, if nothing but jsii and this hook is between."""
        while frame is not None and frame.f_code.co_filename.endswith(
            (f"jsii{os.sep}_runtime.py", f"jsii{os.sep}python.py", "_stackgate_tolerant.py", "_stackgate_cdktf.py")
        ):
            frame = frame.f_back
        if frame is None or is_tried(frame) or not self.record.source(frame, frame.f_lineno):
            return None
        return frame

    def caught(self, error: Exception, number: int) -> list[Any]:
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
                if rule != "synth_no_provider" or not any(name.endswith("Provider") for name in self.unmended):
                    self.note(rule, message, site.source, attribute)
            if found or site.stands_in():
                return self.instead(statement)
        error.__dict__[PASSED] = True
        raise error

    @staticmethod
    def instead(statement: Any) -> list[Any]:
        return [StandIn() for _ in targets_of(statement) or (None,)]
