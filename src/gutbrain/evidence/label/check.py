"""The label check: does a label say what it must, at a dose that was tested, and is what it promises known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gutbrain.care import listens
from gutbrain.evidence.label.claims import Part, check_claim
from gutbrain.evidence.label.doses import count, doses
from gutbrain.evidence.label.file import read_label
from gutbrain.evidence.label.formula import formulas
from gutbrain.evidence.label.names import is_unsafe, looked_up
from gutbrain.evidence.label.points import CautionNote, Check, Verdict
from gutbrain.evidence.label.record import Label, LabelStrain
from gutbrain.evidence.label.report import LabelReport
from gutbrain.evidence.label.rules import cautions, number, words
from gutbrain.evidence.label.survival import MOST_LOSS, Projection, project, storage_temperature, usual_shelf_life
from gutbrain.evidence.safety_rules import kind_of, rules_for
from gutbrain.evidence.wording import fold
from gutbrain.exposures.strains import Strain, present_name, strains


@listens
def check_label(label: Label | str | Path, *, care: str | None = None) -> LabelReport:
    """Check a label, or the file that it stands in (YAML, or text as printed).

    Parameters
    ----------
    label
        A label, or its file (YAML, or text as printed).
    care
        ``"seen"`` goes on where the file speaks of danger.

    Returns
    -------
    LabelReport
        A verdict and its reason for every point and every claim.

    Raises
    ------
    InputError
        Where the file cannot be read as a label.
    CareNeeded
        Where it speaks of danger.

    Examples
    --------
    >>> from gutbrain.evidence import check_label, read_label_text
    >>> report = check_label(read_label_text("Bifidobacterium longum. Cures depression."))
    >>> report.ok
    False
    >>> [(said.claim, said.drug_claim) for said in report.claims]
    [('Cures depression.', True)]
    """
    if not isinstance(label, Label):
        label = read_label(label)
    killed = is_killed(label)
    known = [(printed, looked_up(printed.name)) for printed in label.strains]
    parts = [Part(strain, p.cfu, p.alive is False, p.least) for p, strain in known if isinstance(strain, Strain)]
    projection = _projection(label) if not killed else None
    checks = [
        *_medicine(label),
        *_names(label),
        _alive(label, killed),
        _unit(label, killed),
        _counts(label),
        *_sum(label),
        _moment(label, killed),
        *doses(label, parts),
        _storage(label),
        _serving(label),
        *_survival(label, projection),
        _warned(label, killed),
    ]
    checks = [_of_truth(_as_far_as_read(check, label)) for check in checks]
    said = tuple(check_claim(claim, label, parts) for claim in label.claims)
    return LabelReport(
        label,
        tuple(checks),
        said,
        _cautions(label, killed),
        projection,
        _projected(label, projection),
        formulas(label, parts),
    )


def is_killed(label: Label) -> bool:
    """Whether everything on the label is dead cells; with one strain alive, it is alive."""
    if label.strains:
        return all(strain.alive is False for strain in label.strains)
    return label.killed


_TRUE = ("medicine", "sum", "dose", "survival")
"""Points about whether a label is right; of the others those that it says wrongly."""


def _of_truth(check: Check) -> Check:
    said_wrong = check.verdict == "fail" and check.point in ("alive", "cautions")
    return replace(check, of_truth=True) if check.point in _TRUE or said_wrong else check


_MISSING = ("strain", "alive", "unit", "count", "count at", "storage", "serving", "cautions")
"""Points that fail where something is not found."""


def _as_far_as_read(check: Check, label: Label) -> Check:
    """What was not found in a language that is not read here is not known to be missing."""
    if not label.unread or check.about or check.point not in _MISSING or check.verdict == "pass":
        return check
    what = "script" if label.unread == "script" else "language"
    return replace(check, verdict="unknown", reason=f"this {what} is not read here; as far as it is: {check.reason}")


def _medicine(label: Label) -> Iterator[Check]:
    """A medicine that needs a prescription."""
    found = words("medicines").first(fold(label.text))
    if found is not None:
        what = "an antibiotic" if found[0] in words("antibiotics") else "a medicine"
        reason = f"it holds {found[0]}, {what} that needs a prescription: this is no supplement"
        yield Check("medicine", "warning", reason)


def _names(label: Label) -> Iterator[Check]:
    """Genus, species and strain of each microbe."""
    if not label.strains:
        yield Check("strain", "fail", "no microbe is named that is known here; genus, species and strain must be given")
    for printed in label.strains:
        yield _name(printed)
    if label.unnamed:
        named = len(label.strains)
        reason = f"it speaks of {label.strains_said} strains and names {named or 'none'}: {label.unnamed} are not named"
        yield Check("strain", "fail", reason)


def _name(printed: LabelStrain) -> Check:
    strain = looked_up(printed.name)
    if isinstance(strain, str):
        return Check("strain", "fail", strain, printed.name, is_unsafe(printed.name))
    owner = _owner(strain)
    if strain.level == "genus":
        if owner is not None and owner.species.split()[0] == strain.species and " " not in strain.designation:
            reason = f"the species is missing: {strain.designation} is known as {owner.name}"
        elif owner is not None:
            reason = f"wrong name: {strain.designation.split()[-1]} is known as {owner.name}"
        elif strain.designation:
            reason = f"'{printed.name}' is no species that is known here; the genus {strain.species} alone says nothing"
        else:
            reason = f"only the genus {strain.species} is named; species and strain must be given"
        return Check("strain", "fail", reason, printed.name, owner is not None)
    old = _old_name(printed.name, strain)
    if strain.level == "strain":
        known = "a known strain" if strain.name == printed.name else f"a known strain, {strain.name}"
        return Check("strain", "warning" if old else "pass", f"{known}{old}", printed.name)
    if not strain.designation:
        reason = (
            f"{strain.species} without a strain: strains of one species differ, and no trial can be tied to it{old}"
        )
        return Check("strain", "fail", reason, printed.name)
    if owner is not None:
        reason = f"wrong species: {strain.designation} is known as {owner.name}, not as {strain.species}"
        return Check("strain", "fail", reason, printed.name, True)
    reason = f"a strain is named, but {strain.name} is unknown here: nothing is known of it{old}"
    return Check("strain", "unknown", reason, printed.name)


def _owner(strain: Strain) -> Strain | None:
    """The strain of another species that carries this code."""
    code = strain.designation.split()[-1].lower() if strain.designation else ""
    whole = strain.designation.lower()
    if len(code) < 3 or not any(sign.isdigit() for sign in code):
        return None
    return next((other for other in strains() if whole and other.designation.lower() in (whole, code)), None)


def _old_name(printed: str, strain: Strain) -> str:
    """What to say of a name from before a renaming."""
    written = printed.split()
    genus = written[0].strip(".").capitalize()
    if len(written) < 2 or len(genus) < 4:
        return ""
    old = f"{genus} {written[1].lower()}"
    return f" (printed under its old name {old})" if present_name(old) != old else ""


def _alive(label: Label, killed: bool) -> Check:
    folded = fold(label.text)
    if killed and folded in words("probiotic"):
        reason = "dead cells are sold as a probiotic; by definition a probiotic is alive, dead cells are a postbiotic"
        return Check("alive", "fail", reason)
    if killed:
        return Check(
            "alive", "pass", "dead cells, said so: a postbiotic, not a probiotic; only trials of dead cells count"
        )
    dead = [strain.name for strain in label.strains if strain.alive is False]
    if dead:
        return Check("alive", "pass", f"living microbes, beside dead cells ({', '.join(dead)}), which are a postbiotic")
    if folded in words("live") or label.unit in ("CFU", "AFU"):
        return Check("alive", "pass", "sold as living microbes")
    return Check("alive", "unknown", "the label does not say whether the cells are alive")


def _unit(label: Label, killed: bool) -> Check:
    if label.unit == "CFU" and killed:
        return Check("unit", "warning", "dead cells form no colonies: they are counted in cells, not in CFU")
    if label.unit == "CFU":
        return Check("unit", "pass", "counted in colony-forming units (CFU)")
    if label.unit == "AFU":
        reason = (
            "counted in active fluorescent units (AFU), which also count cells that would not grow; trials count CFU"
        )
        return Check("unit", "warning", reason)
    if label.unit == "mg":
        return Check("unit", "fail", "given by weight (mg), which says nothing of living cells; CFU must be given")
    if label.unit == "cells":
        verdict: Verdict = "pass" if killed else "warning"
        return Check(
            "unit", verdict, "counted in cells" if killed else "counted in cells or bacteria; CFU is the usual unit"
        )
    if label.unit == "unstated":
        return Check("unit", "warning", "a number without a unit; CFU is taken to be meant")
    return Check("unit", "fail", "no count is given")


def _counts(label: Label) -> Check:
    given = [strain for strain in label.counted if strain.cfu is not None]
    if label.strains and len(given) == len(label.counted):
        return Check("count", "pass", "a count is given for each strain")
    if given:
        missing = ", ".join(strain.name for strain in label.counted if strain.cfu is None)
        return Check("count", "fail", f"no count for: {missing}")
    if label.total_cfu is None and label.gram_cfu is not None:
        reason = f"{count(label.gram_cfu)} a gram, and the label does not say how many grams are taken"
        return Check("count", "fail", reason)
    if label.total_cfu is None:
        return Check("count", "fail", "no count is given")
    if not label.strains:
        return Check("count", "fail", "one count, and no strain that it belongs to")
    reason = f"only one count for the blend of {len(label.strains)}: one strain may be nearly all of it"
    return Check("count", "fail", reason)


def _sum(label: Label) -> Iterator[Check]:
    """The total against its parts."""
    parts = [strain.cfu for strain in label.strains if strain.cfu is not None]
    total = label.total_cfu
    if total is None or len(label.strains) < 2 or not parts:
        return
    added, complete = sum(parts), len(parts) == len(label.strains)
    slack = number("dose", "rounding") * total
    if added > total + slack or (complete and added < total - slack):
        reason = f"the parts add up to {count(added)}, the total says {count(total)}"
        yield Check("sum", "fail", reason)
    elif complete:
        yield Check("sum", "pass", f"the parts add up to the total, {count(total)}")


def _moment(label: Label, killed: bool) -> Check:
    if killed:
        return Check("count at", "pass", "dead cells do not die on the shelf")
    if label.cfu_at == "end-of-shelf-life":
        return Check("count at", "pass", "the count is promised for the end of shelf life")
    if label.cfu_at == "manufacture":
        return Check(
            "count at", "fail", "the count holds for the day of manufacture; what is left at the end is not said"
        )
    return Check(
        "count at", "fail", "the label does not say when the count holds; it must hold at the end of shelf life"
    )


def _storage(label: Label) -> Check:
    if label.storage:
        return Check("storage", "pass", label.storage)
    return Check("storage", "fail", "no word on how to store it")


def _serving(label: Label) -> Check:
    if label.serving:
        return Check("serving", "pass", label.serving)
    return Check("serving", "fail", "no word on how much to take")


def _projection(label: Label) -> Projection | None:
    """Loss on the shelf, where the label gives temperature and water activity."""
    temperature = storage_temperature(label.storage)
    if temperature is None or label.water_activity is None:
        return None
    assumed = "" if label.shelf_life else f"a shelf life of {usual_shelf_life():g} months is assumed"
    return project(temperature, label.water_activity, label.shelf_life or usual_shelf_life(), assumed)


def _projected(label: Label, projection: Projection | None) -> tuple[float, float, float] | None:
    """CFU a day at the end of shelf life (middle, low, high), where the label's count holds at manufacture."""
    if projection is None or label.dose is None or label.cfu_at == "end-of-shelf-life":
        return None
    middle, high, low = (label.dose * 10.0**-loss for loss in (projection.loss, projection.low, projection.high))
    return middle, low, high


def _survival(label: Label, projection: Projection | None) -> Iterator[Check]:
    if projection is None:
        return
    kept = (
        f"{projection.months:g} months at {projection.temperature:g} C and water activity {projection.water_activity:g}"
    )
    loss = f"about {projection.loss:.1f} powers of ten ({projection.low:.1f} to {projection.high:.1f}) of what is alive"
    if projection.low >= MOST_LOSS:
        loss = "everything that is alive"
    most = number("survival", "overage")
    verdict: Verdict = "pass" if projection.loss <= most else "warning"
    if label.cfu_at == "end-of-shelf-life":
        reason = f"{kept} cost {loss}: so much more must be filled in"
        if verdict == "warning":
            reason += ", which is more than makers usually do"
    else:
        left = _projected(label, projection)
        said = f": {count(left[0])} a day are left ({count(left[1])} to {count(left[2])})" if left else ""
        reason = f"{kept} cost {loss}{said}"
        verdict = "fail" if projection.loss > most else "warning" if projection.loss > most / 3 else "pass"
    yield Check("survival", verdict, f"{reason}; {projection.assumed}".rstrip("; "))


def _named(label: Label) -> list[str]:
    folded = fold(label.text)
    return [caution.key for caution in cautions() if folded in caution.words]


def _warned(label: Label, killed: bool) -> Check:
    """Whether the label warns people at risk, or is meant for them."""
    sentences = [fold(sentence) for sentence in re.split(r"[\n;!?]|\.\s", label.text)]
    speak = [(s, [c for c in cautions() if s in c.words]) for s in sentences]
    warned = [c for s, found in speak if s in words("warns") for c in found]
    others = [(s, found) for s, found in speak if found and s not in words("warns")]
    aimed = [c for s, found in others if s in words("invites") for c in found]
    if aimed and not killed:
        who = "; ".join(dict.fromkeys(caution.title for caution in aimed))
        return Check(
            "cautions", "fail", f"meant for people who should not take living microbes without a doctor: {who}"
        )
    if warned:
        return Check("cautions", "pass", "the label warns people at risk")
    if killed:
        return Check("cautions", "pass", "no living microbes")
    if others:
        reason = "it speaks of people at risk; whether it warns them is not clear here"
        return Check("cautions", "warning", reason)
    return Check("cautions", "warning", "no caution for people at risk; see below who should ask a professional first")


def _cautions(label: Label, killed: bool) -> tuple[CautionNote, ...]:
    named = _named(label)
    if killed:
        return tuple(CautionNote(c.title, c.severity, c.source, True) for c in cautions() if c.key in named)
    notes = [CautionNote(c.title, c.severity, c.source, c.key in named) for c in cautions()]
    strains = [looked_up(printed.name) for printed in label.strains]
    kinds = dict.fromkeys(kind for strain in strains if isinstance(strain, Strain) for kind in kind_of(strain))
    folded = fold(label.text)
    for rule in rules_for(kinds or ("living-bacteria",)):
        if not rule.caution and rule.sort in ("person", "medicine") and rule.level in ("avoid", "ask", "apart"):
            source = rule.references[0] if rule.references else ""
            severity = "major" if rule.level == "avoid" else "minor"
            notes.append(CautionNote(rule.title, severity, source, folded in rule.heard))
    return tuple(notes)
