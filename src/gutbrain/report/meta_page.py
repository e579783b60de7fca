"""The page of a meta-analysis: the forest plot, three estimates side by side, what they depend on, and every trial."""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from gutbrain import words
from gutbrain.answers import evidence, meta_words
from gutbrain.answers.evidence import MetaAnswer, MetaAsked
from gutbrain.evidence.pooling.certainty import bias_of
from gutbrain.evidence.pooling.effects import Effect
from gutbrain.evidence.pooling.meta import Meta, hoped, interval
from gutbrain.evidence.pooling.random_effects import Slope
from gutbrain.files import write_whole
from gutbrain.report import flags, forest, templates


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
    drawn = forest.draw(found)
    svg = forest.standalone(drawn)
    write_whole(Path(picture), svg)
    page = templates.page(
        "meta.html.jinja", "forest.css", version=importlib.metadata.version("gutbrain"), **_told(found, drawn)
    )
    write_whole(Path(path), page)
    return svg


def piece(found: Meta, strain_page: str = "") -> Markup:
    """What stands under the title of the page, to be put into another one.

    Parameters
    ----------
    found
        With at least one effect.
    strain_page
        Address of what is known of a strain, to which its name is added; no links where empty.
    """
    return Markup(templates.piece("meta_piece.html.jinja", **_told(found, forest.draw(found), strain_page)))


@dataclass(frozen=True)
class Pooled:
    """A meta-analysis and how a page of the browser tells it: title, plain sentence, HTML (empty without effects)."""

    answer: MetaAnswer
    title: str
    plain: str
    piece: str


def pooled(asked: MetaAsked) -> Pooled:
    """Pool trials and draw what was found; for a process that computes.

    Raises
    ------
    InputError
        With every name that does not exist.
    """
    found = evidence.pooled(asked)
    return Pooled(
        MetaAnswer(**found.to_dict()),
        meta_words.title(found),
        evidence.plain(found),
        str(piece(found, strain_page="?strain=")) if found.effects else "",
    )


def _told(found: Meta, picture: Markup, strain_page: str = "") -> dict[str, Any]:
    """What the templates are filled with."""
    return {
        "title": meta_words.title(found),
        "found": found,
        "picture": picture,
        "narrow_picture": forest.draw(found, forest.NARROW),
        "strain_page": strain_page,
        "labels": forest.LABELS,
        "estimates": found.estimates.by_name(),
        "better": "positive" if hoped(found.question.outcome) == 1 else "negative",
        "span": meta_words.span,
        "pooled": meta_words.pooled,
        "number": lambda value: words.number(value, places=2),
        "interval": interval,
        "line": _line,
        "p": _p,
        "by": [(by, p, [g for g in found.groups if g.by == by]) for by, p in found.differ.items() if p is not None],
        "printed": [one for one in found.published if one.record.effect and one.record.effect.low is not None],
        "cells": _cells,
        "bias": _bias,
        "flags": flags.said,
    }


_RISKS = {"low": "low", "some": "some concerns", "high": "high"}


def _bias(effect: Effect) -> str:
    """Risk of bias of an effect, and in which domains it is not low."""
    found = bias_of(effect)
    doubtful = [f"{name} {one.risk}" for name, one in found.domains.items() if one.risk != "low"]
    return _RISKS[found.overall] + (f" ({', '.join(doubtful)})" if doubtful else "")


def _cells(estimates: Any) -> list[str]:
    """The three estimates of a part, in words."""
    known = estimates.by_name()
    return [meta_words.pooled(known[name]) if name in known else "" for name in forest.LABELS]


def _line(slope: Slope | None) -> str:
    if slope is None:
        return ""
    value, low, high = (words.number(v, places=3) for v in (slope.slope, slope.low, slope.high))
    return f"{value} ({low} to {high}), {_p(slope.p)}"


def _p(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"
