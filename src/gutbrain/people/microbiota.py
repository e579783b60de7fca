"""A person's own microbiota, as protocols and designs write it: a sample of a table, beside the file that names it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gutbrain.errors import InputError, Problem
from gutbrain.microbiome.metadata import LEAST_LOAD, MOST_LOAD
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.table import UNITS
from gutbrain.reading.shapes import Choice, Each, Either, Entry, Form, Json, Number, Shape, Text
from gutbrain.yamlfields import Field

if TYPE_CHECKING:
    from gutbrain.microbiome.community import Community

MICROBIOTA = "microbiota"

SET_POINTS = tuple(f"set_point_{guild}" for guild in GUILDS)
"""Traits by which a person keeps a community, one a group."""

SHARES = tuple(f"{guild}_share" for guild in GUILDS)
"""What it is told by, in the same order."""

_LIKE = "{file: table.biom, sample: S1}, or the name of a file with one sample"
_SAMPLE = Text("a sample", "the name of a sample, in quotes where it is a number")
_FORM = Form(
    "a microbiota",
    {
        "file": Entry(
            Text("a file", "the name of a file"), "a table of microbes, beside this file", "write file: table.biom"
        ),
        "sample": Entry(Either(_SAMPLE, sequence=Each(_SAMPLE, least=1)), "which of its samples; several for a cohort"),
        "taxonomy": Entry(Text("a file", "the name of a file"), "a file with the names, where the table has none"),
        "unit": Entry(Choice(UNITS, "a unit of tables"), "what its numbers are, where they do not tell"),
        "load": Entry(Number("cells/g", LEAST_LOAD, MOST_LOAD), "measured bacteria in the stool"),
    },
    _LIKE,
)


@dataclass(frozen=True)
class OfStool(Shape):
    """A sample of a table, or several for the people of a cohort."""

    def read(self, part: Field, problems: list[Problem]) -> Community | None:
        """What people start from."""
        before = len(problems)
        name = Text("a file", _LIKE)
        said: Any = _FORM.read(part, problems) if part.is_mapping else {"file": name.read(part, problems)}
        if len(problems) > before or not said or not said.get("file"):
            return None
        from gutbrain.microbiome.community import read_community

        sample = said.get("sample")
        try:
            return read_community(
                beside(part, said["file"]),
                samples=[sample] if isinstance(sample, str) else sample or (),
                taxonomy=beside(part, said["taxonomy"]) if said.get("taxonomy") else None,
                unit=said.get("unit"),
                load=said.get("load"),
            )
        except InputError as error:
            for problem in error.problems:
                where = f"{problem.file}: " if problem.file else ""
                line = f"line {problem.line}: " if problem.line else ""
                problems.append(part.problem(f"{where}{line}{problem.wrong}", problem.right))
            return None

    def schema(self, defs: Json) -> Json:
        """The name of a file, or a mapping."""
        return Either(Text(), _FORM).schema(defs)


def beside(part: Field, name: str) -> Path:
    """A file that is named in another: beside that, where it has no folder of its own.

    Parameters
    ----------
    part
        Where it is named.
    name
        Its name.
    """
    path = Path(name).expanduser()
    return path if part.file is None or path.is_absolute() else Path(part.file).parent / path


def no_own_set_points(part: Field, said: dict[str, Any], problems: list[Problem]) -> None:
    """Note set points beside a microbiota: the table sets them.

    Parameters
    ----------
    part
        The traits as they are written.
    said
        What was read of them.
    problems
        What is wrong is added here.
    """
    if MICROBIOTA in said:
        for name in SET_POINTS:
            if name in said:
                problems.append(part[name].problem("stands beside microbiota, which sets it", "leave one of them out"))
