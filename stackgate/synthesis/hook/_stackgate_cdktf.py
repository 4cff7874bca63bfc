"""The part of the hook that knows cdktf and jsii: lazy providers, the source line of each construct,
and the wrappers around jsii that tell what never arrives.

A provider's `__init__` imports all of its modules, 2,200 for AWS, of which an app uses a few dozen. Here the package is
made without running it; a module is imported when it is first asked for, and `__init__` runs only for its own names.
Python 3.8 and later, standard library only.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Callable
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec
from types import ModuleType
from typing import Any

PLAIN_ID = re.compile(r"[\w.-]+", re.ASCII)
PROVIDER_TYPE = re.compile(r"@(cdktf|cdktn)/(provider-[\w-]+)\.(\w+)\.")
PREFIX = {"cdktf": "cdktf_cdktf_", "cdktn": "cdktn_"}


class LazyLoader(Loader):
    """Makes a package without running its `__init__`."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        name, loader = module.__name__, self.loader
        # From here on it is to look like any other package.
        module.__loader__ = loader
        if module.__spec__ is not None:
            module.__spec__.loader = loader

        def attribute(attribute_name: str) -> Any:
            special = attribute_name.startswith("__")
            if special and attribute_name != "__all__":
                raise AttributeError(f"module {name!r} has no attribute {attribute_name!r}")
            if not special and find_spec(f"{name}.{attribute_name}") is not None:
                return importlib.import_module(f"{name}.{attribute_name}")
            del module.__dict__["__getattr__"]
            loader.exec_module(module)
            return getattr(module, attribute_name)

        module.__dict__["__getattr__"] = attribute


def lazy_spec(name: str) -> ModuleSpec | None:
    """The spec of a provider package whose `__init__` is not run; None to leave it to Python."""
    spec = PathFinder.find_spec(name)
    if spec is not None and spec.loader is not None and spec.submodule_search_locations:
        spec.loader = LazyLoader(spec.loader)  # type: ignore[arg-type, unused-ignore]  # typeshed: two Loaders
    return spec


def watch_jsii(record: Any) -> None:
    """Has jsii tell the record of each construct it creates, and import the modules of types that it returns.

    Raises ImportError or AttributeError where jsii is missing, or not as known: then nothing was changed.
    """
    jsii: Any = importlib.import_module("jsii")
    reference_map: Any = importlib.import_module("jsii._reference_map")
    drops: Any = importlib.import_module("_stackgate_drops")
    create, invoke, resolve = jsii.create, jsii.invoke, reference_map.resolve_reference
    paths: dict[str, str] = {}
    watch = drops.Watch(record, lambda target: paths.get(target.__jsii_ref__.ref))
    jsii.create = watched_create(create, record, paths, watch)
    jsii.invoke = drops.watched_invoke(invoke, watch)
    reference_map.resolve_reference = importing_resolve(resolve)


def watched_create(create: Callable[..., Any], record: Any, paths: dict[str, str], watch: Any) -> Callable[..., Any]:
    """`jsii.create`, noting the line and the path of each construct that it makes, and what of it never arrives.

    `paths` takes the path of each, by jsii's reference.
    """

    def path_of(construct: Any, args: Any) -> str:
        """The construct's path. Computed where it must be scope's path + id; asking jsii costs two messages."""
        if len(args or ()) > 1 and isinstance(args[1], str) and PLAIN_ID.fullmatch(args[1]):
            assembly = construct.__jsii_type__.split(".")[0]
            scope = paths.get(getattr(getattr(args[0], "__jsii_ref__", None), "ref", ""))
            if scope is not None and (assembly in ("constructs", "cdktf", "cdktn") or "/provider-" in assembly):
                return f"{scope}/{args[1]}" if scope else args[1]
        return str(construct.node.path)

    def note(construct: Any, args: Any, frame: Any) -> None:
        if not isinstance(construct, sys.modules["constructs"].Construct):
            return
        path = paths[construct.__jsii_ref__.ref] = path_of(construct, args)
        source = record.innermost(frame)
        if path and source:
            record.sources[path] = source
            watch.created(path, args, source)

    def create_and_note(klass: Any, instance: Any, args: Any = None) -> Any:
        reference = create(klass, instance, args)
        try:
            note(instance, args, sys._getframe(1))
        except Exception as error:
            record.problem(error)
        return reference

    return create_and_note


def importing_resolve(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """jsii's `resolve_reference`, first importing a lazy provider's module that declares the type.

    jsii knows a type only once its Python module is imported, and takes a provider to be imported as a whole.
    """
    known: set[str] = set()
    modules: dict[str, dict[str, str]] = {}

    def load(fqn: str) -> None:
        known.add(fqn)
        found = PROVIDER_TYPE.match(fqn)
        package = found and sys.modules.get(PREFIX[found[1]] + found[2].replace("-", "_"))
        if not found or package is None or "__getattr__" not in vars(package):
            return
        if package.__name__ not in modules:
            names = [name for folder in package.__path__ for name in os.listdir(folder)]
            modules[package.__name__] = {name.replace("_", ""): name for name in names}
        # jsii's name of a module is Python's in camel case.
        module = modules[package.__name__].get(found[3].lower())
        getattr(package, module or "__all__")

    def importing(kernel: Any, ref: Any) -> Any:
        for fqn in (ref.ref.rsplit("@", 1)[0], *(ref.interfaces or ())):
            if fqn not in known:
                load(fqn)
        return resolve(kernel, ref)

    return importing
