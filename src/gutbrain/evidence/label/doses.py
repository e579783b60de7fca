"""What a label lets one take a day, against what was tested."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gutbrain.evidence.label.claims import Part
from gutbrain.evidence.label.counts import short
from gutbrain.evidence.label.points import Check, Verdict
from gutbrain.evidence.label.record import Label
from gutbrain.evidence.label.rules import number, words
from gutbrain.evidence.strain_trials import dose_of, same, trials_of
from gutbrain.evidence.wording import fold


def doses(label: Label, parts: Sequence[Part]) -> Iterator[Check]:
    """What is taken a day, against what was tested: of each strain, and of everything."""
    dose = label.dose
    if dose is not None and not 0 < dose <= number("dose", "impossible"):
        reason = (
            f"{count(dose)} a {label.per} cannot be: a gram of dried cells holds about 1e12"
            if dose
            else "nothing alive in it"
        )
        yield Check("dose", "fail", reason)
        return
    together = _tested_together(label, parts)
    babies = _is_for_babies(label)
    for part in parts:
        if part.strain.level == "strain":
            check = _dose(part, label, together)
            if babies:
                check = replace(check, verdict="unknown", reason=f"tested in adults, made for babies: {check.reason}")
            yield check
    if dose is not None and dose < number("dose", "floor") and not babies:
        floor = count(number("dose", "floor"))
        said = f"{count(dose)} a {label.per} is less than the {floor} a day that are asked for in general statements"
        yield Check("dose", "warning", said)


def count(value: float) -> str:
    """A count in words: ``2.5e9 CFU``."""
    return "no CFU" if value < 1.0 else f"{short(value)} CFU"


def span(least: float | None, most: float) -> str:
    """A count, or a range of counts where the label leaves open how much is taken."""
    return count(most) if least is None else f"{short(least)} to {count(most)}"


def _is_for_babies(label: Label) -> bool:
    """Whether a product is made for babies: one sentence at least says so, and does not warn."""
    sentences = (fold(sentence) for sentence in re.split(r"[\n;!?]|\.\s", label.text))
    return any(s in words("babies") and s not in words("warns") and s not in words("not_a_claim") for s in sentences)


def _tested_together(label: Label, parts: Sequence[Part]) -> list[float]:
    """Doses a day of the very mixture on the label."""
    found: list[float] = []
    if label.unnamed:
        return found
    for trial in trials_of(parts[0].strain) if len(parts) > 1 else ():
        exact = len(trial.strains) == len(label.strains) == len(parts)
        if (
            exact
            and all(any(same(given, part.strain) for part in parts) for given in trial.strains)
            and trial.product.dose
        ):
            found.append(trial.product.dose)
    return found


def _dose(part: Part, label: Label, together: Sequence[float]) -> Check:
    strain = part.strain
    alone = [dose for trial in trials_of(strain) if (dose := dose_of(strain, trial)) is not None]
    given, least, tested, what = part.cfu, part.least, alone, ""
    if not alone and together:
        given, least, tested, what = label.dose, label.least_dose, list(together), "the mixture: "
    if not tested:
        return Check("dose", "unknown", "no trial known here gives a dose that could be compared", strain.short)
    said = f"tested: {count(min(tested)) if min(tested) == max(tested) else span(min(tested), max(tested))}"
    enough = number("dose", "tolerance") * min(tested)
    if given is None and label.dose is not None and label.dose < enough and label.per == "day":
        reason = f"less than was ever tested: {count(label.dose)} a day for all together; {said}"
        return Check("dose", "fail", reason, strain.short)
    if given is None:
        reason = f"{what}{said} a day; the label gives no count to compare"
        return Check("dose", "unknown", reason, strain.short)
    verdict, held = _held(given, least, enough, number("dose", "above") * max(tested), label)
    return Check("dose", verdict, f"{held}{what}{span(least, given)} a {label.per}; {said}", strain.short)


def _held(given: float, least: float | None, enough: float, most: float, label: Label) -> tuple[Verdict, str]:
    """A count against the least and the most that was tested, and what to say of it."""
    if given < enough and label.per == "portion":
        return "unknown", "one portion holds less than was tested, and how many are taken is not said: "
    if given < enough:
        return "fail", "less than was ever tested: "
    if given > most:
        return "warning", "far more than was tested, which is not known to do more: "
    if least is not None and least < enough:
        return "warning", "tested doses are reached with the larger portions only: "
    return "pass", ""
