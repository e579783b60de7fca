"""A label from a file: YAML with named fields, or the text as printed on the pack."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from gutbrain import textfiles
from gutbrain.care import listen, listens
from gutbrain.datafiles import ships
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.evidence.label.counts import first_count
from gutbrain.evidence.label.lines import short_signs
from gutbrain.evidence.label.names import looked_up
from gutbrain.evidence.label.portions import a_day
from gutbrain.evidence.label.record import CountAt, Label, LabelStrain
from gutbrain.evidence.label.text import (
    MOST_CLAIM_SIGNS,
    MOST_CLAIMS,
    MOST_SIGNS,
    MOST_STRAINS,
    counted_at,
    identity,
    parse_text,
    shelf_life,
    water_activity,
)
from gutbrain.exposures.strains import Strain
from gutbrain.reading.fields import Field, parse_yaml

MOST_BYTES = 16_000
"""Largest label in YAML; a larger file is something else."""

DEEPEST = 30
"""Brackets within brackets: a label has two."""

FIELDS = (
    "product",
    "strains",
    "total_cfu",
    "cfu_at",
    "storage",
    "serving",
    "claims",
    "water_activity",
    "shelf_life_months",
)
_MOMENTS: tuple[CountAt, ...] = ("end-of-shelf-life", "manufacture", "unstated")
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\x0b")


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
    begun = {name for name in FIELDS if re.search(rf"^{name}\s?:", text, re.MULTILINE)}
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
    if not data.is_mapping:
        right = "begin with 'product:' and 'strains:', or save it as .txt to have it read as printed"
        raise InputError([data.problem("is no label", right)])
    reader = _Reader(data)
    label = reader.label()
    if reader.problems:
        raise InputError(reader.problems)
    return label


class _Reader:
    """Reads the fields of a label and collects what is wrong with them."""

    def __init__(self, data: Field) -> None:
        self.data = data
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.unit = ""

    def label(self) -> Label:
        """The label, which counts only where there are no problems."""
        for name, _ in self.data.items():
            if name not in FIELDS:
                self.notes.append(f"the field '{name[:40]}' was not read; {suggest(name[:40], FIELDS)}".rstrip("; "))
        serving, storage = self.text("serving"), self.text("storage")
        printed = "\n".join(_texts(self.data))[:MOST_SIGNS]
        strains = self.strains(serving)
        total = self.count("total_cfu", serving)
        if len(strains) == 1 and strains[0].cfu is None and total is not None:
            strains = (LabelStrain(strains[0].name, total),)
        counted = total is not None or any(strain.cfu is not None for strain in strains)
        unit = self.unit or ("CFU" if counted else "")
        seen = parse_text(printed, unit)
        dead = {identity(strain.name) for strain in seen.strains if strain.alive is False}
        return Label(
            product=self.text("product"),
            strains=tuple(replace(s, alive=False) if identity(s.name) in dead else s for s in strains),
            total_cfu=total,
            cfu_at=self.moment(),
            storage=storage,
            serving=serving,
            claims=self.claims(),
            unit=unit,
            water_activity=self.number("water_activity", 0.0, 1.0) or water_activity(storage),
            shelf_life=self.number("shelf_life_months", 0.0, 120.0) or shelf_life(printed),
            killed=seen.killed,
            others=seen.others,
            strains_said=seen.strains_said,
            unread=seen.unread,
            text=printed,
            notes=tuple(self.notes),
        )

    def given(self, name: str) -> Field | None:
        """A field, or None where it is missing or empty."""
        return self.data[name] if name in self.data and self.data.value[name] is not None else None

    def text(self, name: str) -> str:
        """A field of text."""
        field = self.given(name)
        if field is None:
            return ""
        if field.is_mapping or field.is_list:
            self.problems.append(field.problem("is not text", "write it as on the pack, in one line"))
            return ""
        return _said(field.value)

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

    def number(self, name: str, least: float, most: float) -> float | None:
        """A plain number within bounds."""
        field = self.given(name)
        if field is None:
            return None
        value = field.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self.problems.append(
                field.problem(f"'{_said(value)[:40]}' cannot be", f"a number from {least:g} to {most:g}")
            )
            return None
        return float(value)

    def count(self, name: str, serving: str) -> float | None:
        """A count of the whole product in a day's portion."""
        field = self.given(name)
        return None if field is None else self.counted(field, serving)

    def counted(self, field: Field, serving: str) -> float | None:
        """A count in a day's portion: a number, or text as printed."""
        value = field.value
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = _finite(value)
            if number is None or number < 0:
                self.problems.append(field.problem(f"{_said(value)[:40]} is not a count", "write it as in 1.0e9"))
                return None
            return number
        found = first_count(value[:100]) if isinstance(value, str) else None
        if found is None:
            self.problems.append(
                field.problem(f"'{_said(value)[:40]}' is not a count", "write it as in 1.0e9, or leave it out")
            )
            return None
        self.unit = self.unit or found.unit
        return None if found.unit == "mg" else a_day(found, serving)

    def strains(self, serving: str) -> tuple[LabelStrain, ...]:
        """Strains with their counts: a list of names and counts, of lines as printed, or names with counts."""
        field = self.given("strains")
        if field is None:
            return ()
        if field.is_mapping:
            named = [(str(name), count) for name, count in field.items()]
            return tuple(
                LabelStrain(name[:120], None if count.value is None else self.counted(count, serving))
                for name, count in named[:MOST_STRAINS]
            )
        if not field.is_list:
            self.problems.append(
                field.problem("is not a list", "one strain a line: - {name: B. longum 1714, cfu: 1.0e9}")
            )
            return ()
        found: list[LabelStrain] = []
        for row in list(field)[:MOST_STRAINS]:
            found += self.strain(row, serving)
        return tuple(found)

    def strain(self, row: Field, serving: str) -> tuple[LabelStrain, ...]:
        """One line of the list of strains."""
        if isinstance(row.value, str):
            read = parse_text(row.value)
            self.unit = self.unit or read.unit
            return read.strains or (LabelStrain(row.value[:120], read.total_cfu),)
        if not row.is_mapping or "name" not in row or not isinstance(row.value["name"], str | int | float):
            self.problems.append(row.problem("has no name", "write it as in {name: B. longum 1714, cfu: 1.0e9}"))
            return ()
        cfu = row["cfu"] if "cfu" in row and row.value["cfu"] is not None else None
        name = _named(_said(row.value["name"])[:120])
        return (LabelStrain(name, None if cfu is None else self.counted(cfu, serving)),)

    def claims(self) -> tuple[str, ...]:
        """What the label promises."""
        field = self.given("claims")
        if field is None:
            return ()
        rows = list(field) if field.is_list else [field]
        wrong = [row for row in rows if row.is_mapping or row.is_list]
        self.problems += [row.problem("is not text", "write each claim as on the pack") for row in wrong]
        said = (
            _said(row.value).strip()[:MOST_CLAIM_SIGNS] for row in rows if row.value is not None and row not in wrong
        )
        return tuple(dict.fromkeys(claim for claim in said if claim))[:MOST_CLAIMS]


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


def _said(value: Any) -> str:
    """A value as text; numbers with more figures than Python prints are only called long."""
    try:
        return str(value)
    except ValueError:
        return "a number of thousands of figures"


def _finite(value: float) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _texts(field: Field) -> Iterator[str]:
    """Everything printed, in order."""
    if field.is_mapping:
        for _, child in field.items():
            yield from _texts(child)
    elif field.is_list:
        for child in field:
            yield from _texts(child)
    elif field.value is not None:
        yield _said(field.value)
