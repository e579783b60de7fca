"""Pages of the channels: equations, numbers with their sources, what acts on what, and a response."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from _site import markdown as md
from _site import pictures
from gutbrain import words, world
from gutbrain.answers import strengths
from gutbrain.answers.axis_links import channels, links, outer, title
from gutbrain.answers.equations import Asked, Equation, equations
from gutbrain.atlas.channels import about
from gutbrain.evidence.records import references
from gutbrain.model.wiring import parameter_table

RATES = {
    "rate": "per hour",
    "reference": "held from day 0 on",
    "value": "",
}


def pages() -> Iterator[tuple[str, str | bytes]]:
    """The list of channels, and a page for each."""
    names = channels()
    rows = [[md.ref(words.channel(name), "channel", name), md.text(about(name).plain)] for name in names]
    yield (
        "channels.md",
        md.page(
            "# Channels: equations and numbers",
            "The axis is made of channels. Each keeps its own quantities and hears others by name; the equations "
            "below are "
            "the ones that run, printed from the code, and every number has its unit, its range, how it is known "
            "and from "
            "where. At a prompt: `gutbrain model --equations`, `--parameters`, `--wiring`.",
            md.contents([f"channels/{name}" for name in names]),
            md.table(["channel", "what it is"], rows),
            "**How numbers are known**: " + ", ".join(f"*{key}* {said}" for key, said in words.GRADES.items()) + ".",
        ),
    )
    for name in names:
        picture = pictures.of_channel(name)
        if picture:
            yield f"channels/{name}.svg", picture[0]
        yield f"channels/{name}.md", _page(name, picture)


def _page(name: str, picture: tuple[bytes, str, str] | None) -> str:
    said = about(name)
    title_ = words.channel(name)
    parts = [
        md.target("channel", name),
        f"# {title_[:1].upper()}{title_[1:]}, `{name}`",
        md.text(said.plain),
        f"In the field: {md.text(said.term)}." if said.term else "",
    ]
    if picture:
        _, done, observable = picture
        alt = f"{words.title(observable)} over time"
        parts += [
            "## A response",
            f"```{{figure}} {name}.svg\n:alt: {alt}\n\n{md.text(done)}. {pictures.CAPTION}\n```",
        ]
    found = equations(Asked(channel=name)).equations
    parts += [
        "## What acts on it",
        _heard(name),
        "## What it acts on",
        _sent(name),
        "## Equations",
        "Names are those of the parameters below, of what other channels give and of traits and exposures; `t` is "
        "in hours."
        if found
        else "It has none of its own.",
        *(_equation(one) for one in found),
        "## Numbers",
        _parameters(name),
    ]
    return md.page(*parts)


def _equation(one: Equation) -> str:
    unit = words.unit(one.unit)
    told = "; ".join(part for part in (md.text(one.meaning), unit, RATES[one.kind]) if part)
    math = one.mathml.replace("&ExponentialE;", "e")
    return (
        f"**{md.code(one.name)}** {told}\n\n"
        f'<div class="equation" tabindex="0" role="group" aria-label="Equation of {one.name}">{math}</div>'
    )


def _heard(name: str) -> str:
    rows = [
        [
            _end(link.giver),
            md.code(i.exposure or i.signal),
            _size(i.strength),
            md.claim(i.claim) if i.claim else "assumption",
        ]
        for link in links().values()
        if link.listener == name
        for i in link.influences
    ]
    return (
        md.table(["from", "what", "strength", "claim"], rows) if rows else "Nothing but its own numbers and the traits."
    )


def _sent(name: str) -> str:
    rows = [
        [_end(link.listener), ", ".join(md.code(i.signal) for i in link.influences)]
        for link in links().values()
        if link.giver == name
    ]
    return md.table(["on", "by"], rows) if rows else "Nothing: it is only read off."


def _end(node: str) -> str:
    if node in outer():
        return f"[{md.text(title(node))}](../exposures.md)"
    return md.ref(title(node), "channel", node)


def _size(strength: Any) -> str:
    return f"{strengths.called(strength.size)} ({strength.size:.2f} SD)" if strength else ""


def _parameters(name: str) -> str:
    rows = [
        [
            md.code(p["name"]),
            md.text(p["meaning"]),
            md.amount(p["value"], p["unit"]),
            md.bounds(p["low"], p["high"]),
            md.amount(p["spread"] or None),
            words.GRADES.get(p["grade"], p["grade"]) + (", constant" if p["constant"] else ""),
            "" if p["source"] not in references() and not p["after"] else md.source(p["source"], p["after"]),
        ]
        for p in parameter_table(world.model())
        if p["module"] == name
    ]
    if not rows:
        return "It has none."
    head = ["name", "meaning", "value", "95 % range", "people (SD of ln)", "known from", "source"]
    said = (
        "The range bounds 95 % of what is known of the typical value; without one nobody published any, or the "
        "number is a "
        "constant. `gutbrain simulate P --set " + name + ".NAME=VALUE` runs another value."
    )
    return md.page(said, md.table(head, rows)).rstrip()
