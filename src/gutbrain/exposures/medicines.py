"""Named medicines, stressors and donors: what an amount of each does."""

from __future__ import annotations

from collections.abc import Mapping

from gutbrain.datafiles import per_world, read, told_by_place
from gutbrain.reading.records import Graded as Fact
from gutbrain.reading.records import Record, facts


class Graded(Fact):
    """One named thing; ``acts_on`` are outcomes that it acts on besides what all of its kind do."""

    acts_on: Mapping[str, str] = {}


class Antibiotic(Graded):
    """An antibiotic: usual dose (mg/day) and activity in the stool at that dose."""

    usual: float
    gram_positive: float
    gram_negative: float
    anaerobe: float
    breadth: float
    minocycline: float = 0.0

    def activities(self, dose: float) -> dict[str, float]:
        """Inputs of the model at a dose (mg/day)."""
        relative = dose / self.usual
        # more than is needed to saturate the stool adds little: twice the effect at most
        effect = 2 * relative / (1 + relative)
        inputs = {
            "antibiotic_gram_positive": effect * self.gram_positive,
            "antibiotic_gram_negative": effect * self.gram_negative,
            "antibiotic_anaerobe": effect * self.anaerobe,
            "antibiotic_breadth": effect * self.breadth,
        }
        return inputs | {"minocycline": relative * self.minocycline} if self.minocycline else inputs


class Nsaid(Graded):
    """A non-steroidal anti-inflammatory drug: full dose (mg/day), injury of the gut, inhibition of cyclo-oxygenase."""

    usual: float
    injury: float
    inhibition: float

    def activities(self, dose: float) -> dict[str, float]:
        """Inputs of the model at a dose (mg/day)."""
        relative = dose / self.usual
        return {"nsaid_injury": relative * self.injury, "cox_inhibition": relative * self.inhibition}


class Ssri(Graded):
    """A selective serotonin reuptake inhibitor: usual dose (mg/day)."""

    usual: float

    def activities(self, dose: float) -> dict[str, float]:
        """Inputs of the model at a dose (mg/day); the reuptake transporter saturates in the model itself."""
        return {"ssri": dose / self.usual}


class Stressor(Graded):
    """An acute stressor: strength in Trier Social Stress Tests, and its usual length (h)."""

    strength: float
    hours: float


class Donor(Graded):
    """A donor of faecal transplants: 0 healthy, 1 as disturbed as in depression or irritable bowel."""

    dysbiosis: float


Named = Antibiotic | Nsaid | Ssri | Stressor | Donor


class Medicines(Record):
    """All that is named, by kind."""

    antibiotic: dict[str, Antibiotic]
    nsaid: dict[str, Nsaid]
    ssri: dict[str, Ssri]
    stressor: dict[str, Stressor]
    donor: dict[str, Donor]


@per_world
def _catalogue() -> Medicines:
    with told_by_place("medicines.yaml"):
        return facts(Medicines, read(__package__, "medicines.yaml"), "medicines.yaml")


def named(kind: str) -> dict[str, Named]:
    """Names known for ``antibiotic``, ``nsaid``, ``ssri``, ``stressor`` or ``donor``."""
    known: dict[str, Named] = getattr(_catalogue(), kind)
    return known


def activities(kind: str, name: str, dose: float) -> dict[str, float]:
    """What a daily dose of a named medicine gives to the model: levels by the name of the input.

    Parameters
    ----------
    kind
        The exposure: ``antibiotic``, ``nsaid`` or ``ssri``.
    name
        Of the medicine.
    dose
        mg/day.
    """
    medicine = named(kind)[name]
    assert isinstance(medicine, Antibiotic | Nsaid | Ssri)
    return medicine.activities(dose)


def usual_dose(kind: str, name: str) -> float:
    """The usual daily dose (mg) of a named medicine."""
    medicine = named(kind)[name]
    assert isinstance(medicine, Antibiotic | Nsaid | Ssri)
    return medicine.usual


def stressor(name: str) -> Stressor:
    """A stressor by name."""
    found = named("stressor")[name]
    assert isinstance(found, Stressor)
    return found


def donor(name: str) -> Donor:
    """A donor by the name of a person preset."""
    found = named("donor")[name]
    assert isinstance(found, Donor)
    return found
