"""``docs/validation-blind.md``: what the model predicted of findings before it knew them; generated.

``python -m gutbrain.report.blind_doc docs/validation-blind.md`` runs the project's open findings that the shipped
parameters were not fitted to, and writes the document.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from gutbrain import words, world
from gutbrain.answers.finding_rows import Row, rows
from gutbrain.atlas.observables import group_of, groups
from gutbrain.engine.ensemble import shipped
from gutbrain.engine.identity import identity
from gutbrain.files import write_whole
from gutbrain.findings.finding import AFTER_EVENT
from gutbrain.findings.phenomenon import phenomenon
from gutbrain.findings.published import Published
from gutbrain.findings.reading import own_files
from gutbrain.findings.validation import Checked, Validation, validate
from gutbrain.findings.verdict import AGREES, DIRECTION, MISSES, UNSUPPORTED

KINDS = {
    "direction": ("direction",),
    "level": ("value",),
    "size of an effect": (
        *("difference", "ratio", "percent_change", "smd", "change_difference", "change_smd", "ratio_of_changes"),
    ),
    "peak or time": AFTER_EVENT,
    "curve": ("curve",),
    "quantiles": ("quantiles",),
    "spread": ("sd", "cv"),
    "share of people": ("share",),
    "correlation": ("correlation",),
}
"""Kinds of findings, by their statistics."""

FEWEST = 4
"""Findings of a phenomenon that has a row of its own."""


def render(validation: Validation, provenance: Mapping[str, str]) -> str:
    """The document.

    Parameters
    ----------
    validation
        Findings that the parameters were not fitted to.
    provenance
        What it was made with, in words: of the ensemble, the model and gutbrain.
    """
    every = validation.checked
    told = ", ".join(f"{key} {value}" for key, value in provenance.items())
    by_n = [c for c in every if c.verdict_n]
    parts = [
        "# What the model predicted before it knew",
        "",
        "Written by `python -m gutbrain.report.blind_doc docs/validation-blind.md`; not edited by hand.",
        "",
        f"{len(every)} published findings that the parameters were not fitted to. Made with: {told}.",
        "",
        *_table("", {"all": every}),
        "",
        "Verdicts are those of the contract. *Covers*: the published number lies in the 90 % (50 %) interval of what a",
        "study of that design and size would print (parameters, discrepancy, bias of the design, sampling error). Of a",
        "curve or of quantiles the share of their numbers counts. Directions have no interval.",
        *(_by_people(by_n) if by_n else ()),
        "",
        "## By channel",
        "",
        *_table("channel", _split(every, _channel, groups())),
        "",
        "## By kind of finding",
        "",
        *_table("kind", _split(every, _kind, tuple(KINDS))),
        "",
        "## By species",
        "",
        *_table("species", _split(every, lambda one: one.finding.species, ())),
        "",
        "## By phenomenon",
        "",
        f"Groups of exposures and of observables with {FEWEST} findings or more.",
        "",
        *_table("phenomenon", _phenomena(every)),
        "",
        "## Every finding",
        "",
        *_findings(every),
    ]
    return "\n".join(parts) + "\n"


def _by_people(found: Sequence[Checked]) -> Iterable[str]:
    count = {verdict: sum(c.verdict_n == verdict for c in found) for verdict in (AGREES, DIRECTION, MISSES)}
    yield (
        f"Of {len(found)} directions it is known in how many people they were seen: by that rule {count[AGREES]} agree,"
    )
    yield f"{count[DIRECTION]} have the direction, {count[MISSES]} are missed."


def _channel(one: Checked) -> str:
    return group_of(one.finding.compare.observable)


def _kind(one: Checked) -> str:
    return next(kind for kind, statistics in KINDS.items() if one.finding.compare.statistic in statistics)


def _split(every: Sequence[Checked], key: Callable[[Checked], str], order: Sequence[str]) -> dict[str, list[Checked]]:
    found: dict[str, list[Checked]] = {name: [] for name in order}
    for one in every:
        found.setdefault(key(one), []).append(one)
    return {name: members for name, members in found.items() if members}


def _phenomena(every: Sequence[Checked]) -> dict[str, list[Checked]]:
    run = [one for one in every if one.verdict != UNSUPPORTED]
    found = _split(run, lambda one: phenomenon(one.finding), ())
    return {name: members for name, members in sorted(found.items()) if len(members) >= FEWEST}


def _table(heading: str, parts: Mapping[str, Sequence[Checked]]) -> Iterable[str]:
    headings = (heading, "findings", "agree", "right direction or better", "missed", "cannot be run")
    yield f"| {' | '.join(headings)} | 90 % covers | 50 % covers | of |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, members in parts.items():
        part = Validation(tuple(members))
        covered = part.coverage
        shares = [f"{100 * x:.0f} %" if covered.of else "" for x in (covered.most, covered.half)]
        yield (
            f"| {name} | {len(members)} | {100 * part.agree_share:.0f} % | {100 * part.direction_share:.0f} % | "
            f"{part.count(MISSES)} | {part.count(UNSUPPORTED)} | {shares[0]} | {shares[1]} | {covered.of} |"
        )


def _findings(every: Sequence[Checked]) -> Iterable[str]:
    yield "| finding | measure | published | predicted | would be printed | verdict | by n or print | why |"
    yield "|---|---|---|---|---|---|---|---|"
    by_row = zip(rows(Validation(tuple(every)), {}), every, strict=True)
    for row, one in sorted(by_row, key=lambda pair: (pair[0].group, pair[0].id)):
        yield _line(row, one)


def _line(row: Row, one: Checked) -> str:
    second = one.verdict_n or one.verdict_published or ""
    return (
        f"| [{row.id}]({row.url}) | {row.measure} | {row.published} | {row.predicted} | {_printed(one.published)} | "
        f"{row.verdict} | {second} | {row.why} |"
    )


def _printed(found: Sequence[Published]) -> str:
    """The interval of one number; of many they stand in the JSON."""
    if len(found) != 1:
        return ""
    return f"{words.number(found[0].low)} to {words.number(found[0].high)}"


def write(path: Path | str, progress: Callable[[float], None] | None = None) -> Path:
    """Run the findings and write the document.

    Parameters
    ----------
    path
        The file to write.
    progress
        Called with the share done.
    """
    path = Path(path)
    checked = validate(own_files(), progress=progress).checked
    provenance = {
        "ensemble": str(shipped().provenance["name"]),
        "model": identity(world.model()),
        "gutbrain": importlib.metadata.version("gutbrain"),
    }
    blind = Validation(tuple(one for one in checked if not one.finding.fitted))
    write_whole(path, render(blind, provenance))
    return path


if __name__ == "__main__":
    write(sys.argv[1])
