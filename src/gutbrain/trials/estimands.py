"""What is estimated: the five attributes of an estimand, and how intercurrent events count in the data (ICH E9 R1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials.conduct import PER_PROTOCOL, Conducted
from gutbrain.trials.design import Design

Array = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Attributes:
    """An estimand in words; ``events`` holds each intercurrent event with its strategy."""

    population: str
    treatment: str
    variable: str
    events: tuple[tuple[str, str], ...]
    summary: str


def attributes(design: Design) -> Attributes:
    """The five attributes, as the protocol names them or as the design has them."""
    named = design.estimand.attributes if design.estimand else {}
    others = [design.arms[place].name for place in design.contrasts]
    people = ["people randomised", *(str(one) for one in design.include)]
    people += [" or ".join(map(str, some)) for some in design.include_any]
    kind = design.primary_as.kind
    variable = f"change of {design.primary} from the first visit to week {design.visits[-1]:g}"
    summary = f"difference of means against {design.control}"
    if kind in ("responder", "remission"):
        rule = design.primary_as.event or design.responder.beyond
        met = str(rule) if rule else f"a fall by {100 * (design.responder.share or 0):.0f} %"
        variable = f"{kind} ({met}) in week {design.visits[-1]:g}"
        summary = f"difference of shares against {design.control}"
    elif kind == "time-to-event":
        variable = f"time to {design.primary_as.event or 'response'}"
        summary = f"hazard ratio against {design.control}"
    return Attributes(
        population=named.get("population") or ", ".join(people),
        treatment=named.get("treatment") or f"{', '.join(others)} against {design.control}",
        variable=named.get("variable") or variable,
        events=tuple((event, strategy(design, event)) for event in events(design)),
        summary=named.get("summary") or summary,
    )


def events(design: Design) -> tuple[str, ...]:
    """Intercurrent events that can happen in a trial of this design."""
    may = {
        "discontinuation": design.dropout > 0,
        "rescue": design.rescue is not None,
        "low-adherence": design.adherence < 1,
    }
    return tuple(event for event, there in may.items() if there)


def strategy(design: Design, event: str) -> str:
    """How an event counts."""
    return (design.estimand.strategies if design.estimand else {}).get(event, "treatment-policy")


def counted(conducted: Conducted, values: Array) -> Array:
    """Values as they count after what came between: (trial, participant, visit).

    With *treatment-policy* as they are; *hypothetical*: not seen from the event on; *while-on-treatment*: the last one
    before it; *composite*: as at the start, so that nothing was gained (a responder is none, see :func:`failed`).

    Parameters
    ----------
    conducted
        Trials that were carried out.
    values
        As they were written down.
    """
    design = conducted.design
    if design.estimand is None:
        return values
    visit = np.arange(values.shape[2])
    for event in events(design):
        how = strategy(design, event)
        if how == "treatment-policy":
            continue
        after = visit >= _since(conducted, event)[..., None]
        after[..., 0] = False
        if how == "hypothetical":
            values = np.where(after, np.nan, values)
        elif how == "composite":
            values = np.where(after, values[..., :1], values)
        else:
            known = np.where(after | ~np.isfinite(values), -1, visit)
            last = np.maximum.accumulate(known, axis=2)
            carried = np.take_along_axis(values, np.maximum(last, 0), axis=2)
            values = np.where(after, carried, values)
    return values


def failed(conducted: Conducted) -> Bools | None:
    """Who counts as a failure, whatever was seen: (trial, participant); nothing where no event counts so."""
    design = conducted.design
    if design.estimand is None:
        return None
    made = [_since(conducted, e) <= design.end for e in events(design) if strategy(design, e) == "composite"]
    return np.any(made, axis=0) if made else None


def _since(conducted: Conducted, event: str) -> Ints:
    """First visit that comes after an event: (trial, participant)."""
    visits = len(conducted.design.visit_days)
    if event == "discontinuation":
        return conducted.left
    if event == "rescue":
        # what is read at the visit itself is before the rescue
        return conducted.rescued + 1
    return np.where(conducted.taken < PER_PROTOCOL, 1, visits)
