"""Markdown as the pages of the reference are written in: text, links, tables, targets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gutbrain import words
from gutbrain.evidence.records import Claim, Reference, cite, references


def text(value: object) -> str:
    """Plain text, with what Markdown would read otherwise set off; what stands between backticks stays code."""
    parts = str(value).split("`")
    if len(parts) % 2 == 0:  # a lone backtick is none
        return re.sub(r"([\\`*_\[\]<>|{}#$~])", r"\\\1", str(value))
    plain = [re.sub(r"([\\*_\[\]<>|{}#$~])", r"\\\1", part) if i % 2 == 0 else part for i, part in enumerate(parts)]
    return "`".join(part.replace("|", "\\|") if i % 2 else part for i, part in enumerate(plain))


def code(value: object) -> str:
    """A name as it is typed."""
    return f"`{str(value).replace('|', chr(92) + '|')}`"


def label(kind: str, name: str) -> str:
    """The target of a thing, by which other pages lead to it."""
    return re.sub(r"[^a-z0-9]+", "-", f"{kind}-{name}".lower()).strip("-")


def target(kind: str, name: str) -> str:
    """A line that makes what follows a target."""
    return f"({label(kind, name)})="


def ref(said: str, kind: str, name: str) -> str:
    """A link to a thing on whatever page it stands."""
    plain = re.sub(r"[`<>\\{}]", "", said).replace("|", "/")
    return f"{{ref}}`{plain} <{label(kind, name)}>`"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; columns that no row fills are left out."""
    rows = [list(row) for row in rows]
    kept = [i for i in range(len(headings)) if any(row[i] for row in rows)]
    lines = [[headings[i] for i in kept], ["---"] * len(kept), *([row[i] for i in kept] for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("\n", " ") for cell in line) + " |" for line in lines)


def facts(rows: Iterable[Sequence[str]]) -> str:
    """What is known of a thing: names and what they are, without those of which nothing is."""
    return "\n".join(f":{name}: {said}" for name, said in rows if said)


def page(*parts: str) -> str:
    """A page of its parts, with an empty line between them."""
    return "\n\n".join(part for part in parts if part) + "\n"


def contents(entries: Iterable[str], *, depth: int = 1, hidden: bool = True) -> str:
    """The pages below a page.

    Parameters
    ----------
    entries
        Their places beside it.
    depth
        How deep they are listed.
    hidden
        Whether they are in the navigation alone.
    """
    options = [f":maxdepth: {depth}", *([":hidden:"] if hidden else [])]
    return "\n".join(["```{toctree}", *options, "", *entries, "```"])


def amount(value: float | None, unit: str = "") -> str:
    """A number that somebody chose, with its unit; nothing for None."""
    return "" if value is None else words.with_unit(words.given(value), unit)


def bounds(low: float | None, high: float | None, unit: str = "") -> str:
    """From one number to another; nothing where either is not known."""
    if low is None or high is None:
        return ""
    return words.with_unit(f"{words.given(low)} to {words.given(high)}", unit)


def paper(reference: Reference) -> str:
    """A publication in short, leading to it."""
    return f"[{text(reference.short)}]({reference.url})" if reference.url else text(reference.short)


def source(key: str, after: str = "") -> str:
    """Where a number comes from: a publication, or the word for a guess or a definition; what a guess follows."""
    found = references().get(key)
    said = paper(found) if found else text(key)
    follows = references().get(after)
    return f"{said}, after {paper(follows)}" if follows else said


def cited(key: str) -> str:
    """A publication in full."""
    found = references()[key]
    said = text(cite(found).removesuffix(f". {found.url}"))
    return f"[{said}]({found.url})" if found.url else said


def claim(known: Claim) -> str:
    """A claim in one line, leading to what speaks for and against it."""
    return f"{ref(known.statement, 'claim', known.key)} ({words.GRADES[known.grade]})"


def yaml(written: str) -> str:
    """A piece of a file."""
    return f"```yaml\n{written.rstrip()}\n```"
