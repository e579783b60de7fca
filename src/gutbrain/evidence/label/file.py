"""A label from a file: YAML with named fields, or the text as printed on the pack."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gutbrain import textfiles
from gutbrain.arguments import as_float, is_number
from gutbrain.care import listen, listens
from gutbrain.datafiles import ships
from gutbrain.errors import InputError, Problem, Problems, suggest
from gutbrain.evidence.label.counts import Count, first_count
from gutbrain.evidence.label.lines import short_signs
from gutbrain.evidence.label.names import looked_up
from gutbrain.evidence.label.portions import a_day
from gutbrain.evidence.label.record import CountAt, Label, LabelStrain
from gutbrain.evidence.label.text import (
    MOST_CLAIM_SIGNS,
    MOST_CLAIMS,
    MOST_OTHERS,
    MOST_SIGNS,
    MOST_STRAINS,
    as_alive,
    counted_at,
    identity,
    parse_text,
    shelf_life,
    water_activity,
)
from gutbrain.exposures.strains import Strain
from gutbrain.reading import Field, parse_yaml
from gutbrain.reading.shapes import Choice, Each, Either, Entry, Flag, Form, Json, Named, Number, Shape, Text, written

MOST_BYTES = 24_000
"""Largest label in YAML; a larger file is something else."""

DEEPEST = 30
"""Brackets within brackets: a label has two."""

UNITS = ("CFU", "AFU", "cells", "mg", "unstated", "")
"""What may be counted; unstated where a number stands without a unit, empty where there is none."""

_MOMENTS: tuple[CountAt, ...] = ("end-of-shelf-life", "manufacture", "unstated")
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\x0b")


@dataclass(frozen=True)
class Printed(Shape):
    """A count: a number, or text as it is printed; None where it is left empty."""

    def read(self, part: Field, problems: list[Problem]) -> float | Count | None:
        """The number, or what the text says."""
        value = part.value
        if value is None:
            return None
        found: float | Count | None = None
        if is_number(value) and 0 <= as_float(value) < math.inf:
            found = as_float(value)
        elif isinstance(value, str):
            found = first_count(value[:100])
        if found is None:
            said = f"'{written(value)[:40]}' is not a count"
            problems.append(part.problem(said, "write it as in 1.0e9, or leave it out"))
        return found

    def schema(self, defs: Json) -> Json:
        """A number, or text."""
        return {"type": ["number", "string", "null"], "minimum": 0}


_SAID, _STRAIN = Text(like="it as on the pack, in one line"), "{name: B. longum 1714, cfu: 1.0e9}"
_COUNT = Entry(Printed(), "in a day's portion: a number, or as it is printed")
_ROW = Form(
    "a strain",
    {
        "name": Entry(
            Text("a name", "it as in B. longum 1714", r"\S"), "as it is printed", f"write it as in {_STRAIN}"
        ),
        "cfu": _COUNT,
        "least": Entry(Printed(), "the least, where it is left open how much is taken"),
        "alive": Entry(Flag(), "false where it is said to be dead cells"),
    },
    _STRAIN,
    closed=False,
)
_ROWS = Each(Either(Text("a strain", _STRAIN, r"\S"), _ROW), like=f"one strain a line: - {_STRAIN}")

LABEL = Form(
    "a label",
    {
        "product": Entry(_SAID, "name of the product"),
        "strains": Entry(Either(_ROWS, Named(Printed(), "", "")), "strains and their counts"),
        "total_cfu": _COUNT,
        "cfu_at": Entry(_SAID, "when the count holds: end-of-shelf-life, manufacture, or as it is printed"),
        "storage": Entry(_SAID, "how it is kept"),
        "serving": Entry(_SAID, "how much is taken"),
        "claims": Entry(Either(_SAID, sequence=Each(_SAID)), "what it promises"),
        "water_activity": Entry(Number(most=1.0), "of the powder, 0 to 1"),
        "shelf_life_months": Entry(Number(most=120.0), "months"),
        "least_cfu": Entry(Printed(), "the least of total_cfu, where it is left open how much is taken"),
        "gram_cfu": Entry(Printed(), "a count per gram, where it is not said how many grams are taken"),
        "per": Entry(Choice(("day", "portion"), "what counts are for"), "portion: it is not said how many a day"),
        "unit": Entry(Choice(UNITS, "a unit of count"), "what is counted"),
        "others": Entry(Each(_SAID), "actives besides microbes"),
        "strains_said": Entry(Number(most=99.0, whole=True), "how many strains it says that it holds"),
        "killed": Entry(Flag(), "whether it speaks of dead cells without naming them"),
        "unread": Entry(_SAID, "the language that is not read here, or: script"),
        "text": Entry(_SAID, "everything that is printed"),
        "dose": Entry(Printed(), "worked out from the counts; not read"),
        "least_dose": Entry(Printed(), "worked out from the counts; not read"),
    },
    "product: and strains:, or save it as .txt to have it read as printed",
    closed=False,
    wrong="is no label",
    meaning="What a product says of itself.",
)
"""What a label in YAML may say; other fields are noted, and not read."""


@listens
def read_label(path: str | Path, *, care: str | None = None) -> Label:
    """Read a label: YAML where the file's name ends in ``.yaml``, ``.yml`` or ``.json``, else text as printed.

    Parameters
    ----------
    path
        The file.
    care
        ``"seen"`` goes on where it speaks of danger.

    Returns
    -------
    Label
        What is printed; ``notes`` say what could not be read.

    Raises
    ------
    InputError
        Where the file cannot be read, is empty or is no text; in YAML, where a field cannot be what it says.
    CareNeeded
        Where it speaks of danger.

    Examples
    --------
    >>> from gutbrain.evidence import read_label
    >>> from gutbrain.examples import named
    >>> read_label(named("calm-daily").path).product
    'Calm Daily'
    """
    file = str(path)
    is_yaml = Path(file).suffix.lower() in (".yaml", ".yml", ".json")
    most = MOST_BYTES if is_yaml else 4 * MOST_SIGNS
    content = textfiles.read_bytes(path, most + 1)
    textfiles.refuse_other_kinds(content, file)
    if is_yaml and len(content) > most:
        raise InputError([Problem(f"is larger than {most // 1000} kB: no label is", file=file)])
    return _read(_decoded(content, file), is_yaml, file)


@listens
def read_label_text(text: str, *, care: str | None = None) -> Label:
    """Read a label that was typed or pasted: YAML where two of its fields begin a line, else text as printed.

    Parameters
    ----------
    text
        The label.
    care
        ``"seen"`` goes on where it speaks of danger.

    Returns
    -------
    Label
        What is printed; ``notes`` say what could not be read.

    Raises
    ------
    InputError
        Where it is empty; in YAML, where a field cannot be what it says.
    CareNeeded
        Where it speaks of danger.

    Examples
    --------
    >>> from gutbrain.evidence import read_label_text
    >>> label = read_label_text("Lactobacillus rhamnosus GG, 10 billion CFU per capsule. Take one capsule a day.")
    >>> [(strain.name, strain.cfu) for strain in label.strains]
    [('Lactobacillus rhamnosus GG', 10000000000.0)]
    """
    begun = {name for name in LABEL.fields if re.search(rf"^{name}\s?:", text, re.MULTILINE)}
    return _read(text, len(begun) > 1, None)


def _read(text: str, is_yaml: bool, file: str | None) -> Label:
    if not ships(file):
        listen(text)
    text = short_signs(text)
    if not text.strip():
        raise InputError([Problem("is empty", "write what is printed on the pack", file=file)])
    if not is_yaml:
        return parse_text(text)
    if _depth(text) > DEEPEST:
        # the parser would take seconds to give up
        raise InputError([Problem("is nested too deeply", "gutbrain examples calm-daily shows a label", file=file)])
    return label_of(parse_yaml(text, file=file))


def label_of(data: Field) -> Label:
    """A label from its named fields.

    Raises
    ------
    InputError
        With every field that is wrong.
    """
    problems = Problems()
    said = LABEL.read(data, problems) or {}
    label = _Meaning(data, said, problems).label()
    if problems:
        raise InputError(problems)
    return label


class _Meaning:
    """What the fields of a label mean together."""

    def __init__(self, data: Field, said: Mapping[str, Any], problems: list[Problem]) -> None:
        self.data = data
        self.said = said
        self.problems = problems
        self.unit = ""

    def label(self) -> Label:
        """The label, which counts only where there are no problems."""
        others = (
            [name[:40] for name, _ in self.data.items() if name not in LABEL.fields] if self.data.is_mapping else []
        )
        notes = [f"the field '{name}' was not read; {suggest(name, LABEL.fields)}".rstrip("; ") for name in others]
        serving, storage = self.text("serving"), self.text("storage")
        printed = (self.text("text") or "\n".join(_texts(self.data)))[: 2 * MOST_SIGNS]
        strains = tuple(self.strains(serving))
        total = self.counted(self.said.get("total_cfu"), serving)
        least = self.counted(self.said.get("least_cfu"), serving)
        if len(strains) == 1 and strains[0].cfu is None and total is not None:
            strains = (replace(strains[0], cfu=total, least=least),)
        counted = total is not None or any(strain.cfu is not None for strain in strains)
        unit = self.said.get("unit", self.unit or ("CFU" if counted else ""))
        seen = parse_text(printed, unit)
        dead = {identity(strain.name) for strain in seen.strains if strain.alive is False}
        strains = tuple(replace(s, alive=False) if s.alive is None and identity(s.name) in dead else s for s in strains)
        return Label(
            product=self.text("product"),
            strains=as_alive(strains, printed, unit),
            total_cfu=total,
            least_cfu=least,
            per=self.said.get("per") or "day",
            gram_cfu=self.counted(self.said.get("gram_cfu"), serving),
            cfu_at=self.moment(),
            storage=storage,
            serving=serving,
            claims=self.claims(),
            unit=unit,
            water_activity=self.said.get("water_activity") or water_activity(storage),
            shelf_life=self.said.get("shelf_life_months") or shelf_life(printed),
            killed=self.or_seen("killed", seen.killed),
            others=tuple(other for other in self.or_seen("others", seen.others) if other)[:MOST_OTHERS],
            strains_said=int(self.or_seen("strains_said", seen.strains_said)),
            unread=self.or_seen("unread", seen.unread),
            text=printed,
            notes=tuple(notes),
        )

    def or_seen(self, name: str, seen: Any) -> Any:
        """A field that may be left out, for it can be seen in what is printed."""
        given = self.said.get(name)
        return seen if given is None else given

    def text(self, name: str) -> str:
        """A field of text."""
        return self.said.get(name) or ""

    def moment(self) -> CountAt:
        """When the count is promised to be there."""
        said = self.text("cfu_at").strip()
        for moment in _MOMENTS:
            if said.lower().replace(" ", "-").replace("_", "-") == moment:
                return moment
        understood = counted_at(said)
        if said and understood == "unstated":
            right = suggest(said[:40], _MOMENTS, otherwise=f"one of: {', '.join(_MOMENTS)}")
            self.problems.append(self.data["cfu_at"].problem(f"'{said[:40]}' says not when the count holds", right))
        return understood

    def counted(self, count: float | Count | None, serving: str) -> float | None:
        """A count in a day's portion."""
        if count is None or isinstance(count, float):
            return count
        self.unit = self.unit or count.unit
        amount = None if count.unit == "mg" else a_day(count, serving)
        return amount.most if amount else None

    def strains(self, serving: str) -> Iterator[LabelStrain]:
        """Strains with their counts: a list of names and counts, of lines as printed, or names with counts."""
        said = self.said.get("strains") or ()
        if isinstance(said, Mapping):
            for name, count in [*said.items()][:MOST_STRAINS]:
                yield LabelStrain(name[:120], self.counted(count, serving))
            return
        for row in said[:MOST_STRAINS]:
            if isinstance(row, str):
                read = parse_text(row)
                self.unit = self.unit or read.unit
                yield from read.strains or (LabelStrain(row[:120], read.total_cfu),)
            elif row and row.get("name"):
                yield LabelStrain(
                    _named(row["name"][:120]),
                    self.counted(row.get("cfu"), serving),
                    row.get("alive"),
                    self.counted(row.get("least"), serving),
                )

    def claims(self) -> tuple[str, ...]:
        """What the label promises."""
        said = self.said.get("claims") or ()
        rows = [said] if isinstance(said, str) else said
        claims = ((row or "").strip()[:MOST_CLAIM_SIGNS] for row in rows)
        return tuple(dict.fromkeys(claim for claim in claims if claim))[:MOST_CLAIMS]


def _named(written: str) -> str:
    """A name as it is looked up: ``Heat-killed L. gasseri CP2305`` holds one."""
    if isinstance(looked_up(written), Strain):
        return written
    seen = parse_text(written).strains
    return seen[0].name if len(seen) == 1 else written


def _depth(text: str) -> int:
    """How deep brackets stand in one another."""
    depth = deepest = 0
    for sign in text:
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    return deepest


def _decoded(content: bytes, file: str) -> str:
    """Text in UTF-8 or UTF-16, else in the usual encoding of older western systems."""
    if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            # a sign that is cut in two at the end of what was read is no error
            text = codecs.getincrementaldecoder("utf-8-sig")().decode(content, final=False)
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    strange = sum(sign in _CONTROLS or sign == "\ufffd" for sign in text)
    if strange > len(text) / 50:
        raise InputError([Problem("is not text", "save what is printed on the pack as plain text", file=file)])
    return text


def _texts(field: Field) -> Iterator[str]:
    """Everything printed, in order."""
    if field.is_mapping:
        for _, child in field.items():
            yield from _texts(child)
    elif field.is_list:
        for child in field:
            yield from _texts(child)
    elif field.value is not None:
        yield written(field.value)
