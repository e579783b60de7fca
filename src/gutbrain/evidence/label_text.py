"""Free text as printed on a pack, read as a label. Reads what it can and never fails: noise gives an empty label."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gutbrain.evidence.label_counts import Count, clean, counts
from gutbrain.evidence.label_names import Mention, Names, everyday_names, looked_up
from gutbrain.evidence.label_record import CountAt, Label, LabelStrain
from gutbrain.evidence.label_rules import rules, words
from gutbrain.evidence.topics import topics, topics_of_text
from gutbrain.evidence.wording import fold, fold_in_place

MOST_SIGNS = 12_000
"""So much of a text is read: more stands on no pack."""

MOST_IN_A_LINE = 600
"""Longer lines are cut into pieces."""

MOST_STRAINS = 40
MOST_CLAIMS = 40
MOST_CLAIM_SIGNS = 240
HEADING = 6
"""A line of at most so many words can promise something by its topic alone: ``Stress & Sleep``."""


@dataclass(frozen=True)
class _Line:
    """A line with what was found in it."""

    text: str
    counts: tuple[Count, ...]
    names: tuple[Mention, ...]

    @property
    def is_total(self) -> bool:
        return fold(self.text) in words("blend")


def parse_text(text: str) -> Label:
    """A label from the text of a pack."""
    notes = []
    if len(text) > MOST_SIGNS:
        notes.append(f"only the first {MOST_SIGNS} signs of {len(text)} were read: no pack carries more")
    printed = clean(text[:MOST_SIGNS])
    names = Names()
    lines = [_line(piece, names) for piece in _pieces(printed)]
    if not any(line.names for line in lines):
        lines = [replace(line, names=tuple(everyday_names(line.text)[:MOST_STRAINS])) for line in lines]
    sentences = [s for line in lines for s in _sentences(line.text)]
    serving = _joined(sentences, "serving")
    if any(count.per == "piece" for line in lines for count in line.counts) or _counts_a_piece(printed):
        # what is said of one count on a pack holds for those beside it
        lines = [replace(line, counts=tuple(replace(c, per=c.per or "piece") for c in line.counts)) for line in lines]
    strains, total, unit = _strains_and_total(lines, serving)
    at_end = _at_the_end(printed)
    if at_end is not None and len(strains) <= 1:
        total = a_day(at_end, serving)
        strains = tuple(replace(strain, cfu=total) for strain in strains)
    product = next((line.text for line in lines), "")
    return Label(
        product=product[:120],
        strains=strains,
        total_cfu=total,
        cfu_at=counted_at(printed),
        storage=_joined(sentences, "storage"),
        serving=serving,
        claims=_claims(sentences, product),
        unit=unit,
        water_activity=water_activity(printed),
        shelf_life=shelf_life(printed),
        text=printed,
        notes=tuple(notes),
    )


def counted_at(text: str) -> CountAt:
    """When the count is promised to be there; the promise for the end goes before the one for the start."""
    folded = fold(text)
    if folded in words("cfu_at", "end-of-shelf-life"):
        return "end-of-shelf-life"
    return "manufacture" if folded in words("cfu_at", "manufacture") else "unstated"


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


def portions(serving: str) -> tuple[int, int]:
    """Pieces taken at a time, and how many times a day; 1 where the label does not say."""
    folded = fold(serving)
    spelt: dict[str, int] = rules()["numbers"]
    number = r"(?<![\w.,])(\d{1,2}|" + "|".join(sorted(spelt, key=len, reverse=True)) + r")"
    pieces = "|".join(sorted(rules()["portions"], key=len, reverse=True))
    taken = re.search(rf"{number}\s{{1,2}}(?:\w{{1,15}}\s)?(?:{pieces})(?!\w)", folded)
    often = re.search(
        rf"{number}\s?(?:times|x|mal|volte|fois|veces|razy)?\s?(?:a day|daily|per day|each day|taglich|am tag|pro tag"
        r"|al giorno|par jour|al dia|por dia|dziennie|per dag)",
        folded,
    )

    def value(match: re.Match[str] | None) -> int:
        return 1 if match is None else max(1, int(match[1]) if match[1].isdigit() else spelt[match[1]])

    return value(taken), value(often)


def a_day(count: Count, serving: str) -> float | None:
    """A printed count as cells a day; None where it is given per gram or millilitre of an unknown portion."""
    pieces, times = portions(serving)
    if count.per in ("g", "ml"):
        match = re.search(rf"(\d{{1,3}}(?:[.,]\d{{1,2}})?)\s?{count.per}(?!\w)", fold(serving))
        return count.value * float(match[1].replace(",", ".")) * times if match else None
    return count.value * times * (pieces if count.per == "piece" else 1)


def _counts_a_piece(text: str) -> bool:
    """``1 Kapsel enthält``: the counts are those of one piece."""
    pieces = "|".join(sorted(rules()["portions"], key=len, reverse=True))
    contains = "enthalt|contains|provides|contiene|contient|zawiera|bevat|delivers"
    return (
        re.search(
            rf"(?<!\w)(?:1|one|each|per|pro|je|ein\w?|una|une|ogni|jede)\s(?:{pieces})\s(?:{contains})", fold(text)
        )
        is not None
    )


def _pieces(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    return [line[i : i + MOST_IN_A_LINE] for line in lines if line for i in range(0, len(line), MOST_IN_A_LINE)]


def _line(text: str, names: Names) -> _Line:
    found = counts(text)
    without = list(text)
    for count in found:
        without[count.start : count.end] = ";" * (count.end - count.start)
    mentions: list[Mention] = []
    for mention in names.of("".join(without)):
        # "GG (ATCC 53103)" is one strain with its deposit
        if not mentions or _identity(mention.name) != _identity(mentions[-1].name):
            mentions.append(mention)
    return _Line(text, tuple(found), tuple(mentions))


def _sentences(line: str) -> list[str]:
    parts = re.split(r"(?<=[.!?])\s+(?=[^\Wa-zà-ÿ_]|[¡¿])|[;•|]|\s·\s", line)
    return [part.strip(" -*·•\t") for part in parts if part.strip(" -*·•\t")]


def _joined(sentences: list[str], kind: str) -> str:
    return " ".join(s for s in sentences if fold(s) in words(kind))[:MOST_IN_A_LINE]


def _strains_and_total(lines: list[_Line], serving: str) -> tuple[tuple[LabelStrain, ...], float | None, str]:
    """Strains with their own counts, the count of all together, and the unit."""
    found: dict[str, tuple[Mention, Count | None]] = {}
    spare: list[tuple[bool, Count]] = []
    for number, line in enumerate(lines):
        pairs, left = _paired(line, lines[number + 1] if number + 1 < len(lines) else None)
        for mention, count in pairs:
            key = _identity(mention.name)
            if key not in found or (found[key][1] is None and count is not None):
                found[key] = (found[key][0] if key in found else mention, count)
        if left:
            of_all = line.is_total
            bacterial = of_all or bool(line.names) or fold(line.text) in words("live")
            spare += [(of_all, c) for c in left if c.unit or bacterial]
        if len(found) >= MOST_STRAINS:
            break
    pairs = _without_repeats(found)
    unit = next((c.unit for _, c in pairs if c and c.unit), next((c.unit for _, c in spare if c.unit), ""))
    living = [(total, c) for total, c in spare if c.unit != "mg"]
    chosen = next((c for total, c in living if total), next((c for _, c in living), None))
    total = a_day(chosen, serving) if chosen else None
    if unit == "mg" and living:
        unit = living[0][1].unit
    strains = tuple(LabelStrain(m.name, a_day(c, serving) if c and c.unit != "mg" else None) for m, c in pairs)
    if len(strains) == 1 and strains[0].cfu is None and total is not None:
        strains = (replace(strains[0], cfu=total),)
    if unit == "" and (total is not None or any(s.cfu is not None for s in strains)):
        unit = "unstated"
    return strains, total, unit


def _paired(line: _Line, following: _Line | None) -> tuple[list[tuple[Mention, Count | None]], list[Count]]:
    """Names of a line with their counts, and the counts that belong to no single name."""
    names, left = line.names, list(line.counts)
    if not names:
        return [], left
    living = [c for c in left if c.unit != "mg"]
    if len(living) == len(names) and living and living[0].start < names[0].start and living[-1].start < names[-1].start:
        return list(zip(names, living, strict=True)), []
    pairs: list[tuple[Mention, Count | None]] = []
    for i, name in enumerate(names):
        stop = names[i + 1].start if i + 1 < len(names) else len(line.text) + 1
        between = [c for c in left if name.start < c.start < stop]
        count = next((c for c in between if c.unit != "mg"), next(iter(between), None))
        pairs.append((name, count))
    given = [c for _, c in pairs if c is not None]
    if (
        len(names) == 1
        and not living
        and following
        and following.counts
        and not following.names
        and not following.is_total
    ):
        # a table whose second column slipped into the next line
        return [(names[0], following.counts[0])], []
    if (len(names) > 1 and len(given) == 1) or (line.is_total and len(living) == 1):
        return [(name, None) for name in names], left
    return pairs, [c for c in left if c not in given]


def _identity(name: str) -> str:
    found = looked_up(name)
    return fold(name) if isinstance(found, str) else found.name


def _without_repeats(found: dict[str, tuple[Mention, Count | None]]) -> list[tuple[Mention, Count | None]]:
    """A species that is named again without its strain is no second microbe."""
    kept = []
    for key, (mention, count) in found.items():
        longer = any(other.startswith(key + " ") for other in found)
        if count is not None or not longer:
            kept.append((mention, count))
    return kept[:MOST_STRAINS]


def _claims(sentences: list[str], product: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for sentence in sentences:
        folded = fold(sentence)
        about = topics_of_text(sentence)
        if not about or folded in words("not_a_claim") or folded in words("cfu_at", "manufacture"):
            continue
        promises = folded in words("promise") or folded in words("strong")
        heading = len(sentence.split()) <= HEADING and sentence != product and any(topics()[k].covered for k in about)
        if promises or (heading and not any(sign.isdigit() for sign in sentence)):
            found.setdefault(sentence[:MOST_CLAIM_SIGNS])
        if len(found) >= MOST_CLAIMS:
            break
    return tuple(found)
