"""The hook inside the app's own interpreter: Python imports this file at start, for its folder is first on PYTHONPATH.

In:  STACKGATE_HOOK_PROJECT, the app's folder; STACKGATE_HOOK_RECORDS, the folder that `_stackgate_record` writes to;
     STACKGATE_HOOK_CLOCK_AHEAD_S, if the clock shall be ahead, by how many seconds.
Out: nothing but a finder that waits for the first import of cdktf, cdktn or one of their providers. An interpreter
     that never does so (pip, pipenv, a subprocess of the app) is left as it is.

Python 3.8 and later, standard library only. Whatever goes wrong here is noted in the record; the app never sees it.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import module_from_spec
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARIES = ("cdktf", "cdktn")
PROVIDERS = ("cdktf_cdktf_provider_", "cdktn_provider_")


class CdktfFinder:
    """Loads the rest of the hook when the app first imports cdktf, and imports providers lazily."""

    def __init__(self, record: Any) -> None:
        self.record = record
        self.hook: Any = None

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name not in LIBRARIES and not (name.startswith(PROVIDERS) and "." not in name):
            return None
        try:
            if not self.record.loaded:
                self.record.loaded = True
                hook: Any = import_module("_stackgate_cdktf")
                hook.watch_jsii(self.record)
                self.hook = hook
            if self.hook is not None and name.startswith(PROVIDERS):
                spec: ModuleSpec | None = self.hook.lazy_spec(name)
                return spec
        except Exception as error:
            self.record.problem(error)
        return None


def start() -> None:
    """Begins the record of this process, if the gate asked for one."""
    if not (os.environ.get("STACKGATE_HOOK_PROJECT") and os.environ.get("STACKGATE_HOOK_RECORDS")):
        return
    try:
        module: Any = import_module("_stackgate_record")
        record = module.Record(os.environ["STACKGATE_HOOK_PROJECT"], os.environ["STACKGATE_HOOK_RECORDS"])
        record.start()
        finder: Any = CdktfFinder(record)
        sys.meta_path.insert(0, finder)
        if os.environ.get("STACKGATE_HOOK_TOLERANT"):
            tolerant: Any = import_module("_stackgate_tolerant")
            tolerant.Tolerant(record).start()
        if os.environ.get("STACKGATE_HOOK_CLOCK_AHEAD_S"):
            clock: Any = import_module("_stackgate_clock")
            clock.advance(int(os.environ["STACKGATE_HOOK_CLOCK_AHEAD_S"]))
    except Exception as error:
        print("stackgate: the hook did not start:", repr(error), file=sys.stderr)


def run_shadowed() -> None:
    """Runs the `sitecustomize` that this file hides, if there is one, as Python would have done."""
    elsewhere = [entry for entry in sys.path if os.path.abspath(entry) != HERE]
    spec = PathFinder.find_spec("sitecustomize", elsewhere)
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


start()
run_shadowed()
