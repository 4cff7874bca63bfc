"""Checkov's import, and its silence."""

from __future__ import annotations

import importlib.util
import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path


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


def import_checkov() -> None:
    """Import what runs policies, without the built-in checks: a third of the time.

    The packages of built-in checks go into sys.modules unexecuted, so that importing one check by name still works.
    """
    specification = importlib.util.find_spec("checkov")
    for root in map(Path, (specification and specification.submodule_search_locations) or ()):
        for init in root.glob("terraform/checks/*/*/__init__.py"):
            name = ".".join(("checkov", *init.parent.relative_to(root).parts))
            package = importlib.util.spec_from_file_location(name, init)
            if package and name not in sys.modules:
                sys.modules[name] = importlib.util.module_from_spec(package)
    import checkov.common.checks_infra.checks_parser
    import checkov.terraform.checks.resource.base_resource_check
    import checkov.terraform.graph_builder.graph_components.module
    import checkov.terraform_json.parser  # noqa: F401
