"""``docs/article.md``: a popular article on gut and mind, claim by claim, and what the model shows; generated.

``python -m gutbrain.report.article_doc docs/article.md`` runs the claims and writes the document.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from gutbrain import words, world
from gutbrain.answers.article import DRAWS, HOLDS, KINDS, MEANINGS, STATES, Row, Shown, Told, told
from gutbrain.engine.changes import Interval
from gutbrain.engine.ensemble import shipped
from gutbrain.engine.identity import identity
from gutbrain.files import write_whole
from gutbrain.findings.finding import When


def render(every: Sequence[Told], provenance: Mapping[str, str]) -> str:
    """The document.

    Parameters
    ----------
    every
        The claims with what the model shows.
    provenance
        What it was made with, in words.
    """
    made = ", ".join(f"{key} {value}" for key, value in provenance.items())
    parts = [
        "# The article, claim by claim",
        "",
        "Written by `python -m gutbrain.report.article_doc docs/article.md`; not edited by hand.",
        "",
        "A popular article on gut and mind was the start of this project. Here stands each of its claims in our words,",
        "what the model shows of it, and how much is known. Not medical advice.",
        "",
        f"Made with: {made}.",
        "",
        f"Numbers are those of a typical person: the middle of {DRAWS} parameter sets, and in brackets the interval",
        "that holds 90 % of them. It says how sure the model is of its parameters, not how people differ. That a claim",
        "*holds* says that the model shows it, in direction and order; how well it is known is another thing, and",
        "stands beside it.",
        "",
        *_summary(every),
        "",
        *_contents(every),
    ]
    for kind, heading in KINDS.items():
        parts += ["", f"## {heading}"]
        for one in every:
            if one.row.kind == kind:
                parts += ["", *_claim(one)]
    return "\n".join(parts) + "\n"


def _summary(every: Sequence[Told]) -> Iterable[str]:
    count = Counter(one.state for one in every)
    yield f"## {len(every)} claims"
    yield ""
    yield "| state | claims | what it means |"
    yield "|---|---|---|"
    for state, name in STATES.items():
        if count[state]:
            yield f"| {name} | {count[state]} | {MEANINGS[state]} |"
    yield ""
    yield "| the main point is known from | claims | of these hold |"
    yield "|---|---|---|"
    for grade, name in words.GRADES.items():
        states = [one.state for one in every if one.row.grade == grade]
        if states:
            yield f"| {name} | {len(states)} | {states.count(HOLDS)} |"
    yield ""
    yield from _otherwise(every)


def _otherwise(every: Sequence[Told]) -> Iterable[str]:
    yield "Where people show otherwise than the article says:"
    yield ""
    for one in every:
        if one.row.not_so is not None:
            yield f"- [{one.row.id}](#{_anchor(one.row)}): {one.row.not_so.says}"


def _contents(every: Sequence[Told]) -> Iterable[str]:
    yield "| claim | what the article says | in the model | main point known from |"
    yield "|---|---|---|---|"
    for one in every:
        row, state = one.row, STATES[one.state]
        yield f"| [{row.id}](#{_anchor(row)}) | {row.says} | {state} | {words.GRADES[row.grade]} |"


def _anchor(row: Row) -> str:
    return f"{row.id}-{STATES[row.state].replace(' ', '-')}"


def _claim(one: Told) -> Iterable[str]:
    row = one.row
    yield f"### {row.id}: {STATES[one.state]}"
    yield ""
    yield f"**The article says:** {row.says}"
    if one.shown:
        yield ""
        yield "| the model | shows | when | as asked |"
        yield "|---|---|---|---|"
        for shown in one.shown:
            yield f"| {shown.check.shows} | {number(shown)} | {_when(shown)} | {'yes' if shown.met else '**no**'} |"
    more = {
        "Otherwise in people": _not_so(row) if row.not_so else "",
        "Missing": row.missing,
        "Not known": row.known.unknown,
    }
    for heading, text in more.items():
        if text:
            yield ""
            yield f"**{heading}:** {text}"
    if row.ask:
        yield ""
        yield "**Look it up:** " + ", ".join(f"`{command}`" for command in row.ask) + "."
    yield ""
    yield f"**Known:** {known(row)}"


def number(shown: Shown) -> str:
    """What came out, with its interval and unit.

    Parameters
    ----------
    shown
        A check that was run.
    """
    found = shown.value
    return amount(Interval(found.median, found.low, found.high), shown.unit, signed=shown.signed)


def amount(value: Interval, unit: str, *, signed: bool) -> str:
    """A value with its interval and unit.

    Parameters
    ----------
    value
        The value.
    unit
        As :attr:`gutbrain.answers.article.Shown.unit` says it.
    signed
        Whether it is told with its sign.
    """
    return measured(words.span(value, sign=signed, most=3), unit)


def measured(text: str, unit: str) -> str:
    """A number with its unit; times and per cent are written their own way.

    Parameters
    ----------
    text
        The number.
    unit
        As :attr:`gutbrain.answers.article.Shown.unit` says it.
    """
    if unit == "times":
        return f"\N{MULTIPLICATION SIGN} {text}"
    return f"{text} %" if unit == "%" else words.with_unit(text, unit)


def _when(shown: Shown) -> str:
    of, to = shown.compare.of, shown.compare.to
    said = _moment(of)
    if to is not None and to.day != of.day:
        said += f" against {_moment(to)}"
    elif shown.gradual:
        said += f"; half of it by day {shown.half:.0f}"
    return said


def _moment(when: When) -> str:
    days = f"days {when.day[0]:g} to {when.day[1]:g}" if isinstance(when.day, tuple) else f"day {when.day:g}"
    return days if when.hour is None else f"{days}, {int(when.hour):02d}:{round(when.hour % 1 * 60):02d}"


def _not_so(row: Row) -> str:
    assert row.not_so is not None  # the caller looked
    keys = set(row.not_so.references)
    cited = ", ".join(f"[{r.short}]({r.url})" if r.url else r.short for r in row.references if r.key in keys)
    return f"{row.not_so.says} ({cited})"


def known(row: Row) -> str:
    """How much is known, in words: the main point, by grade of the claims, by what trials showed, and who said it.

    Parameters
    ----------
    row
        The claim.
    """
    said = []
    for grade, name in words.GRADES.items():
        if grade in row.grades:
            pro, contra = row.grades[grade]
            said.append(f"{name} ({pro} for, {contra} against)" if pro or contra else name)
    text = f"{row.claims[0].statement} Rests on: {'; '.join(said)}"
    if row.trials:
        seen = ", ".join(f"{result} {count}" for result, count in sorted(row.seen_in_trials.items()))
        text += f". Trials kept here: {len(row.trials)} (outcomes between arms, by trial: {seen})"
    cited = ", ".join(f"[{r.short}]({r.url})" if r.url else r.short for r in row.references)
    return f"{text}. {cited}." if cited else f"{text}."


def write(path: Path | str, progress: Callable[[float], None] | None = None) -> Path:
    """Run the claims and write the document.

    Parameters
    ----------
    path
        The file to write.
    progress
        Called with the share done.
    """
    path = Path(path)
    provenance = {
        "ensemble": str(shipped().provenance["name"]),
        "model": identity(world.model()),
        "gutbrain": importlib.metadata.version("gutbrain"),
    }
    write_whole(path, render(told(progress=progress), provenance))
    return path


if __name__ == "__main__":
    write(sys.argv[1])
