"""The report as a page for people: one file that needs nothing else, neither a server nor a network.

Its markup is made by templates that escape all that they are given; a Content-Security-Policy allows the page's own
style and scripts, by their digests, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from stackgate.reports.audit import Audit
from stackgate.reports.html.by_control import NO_FRAMEWORK
from stackgate.reports.html.picture import STYLE
from stackgate.reports.html.view import page_of
from stackgate.reports.html.words import STATES, clean, clean_lines, counted, noun, plural
from stackgate.reports.saying import said

STYLES = ("base", "frame", "findings", "sections", "print")
SCRIPTS = ("data", "findings", "filters", "controls", "resource", "page")


def render(audit: Audit) -> str:
    """The page, as HTML."""
    style = "\n".join([*(_asset("style", f"{name}.css") for name in STYLES), STYLE])
    script = "\n".join(_asset("script", f"{name}.js") for name in SCRIPTS)
    theme = _asset("script", "theme.js")
    page = _templates().get_template("page.html.j2")
    text = page.render(
        page=page_of(audit),
        style=Markup(style),
        script=Markup(script),
        theme=Markup(theme),
        policy=_policy(style, script, theme),
    )
    return text.encode("utf-8", "replace").decode()


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("stackgate.reports.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    templates.globals.update(STATES=STATES, NO_FRAMEWORK=NO_FRAMEWORK)
    templates.filters.update(noun=noun, plural=plural, counted=counted, said=said, lines=_lines, urlencode=_in_address)
    return templates


def _finalize(value: object) -> object:
    """What a template writes: a text from outside without what could do harm to its reader."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _in_address(text: str) -> str:
    """A text as a value in an address, the same text that the page shows."""
    return quote(clean(text), safe="")


def _lines(text: str) -> Markup:
    """A text that may have several lines."""
    return escape(clean_lines(text))


def _policy(style: str, *scripts: str) -> str:
    allowed = " ".join(map(_digest, scripts))
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {allowed}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    """The source expression by which a policy allows an inline element. Source: Content Security Policy Level 3."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _asset(folder: str, name: str) -> str:
    return (files(__name__) / folder / name).read_text(encoding="utf-8")
