"""What a profile says, in words for everybody: who lives there, what stands out, and what may follow from it."""

from __future__ import annotations

import re

from gutbrain import words
from gutbrain.microbiome.profile import PEOPLE, Profile, SampleProfile
from gutbrain.microbiome.quality import Check
from gutbrain.microbiome.shares import Share

MANY, FEW = 90.0, 10.0
"""Percentiles from which on a whole interval stands out."""

NOBODY_CAN_SAY = (
    "how this person feels, thinks or sleeps, or whether they are ill",
    "which strains live there: one species can have harmless and harmful ones",
    "what the bacteria do just now: a table counts who is there, not who works",
    "what happens higher up in the bowel: stool is its end",
    "how this person would answer to fibre, a medicine or a probiotic: no study told that from a table",
    "how much acetate and propionate they make: neither follows from a table",
)
"""What no table tells, each to stand after "nobody can say"."""

CHECKS = {
    "reads": "Enough was read",
    "sum of shares": "The shares are complete",
    "not placed": "Most has a place in the model",
    "host": "Hardly any cells of the person",
    "chloroplasts and mitochondria": "Hardly any plants",
    "reagents and water": "Hardly anything of reagents and water",
    "mouth": "Hardly any bacteria of the mouth",
    "enterobacteria": "Enterobacteria are few",
    "one genus": "No genus is nearly all",
    "samples without bifidobacteria": "Bifidobacteria were not missed",
    "place": "It is stool",
}
"""What is so where a check is met."""


def lead(sample: SampleProfile, people: str = PEOPLE) -> list[str]:
    """The answer at the top: who is there, what stands out, whether a person can start from it."""
    return [_who(sample), *_stands_out(sample, people), start(sample)] if sample.guilds else [start(sample)]


def _who(sample: SampleProfile) -> str:
    greatest = sorted(sample.guilds.items(), key=lambda one: -one[1].share)[:3]
    told = [
        f"{of_hundred(share.share)} {'are' if share.share >= 0.015 else 'is'} {group(name)}" for name, share in greatest
    ]
    return f"Of 100 bacteria that could be placed {words.listed(told)}."


def _stands_out(sample: SampleProfile, people: str) -> list[str]:
    many = [group(name) for name, one in sample.guilds.items() if one.percentile_low >= MANY]
    few = [group(name) for name, one in sample.guilds.items() if one.percentile_high <= FEW]
    if not many and not few:
        return [f"Nothing stands out clearly from {people}, since laboratories differ (by a factor of 1.6 either way)."]
    told = [f"{word} {words.listed(names)}" for word, names in (("more", many), ("fewer", few)) if names]
    what = ", and ".join(told) + "," * (len(told) > 1)
    return [f"Clearly {what} than most of {people}, whatever the laboratory (within a factor of 1.6)."]


def start(sample: SampleProfile) -> str:
    """Whether a simulated person can start from a sample, and why not."""
    if sample.usable:
        return "A simulated person can start from this sample."
    why = words.listed([check.says for check in sample.checks if check.verdict == "fail"]) or "nothing could be placed"
    return f"No simulated person can start from this sample: {why}."


def group(guild: str) -> str:
    """The plain name of a group within a sentence."""
    return words.in_a_sentence(words.title(guild))


def of_hundred(share: float) -> str:
    """``about 30``, ``fewer than 1``, ``none``: how many of 100 bacteria."""
    if share <= 0:
        return "none"
    return f"about {100 * share:.0f}" if share >= 0.005 else "fewer than 1"


def percent(share: float) -> str:
    """A share in per cent with as many digits as tell something."""
    if share <= 0:
        return "0 %"
    value = 100 * share
    return f"{value:.0f} %" if value >= 10 else f"{value:.1f} %" if value >= 0.095 else "under 0.1 %"


def spread(low: float, high: float) -> str:
    """An interval of shares; nothing where both ends are told in the same words."""
    ends = [percent(low), percent(high)]
    return "" if ends[0] == ends[1] else " to ".join(ends)


def among(one: Share) -> str:
    """Where a share lies among people, with its interval."""
    here, low, high = one.percentile, one.percentile_low, one.percentile_high
    if low < 0.5 and high > 99.5:
        return "anywhere among 100"
    if low < 0.5:
        return f"among the {max(high, 1):.0f} of 100 with least"
    if high > 99.5:
        return f"among the {max(100 - low, 1):.0f} of 100 with most"
    if here >= 50:
        return f"more than {here:.0f} of 100 ({low:.0f} to {high:.0f})"
    return f"fewer than {100 - here:.0f} of 100 ({100 - high:.0f} to {100 - low:.0f})"


def check(one: Check) -> str:
    """A check in a sentence: what is so where it is met, else what is wrong and by how much."""
    if one.check == "place":
        return CHECKS["place"] if one.verdict == "ok" else one.says[:1].upper() + one.says[1:]
    value, limit = (f"{n:,.0f}" if one.check == "reads" else percent(n) for n in (one.value, one.threshold))
    if one.verdict == "ok":
        return f"{CHECKS.get(one.check, one.check)} ({value}; limit {limit})"
    return f"{one.check[:1].upper()}{one.check[1:]}: {value}, limit {limit}. {one.says[:1].upper()}{one.says[1:]}."


def of_axis(text: str) -> str:
    """What a path is about, with the plain names of observables."""
    told = re.sub(
        r"[a-z0-9]+(?:_[a-z0-9]+)+|calprotectin", lambda name: words.in_a_sentence(words.title(name[0])), text
    )
    return re.sub(r"^none\b", "nothing in the model", told)


def modules_lead(found: Profile) -> str:
    """What a table of KOs tells, in a sentence."""
    scores = found.samples[0].modules
    counts = {
        verdict: sum(one.verdict == verdict for one in scores) for verdict in ("present", "absent", "not measurable")
    }
    sample, present, absent = found.samples[0].sample, counts["present"], counts["absent"]
    return (
        f"Of {len(scores)} paths by which bacteria act on the axis {present} are present in {sample}, {absent} absent, "
        f"and {counts['not measurable']} cannot be measured from this table."
    )
