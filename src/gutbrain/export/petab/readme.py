"""What the folder says of itself."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from gutbrain.export.petab.model import SETTLING_HOURS

_WIDTH = 110


def readme(rows: Mapping[str, int], free: int, *, exact: bool) -> str:
    """The text.

    Parameters
    ----------
    rows
        How many rows each table has.
    free
        How many parameters are moved, baselines aside.
    exact
        See :func:`gutbrain.export.sbml.sbml`.
    """
    baselines = rows["parameters.tsv"] - free
    model = (
        "assignment rules only (--exact), which libRoadRunner cannot load"
        if exact
        else "libRoadRunner and COPASI load it"
    )
    files = {
        "problem.yaml": "names the other files (PEtab version 1)",
        "model.xml": f"the axis with a typical person as SBML Level 3 Version 2; {model}",
        "parameters.tsv": f"{free} parameters of the axis, and {baselines} baselines",
        "conditions.tsv": f"{rows['conditions.tsv']} arms: who is in them, and what acts on them when",
        "observables.tsv": "what is read, and the error of it",
        "measurements.tsv": f"{rows['measurements.tsv']} readings: when, in which arm, and what was seen",
        "findings.tsv": f"{rows['findings.tsv']} findings as published, and what gutbrain gives under the shipped "
        "parameters: 'missing', in errors",
        "not-exported.tsv": f"{rows['not-exported.tsv']} findings that PEtab cannot state, and why",
        "provenance.json": "the version of gutbrain that wrote this",
    }
    parts = [
        "The calibration problem of gutbrain as PEtab",
        "============================================",
        "",
        _paragraph(
            "The published findings on which 'gutbrain calibrate' fits the microbiota-gut-brain axis, the arms in "
            "which they were seen, and the parameters that it moves. For research and learning, not for diagnosis."
        ),
        "",
        *(_item(f"{name:<18}", text) for name, text in files.items()),
    ]
    for title, paragraphs in _CHAPTERS.items():
        parts += ["", title, "-" * len(title)]
        parts += [_item("- ", paragraph) for paragraph in paragraphs]
    return "\n".join(parts) + "\n"


_CHAPTERS = {
    "How it is meant": (
        f"Time is in hours. For the first {SETTLING_HOURS:g} h the person settles, as in gutbrain: what was usual "
        "holds, and slow states are hurried. Then the protocol starts. Settling belongs to the simulation, so that a "
        "changed parameter changes the person before anything is done to them; there is no steady state to start "
        "from, since days have a rhythm. Whatever has time in its unit is in hours: fibre in g/h, age in hours.",
        "In conditions.tsv, EXPOSURE__level_0 holds while the person settles, EXPOSURE__level_1 from the hour "
        "EXPOSURE__from_1 on (from midnight of day 0), and so on; a change at 1000000 h never comes.",
        "A finding that compares arms or days is a weighted sum of readings, and PEtab compares one reading with a "
        "number. Each reading but the last is therefore set equal to a free baseline, and the last is compared with "
        "it. With the best baselines the squares of the readings of a finding add up to the square of what is missing "
        "in the whole sum: n readings count as one measurement. Tools that minimise over offsets can do so here.",
        "datasetId is the finding. Errors are those of the calibration: the published standard error (a rule of thumb "
        "where none was published), and beside it what studies and the model err by besides.",
        "Parameters that animals have a strength of their own of are called NAME__in_humans; conditions with animals "
        "set that strength.",
    ),
    "Where it differs from 'gutbrain calibrate'": (
        "One typical person stands for the cohort. Where a mean over people is not the typical person, the two differ.",
        "What is in standard deviations between people is divided by the number that gutbrain's cohort gives under the "
        "shipped parameters. So are the errors of ratios and percentages multiplied by the level of what is compared "
        "with: they do not follow the parameters.",
        "Errors are normal. gutbrain lets findings that fit nowhere pull less (Student's t).",
        "A direction that was seen is pulled to 0.2 SD and no further, as in gutbrain. Where no difference was seen, "
        "gutbrain asks nothing within 0.05 SD; here the square of it counts there as well.",
        "A prior has its own width on each side of its centre in gutbrain. Here it has one: that of the side on which "
        "the shipped value lies. Bounds are 2.5 SD away, each on its side.",
        "How people differ and how potent a product is are not estimated.",
        "What happens at the hour of a reading is not yet seen by it: such readings are 0.001 h earlier.",
    ),
}


def _paragraph(text: str) -> str:
    return textwrap.fill(text, _WIDTH)


def _item(head: str, text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
