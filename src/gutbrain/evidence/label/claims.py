"""What a label promises, against the trials of its own strains at its own doses. A sister strain proves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gutbrain.evidence.label.points import ClaimCheck, Standing, Verdict
from gutbrain.evidence.label.record import Label
from gutbrain.evidence.label.rules import number, rules, words
from gutbrain.evidence.records import references
from gutbrain.evidence.strain_trials import (
    animals,
    dose_of,
    finding,
    is_weak,
    one_a_cohort,
    same,
    sister_trials,
    trials_of,
)
from gutbrain.evidence.topics import Topic, topics, topics_of_text
from gutbrain.evidence.trials import Trial
from gutbrain.evidence.wording import Words, fold
from gutbrain.exposures.strains import Strain

_ORDER: tuple[Standing, ...] = (
    "none",
    "only animals",
    "only related strains",
    "mixed",
    "not covered",
    "supported in humans",
)
_VERDICTS: dict[Standing, Verdict] = {
    "supported in humans": "pass",
    "mixed": "warning",
    "not covered": "unknown",
    "not a claim to test": "unknown",
}
_GENERAL = ("healthy", "stressed", "subclinical", "older")
"""A claim that names no people speaks to these."""

_ILL = ("clinical", "subclinical")
"""A claim about a disease speaks to these."""


@dataclass(frozen=True)
class Part:
    """A strain of a label as it is known here, with its count in a day's portion, and whether it is dead cells.

    ``least`` is the count where the least is taken that the label lets one take, None where it leaves nothing open.
    """

    strain: Strain
    cfu: float | None
    dead: bool = False
    least: float | None = None


@dataclass(frozen=True)
class _Weighed:
    standing: Standing
    reason: str
    trials: tuple[Trial, ...] = ()
    own: bool = False


def check_claim(claim: str, label: Label, parts: Sequence[Part]) -> ClaimCheck:
    """Weigh one claim.

    Parameters
    ----------
    claim
        The sentence, as it is printed.
    label
        The label that it stands on.
    parts
        The strains of the label that could be told.
    """
    about = topics_of_claim(claim)
    drug = is_drug_claim(claim)
    people = _people(claim) or (_ILL if drug else ())
    weighed = [_of_records(claim, topics()[key], _weigh(topics()[key], people, label, parts), label) for key in about]
    if not weighed:
        axis = fold(claim) in words("axis")
        what = "it speaks of the gut-brain axis, and names" if axis else "it names"
        vague = _Weighed("not a claim to test", f"{what} nothing that a trial could measure")
        weighed = [vague]
    worst = min(weighed, key=lambda w: _ORDER.index(w.standing) if w.standing in _ORDER else len(_ORDER))
    reasons = [w.reason for w in weighed]
    if label.others and worst.standing in _OF_OTHERS and not worst.own:
        # what is not known of the strains may be known of what else is inside
        worst = replace(worst, standing="not covered")
        reasons.insert(0, f"it may rest on what else is inside ({', '.join(label.others[:5])}), not weighed here")
    verdict: Verdict = "fail" if drug else _VERDICTS.get(worst.standing, "fail")
    if drug:
        disease = (
            "it speaks of a disease or of a medicine: that is a drug claim, which a food or supplement may not make"
        )
        reasons.insert(0, disease)
    used = dict.fromkeys(trial.key for w in weighed for trial in w.trials)
    return ClaimCheck(claim, about, worst.standing, verdict, "; ".join(dict.fromkeys(reasons)), drug, tuple(used))


def topics_of_claim(claim: str) -> tuple[str, ...]:
    """Keys of the topics that a claim is about; the gut-brain axis itself is none."""
    folded = fold(claim)
    for match in reversed(words("axis").every(folded)):
        folded = f"{folded[: match.start()]} {folded[match.end() :]}"
    return topics_of_text(folded)


def is_drug_claim(claim: str) -> bool:
    """Whether a sentence promises to treat, cure or prevent a disease, or speaks of one at all."""
    folded = fold(claim)
    if folded in words("not_a_claim"):
        return False
    return folded in words("disease") or (folded in words("strong") and folded in words("ailment"))


_OF_OTHERS: tuple[Standing, ...] = ("none", "only animals", "only related strains")
"""Standings that say that the label's own strains were not tested for it."""

_OF_OWN: tuple[Standing, ...] = ("supported in humans", "mixed", "none")
"""Standings that trials of the label's own strains give."""


def _of_records(claim: str, topic: Topic, weighed: _Weighed, label: Label) -> _Weighed:
    """What was weighed, where the records hold what the claim is about; else that they do not."""
    folded = fold(claim)
    if folded in words("babies") or folded in words("children"):
        return _Weighed(
            "not covered", f"{topic.title}: it speaks of children, and the trials that weigh a claim are of adults"
        )
    spoken_of = list(dict.fromkeys(match[0] for match in words("actives").every(folded)))[:5]
    if spoken_of and folded not in words("microbes"):
        return _Weighed("not covered", f"{topic.title}: it speaks of {', '.join(spoken_of)}, not weighed here")
    if weighed.trials and weighed.standing in _OF_OWN:
        if not label.unnamed:
            return replace(weighed, own=True)
        more = f"{label.unnamed} more strains are not named, and the mixture was not tested ({weighed.reason})"
        weighed = replace(weighed, standing="only related strains", reason=more)
    if folded in words("outside"):
        return _Weighed("not covered", f"{topic.title}: the records kept here hold nothing on this")
    if topic.partly and weighed.standing in ("none", "only related strains"):
        return _Weighed("not covered", f"{topic.title}: the records kept here hold {topic.partly} only")
    return weighed


def _weigh(topic: Topic, named: Sequence[str], label: Label, parts: Sequence[Part]) -> _Weighed:
    if not topic.covered:
        return _Weighed(
            "not covered", "the trials kept here are about mood, stress, sleep, thinking and the bowel only"
        )
    known = [part for part in parts if part.strain.level == "strain"]
    own = [t for t in own_trials(known) if finding(t, topic)]
    if own:
        return _of_own(topic, named, label, known, one_a_cohort(own))
    return _of_others(topic, parts)


def own_trials(parts: Sequence[Part]) -> list[Trial]:
    """Trials of which every strain is on the label, alive as there: a mixture counts for the whole mixture only."""
    found = {trial.key: trial for part in parts for trial in trials_of(part.strain)}
    return [
        trial
        for trial in found.values()
        if trial.product.kind == "bacteria"
        and not trial.product.mixture
        and all(any(same(given, part.strain) for part in parts) for given in trial.strains)
        and _as_alive(trial, parts)
    ]


def _as_alive(trial: Trial, parts: Sequence[Part]) -> bool:
    """Whether the strains of a trial were alive as they are on the label."""
    given = [part for part in parts if any(same(strain, part.strain) for strain in trial.strains)]
    return all(part.dead is not trial.product.viable for part in given)


def _of_own(topic: Topic, named: Sequence[str], label: Label, parts: Sequence[Part], own: Sequence[Trial]) -> _Weighed:
    fitting = [t for t in own if t.severity in (named or _GENERAL)]
    if not fitting:
        who = "the people it speaks to" if named else "people without a diagnosis"
        reason = f"{topic.title}: the strain was tested in others ({_listed(own)}), not in {who}"
        return _Weighed("mixed" if any(finding(t, topic) == "for" for t in own) else "none", reason, tuple(own))
    dosed = [t for t in fitting if dose_fits(t, label, parts) is not False]
    if not dosed:
        return _Weighed(
            "mixed",
            f"{topic.title}: tested only at a dose that this label does not reach ({_listed(fitting)})",
            tuple(fitting),
        )
    good = [t for t in dosed if finding(t, topic) == "for"]
    bad = [t for t in dosed if finding(t, topic) == "against"]
    both = [t for t in dosed if finding(t, topic) == "both"]
    solid = [t for t in good if not is_weak(t)]
    if not good and not both:
        return _Weighed(
            "none", f"{topic.title}: tested in {_listed(bad)} without a difference from placebo", tuple(dosed)
        )
    doubts = []
    if bad:
        doubts.append(f"no difference in {_listed(bad)}")
    if both:
        doubts.append(f"some measures better and others not in {_listed(both)}")
    if good and not solid:
        doubts.append(f"better only in trials too weak to carry a claim ({_listed(good)})")
    if not any(dose_fits(t, label, parts) for t in dosed):
        doubts.append("the label gives no count, or the trial none, to compare doses by")
    better = f"better than placebo in {_listed(solid)}" if solid else ""
    reason = f"{topic.title}: " + "; ".join(part for part in (better, *doubts) if part)
    if doubts:
        return _Weighed("mixed", reason, tuple(dosed))
    return _Weighed("supported in humans", reason + _alone(dosed), tuple(dosed))


def _of_others(topic: Topic, parts: Sequence[Part]) -> _Weighed:
    """What is known where the label's own strains were not tested for it."""
    mixed = {t.key: t for part in parts for t in trials_of(part.strain) if finding(t, topic)}
    if mixed:
        where = _listed(list(mixed.values()))
        reason = f"{topic.title}: tested only in another form or mixture ({where}), which proves nothing of this one"
        return _Weighed("only related strains", reason, tuple(mixed.values()))
    sisters = {t.key: t for part in parts for t in sister_trials(part.strain) if finding(t, topic)}
    if sisters:
        where = _listed(list(sisters.values()))
        reason = f"{topic.title}: only other strains of the species were tested ({where}); strains differ"
        return _Weighed("only related strains", reason, tuple(sisters.values()))
    seen = {a.source: a for part in parts for a in animals(part.strain) if a.grade == "animal"}
    if seen:
        return _Weighed(
            "only animals", f"{topic.title}: known from animals only ({', '.join(seen)}); people were not tested"
        )
    what = "no trial of these strains is known here" if parts else "no microbe is named that could have been tested"
    return _Weighed("none", f"{topic.title}: {what}")


def dose_fits(trial: Trial, label: Label, parts: Sequence[Part]) -> bool | None:
    """Whether the label reaches the trial's dose of each strain; None where one of them is not known.

    Parameters
    ----------
    trial
        A trial of which every strain is on the label.
    label
        The label.
    parts
        The strains of the label that could be told.
    """
    tolerance = number("dose", "tolerance")
    pairs = []
    for given in trial.strains:
        part = next(p for p in parts if same(given, p.strain))
        pairs.append((part.cfu, dose_of(part.strain, trial)))
    alone = len(trial.strains) == len(label.strains) and not label.unnamed
    if alone and any(tested is None for _, tested in pairs):
        pairs = [(label.dose, trial.product.dose)]
    totals = [(label.dose, trial.product.dose)] if alone else []
    below = any(
        given is not None and tested is not None and given < tolerance * tested for given, tested in (*pairs, *totals)
    )
    if label.per != "day":
        # how many portions are taken is not said
        return None
    if below:
        return False
    return None if any(given is None or tested is None for given, tested in pairs) else True


def _people(claim: str) -> tuple[str, ...]:
    folded = fold(claim)
    for row in rules()["people"]:
        if folded in Words(row["words"]):
            return tuple(row["severity"])
    return ()


def _alone(found: Sequence[Trial]) -> str:
    return " (one trial, not repeated)" if len(found) == 1 else ""


def _listed(found: Sequence[Trial]) -> str:
    return ", ".join(references()[trial.reference].short for trial in found[:6]) + (
        " and others" if len(found) > 6 else ""
    )
