"""The pages that the tests open: each audit, rendered as html into a file."""

from __future__ import annotations

from pathlib import Path

from stackgate.out_folder import write_report
from stackgate.reports import render
from stackgate.reports.audit import Audit

from .audits import PAGES, Audits


class Pages:
    """The files in a folder; each is made when it is asked for, once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._audits = Audits(folder / "judged")

    def audit(self, name: str) -> Audit:
        """What a page shows. Raises KeyError for a name that is none of PAGES."""
        return PAGES[name](self._audits)

    def file(self, name: str) -> Path:
        """The page's file. Raises KeyError for a name that is none of PAGES."""
        file = self._folder / f"{name}.html"
        if not file.exists():
            write_report(file, render(self.audit(name), "html"))
        return file
