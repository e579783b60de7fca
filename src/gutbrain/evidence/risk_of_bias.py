"""Risk of bias of a trial by domain (RoB 2), worked out from its record by rules, or as a review judged it.

The rules are those of a careful first reading, not of the full instrument, which needs the whole paper:

randomisation
    High without an allocation by lot. Some where arms differed at the start or the design is not clear, and where the
    trial is not double-blind: only a placebo that nobody can tell apart is known to hide the allocation as well.
deviations
    High where people knew what they took or the active arm got something else besides; some where only one side was
    blinded or blinding is not told; low where double-blind.
missing
    From the people randomised and analysed: low up to 5 % lost, some up to 20 %, high above; high with the flag
    ``high-dropout``; some where it is not known how many were randomised.
measurement
    People rate themselves: high where they knew what they took, some where blinding is single or not told, else low.
selection
    High where only a part of the people or changes inside arms are told, numbers cannot be right or the journal voices
    concern. Some where numbers and p values do not fit, spreads are far too small, the primary outcome showed
    nothing, or the trial was not seen in a register. Low for what was registered and named as primary; some else.

A domain that a review judged (field ``bias``) is taken as it was judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gutbrain.evidence.trials import Outcome, Risk, Trial

Domain = Literal["randomisation", "deviations", "missing", "measurement", "selection"]

DOMAINS: dict[Domain, str] = {
    "randomisation": "allocation by lot, and hidden",
    "deviations": "departures from what was to be given",
    "missing": "people who were lost",
    "measurement": "measuring the outcome",
    "selection": "choosing the result to report",
}
"""The domains of RoB 2, in plain words."""

FEW_LOST, MANY_LOST = 0.05, 0.2
"""Shares of people lost up to which the risk is low, and above which it is high."""

MANY_CONCERNS = 4
"""So many domains with some concerns are a high risk overall."""

_NOT_BY_LOT = {"not-randomised": "not randomised", "uncontrolled": "no control arm"}
_UNSURE_LOT = {"baseline-imbalance": "the arms differed at the start", "design-unclear": "the design is not clear"}
_UNFIT = {
    "expression-of-concern": "the journal voices concern",
    "implausible": "numbers that cannot be right",
    "subgroup-only": "told for a part of the people only",
    "within-arm-only": "changes inside arms only",
}
_DOUBTFUL = {
    "p-conflict": "numbers and p values do not fit",
    "narrow-sd": "a spread far too small",
    "se-sd-unclear": "spread or error is not clear",
    "family-kashan": "from a family of trials with unusually large effects",
    "primary-null": "the primary outcome showed nothing",
    "double-publication": "printed twice",
    "no-results": "results were not published",
}
_SEVERAL_ARMS = {"shared-control", "further-arms", "factorial", "three-group-p"}


@dataclass(frozen=True)
class Judgement:
    """A risk, and why; ``source`` is the key of the review that judged so, empty where it was worked out here."""

    risk: Risk
    why: str
    source: str = ""


@dataclass(frozen=True)
class RiskOfBias:
    """Judgements by domain; ``overall`` is high with one high domain or four with concerns, low if all are low."""

    domains: dict[Domain, Judgement]

    @property
    def overall(self) -> Risk:
        """The risk of the trial."""
        risks = [judgement.risk for judgement in self.domains.values()]
        if "high" in risks or risks.count("some") >= MANY_CONCERNS:
            return "high"
        return "some" if "some" in risks else "low"


def risk_of_bias(trial: Trial, outcome: Outcome | None = None, flags: tuple[str, ...] = ()) -> RiskOfBias:
    """Judge a trial, or one outcome of it.

    Parameters
    ----------
    trial
        The record.
    outcome
        The outcome that it is about; without one nothing is known to be primary.
    flags
        What the calculation of an effect found besides, as ``narrow-sd`` or ``p-conflict``.

    Returns
    -------
    RiskOfBias
        The five domains of RoB 2.

    Examples
    --------
    >>> from gutbrain.evidence.risk_of_bias import risk_of_bias
    >>> from gutbrain.evidence.trials import trials
    >>> found = risk_of_bias(trials()["jacka-2017"])
    >>> found.domains["deviations"].risk, found.overall
    ('high', 'high')
    """
    said = {*trial.flags, *flags}
    worked_out: dict[Domain, Judgement] = {
        "randomisation": _randomisation(trial, said),
        "deviations": _deviations(trial, said),
        "missing": _missing(trial, outcome, said),
        "measurement": _measurement(trial, said),
        "selection": _selection(trial, outcome, said),
    }
    return RiskOfBias({domain: _judged(trial, domain) or found for domain, found in worked_out.items()})


def _judged(trial: Trial, domain: Domain) -> Judgement | None:
    """What a review said."""
    risk: Risk | None = getattr(trial.bias, domain) if trial.bias else None
    return None if trial.bias is None or risk is None else Judgement(risk, "as a review judged it", trial.bias.source)


def _blinding(trial: Trial, flags: set[str]) -> str:
    return "open" if "unblinded" in flags else trial.blinding


def _randomisation(trial: Trial, flags: set[str]) -> Judgement:
    for _, why in _of(flags, _NOT_BY_LOT):
        return Judgement("high", why)
    if trial.design not in ("rct", "crossover"):
        return Judgement("high", f"{trial.design.replace('-', ' ')}: no allocation by lot")
    for _, why in _of(flags, _UNSURE_LOT):
        return Judgement("some", why)
    if _blinding(trial, flags) == "double":
        return Judgement("low", "by lot, hidden by a placebo")
    return Judgement("some", "by lot, and not known to be hidden")


def _deviations(trial: Trial, flags: set[str]) -> Judgement:
    if "confounded" in flags:
        return Judgement("high", "the active arm got something else besides")
    return _by_blinding(_blinding(trial, flags), "people knew what they took")


def _measurement(trial: Trial, flags: set[str]) -> Judgement:
    return _by_blinding(_blinding(trial, flags), "people knew what they took and told how they felt")


def _by_blinding(blinding: str, known: str) -> Judgement:
    if blinding == "open":
        return Judgement("high", known)
    if blinding == "double":
        return Judgement("low", "double-blind")
    return Judgement("some", "one side only was blinded" if blinding else "blinding is not told")


def _missing(trial: Trial, outcome: Outcome | None, flags: set[str]) -> Judgement:
    if "high-dropout" in flags:
        return Judgement("high", "many were lost")
    lost = _lost(trial, outcome)
    if lost is None:
        return Judgement("some", "people randomised, or analysed, are not known")
    risk: Risk = "low" if lost <= FEW_LOST else "some" if lost <= MANY_LOST else "high"
    return Judgement(risk, f"{100 * lost:.0f} % of the people lost")


def _lost(trial: Trial, outcome: Outcome | None) -> float | None:
    """Share of the people randomised that was not analysed; None where that cannot be told."""
    active = (outcome and outcome.active.n) or trial.n.active
    control = (outcome and outcome.control.n) or trial.n.control
    total = trial.n.total
    if not total or not active or not control or _SEVERAL_ARMS & set(trial.flags):
        return None
    analysed = max(active, control) if trial.design == "crossover" else active + control
    return max(0.0, (total - analysed) / total)


def _selection(trial: Trial, outcome: Outcome | None, flags: set[str]) -> Judgement:
    for _, why in _of(flags, _UNFIT):
        return Judgement("high", why)
    for flag, why in _of(flags, _DOUBTFUL):
        if not (flag == "primary-null" and outcome is not None and outcome.primary):
            return Judgement("some", why)
    if not trial.registration:
        return Judgement("some", "not seen in a register")
    if outcome is not None and outcome.primary:
        return Judgement("low", "registered, the primary outcome")
    return Judgement("some", "registered, not known to be the primary outcome")


def _of(flags: set[str], reasons: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((flag, why) for flag, why in reasons.items() if flag in flags)
