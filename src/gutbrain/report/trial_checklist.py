"""What CONSORT 2025 and SPIRIT 2025 ask for, filled from a virtual trial; what only people can say is left to them.

Topics are in the words of this package; the items themselves stand in the statements (CONSORT
doi:10.1136/bmj-2024-081123, SPIRIT doi:10.1136/bmj-2024-081477). Their numbers are from
memory and are to be checked against them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gutbrain import csvfiles, words
from gutbrain.answers import sample_size, trial_said, trial_words
from gutbrain.trials.trial import TrialResult

TO_WRITE = "to be written by the investigators"

Said = Callable[[TrialResult], str]


def _design(result: TrialResult) -> str:
    design = result.design
    shape = "crossover" if design.crossover else "parallel groups"
    ratio = ":".join(str(share) for share in design.allocation) or ":".join("1" for _ in design.arms)
    frame = "non-inferiority" if design.margin is not None else "superiority"
    return f"{shape}, allocation {ratio}, {frame}; {len(design.arms)} arms, {design.weeks:g} weeks"


def _eligible(result: TrialResult) -> str:
    return trial_words.design_said(result.design)[0]


def _arms(result: TrialResult) -> str:
    return trial_words.design_said(result.design)[1]


def _outcomes(result: TrialResult) -> str:
    design = result.design
    others = words.listed([words.title(name) for name in design.endpoints[1:]]) if design.endpoints[1:] else "none"
    return f"primary: {words.title(design.primary)} at week {design.visits[-1]:g}; secondary: {others}"


def _size(result: TrialResult) -> str:
    return " ".join(sample_size.paragraphs(result)) or "worked out with many trials only"


def _randomised(result: TrialResult) -> str:
    made = result.design.randomisation
    by = f" by {words.listed([trial_said.name(name) for name in made.by])}" if made.by else ""
    return f"{made.kind}{by}" + (f", blocks of {made.block}" if made.kind != "simple" else "")


def _blinded(result: TrialResult) -> str:
    design = result.design
    raters = "; raters do not know who gets what" if design.raters_blinded else ""
    return ("people do not know who gets what" if design.blinded else "people know what they get") + raters


def _analysis(result: TrialResult) -> str:
    design = result.design
    name = "crossover" if design.crossover else design.analysis
    return f"{name} at a two-sided level of {design.alpha:g}, P values by Holm over endpoints and arms"


def _who(result: TrialResult) -> str:
    return "as randomised, of those with the readings that the analysis takes; per protocol beside it (80 % of doses)"


def _missing(result: TrialResult) -> str:
    design = result.design
    how = "taken as missing at random" if design.analysis == "mmrm" else "left out (complete cases)"
    return f"expected: {100 * design.dropout:.0f} % leave; {how}"


def _timeline(result: TrialResult) -> str:
    return "weeks " + ", ".join(f"{week:g}" for week in result.design.visits)


def _additional(result: TrialResult) -> str:
    design = result.design
    return f"subgroup {design.subgroup}" if design.subgroup else "none planned"


def _recruited(result: TrialResult) -> str:
    return f"{result.flow.screened} screened for {result.flow.randomised} (simulated)"


ITEMS: Mapping[str, tuple[tuple[str, str, Said | None], ...]] = {
    "SPIRIT 2025": (
        ("1a", "title that names a randomised trial", lambda result: result.design.title),
        ("4", "registration", None),
        ("5", "protocol and analysis plan", None),
        ("6", "sharing of data and code", lambda _: "codebook.csv, analysis.R and data.csv are models for them"),
        ("7", "funding and interests", None),
        ("9", "background, choice of comparator", lambda result: f"comparator: {result.design.control}"),
        ("10", "objectives, benefits and harms", None),
        ("11", "patients and public", None),
        ("12", "design, allocation ratio, framework", _design),
        ("13", "settings", None),
        ("14", "who may take part", _eligible),
        ("15", "interventions and comparators", _arms),
        ("16", "outcomes", _outcomes),
        ("17", "harms", None),
        ("18", "timeline of participants", _timeline),
        ("19", "sample size", _size),
        ("20", "recruitment", _recruited),
        ("21", "sequence: generation and type", _randomised),
        ("22", "concealment of allocation", None),
        ("24", "blinding", _blinded),
        ("27a", "statistical methods", _analysis),
        ("27b", "who is in each analysis", _who),
        ("27c", "missing data", _missing),
        ("27d", "additional analyses", _additional),
        ("28", "monitoring of data, interim analyses", None),
        ("30", "ethics", None),
        ("32", "consent", None),
    ),
    "CONSORT 2025": (
        ("1a", "title that names a randomised trial", lambda result: result.design.title),
        ("2", "registration", None),
        ("4", "sharing of data and code", lambda _: "codebook.csv, analysis.R and data.csv are models for them"),
        ("8", "patients and public", None),
        ("9", "design, allocation ratio, framework", _design),
        ("12", "who may take part", _eligible),
        ("13", "interventions and comparators", _arms),
        ("14", "outcomes", _outcomes),
        ("15", "harms", None),
        ("16a", "sample size", _size),
        ("17", "sequence: generation and type", _randomised),
        ("18", "concealment of allocation", None),
        ("20", "blinding", _blinded),
        ("21a", "statistical methods", _analysis),
        ("21b", "who is in each analysis", _who),
        ("21c", "missing data", _missing),
        ("21d", "additional analyses", _additional),
        ("22", "flow of participants", lambda result: f"report.html; {result.flow.randomised} randomised (simulated)"),
        ("25", "baseline", lambda _: "report.html, People at the start (simulated)"),
        ("26", "numbers analysed, outcomes, estimates", lambda _: "report.html and summary.csv (simulated)"),
        ("27", "harms seen", None),
        ("30", "interpretation and limits", None),
    ),
}
"""Items by statement: number, topic, and what a design says of it; nothing where only people can."""


def checklist(result: TrialResult) -> str:
    """``checklist.csv``: each item with what the design says, or that it is to be written.

    Parameters
    ----------
    result
        A trial.
    """
    found = (
        (statement, number, topic, "yes" if say else "no", say(result) if say else TO_WRITE)
        for statement, items in ITEMS.items()
        for number, topic, say in items
    )
    return csvfiles.rows(("statement", "item", "topic", "filled", "text"), found)


def files(result: TrialResult) -> dict[str, bytes]:
    """What statisticians and boards want beside the report, by name.

    Parameters
    ----------
    result
        A trial.

    Returns
    -------
    dict
        ``sample-size.txt`` (where many trials were carried out), ``checklist.csv``, ``codebook.csv``, ``analysis.R``.
    """
    from gutbrain.report.trial_codebook import codebook
    from gutbrain.report.trial_r import script

    made = {"checklist.csv": checklist(result), "codebook.csv": codebook(result), "analysis.R": script(result)}
    paragraphs = sample_size.paragraphs(result)
    if paragraphs:
        made["sample-size.txt"] = "\n\n".join(paragraphs) + "\n"
    return {name: text.encode() for name, text in made.items()}
