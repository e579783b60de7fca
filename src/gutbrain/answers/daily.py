"""Medicines that are taken day by day, by name, with the doses to choose from."""

from __future__ import annotations

from pydantic import BaseModel

from gutbrain.answers.choices import choices
from gutbrain.datafiles import per_world
from gutbrain.exposures.medicines import named, usual_dose

PPI = "ppi"
"""Proton-pump inhibitors are told in omeprazole equivalents, without a name of their own."""

KINDS = ("ssri", PPI, "nsaid", "antibiotic")
"""Exposures that are taken day by day, in the order in which they are offered."""


class Daily(BaseModel):
    """A medicine that is taken every day: its exposure, its name there, and doses (mg a day), the usual one first."""

    exposure: str
    name: str
    doses: tuple[float, ...]

    @property
    def usual(self) -> float:
        """The dose that is meant where none is given."""
        return self.doses[0]

    def event(self, amount: float) -> dict[str, object]:
        """An event of a protocol, without its times."""
        named_so = {"name": self.name} if self.name else {}
        return {"exposure": self.exposure, **named_so, "amount": amount}


@per_world
def daily() -> dict[str, Daily]:
    """Medicines by what they are called in a question, as the world has them; ``ppi`` stands for all of its kind."""
    said = choices().medicine_doses
    found: dict[str, Daily] = {}
    for kind in KINDS:
        for name in ("",) if kind == PPI else sorted(named(kind)):
            doses = said.get(name or kind) or (usual_dose(kind, name),)
            found[name or kind] = Daily(exposure=kind, name=name, doses=doses)
    return found
