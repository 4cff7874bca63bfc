"""Checkov's import, and its silence."""

from __future__ import annotations

import importlib.util
import logging
import os
import sys
import warnings
from abc import ABCMeta, abstractmethod
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType, SimpleNamespace
from typing import Any

from stackgate.cache_folder import cache_folder

_VARIABLES = ("CKV_", "CHECKOV_")
_ON_DEMAND = ("aiohttp", "detect_secrets", "requests")
"""Packages that Checkov imports, and of which nothing is used to judge a document."""
_REPORT_TYPES = "checkov.common.sast.report_types"
"""What Checkov's reports on source code are made of; its JSON encoder asks of everything whether it is such a thing."""


class Complaints(logging.Handler):
    """Takes Checkov's log, where it says what it swallowed: a regular expression that is none, say."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._places: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep where a warning came from; its text may hold what must not be shown."""
        if "checkov" in Path(record.pathname).parts:
            self._places.append(f"{record.module}, line {record.lineno}")

    def take(self) -> list[str]:
        """The places of Checkov's warnings since the last call."""
        taken, self._places = self._places, []
        return taken


@contextmanager
def quiet() -> Iterator[Complaints]:
    """Nothing reaches the terminal: Checkov's log goes into the complaints (logging would otherwise set up a handler of
    its own), and what a policy prints goes to stderr, because stdout may be a report."""
    handler = Complaints()
    logging.getLogger().addHandler(handler)
    try:
        with redirect_stdout(sys.stderr), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield handler
    finally:
        logging.getLogger().removeHandler(handler)


class Sequential:
    """Stands in for the pool of threads in which Checkov runs conditions, where an exception would go unseen."""

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Call the function at once. Raises what it raises."""
        done: Future[Any] = Future()
        done.set_result(function(*arguments))
        return done


def checks_folder() -> Path:
    """Where the installed Checkov keeps its own checks of Terraform."""
    specification = importlib.util.find_spec("checkov")
    roots = list((specification and specification.submodule_search_locations) or ())
    return Path(roots[0], "terraform", "checks")


def checkov_version() -> str:
    """The version of the installed Checkov."""
    from checkov.version import version

    return str(version)


@contextmanager
def _private_pickles() -> Iterator[None]:
    """Let lark keep hcl2's tables, a pickle, where no other user can lay one ready; it asks for a folder by itself.

    Only lark is told: another thread may want a temporary file meanwhile.
    """
    from lark import lark

    with ExitStack() as after:
        folder = cache_folder() or after.enter_context(TemporaryDirectory())
        shared, lark.tempfile = lark.tempfile, SimpleNamespace(gettempdir=lambda: str(folder))
        try:
            yield
        finally:
            lark.tempfile = shared


class _Deferred(ModuleType):
    """A package that is executed when something is first asked of it; another in its place answers for it."""

    def __getattr__(self, name: str) -> Any:
        specification = self.__spec__
        if name.startswith("__") or specification is None or specification.loader is None:
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is not self:
            return getattr(importlib.import_module(self.__name__), name)
        self.__class__ = ModuleType  # type: ignore[assignment]
        specification.loader.exec_module(self)
        return getattr(self, name)


class _WithoutObjects(ModuleType):
    """A module of classes that nothing here is an object of, and nothing can be made an object of."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return ABCMeta(name, (), {"made": abstractmethod(lambda: None)})


def _put_off(name: str) -> None:
    specification = importlib.util.find_spec(name)
    if specification and name not in sys.modules:
        package = importlib.util.module_from_spec(specification)
        package.__class__ = _Deferred
        sys.modules[name] = package


def _give_back(name: str) -> None:
    """Let whoever else imports the package get it in the ordinary way: its modules rely on its being executed first."""
    has_modules = any(other.startswith(f"{name}.") for other in sys.modules)
    if type(sys.modules.get(name)) is _Deferred and not has_modules:
        del sys.modules[name]


def import_checkov() -> None:
    """Import what runs policies, without the built-in checks: a third of the time.

    The packages of built-in checks go into sys.modules unexecuted, so that importing one check by name still works.
    What talks to networks or makes reports of source code is put off too: half of the rest.
    Checkov's own variables are dropped: a verdict must not depend on who runs it.
    """
    for name in [name for name in os.environ if name.startswith(_VARIABLES)]:
        del os.environ[name]
    with _private_pickles():
        import hcl2  # noqa: F401
    for name in _ON_DEMAND:
        _put_off(name)
    sys.modules.setdefault(_REPORT_TYPES, _WithoutObjects(_REPORT_TYPES))
    folder = checks_folder()
    for init in folder.glob("*/*/__init__.py"):
        name = ".".join(("checkov.terraform.checks", *init.parent.relative_to(folder).parts))
        package = importlib.util.spec_from_file_location(name, init)
        if package and name not in sys.modules:
            sys.modules[name] = importlib.util.module_from_spec(package)
    import checkov.common.checks_infra.checks_parser
    import checkov.terraform.checks.resource.base_resource_check
    import checkov.terraform.graph_builder.graph_components.module
    import checkov.terraform_json.parser  # noqa: F401
    from checkov.common.checks_infra.solvers.attribute_solvers import base_attribute_solver
    from checkov.common.checks_infra.solvers.resource_solvers import base_resource_solver

    for solver in (base_attribute_solver, base_resource_solver):
        solver.ThreadPoolExecutor = Sequential
    for name in _ON_DEMAND:
        _give_back(name)
