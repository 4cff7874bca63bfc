"""The architecture of a run's stacks as a picture: pure data first, then a layout, then an SVG."""

from __future__ import annotations

from importlib.resources import files

from stackgate.reports.audit import JudgedRun
from stackgate.reports.html.picture.edges import edges_of
from stackgate.reports.html.picture.facts import Facts
from stackgate.reports.html.picture.labels import Labels
from stackgate.reports.html.picture.layout import layout
from stackgate.reports.html.picture.nodes import Drawing
from stackgate.reports.html.picture.scene import scene_of
from stackgate.reports.html.picture.svg import svg

STYLE = files(__name__).joinpath("picture.css").read_text(encoding="utf-8")
"""The style sheet that a page with pictures holds once."""


def draw(run: JudgedRun, prefix: str) -> str:
    """The picture of what a run judged as one `<svg>`; empty where its evidence was not kept or has no resources.

    A node of one resource links to `#{prefix}r{i}`, `i` being its place in the evidence, and has it as
    `data-resource`; a node of several links to `#{prefix}findings` and names their type as `data-type`. Each has a
    name, `data-node`, a chip that of its card; a reference is a path with those of its ends as `data-from` and
    `data-to`.
    """
    evidence = run.verdict.evidence
    if evidence is None or not evidence.resources:
        return ""
    facts = Facts(run.verdict)
    regions = scene_of(facts)
    labels = Labels(regions, evidence.resources)
    drawing = Drawing(evidence.resources, labels, prefix)
    picture = layout(regions, labels)
    return svg(picture, edges_of(regions, facts), drawing, f"Architecture of {run.name}")
