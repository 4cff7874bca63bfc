"""Calls of the bindings and of the project's own classes, mended where they fail.

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
from _stackgate_reasons import raised_by_node
from _stackgate_resume import is_tried
from _stackgate_signature import Call
from _stackgate_stand_in import StandIn, stands_in
from _stackgate_tokens import list_tokens, without_list_tokens


class UnmendedError(Exception):
    """A call of the bindings that failed, was noted, and could not be mended."""


class Mender:
    """Mends the calls that the project makes, and gives their faults to `note`.

    Besides it sees which App was made (file, line, whether with an outdir), how many stacks, and whether it was
    synthesized. `unmended` has the names of the classes that a stand-in took the place of.
    """

    def __init__(self, record: Any, note: Callable[..., None]) -> None:
        self.record, self.note = record, note
        self.watching = False
        self.app: Any = None
        self.stacks = 0
        self.synthesized = False
        self.unmended: list[str] = []

    def watch(self) -> None:
        """Has each class of the bindings mended that is declared from now on. Raises ImportError without jsii."""
        if self.watching:
            return
        self.watching = True
        runtime: Any = importlib.import_module("jsii._runtime")
        references = runtime._reference_map
        for name in ("register_type", "register_data_type"):
            setattr(references, name, self.registering(getattr(references, name)))
        runtime.JSIIMeta.__call__ = self.calling(runtime.JSIIMeta.__call__)
        hints.scope_maker.append(functools.lru_cache(maxsize=None)(self.scope))

    def scope(self) -> Any:
        """A stack for constructs whose own scope could not be made."""
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
        def mended(instance: Any, *args: Any, **kwargs: Any) -> Any:
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

    def make(self, name: str, init: Any, instance: Any, args: Any, kwargs: Any, site: Any) -> Any:
        """Initializes an instance as the project's call does, or as it would have done without its faults."""
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

    def calling(self, call: Any) -> Any:
        """What makes an instance of a jsii class: for the project's own classes the call is mended too."""

        def tolerant(klass: Any, *args: Any, **kwargs: Any) -> Any:
            frame = self.caller(sys._getframe(1))
            if frame is None:
                return call(klass, *args, **kwargs)
            # The `__init__` of a class of the bindings is this hook's, outside the project.
            code = getattr(klass.__init__, "__code__", None)
            own = code and self.record.project_file(code.co_filename)
            if code and own:
                held = Call(klass.__name__, klass.__init__, args, kwargs)
                held.hints = {}
                site = self.record.source(frame, frame.f_lineno)
                for _, message, attribute in held.hold().found:
                    text = f"{message} (its constructor is at {own}:{code.co_firstlineno})"
                    self.note("synth_entry_point", text, site, attribute)
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
            (f"jsii{os.sep}_runtime.py", f"jsii{os.sep}python.py", "_stackgate_mending.py", "_stackgate_cdktf.py")
        ):
            frame = frame.f_back
        if frame is None or is_tried(frame) or not self.record.source(frame, frame.f_lineno):
            return None
        return frame
