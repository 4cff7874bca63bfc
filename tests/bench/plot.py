"""The plot: the time of each contender by number of resources, both on logarithmic scales."""

from __future__ import annotations

from pathlib import Path

import matplotlib

from tests.bench import contenders
from tests.bench.bars import Results

matplotlib.use("svg")
# The same numbers make the same file.
matplotlib.rcParams.update({"svg.hashsalt": "stackgate", "svg.fonttype": "none", "font.family": "sans-serif"})

from matplotlib import pyplot  # noqa: E402  after the choice of what draws


def draw(results: Results, unit: float, path: Path) -> None:
    """Writes it as SVG, in multiples of `unit` seconds."""
    figure, axes = pyplot.subplots(figsize=(8, 5))
    for contender in contenders.OF_DOCUMENTS:
        measured = results.of(contender)
        if measured:
            times = [each.median / unit for each in measured]
            axes.plot([each.resources for each in measured], times, marker="o", label=contender.name)
    axes.set(xscale="log", yscale="log", xlabel="resources", ylabel="time (checkov with 62 resources = 1)")
    sizes = sorted({each.resources for contender in contenders.OF_DOCUMENTS for each in results.of(contender)})
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter("{x:g}")
    axes.grid(alpha=0.3)
    axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4)
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight")
    pyplot.close(figure)
