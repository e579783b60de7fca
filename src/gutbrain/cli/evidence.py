"""``gutbrain evidence``."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import show
from gutbrain.errors import InputError, Problem

if TYPE_CHECKING:
    from gutbrain.evidence.meta_analyses import MetaAnalysis
    from gutbrain.evidence.paths import Path, Step
    from gutbrain.evidence.query import Answer
    from gutbrain.evidence.trials import Outcome, Trial

HELP = (
    "What is known: claims, trials, pooled effects, signatures of gut bacteria and references by plain words, an "
    "author or a DOI; with --path how one thing acts on another. Exit status 1 if nothing is found."
)
EXAMPLE = "Example: gutbrain evidence butyrate barrier"

MOST_ROWS = 10
"""So many of each kind are shown; JSON has all."""

FEW_ROWS = 4
"""So many where what is found is about a part of the question only."""


class Export(StrEnum):
    """Formats of references."""

    bibtex = "bibtex"
    csl = "csl"


def evidence(
    query: Annotated[
        list[str] | None, typer.Argument(help="Words, an author, a DOI or PMID.", show_default=False)
    ] = None,
    path: Annotated[
        tuple[str, str] | None,
        typer.Option(help="Two things: how the first acts on the second.", metavar="FROM TO", show_default=False),
    ] = None,
    count: Annotated[bool, typer.Option("--count", help="How many claims stand on which kind of evidence.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    export: Annotated[
        Export | None, typer.Option(help="Print the references of what was found.", show_default=False)
    ] = None,
    care: show.Care = None,
) -> None:
    """What is known, by plain words."""
    asked = " ".join(query or ()).strip()
    if sum((bool(asked), path is not None, count)) != 1:
        raise InputError(
            [Problem("asks for nothing, or for two things at once", "give words, or --path FROM TO, or --count")]
        )
    if count:
        _count(as_json)
    elif path is not None:
        _path(*path, as_json)
    else:
        _search(asked, as_json, export)


def _search(asked: str, as_json: bool, export: Export | None) -> None:
    from gutbrain.evidence.query import find

    answer = find(asked)
    if export is not None:
        show.warn(answer.said_first)
    if export is Export.bibtex:
        from gutbrain.evidence.records import bibtex

        typer.echo(bibtex(answer.sources()), nl=False)
    elif export is Export.csl:
        from gutbrain.evidence.csl import csl_json

        show.as_json(csl_json(answer.sources()))
    elif as_json:
        show.as_json(answer.to_dict())
    else:
        show.on_stdout(*_nothing(answer), *answer.said_first, *_told(answer))
    if not answer:
        raise typer.Exit(1)


def _nothing(answer: Answer) -> list[str]:
    if answer or answer.nothing_about:
        return []
    if answer.looked_for:
        return [f"Nothing is kept here about '{answer.query}'."]
    return [
        f"No word of '{answer.query}' names a subject: name a strain, a food, a medicine, a complaint or an author."
    ]


def _told(answer: Answer) -> list[Any]:
    """What was found; where each subject is told by itself, or a part of the question is not, less of it."""
    if not answer.parts:
        return _listed(answer, FEW_ROWS if answer.nothing_about else MOST_ROWS)
    things = _listed(answer, FEW_ROWS) if answer.nearest else []
    for part in answer.parts:
        if part:
            things += [f"ON {part.query.upper()} ALONE", *_listed(part, FEW_ROWS), ""]
    return things[:-1] if things and things[-1] == "" else things


def _listed(answer: Answer, most: int) -> list[Any]:
    from gutbrain.evidence.records import cite, references
    from gutbrain.evidence.signatures import REFERENCE

    claims = [(hit.record.grade, hit.record.statement, _sources(hit.record)) for hit in answer.claims]
    trials = [_trial(hit.record, answer.query) for hit in answer.trials]
    pooled = [_pooled(hit.record) for hit in answer.pooled]
    signatures = [(hit.record.taxon, hit.record.said, ", ".join(hit.record.studies)) for hit in answer.signatures]
    things: list[Any] = []
    if claims:
        things += _part("Claims", ("evidence", "claim", "rests on"), claims, most)
    if pooled:
        pools = ("review", "on", "in", "effect (95 % interval)", "trials")
        things += _part("Pooled over trials, as published", pools, pooled, most)
    if trials:
        things += _part("Trials", ("trial", "people", "weeks", "given", "result"), trials, most)
    if signatures:
        about = ("microbe", "reported as different in stool or bowel (BugSigDB, state of 2022)", "PMID")
        things += _part("Published signatures of gut bacteria", about, signatures, most)[:-1]
        things += [f"  counted from BugSigDB (CC BY 4.0): {cite(references()[REFERENCE])}", ""]
    if answer.references:
        cited = [f"  {cite(hit.record)} [{hit.record.key}]" for hit in answer.references[:most]]
        things += ["References", *cited, *_more(len(answer.references), most)]
    return things


def _part(title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], most: int) -> list[Any]:
    return [title, show.plain_table(headings, rows[:most]), *_more(len(rows), most), ""]


def _more(found: int, most: int) -> list[str]:
    return [f"  and {found - most} more (--json shows all)"] if found > most else []


def _sources(claim: Any) -> str:
    against = f"; against: {', '.join(claim.against)}" if claim.against else ""
    return (", ".join(claim.references) or "nothing published") + against


def _trial(trial: Trial, asked: str) -> tuple[str, ...]:
    given = ", ".join(i.name for i in trial.product.strains) or trial.product.mixture or trial.product.prebiotic
    dose = f" ({_number(trial.product.dose)} CFU a day)" if trial.product.dose else ""
    results = "; ".join(_outcome(outcome) for outcome in _asked_for(trial, asked))
    mind = f" [{', '.join(trial.flags)}]" if trial.flags else ""
    weeks = "" if trial.weeks is None else f"{trial.weeks:g}"
    return trial.key, trial.population, weeks, (given or trial.product.other) + dose, results + mind


def _asked_for(trial: Trial, asked: str) -> list[Outcome]:
    """Outcomes that the question names; where it names none, all but what was measured in the body.

    What got worse is always among them.
    """
    from gutbrain.evidence.synonyms import tokens

    wanted = set(tokens(asked))
    named = [o for o in trial.outcomes if wanted & set(tokens(f"{o.scale} {o.measures} {o.observable}"))]
    shown = named or [o for o in trial.outcomes if o.measures != "biomarker"]
    return [outcome for outcome in trial.outcomes if outcome in shown or outcome.result == "worse"]


def _outcome(outcome: Outcome) -> str:
    said = f"{outcome.scale}: {(outcome.result or 'not told').replace('-', ' ')}"
    if outcome.comparison != "between-arm":
        said += f" ({outcome.comparison.replace('-', ' ')} only)"
    if outcome.effect:
        said += f", {outcome.effect.kind} {outcome.effect.value:g}{_interval(outcome.effect.low, outcome.effect.high)}"
    return said + (f", p {outcome.bound or '='} {outcome.p:g}" if outcome.p is not None else "")


def _pooled(record: MetaAnalysis) -> tuple[str, ...]:
    if record.effect is None:
        size = record.note
    else:
        size = f"{record.effect.kind} {record.effect.value:g}{_interval(record.effect.low, record.effect.high)}"
    trials = " ".join(
        part for part in (f"k {record.k}" if record.k else "", f"n {record.n}" if record.n else "") if part
    )
    flags = f" [{', '.join(record.flags)}]" if record.flags else ""
    return record.reference, f"{record.intervention}: {record.outcome}", record.population, size + flags, trials


def _interval(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" ({low:g} to {high:g})"


def _number(value: float) -> str:
    return f"{value:.3g}".replace("e+", "e").replace("e0", "e")


def _path(start: str, end: str, as_json: bool) -> None:
    from gutbrain.evidence.paths import paths_between

    found = paths_between(start, end)
    if as_json:
        show.as_json([_plain(path) for path in found])
    else:
        show.on_stdout(*(_chains(found) if found else [f"No chain of influences leads from '{start}' to '{end}'."]))
    if not found:
        raise typer.Exit(1)


def _plain(path: Path) -> dict[str, Any]:
    from dataclasses import asdict

    steps = [{**asdict(step), "grade": step.grade} for step in path.steps]
    return {"weakest": path.weakest, "steps": steps}


def _chains(found: tuple[Path, ...]) -> list[Any]:
    from gutbrain import words

    things: list[Any] = []
    for number, path in enumerate(found, 1):
        things.append(f"{number}. a chain no stronger than: {words.GRADES[path.weakest]}")
        rows = []
        for step in path.steps:
            said = " ".join(claim.statement for claim in step.claims) or "taken for granted"
            sources = "; ".join(_sources(claim) for claim in step.claims)
            rows.append((_step(step), step.grade, said, sources))
        things += [show.plain_table(("step", "evidence", "what is known", "rests on"), rows), ""]
    return things[:-1]


def _step(step: Step) -> str:
    """``vagus nerve (vagal afferent) -> mind``."""
    from gutbrain import words

    signal, listener = step.signal.replace("_", " "), words.channel(step.listener)
    if step.giver.startswith("exposure:"):
        return f"{signal} -> {listener}"
    return f"{words.channel(step.giver)} ({signal}) -> {listener}"


def _count(as_json: bool) -> None:
    from gutbrain.evidence.query import count_claims
    from gutbrain.evidence.records import concept_claims

    counted = dict(count_claims())
    if as_json:
        show.as_json(counted)
        return
    total = sum(counted.values())
    rows = [
        (grade.replace("-", " "), str(number), f"{100 * number / total:.0f} %") for grade, number in counted.items()
    ]
    more = f"{len(concept_claims())} more lead from concept to concept"
    show.on_stdout(
        show.plain_table(("claims stand on", "claims", "share"), rows, numbers=(1, 2)), f"{total} claims", more
    )
