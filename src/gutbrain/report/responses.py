"""How a channel answers something ordinary: a curve worked out when it is first asked for."""

from __future__ import annotations

from pydantic import BaseModel, Field

from gutbrain.errors import InputError, Problem

DRAWS = 8
POINTS = 80
"""Points of the curve that is given as numbers."""


class Response(BaseModel):
    """One observable of the typical healthy adult through a protocol.

    ``low`` to ``high`` is the 90 % interval over parameter sets: what is not known, not how people differ.
    """

    channel: str
    observable: str
    name: str
    unit: str
    title: str = Field(description="what is done")
    days: list[float]
    median: list[float]
    low: list[float]
    high: list[float]
    picture: str = Field(exclude=True)
    readout: str = Field(exclude=True)


class Asked(BaseModel):
    """Whose response."""

    channel: str


def response(asked: Asked) -> Response:
    """Simulate the protocol that the record of a channel keeps.

    Raises
    ------
    InputError
        Where it keeps none.
    """
    import numpy as np

    from gutbrain import words
    from gutbrain.atlas.channels import about
    from gutbrain.engine.changes import mornings, replicates
    from gutbrain.engine.simulation import simulate
    from gutbrain.report import curves
    from gutbrain.report.readouts import readout

    wanted = about(asked.channel).curve
    if wanted is None:
        raise InputError([Problem(f"No response is kept for '{asked.channel}'.", "give its record a curve")])
    name = wanted.observable
    result = simulate({"title": wanted.title, **wanted.protocol}, draws=DRAWS, seed=0)
    time = np.asarray(result.data["time"].values, float)
    values = replicates(result, name)
    if curves.by_mornings(result, name):
        places = mornings(time)
        time, values = time[places], values[:, places]
    even = np.linspace(time[0], time[-1], POINTS)
    low, median, high = (np.interp(even, time, q) for q in np.nanquantile(values, (0.05, 0.5, 0.95), axis=0))
    unit = str(result.data[name].attrs["unit"])
    by_the_hour = time[-1] < 4
    said = [words.with_unit(words.number(v), unit) for v in median]
    when = [words.day_number(d, by_the_hour=by_the_hour) for d in even]
    return Response(
        channel=asked.channel,
        observable=name,
        name=words.title(name),
        unit=unit,
        title=wanted.title,
        days=even.round(4).tolist(),
        median=[float(f"{v:.5g}") for v in median],
        low=[float(f"{v:.5g}") for v in low],
        high=[float(f"{v:.5g}") for v in high],
        picture=str(curves.curve(result, name)),
        readout=readout(when, {"": said}),
    )
