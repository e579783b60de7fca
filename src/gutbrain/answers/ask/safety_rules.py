"""The seam to the rules of safety: who should ask a doctor first, and what is known of medicines beside microbes."""

from __future__ import annotations

from collections.abc import Iterable

from gutbrain.answers.ask.things import Thing
from gutbrain.evidence.label.rules import cautions

ASK = "A doctor or pharmacist who knows your medicines can say more than any list."


def rules_for(about: Iterable[Thing]) -> list[str]:
    """Rules that speak of these medicines, conditions and people, in sentences; none is not the same as no risk."""
    known = {caution.key: caution for caution in cautions()}
    said = []
    for thing in about:
        if thing.risk in known:
            caution = known[thing.risk]
            grave = "have done grave harm in" if caution.severity == "major" else "are not for people with"
            said.append(f"Living microbes {grave} {caution.title}: only with a doctor ({caution.source}).")
        elif thing.risk:
            said.append(thing.risk)
    return list(dict.fromkeys(said))


def for_everybody() -> str:
    """Whom living microbes can harm."""
    return "Talk to a doctor first with " + "; ".join(caution.title for caution in cautions()) + "."


def sources_for(about: Iterable[Thing]) -> list[str]:
    """References of these rules."""
    known = {caution.key: caution.source for caution in cautions()}
    return [known[thing.risk] for thing in about if thing.risk in known]
