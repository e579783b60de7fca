"""One's own trials as a table (CSV): a row is one outcome, rows with one key are one trial."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from gutbrain.errors import InputError, Problem, suggest
from gutbrain.evidence.own.written import with_lines
from gutbrain.evidence.records import Reference
from gutbrain.evidence.trials import Measures, Trial
from gutbrain.yamlfields import Field, Place

SOURCE = ("authors", "year", "title", "journal", "doi", "pmid")
_WORDS = ("population", "severity", "preset", "design", "blinding", "funding", "registration", "comparator", "read")
_LISTS = ("groups", "flags")
TRIAL = (*SOURCE, *_WORDS, *_LISTS, "weeks", "strains", "mixture", "prebiotic", "cfu")
_NUMBERS = (
    "n_active", "n_control", "mean_active", "sd_active", "mean_control", "sd_control", "g", "se", "low", "high", "week",
)  # fmt: skip
OUTCOME = ("outcome", "scale", "better", "score", "result", "p", "made_of", *_NUMBERS)
COLUMNS = ("key", *TRIAL, *OUTCOME)
"""What a table may have; only key, outcome and the sizes of the arms must be there for a number to be pooled."""

TEMPLATE = tuple(name for name in COLUMNS if name not in ("made_of", "read"))
ALIASES = {"study": "key", "trial": "key", "yi": "g", "sei": "se"}
_COUNTED = ("weight", "people")
_NULL, _CONFIDENT = "no-difference", 1.96


def template(listed: Iterable[Reference] = ()) -> str:
    """A table to be filled in: a row for every reference that has no number yet."""
    text = io.StringIO()
    writer = csv.DictWriter(text, TEMPLATE, restval="", lineterminator="\n")
    writer.writeheader()
    for one in listed:
        told = {name: getattr(one, name) or "" for name in SOURCE}
        writer.writerow({"key": one.key, **told})
    return text.getvalue()


def of_table(text: str, file: str) -> tuple[Mapping[str, Trial], Mapping[str, Reference], tuple[Reference, ...]]:
    """Trials, their references, and references of rows without any number or result.

    Parameters
    ----------
    text
        The table; columns apart by comma, semicolon or tab, numbers with a point, or with a comma where it is free.
    file
        Its name, for messages.

    Raises
    ------
    InputError
        With everything that is wrong: line and column.
    """
    rows, problems = _rows(text, file)
    made: dict[str, dict[str, Any]] = {}
    sources: dict[str, dict[str, str]] = {}
    lines: dict[Place, int] = {(): 1}
    for number, row in rows:
        reader = _Row(row, number, file, problems)
        key = reader.key()
        known = sources.setdefault(key, {})
        for name in TRIAL:
            if row.get(name) and known.setdefault(name, row[name]) != row[name]:
                reader.wrong(
                    name, f"'{row[name]}' here, '{known[name]}' in an earlier row of '{key}'", "write the same"
                )
        place = list(sources).index(key)
        lines.setdefault((place,), number)
        trial = made.setdefault(key, {"key": key, "reference": key, "outcomes": []})
        trial |= reader.trial()
        outcome = reader.outcome()
        if outcome:
            lines[(place, "outcomes", len(trial["outcomes"]))] = number
            trial["outcomes"].append(outcome)
    cited = {key: _reference(key, told) for key, told in sources.items()}
    for key, one in cited.items():
        if one.doi and not one.doi.startswith("10."):
            place = list(sources).index(key)
            problems.append(Problem(f"'{one.doi}' is not a DOI", "it begins with '10.'", "doi", file, lines[(place,)]))
    if problems:
        raise InputError(problems)
    full = [trial for trial in made.values() if trial["outcomes"]]
    order = {place: list(made).index(str(trial["key"])) for place, trial in enumerate(full)}
    there = {(new, *at[1:]): n for new, old in order.items() for at, n in lines.items() if at and at[0] == old}
    trials = with_lines(Field(full, file, (), there), cited, file)
    listed = tuple(cited[key] for key in made if key not in trials)
    return trials, {key: cited[key] for key in trials}, listed


def _rows(text: str, file: str) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    head = text.split("\n", 1)[0]
    apart = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=apart)
    try:
        first = next(reader, None)
        if not first or not any(map(str.strip, first)):
            raise InputError(
                [Problem("is empty", f"a first line with names: {', '.join(COLUMNS[:4])}, ...", file=file)]
            )
        names = [ALIASES.get(name, name) for name in (re.sub(r"\s+", "_", cell.strip().lower()) for cell in first)]
        problems = [
            Problem(f"there is no column '{name}'", suggest(name, COLUMNS, otherwise="see docs/meta.md"), name, file, 1)
            for name in names
            if name and name not in COLUMNS and name not in _COUNTED
        ]
        twice = sorted({name for name in names if name and names.count(name) > 1})
        problems += [Problem("stands twice", "keep one", name, file, 1) for name in twice]
        problems += [] if "key" in names else [Problem("is missing", "a name for each trial", "key", file, 1)]
        if problems:
            raise InputError(problems)
        rows, begun = [], reader.line_num + 1
        for cells in reader:
            if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
                wrong, right = f"has {len(cells)} cells for {len(names)} columns", "put text with commas in quotes"
                problems.append(Problem(wrong, right, file=file, line=begun))
            values = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
            if apart != ",":
                values |= {n: _pointed(values[n]) for n in (*_NUMBERS, "weeks", "cfu", "p") if n in values}
            if any(values.values()):
                rows.append((begun, values))
            begun = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            [Problem(f"is no table: {error}", "save it as CSV", file=file, line=reader.line_num)]
        ) from None
    if not rows and not problems:
        problems.append(Problem("has no rows", "one for each outcome of a trial", file=file, line=1))
    return rows, problems


def _pointed(number: str) -> str:
    return number.replace(",", ".") if number.count(",") == 1 and "." not in number else number


class _Row:
    """A row, and what it says."""

    def __init__(self, row: Mapping[str, str], line: int, file: str, problems: list[Problem]) -> None:
        self.row, self.line, self.file, self.problems = row, line, file, problems

    def wrong(self, name: str, wrong: str, right: str = "") -> None:
        """Note a problem of a column."""
        self.problems.append(Problem(wrong, right, name, self.file, self.line))

    def key(self) -> str:
        """The key, with capitals and spaces as keys have them."""
        key = re.sub(r"[^a-z0-9]+", "-", self.row.get("key", "").lower()).strip("-")
        if not key:
            self.wrong("key", "is missing", "a name for the trial, as smith-2020")
        return key

    def number(self, name: str, text: str | None = None) -> float | None:
        """A number, None where there is none."""
        written = self.row.get(name, "") if text is None else text
        if not written:
            return None
        try:
            value = float(written)
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            return value
        self.wrong(name, f"'{written}' is not a number", "write it as 12.5")
        return None

    def trial(self) -> dict[str, Any]:
        """What it says of the trial."""
        row = self.row
        told: dict[str, Any] = {name: row[name] for name in _WORDS if row.get(name)}
        told |= {name: _listed(row[name]) for name in _LISTS if row.get(name)}
        if (weeks := self.number("weeks")) is not None:
            told["weeks"] = weeks
        product: dict[str, Any] = {"strains": [{"name": name} for name in _listed(row.get("strains", ""))]}
        product["mixture"] = row.get("mixture") or ("" if product["strains"] else "not named")
        product["prebiotic"] = row.get("prebiotic", "")
        if (cfu := self.number("cfu")) is not None:
            product["cfu"] = cfu
        usual = {
            "design": "rct", "population": "not told", "severity": "other", "preset": "",
            "comparator": "not told", "read": "read",
        }  # fmt: skip
        return {**usual, **told, "product": product}

    def outcome(self) -> dict[str, Any] | None:
        """What was found; None where no number and no result is given."""
        row, numbers = self.row, {name: self.number(name) for name in _NUMBERS}
        found = ("mean_active", "mean_control", "sd_active", "sd_control", "g", "se", "low", "high")
        if not any(row.get(name) for name in (*found, "p", "result")):
            return None
        measures, known = row.get("outcome", ""), get_args(Measures)
        if measures not in known:
            right = suggest(measures, known, otherwise=f"one of: {', '.join(known)}")
            self.wrong("outcome", f"'{measures}' is not known" if measures else "is missing", right)
        made: dict[str, Any] = {
            "scale": row.get("scale") or row.get("outcome") or "not told",
            "measures": measures,
            "comparison": "between-arm",
        }
        for name in ("better", "result"):
            if row.get(name):
                made[name] = row[name]
        if numbers["week"] is not None:
            made["week"] = numbers["week"]
        for arm in ("active", "control"):
            n = numbers[f"n_{arm}"]
            if n is None or n <= 1:
                wrong = "is missing" if n is None else f"{n:g} people are too few"
                if n is not None or not row.get(f"n_{arm}"):
                    self.wrong(f"n_{arm}", wrong, "people analysed in this arm, two or more")
            else:
                made[arm] = {"n": int(n) if n == int(n) else n}
        higher = (row.get("better") or ("higher" if row.get("outcome") == "cognition" else "lower")) == "higher"
        gap = self._effect(made, numbers) if row.get("g") else self._means(made, numbers)
        if row.get("g"):
            higher = row.get("outcome") == "cognition"
        if row.get("p"):
            self._p(made)
        if "result" not in made:
            if gap is None:
                self.wrong("result", "is missing where no size is given", "improved, worse or no-difference")
            else:
                made["result"] = "improved" if (gap > 0) == higher else "worse"
        return made

    def _p(self, made: dict[str, Any]) -> None:
        text = self.row["p"].replace(" ", "")
        bound = text[0] if text[0] in "<>" else ""
        p = self.number("p", text.lstrip("<>="))
        if p is not None and not 0 < p <= 1:
            self.wrong("p", f"{p:g} is no p value", "above 0 and up to 1, as 0.03 or <0.05")
        elif p is not None:
            made |= {"p": p, "bound": bound}

    def _effect(self, made: dict[str, Any], numbers: Mapping[str, float | None]) -> float | None:
        """A Hedges g with the common sign: negative is better, for cognition positive."""
        g, se, low, high = (numbers[name] for name in ("g", "se", "low", "high"))
        if g is None:
            return None
        if se is not None and se <= 0:
            self.wrong("se", f"{se:g} is no standard error", "above 0")
        elif se is not None:
            low, high = g - _CONFIDENT * se, g + _CONFIDENT * se
        elif low is None or high is None or not low <= g <= high or low == high:
            self.wrong("se", "g has neither a standard error nor an interval around it", "give se, or low and high")
        made.pop("better", None)
        made["effect"] = {"kind": "smd", "value": g, "low": low, "high": high}
        if self.row.get("made_of"):
            made["effect"]["made_of"] = self.row["made_of"]
        if self.row.get("made_of") == "imputed-null":
            made["result"] = _NULL
        return g

    def _means(self, made: dict[str, Any], numbers: Mapping[str, float | None]) -> float | None:
        """End scores, or changes, of both arms."""
        names = [f"{what}_{arm}" for arm in ("active", "control") for what in ("mean", "sd")]
        if not any(self.row.get(name) for name in names):
            return None
        score = self.row.get("score") or "end"
        if score not in ("end", "change"):
            self.wrong("score", f"'{score}' is not known", "end (scores afterwards) or change")
        for name in names:
            if not self.row.get(name):
                self.wrong(name, "is missing", "give mean and sd of both arms")
        for arm in ("active", "control"):
            made.setdefault(arm, {})[score] = {"mean": numbers[f"mean_{arm}"], "sd": numbers[f"sd_{arm}"]}
            sd = numbers[f"sd_{arm}"]
            if sd is not None and sd <= 0:
                self.wrong(f"sd_{arm}", f"{sd:g} is no standard deviation", "above 0")
        active, control = numbers["mean_active"], numbers["mean_control"]
        return None if active is None or control is None else active - control


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _reference(key: str, told: Mapping[str, str]) -> Reference:
    year = re.search(r"\d{4}", told.get("year", ""))
    doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", told.get("doi", ""), flags=re.IGNORECASE)
    authors, title = told.get("authors") or "not recorded", told.get("title", "")
    found = int(year[0]) if year else None
    return Reference(key, authors, found, title, told.get("journal", ""), doi, told.get("pmid", ""), "read")
