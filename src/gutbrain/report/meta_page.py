"""The page of a meta-analysis: the forest plot, three estimates side by side, what they depend on, and every trial."""

from __future__ import annotations

import importlib.metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

from gutbrain.evidence.meta import Meta, hoped, interval
from gutbrain.evidence.random_effects import Slope
from gutbrain.report import forest, words


def write(found: Meta, path: Path | str, picture: Path | str) -> str:
    """Write the page, and the forest plot as a file of its own.

    Parameters
    ----------
    found
        With at least one effect.
    path, picture
        The files to write, HTML and SVG.

    Returns
    -------
    str
        The picture.
    """
    from jinja2 import Environment, StrictUndefined

    data = files("gutbrain.report") / "data"
    drawn = forest.draw(found)
    svg = forest.standalone(drawn)
    Path(picture).write_text(svg, encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((data / "meta.html.jinja").read_text(encoding="utf-8"))
    page = template.render(
        title=title(found),
        css="".join((data / name).read_text(encoding="utf-8") for name in ("page.css", "forest.css")),
        version=importlib.metadata.version("gutbrain"),
        found=found,
        picture=drawn,
        labels=forest.LABELS,
        estimates=found.estimates.by_name(),
        better="positive" if hoped(found.question.outcome) == 1 else "negative",
        span=forest.span,
        number=lambda value: words.number(value, places=2),
        interval=interval,
        line=_line,
        p=_p,
        by=[(by, p, [g for g in found.groups if g.by == by]) for by, p in found.differ.items() if p is not None],
        printed=[one for one in found.published if one.record.effect and one.record.effect.low is not None],
        cells=_cells,
    )
    Path(path).write_text(page, encoding="utf-8")
    return svg


def title(found: Meta) -> str:
    """What was asked, in a line."""
    asked = found.question
    parts = [f"{asked.strain.short if asked.strain else 'Bacteria'} and {asked.outcome}"]
    if asked.population:
        parts.append(words.listed([name.replace("-", " ") for name in asked.population]))
    if asked.weeks:
        low, high = asked.weeks
        parts.append(f"{low:g} weeks or more" if high == float("inf") else f"{low:g} to {high:g} weeks")
    return ", ".join(parts)


def _cells(estimates: Any) -> list[str]:
    """The three estimates of a part, in words."""
    known = estimates.by_name()
    return [
        forest.span((known[name].estimate, known[name].low, known[name].high)) if name in known else ""
        for name in forest.LABELS
    ]


def _line(slope: Slope | None) -> str:
    if slope is None:
        return ""
    value, low, high = (words.number(v, places=3) for v in (slope.slope, slope.low, slope.high))
    return f"{value} ({low} to {high}), {_p(slope.p)}"


def _p(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"
