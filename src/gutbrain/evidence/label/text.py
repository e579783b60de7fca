"""Free text as printed on a pack, read as a label. Reads what it can and never fails: noise gives an empty label."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from gutbrain.datafiles import per_world
from gutbrain.evidence.label.alive import dead
from gutbrain.evidence.label.claims import topics_of_claim
from gutbrain.evidence.label.counts import Count, clean, counts
from gutbrain.evidence.label.language import unread
from gutbrain.evidence.label.lines import MOST_IN_A_LINE, pieces, short_signs, without_markup
from gutbrain.evidence.label.names import (
    Mention,
    Names,
    everyday_names,
    everyday_names_in_a_list,
    is_unsafe,
    looked_up,
)
from gutbrain.evidence.label.portions import Amount, a_day, as_range, of_adults, portions, size_of_counts, takes_pieces
from gutbrain.evidence.label.record import CountAt, Label, LabelStrain, Per
from gutbrain.evidence.label.rules import words
from gutbrain.evidence.label.scripts import latin
from gutbrain.evidence.topics import topics
from gutbrain.evidence.wording import fold, fold_in_place

MOST_SIGNS = 12_000
"""So much of a text is read: more stands on no pack."""

MOST_STRAINS = 40
MOST_CLAIMS = 40
MOST_CLAIM_SIGNS = 240
MOST_OTHERS = 30
LEAST_BLEND = 1e-3
"""A blend is no part of the whole where it is less than so much of the largest: another count that was misread."""

HEADING = 6
"""A line of at most so many words can promise something by its topic alone: ``Stress & Sleep``."""


LONGEST_NAME = 10
"""A first line of at most so many words is the name of the product, which promises nothing by its words alone."""


@dataclass(frozen=True)
class _Line:
    """A line with what was found in it; ``dead`` are places of names that are said to be dead cells."""

    text: str
    counts: tuple[Count, ...]
    names: tuple[Mention, ...]
    dead: frozenset[int] = frozenset()
    killed: bool = False

    @cached_property
    def is_total(self) -> bool:
        return fold(self.text) in words("blend")

    @cached_property
    def is_grand_total(self) -> bool:
        return fold(self.text) in words("grand_total")


def parse_text(text: str, unit: str = "") -> Label:
    """A label from the text of a pack, or of a page on it; ``unit`` of its counts where that is known."""
    notes = []
    if len(text) > MOST_SIGNS:
        notes.append(f"only the first {MOST_SIGNS} signs of {len(text)} were read: no pack carries more")
    printed = clean(without_markup(short_signs(text[:MOST_SIGNS])))[:MOST_SIGNS]
    strange = unread(printed)
    understood = clean(latin(printed))[:MOST_SIGNS]
    names = Names()
    lines = [_line(piece, names) for piece in pieces(understood)]
    if not any(line.names for line in lines):
        lines = [replace(line, names=tuple(everyday_names(line.text)[:MOST_STRAINS])) for line in lines]
    sentences = [s for line in lines for s in _sentences(line.text)]
    directed = size_of_counts(understood) + " . ".join(of_adults([s for s in sentences if _is_of(fold(s), "serving")]))
    directed = directed[: 2 * MOST_IN_A_LINE]
    if any(count.per == "piece" for line in lines for count in line.counts) and portions(directed).size is None:
        # what is said of one count on a pack holds for those beside it
        lines = [replace(line, counts=tuple(replace(c, per=c.per or "piece") for c in line.counts)) for line in lines]
    read = _strains_and_total(lines, directed)
    strains, total = read.strains, read.total
    at_end = _at_the_end(understood)
    if at_end is not None and len(strains) <= 1:
        total = a_day(at_end, directed)
        strains = tuple(_with(strain, total) for strain in strains)
    folded = fold(understood)
    killed = any(line.killed for line in lines) or (
        # what is counted in CFU and "with postbiotics" besides is alive
        folded in words("postbiotic") and (unit or read.unit) != "CFU"
    )
    if killed and not any(strain.alive is False for strain in strains) and folded not in words("living"):
        strains = tuple(replace(strain, alive=False) for strain in strains)
    strains = as_alive(strains, understood, unit or read.unit)
    if read.range:
        notes.append(f"how much is taken is left open ({read.range}): counts a day are given from least to most")
    if read.per == "portion":
        notes.append("the label does not say how many portions are taken a day: its counts are for one")
    if strange:
        what = "its script" if strange == "script" else strange
        notes.append(f"this language is not read here ({what}): what is said to be missing may be there")
    product = next((line.text for line in lines), "") if not strange else printed.strip().split("\n")[0]
    return Label(
        product=product[:120],
        strains=strains,
        total_cfu=total.most if total else None,
        least_cfu=_least(total),
        per=read.per,
        gram_cfu=read.gram,
        cfu_at=counted_at(understood),
        storage=_joined(sentences, "storage"),
        serving=_joined(sentences, "serving"),
        claims=_claims(sentences, product if len(lines) > 1 else ""),
        unit=read.unit,
        water_activity=water_activity(understood),
        shelf_life=shelf_life(understood),
        killed=killed,
        others=others(understood),
        strains_said=_strains_said(understood),
        unread=strange,
        text=printed if not strange else f"{printed}\n{understood}"[: 2 * MOST_SIGNS],
        notes=tuple(notes),
    )


def as_alive(strains: tuple[LabelStrain, ...], text: str, unit: str) -> tuple[LabelStrain, ...]:
    """Strains that are not said to be dead as living ones, where the label sells living microbes.

    Parameters
    ----------
    strains
        As they were read.
    text
        Everything printed.
    unit
        What is counted.
    """
    if unit not in ("CFU", "AFU") and fold(text) not in words("live"):
        return strains
    return tuple(replace(s, alive=True) if s.alive is None else s for s in strains)


def _least(amount: Amount | None) -> float | None:
    return amount.least if amount and amount.least != amount.most else None


def _with(strain: LabelStrain, amount: Amount | None) -> LabelStrain:
    """A strain with its count."""
    return replace(strain, cfu=amount.most if amount else None, least=_least(amount))


_VITAMIN = re.compile(r"[\s-]{1,2}(?:b[\s-]complex|[abcdek]\d{0,2}(?!\w))")


def others(text: str) -> tuple[str, ...]:
    """Actives besides microbes that a text names, as they are printed; what only carries the product is none."""
    found: dict[str, str] = {}
    for line in re.split(r"[\n]|(?<=\w\w)\.\s", text):
        folded = fold_in_place(line)
        carriers = words("inactive").first(folded)
        held = folded[: carriers.start()] if carriers else folded
        skipped = [(match.start(), match.end()) for match in words("carriers").every(held)]
        for match in words("actives").every(held):
            if not any(start <= match.start() < end for start, end in skipped):
                more = _VITAMIN.match(held, match.end()) if match[0].startswith(("vitam", "witam")) else None
                end = more.end() if more else match.end()
                found.setdefault(held[match.start() : end], line[match.start() : end])
    kept = [name for name in found if not any(name != other and _holds(other, name) for other in found)]
    return tuple(found[name] for name in kept)[:MOST_OTHERS]


def _holds(longer: str, name: str) -> bool:
    """``vitamin b6`` holds ``vitamin``."""
    return f" {longer} ".find(f" {name} ") >= 0


def _strains_said(text: str) -> int:
    """How many strains a label says that it holds, 0 where it does not say."""
    match = re.search(
        r"(?<![\w.,])(\d{1,2})\s(?:\w{3,20}\s){0,2}(?:strains|stamme|bakterienstamme|souches|ceppi|cepas|szczep\w{0,4}"
        r"|stammen|strain blend|strain probiotic)(?!\w)",
        fold(text),
    )
    return int(match[1]) if match else 0


def counted_at(text: str) -> CountAt:
    """When the count is promised to be there; the promise for the end goes before the one for the start."""
    folded = fold(text)
    if folded in words("cfu_at", "end-of-shelf-life") or _promised(folded):
        return "end-of-shelf-life"
    return "manufacture" if folded in words("cfu_at", "manufacture") else "unstated"


def _promised(folded: str) -> bool:
    """A promise for the end in words of its own: ``minimum CFU at time of expiration``."""
    for match in _promise().finditer(folded):
        sentence = re.split(r"[\n;]|(?<=\w\w)[.!?]\s", folded[max(0, match.start() - 160) : match.end()])[-1]
        if sentence not in words("storage") or sentence in words("counted"):
            return True
    return False


@per_world
def _promise() -> re.Pattern[str]:
    before, between, end = (words(f"moment_{part}").pattern.pattern for part in ("before", "between", "end"))
    return re.compile(rf"(?:{before})\s{{1,2}}(?:(?:{between})\s{{0,2}}){{0,5}}(?:{end})")


def _at_the_end(text: str) -> Count | None:
    """Of counts for both moments ("10 billion at manufacture, 1 billion at expiry") the one for the end."""
    folded = fold_in_place(text)
    end, start = words("cfu_at", "end-of-shelf-life").first(folded), words("cfu_at", "manufacture").first(folded)
    if end is None or start is None:
        return None
    printed = [c for c in counts(text[max(0, end.start() - 300) : end.end() + 100]) if c.unit != "mg"]
    offset = max(0, end.start() - 300)
    return min(printed, key=lambda c: abs(c.start + offset - end.start()), default=None)


def water_activity(text: str) -> float | None:
    """Water activity (0 to 1) where it is printed: ``aw 0.15``."""
    match = re.search(r"(?:\baw\b|\ba_w\b|water activity|wasseraktivitat)[^\d\n]{0,12}(0[.,]\d{1,3})", fold(text))
    return float(match[1].replace(",", ".")) if match else None


def shelf_life(text: str) -> float | None:
    """Shelf life in months where it is printed."""
    folded = fold(text)
    match = re.search(
        r"(?:shelf.life|haltbar\w{0,12}|best before|expir\w{0,8})[^\d\n]{0,20}(\d{1,2})\s?(month|monat|year|jahr)",
        folded,
    )
    match = match or re.search(r"(\d{1,2})[\s-](month|monat|year|jahr)\w{0,4} (?:shelf|haltbar)", folded)
    if not match:
        return None
    return float(match[1]) * (12.0 if match[2] in ("year", "jahr") else 1.0)


def _line(text: str, names: Names) -> _Line:
    found = counts(text)
    without = list(text)
    for count in found:
        without[count.start : count.end] = ";" * (count.end - count.start)
    line = "".join(without)
    mentions: list[Mention] = []
    named = names.of(line)
    named = sorted([*named, *everyday_names_in_a_list(line, named)], key=lambda mention: mention.start)
    for place, mention in enumerate(named):
        following = named[place + 1].start if place + 1 < len(named) else len(line)
        if is_unsafe(mention.name) and _is_fought(text, mention, found, following):
            continue
        # "GG (ATCC 53103)" is one strain with its deposit
        if not mentions or identity(mention.name) != identity(mentions[-1].name):
            mentions.append(mention)
    places, killed = dead(text, mentions)
    return _Line(text, tuple(found), tuple(mentions), places, killed)


def _is_fought(text: str, mention: Mention, found: list[Count], following: int) -> bool:
    """Whether a microbe that makes people ill is not inside: it has no count, and is fought or was not found."""
    if any(mention.end <= count.start < following or 0 <= mention.start - count.end <= 20 for count in found):
        return False
    folded = fold_in_place(text)
    before = re.split(r"(?<=\w\w)[.;:!?]\s", folded[max(0, mention.start - 60) : mention.start])[-1]
    after = re.split(r"[.;!?]\s", folded[mention.end : mention.end + 30])[0]
    return before in words("fought") or after in words("not_found")


_END_OF_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bz\.B\.)(?<!\bincl\.)(?<!\bca\.)\s+(?=[^\Wa-zà-ÿ_]|[¡¿])|[;•|]|\s·\s"
)


def _sentences(line: str) -> list[str]:
    parts = _END_OF_SENTENCE.split(line)
    return [part.strip(" -*·•\t") for part in parts if part.strip(" -*·•\t")]


def _joined(sentences: list[str], kind: str) -> str:
    return " ".join(s for s in sentences if _is_of(fold(s), kind))[:MOST_IN_A_LINE]


_WARMEST = re.compile(
    r"(?:below|under|at|above|exceed\w{0,3}|max\w{0,4}\.?|bis|unter|uber|sotto|oltre|superior\w?|inferior\w?|dessous|moins"
    r"|depasse\w{0,2}|ponizej|do|onder|boven|abaixo|entre|tra|between|zwischen|a)\s(?:[a-z]{1,8}\s){0,2}"
    r"\d{1,2}(?:\s?-\s?\d{1,2})?\s?(?:°|º|degrees)?\s?[cf](?!\w)"
)


def _is_of(folded: str, kind: str) -> bool:
    """Whether a sentence says how a product is kept (``storage``), or taken (``serving``)."""
    if folded in words(kind):
        return True
    if kind == "storage":
        return _WARMEST.search(folded) is not None
    return folded in words("daily") and takes_pieces(folded)


@dataclass(frozen=True)
class _Read:
    """Strains with their own counts, the count of all together, the unit, and what is left open of the portions.

    ``gram`` is a count per gram of a portion whose weight is not said.
    """

    strains: tuple[LabelStrain, ...]
    total: Amount | None
    unit: str
    range: str
    per: Per
    gram: float | None


def _strains_and_total(lines: list[_Line], serving: str) -> _Read:
    found: dict[str, tuple[Mention, Count | None]] = {}
    spare: list[tuple[_Line, Count]] = []
    gone: set[str] = set()
    for number, line in enumerate(lines):
        pairs, left = _paired(line, lines[number + 1] if number + 1 < len(lines) else None)
        gone.update(identity(line.names[place].name) for place in line.dead)
        for mention, count in pairs:
            key = identity(mention.name)
            if key not in found or (found[key][1] is None and count is not None):
                found[key] = (found[key][0] if key in found else mention, count)
        bacterial = line.is_total or bool(line.names) or fold(line.text) in words("live")
        # milligrams are of microbes only where these stand on the line
        spare += [(line, c) for c in left if (c.unit and c.unit != "mg") or bacterial]
        if len(found) >= MOST_STRAINS:
            break
    pairs = _without_repeats(found)
    living = [(line, c) for line, c in spare if c.unit != "mg"]
    counted = [c for _, c in pairs if c and c.unit != "mg"] + [c for _, c in living]
    by_weight = any(c.unit == "mg" for _, c in pairs if c) or any(c.unit == "mg" and line.is_total for line, c in spare)
    unit = next((c.unit for c in counted if c.unit), "unstated" if counted else "mg" if by_weight else "")
    amounts = [(m, a_day(c, serving) if c and c.unit != "mg" else None) for m, c in pairs]
    total = _total(living, [amount for _, amount in amounts if amount], serving)
    strains = tuple(
        _with(LabelStrain(m.name, alive=False if identity(m.name) in gone else None), amount) for m, amount in amounts
    )
    if len(strains) == 1 and strains[0].cfu is None and total is not None and strains[0].alive is not False:
        strains = (_with(strains[0], total),)
    given = [amount for _, amount in amounts if amount] + ([total] if total else [])
    per: Per = "portion" if any(amount.per == "portion" for amount in given) else "day"
    open_range = next((said for c in counted if (said := as_range(c, serving))), "")
    gram = next((c.value for c in counted if c.per == "g"), None) if not given else None
    return _Read(strains, total, unit, open_range, per, gram)


def _total(living: list[tuple[_Line, Count]], parts: list[Amount], serving: str) -> Amount | None:
    """The count of everything: what is called the total, else the blends added up, else the first that is given."""
    grand = [c for line, c in living if line.is_grand_total]
    if grand:
        return a_day(grand[0], serving)
    blends = {c.value: c for line, c in living if line.is_total and c.per != "g"}
    values = [value for value in blends if value >= LEAST_BLEND * max(blends)]
    days = [day for value in values if (day := a_day(blends[value], serving)) is not None]
    if len(days) > 1:
        # a blend may be said in whole and in parts
        most = max(days, key=lambda day: day.most)
        rest = sum(day.most for day in days) - most.most
        if abs(rest - most.most) <= 0.02 * most.most:
            return most
        # strains that stand beside the blends with counts of their own
        days = [*days, *parts]
        return Amount(sum(day.least for day in days), sum(day.most for day in days), days[0].per)
    first = next((c for line, c in living if line.is_total), next((c for _, c in living), None))
    return a_day(first, serving) if first else None


def _paired(line: _Line, following: _Line | None) -> tuple[list[tuple[Mention, Count | None]], list[Count]]:
    """Names of a line with their counts, and the counts that belong to no single name."""
    names, left = line.names, list(line.counts)
    if not names:
        return [], left
    living = [c for c in left if c.unit != "mg"]
    if len(living) == len(names) and living and living[0].start < names[0].start and living[-1].start < names[-1].start:
        return list(zip(names, living, strict=True)), []
    if len(names) > 1 and len(living) == 1 and _is_of_each(line.text, living[0]):
        return [(name, living[0]) for name in names], []
    pairs: list[tuple[Mention, Count | None]] = []
    for i, name in enumerate(names):
        stop = names[i + 1].start if i + 1 < len(names) else len(line.text) + 1
        between = [c for c in left if name.start < c.start < stop]
        weights = (c for c in between if c.unit == "mg" and _is_weight_of(line.text[name.end : c.start]))
        pairs.append((name, next((c for c in between if c.unit != "mg"), next(weights, None))))
    given = [c for _, c in pairs if c is not None]
    if (
        len(names) == 1
        and not living
        and following
        and following.counts
        and _is_amount_alone(following)
        and not following.names
        and not following.is_total
    ):
        # a table whose second column slipped into the next line
        return [(names[0], following.counts[0])], []
    if (len(names) > 1 and len(given) == 1) or (line.is_total and len(living) == 1):
        return [(name, None) for name in names], left
    # a label in two languages says each count twice
    return pairs, [c for c in left if c.value not in [one.value for one in given]]


def _is_of_each(text: str, count: Count) -> bool:
    """``5 x 10^8 CFU each``."""
    after, before = fold_in_place(text[count.end : count.end + 14]), fold_in_place(text[: count.start][-14:])
    first, last = words("of_each").first(after), words("of_each").every(before)
    told = first is not None and not after[: first.start()].strip(" (")
    return told or (bool(last) and not before[last[-1].end() :].strip(" :("))


def _is_amount_alone(line: _Line) -> bool:
    """Whether a line is no more than an amount, or counts cells: milligrams behind a name are that name's."""
    first = line.counts[0]
    return first.unit != "mg" or not any(sign.isalpha() for sign in line.text[: first.start])


def _is_weight_of(between: str) -> bool:
    """Whether milligrams behind a name are its own: no other ingredient stands between."""
    return re.search(r"[,;+&][^,;+&]{0,80}[^\W\d_]{3}", between) is None


def identity(name: str) -> str:
    """What tells a microbe from another, be it written in full or not."""
    found = looked_up(name)
    return fold(name) if isinstance(found, str) else found.name


def _without_repeats(found: dict[str, tuple[Mention, Count | None]]) -> list[tuple[Mention, Count | None]]:
    """A species that is named again without its strain is no second microbe."""
    kept = []
    for key, (mention, count) in found.items():
        longer = any(other.startswith(key + " ") and not other[len(key) + 1 :].startswith("subsp.") for other in found)
        if count is not None or not longer:
            kept.append((mention, count))
    return kept[:MOST_STRAINS]


def _claims(sentences: list[str], product: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for sentence in sentences:
        folded = fold(sentence)
        about = topics_of_claim(sentence)
        axis = folded in words("axis")
        strong = folded in words("strong") or folded in words("disease")
        if not (about or axis or strong) or folded in words("not_a_claim") or folded in words("cfu_at", "manufacture"):
            continue
        is_product = bool(product) and sentence in product
        promises = folded in words("promise") or folded in words("strong")
        if is_product and not strong and len(sentence.split()) <= LONGEST_NAME:
            continue
        heading = len(sentence.split()) <= HEADING and not is_product and any(topics()[k].covered for k in about)
        if promises or (axis and not about) or (heading and not any(sign.isdigit() for sign in sentence)):
            found.setdefault(sentence[:MOST_CLAIM_SIGNS])
        if len(found) >= MOST_CLAIMS:
            break
    return tuple(found)
