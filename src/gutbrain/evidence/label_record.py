"""What a product label says, before anybody judges it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CountAt = Literal["end-of-shelf-life", "manufacture", "unstated"]


@dataclass(frozen=True)
class LabelStrain:
    """A strain as it is printed, and its count in a day's portion (None where the label gives none)."""

    name: str
    cfu: float | None = None


@dataclass(frozen=True)
class Label:
    """A product label.

    ``total_cfu`` is the count of all strains together in a day's portion and ``unit`` what is counted (CFU, AFU,
    cells, mg; empty where nothing is). ``storage`` and ``serving`` are sentences of the label; ``text`` is everything
    printed on it. ``water_activity`` (0 to 1) and ``shelf_life`` (months) are None where they are not given.
    ``notes`` say what could not be read.
    """

    product: str = ""
    strains: tuple[LabelStrain, ...] = ()
    total_cfu: float | None = None
    cfu_at: CountAt = "unstated"
    storage: str = ""
    serving: str = ""
    claims: tuple[str, ...] = ()
    unit: str = ""
    water_activity: float | None = None
    shelf_life: float | None = None
    text: str = ""
    notes: tuple[str, ...] = ()

    @property
    def dose(self) -> float | None:
        """Everything alive in a day's portion: the total, or the sum of the parts where all are given."""
        if self.total_cfu is not None:
            return self.total_cfu
        parts = [strain.cfu for strain in self.strains if strain.cfu is not None]
        return sum(parts) if parts and len(parts) == len(self.strains) else None
