"""How many dried cells are still alive after months on the shelf.

First order, with a rate that grows with water activity (how free the water in the powder is) and temperature:
``log10 loss a month = rate * exp(slope * (aw - aw_reference)) * q10 ** ((T - T_reference) / 10)``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from gutbrain.datafiles import per_world
from gutbrain.evidence.label.rules import number, rules
from gutbrain.evidence.wording import Words, fold

MOST_LOSS = 12.0
"""A loss by more powers of ten leaves nothing, whatever the count was."""


@dataclass(frozen=True)
class Projection:
    """Loss (powers of ten) over a shelf life, with the range in which strains differ.

    ``temperature`` in degrees Celsius, ``water_activity`` 0 to 1, ``months`` of shelf life; ``assumed`` says what the
    label did not give. ``share`` of the cells is alive at the end.
    """

    temperature: float
    water_activity: float
    months: float
    loss: float
    low: float
    high: float
    assumed: str = ""

    @property
    def share(self) -> float:
        """Share of the cells that is alive at the end."""
        return float(10.0**-self.loss)


def project(temperature: float, water_activity: float, months: float, assumed: str = "") -> Projection:
    """Loss on the shelf.

    Parameters
    ----------
    temperature
        At which it is stored (degrees Celsius).
    water_activity
        Of the powder, 0 to 1; outside the measured range its edge is taken.
    months
        Shelf life.
    assumed
        What of this the label does not say, in words.
    """
    law = rules()["survival"]
    dry = min(max(water_activity, law["aw_low"]["value"]), law["aw_high"]["value"])
    wet = math.exp(law["slope"]["value"] * (dry - law["aw_reference"]["value"]))
    warm = law["q10"]["value"] ** ((temperature - law["t_reference"]["value"]) / 10.0)
    loss = law["rate"]["value"] * wet * warm * months
    between = law["between_strains"]["value"]
    middle, low, high = (min(MOST_LOSS, value) for value in (loss, loss / between, loss * between))
    return Projection(temperature, water_activity, months, middle, low, high, assumed)


def storage_temperature(storage: str) -> float | None:
    """The warmest temperature (degrees Celsius) that a line on storage allows; None where it names none."""
    folded = fold(storage)
    found = []
    for match in re.finditer(
        r"((?<![\w.,-])-\d{1,3}|\d{1,3}(?:[.,]\d)?)\s?(?:°|º|degrees\s|grad\s)?\s?(c|f)(?:elsius|ahrenheit)?\b", folded
    ):
        value = float(match[1].replace(",", "."))
        found.append(value if match[2] == "c" else (value - 32.0) / 1.8)
    found = [value for value in found if -30.0 <= value <= 60.0]
    if found:
        return max(found)
    named = [degrees for words, degrees in _named() if folded in words]
    return max(named, default=None)


def usual_shelf_life() -> float:
    """Months that are taken where a label gives none."""
    return number("survival", "months")


@per_world
def _named() -> tuple[tuple[Words, float], ...]:
    return tuple((Words([word]), float(degrees)) for word, degrees in rules()["survival"]["words"].items())
