"""Pages of claims: what is known of one influence on another, for and against, by what is acted on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from _site import markdown as md
from gutbrain import words
from gutbrain.evidence.records import Claim, claims
from gutbrain.model import GRADES


def pages() -> Iterator[tuple[str, str | bytes]]:
    """The list, and a page for each part of the axis that is acted on."""
    by_end: dict[str, list[Claim]] = defaultdict(list)
    for one in claims().values():
        by_end[one.to].append(one)
    counted = [[words.GRADES[g], str(sum(c.grade == g for c in claims().values()))] for g in GRADES]
    places = [f"claims/{end}" for end in by_end]
    yield (
        "claims.md",
        md.page(
            "# Claims: what the arrows rest on",
            "Every arrow of the axis carries a claim: a sentence, how well it is known, and the publications for "
            "and against "
            "it. `gutbrain evidence WORDS` searches them.",
            md.table(["known from", "claims"], [row for row in counted if row[1] != "0"]),
            md.contents(places, hidden=False),
        ),
    )
    for end, found in by_end.items():
        found.sort(key=lambda c: (GRADES.index(c.grade), c.key))
        head = f"# Claims: what acts on {words.channel(end)}"
        yield f"claims/{end}.md", md.page(head, *(_claim(one) for one in found))


def _claim(one: Claim) -> str:
    species = "" if one.species == "human" else f", {one.species}"
    lines = [
        md.target("claim", one.key),
        f"**{md.text(one.statement)}** {words.GRADES[one.grade][:1].upper()}{words.GRADES[one.grade][1:]}{species}. "
        f"{md.code(one.key)}",
    ]
    if one.references:
        lines += ["", *(f"- {md.cited(key)}" for key in one.references)]
    if one.against:
        lines += ["", "Against it:", "", *(f"- {md.cited(key)}" for key in one.against)]
    return "\n".join(lines)
