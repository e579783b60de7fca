"""Which microbes of a label are dead cells: words for killing count beside a microbe only, strain by strain.

Milk is pasteurised, enzymes are inactivated, germs are killed: such words make nobody's bacteria dead unless they stand
at the name of a microbe, or at a word that means microbes ("heat-killed bacteria").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gutbrain.evidence.label.names import Mention
from gutbrain.evidence.label.rules import words
from gutbrain.evidence.wording import fold_in_place

NEAR = 40
"""Signs between a word for killing and what is killed."""

_SENTENCE = re.compile(r"[;\u2022|!?]|\.\s")


def dead(line: str, mentions: Sequence[Mention]) -> tuple[frozenset[int], bool]:
    """Places of the mentions of a line that are said to be dead, and whether it says so of microbes in general."""
    folded = fold_in_place(line)
    places: set[int] = set()
    everywhere = False
    for match in words("killed").every(folded):
        if _is_denied(folded, match.start()) or _is_of_food(folded, match):
            continue
        owners = _owners(folded, match, mentions)
        places.update(owners)
        around = folded[max(0, match.start() - NEAR) : match.end() + NEAR]
        if not owners and (match[0] in words("killed_microbes") or around in words("microbes")):
            everywhere = True
    return frozenset(places), everywhere


def _is_denied(folded: str, start: int) -> bool:
    """``not heat-killed``, ``no dead cells``."""
    return (
        re.search(
            r"(?:not|no|never|nicht|kein\w{0,2}|non|pas|sin|bez|geen|niet)\s{1,3}(?:\w{1,12}\s)?$",
            folded[max(0, start - 25) : start],
        )
        is not None
    )


def _is_of_food(folded: str, match: re.Match[str]) -> bool:
    """``pasteurized skimmed milk``, ``lait pasteurisé``: food is named nearer than anything else."""
    after = re.split(r"[,;:.()\u2022|]", folded[match.end() : match.end() + NEAR])[0]
    before = re.split(r"[,;:.()\u2022|]", folded[max(0, match.start() - NEAR) : match.start()])[-1]
    return after in words("food") or before in words("food")


def _owners(folded: str, match: re.Match[str], mentions: Sequence[Mention]) -> set[int]:
    """Mentions that a word for killing belongs to: what it stands before, else what it stands behind."""
    after = [place for place, mention in enumerate(mentions) if mention.start >= match.end()]
    before = [place for place, mention in enumerate(mentions) if mention.end <= match.start()]
    if after:
        gap = folded[match.end() : mentions[after[0]].start]
        heads = re.search(r":\s{0,3}$", gap) is not None
        if len(gap) <= NEAR and not _SENTENCE.search(gap) and ("," not in gap or heads) and gap not in words("living"):
            return set(_until_alive(folded, after, mentions)) if heads else {after[0]}
    if before:
        last = mentions[before[-1]]
        gap = folded[last.end : match.start()]
        if len(gap) <= NEAR and not _SENTENCE.search(gap) and gap.count(",") <= 1 and gap not in words("living"):
            return {before[-1]}
    return set()


def _until_alive(folded: str, places: Sequence[int], mentions: Sequence[Mention]) -> list[int]:
    """A list behind a heading, up to a word that says that what follows is alive."""
    found: list[int] = []
    for place in places:
        between = folded[mentions[found[-1]].end : mentions[place].start] if found else ""
        if between in words("living") or _SENTENCE.search(between):
            break
        found.append(place)
    return found
