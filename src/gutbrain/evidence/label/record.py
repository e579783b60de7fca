"""What a product label says, before anybody judges it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Per = Literal["day", "portion"]
"""What counts are for: a day, or one portion where the label does not say how many are taken."""

CountAt = Literal["end-of-shelf-life", "manufacture", "unstated"]


@dataclass(frozen=True)
class LabelStrain:
    """A strain as it is printed, and its count in a day's portion (None where the label gives none).

    ``cfu`` is the most that the label lets one take a day, and ``least`` the least where it leaves that open (else
    None). ``alive`` is False where it is said to be dead cells, None where nothing is said of it.
    """

    name: str
    cfu: float | None = None
    alive: bool | None = None
    least: float | None = None


@dataclass(frozen=True)
class Label:
    """A product label.

    ``total_cfu`` is the count of all strains together in a day's portion, ``least_cfu`` the least where the label
    leaves open how much is taken, and ``unit`` what is counted (CFU, AFU, cells, mg; empty where nothing is). ``per``
    is ``portion`` where the label does not say how many portions are taken a day: all counts are then for one of them;
    ``gram_cfu`` is a count per gram of a portion whose weight is not said. ``storage`` and ``serving`` are sentences of
    the label; ``text`` is everything printed on it. ``water_activity`` (0 to 1) and ``shelf_life`` (months) are None
    where they are not given. ``killed`` where it speaks of dead cells without a name. ``others`` are actives besides
    microbes; ``strains_said`` is how many strains it says that it holds (0 where it does not say); ``unread`` the
    language, or ``script``, that is not read here. ``notes`` say what could not be read.
    """

    product: str = ""
    strains: tuple[LabelStrain, ...] = ()
    total_cfu: float | None = None
    least_cfu: float | None = None
    per: Per = "day"
    gram_cfu: float | None = None
    cfu_at: CountAt = "unstated"
    storage: str = ""
    serving: str = ""
    claims: tuple[str, ...] = ()
    unit: str = ""
    water_activity: float | None = None
    shelf_life: float | None = None
    killed: bool = False
    others: tuple[str, ...] = ()
    strains_said: int = 0
    unread: str = ""
    text: str = ""
    notes: tuple[str, ...] = ()

    @property
    def unnamed(self) -> int:
        """How many strains it says that it holds and does not name."""
        return max(0, self.strains_said - len(self.strains))

    @property
    def dose(self) -> float | None:
        """Everything alive in a day's portion: the total, or the sum of the parts where all are given."""
        if self.total_cfu is not None:
            return self.total_cfu
        counted = self.counted
        parts = [strain.cfu for strain in counted if strain.cfu is not None]
        return sum(parts) if parts and len(parts) == len(counted) else None

    @property
    def least_dose(self) -> float | None:
        """The least of :attr:`dose`, where the label leaves open how much is taken."""
        if self.total_cfu is not None:
            return self.least_cfu
        parts = [strain.least for strain in self.counted if strain.least is not None]
        return sum(parts) if parts and len(parts) == len(self.counted) else None

    @property
    def counted(self) -> tuple[LabelStrain, ...]:
        """Strains that need a count of living cells: dead ones do not, beside living ones."""
        return tuple(strain for strain in self.strains if strain.alive is not False) or self.strains
