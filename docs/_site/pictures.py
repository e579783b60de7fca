"""Curves of the reference: what an ordinary course of something does in the healthy adult, as SVG."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib

from gutbrain.atlas.channels import about as about_channel
from gutbrain.atlas.exposures import Exposure
from gutbrain.atlas.observables import about
from gutbrain.engine.changes import by_size
from gutbrain.engine.result import Result
from gutbrain.engine.simulation import simulate

DRAWS = 8
MOST = 4
"""Most curves of one exposure."""

LONG, SHORT = 56, 3
"""Days of a run in which something begins on day 7, and of one in which it acts within hours of day 1."""

CAPTION = (
    "The typical healthy adult: median, 50 and 90 % intervals over eight parameter sets, which say what is not known, "
    "not how people differ."
)


def of_exposure(exposure: Exposure, outcomes: Sequence[str]) -> tuple[bytes, list[str], str]:
    """An ordinary course of an exposure: the picture, the outcomes that are drawn, and the protocol as it is written.

    Parameters
    ----------
    exposure
        Of the vocabulary, with a course.
    outcomes
        What it acts on.
    """
    acute = exposure.is_short and any(about(name).within_a_day for name in outcomes)
    event: dict[str, Any] = {"exposure": exposure.name, **(exposure.course or {})}
    event["start"] = 1 if acute else 7
    protocol = {"title": exposure.name, "days": SHORT if acute else LONG, "events": [event]}
    result = simulate(protocol, draws=DRAWS, seed=0)
    drawn = [name for name in by_size(result) if name in outcomes][:MOST]
    return (svg(result, drawn) if drawn else b""), drawn, written(protocol)


def of_channel(channel: str) -> tuple[bytes, str, str] | None:
    """The response that the record of a channel keeps: the picture, what is done, and the observable; None without."""
    wanted = about_channel(channel).curve
    if wanted is None:
        return None
    result = simulate({"title": wanted.title, **wanted.protocol}, draws=DRAWS, seed=0)
    return svg(result, [wanted.observable]), wanted.title, wanted.observable


def svg(result: Result, observables: Sequence[str]) -> bytes:
    """A figure of a result, the same for the same numbers, with its letters as curves."""
    with matplotlib.rc_context({"svg.hashsalt": "gutbrain"}):
        made, out = result.plot(*observables), io.BytesIO()
        made.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def written(protocol: Mapping[str, Any]) -> str:
    """A protocol with one event, as YAML."""
    (event,) = protocol["events"]
    return f"days: {protocol['days']}\nevents:\n  - {{{', '.join(f'{k}: {_value(v)}' for k, v in event.items())}}}"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f'"{key}": {_value(part)}' for key, part in value.items()) + "}"
    return f"{value:.1e}" if isinstance(value, float) and value >= 1e6 else f"{value}"
