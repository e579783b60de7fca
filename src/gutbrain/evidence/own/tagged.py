"""References as reference managers (RIS) and PubMed (nbib) write them: lines that begin with a tag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gutbrain.errors import InputError, Problem
from gutbrain.evidence.records import Reference

_RIS = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|\s*)")
_NBIB = re.compile(r"([A-Z]{2,4}) {0,2}-(?: (.*)|\s*)")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


@dataclass
class _Entry:
    """Values by tag, and the line where it begins."""

    line: int
    values: dict[str, list[str]] = field(default_factory=dict)

    def first(self, *tags: str) -> str:
        return next((value for tag in tags for value in self.values.get(tag, ()) if value), "")


def of_ris(text: str, file: str) -> tuple[Reference, ...]:
    """References of a RIS file.

    Raises
    ------
    InputError
        With the line of every record that does not begin, does not end, or has no title.
    """
    return _references(_entries(text, file, _RIS, "TY", "ER"), file, "TI")


def of_nbib(text: str, file: str) -> tuple[Reference, ...]:
    """References of an nbib (PubMed, MEDLINE) file.

    Raises
    ------
    InputError
        With the line of every record that does not begin, or has no title.
    """
    return _references(_entries(text, file, _NBIB, "PMID", ""), file, "TI")


def key_of(authors: str, year: int | None, taken: Sequence[str] | Mapping[str, object] = ()) -> str:
    """A key as ``allen-2016``; a letter is added where it is taken.

    Parameters
    ----------
    authors
        As they are printed; the first gives the name.
    year
        Of the publication; None where it is not known.
    taken
        Keys that there are.
    """
    plain = unicodedata.normalize("NFKD", authors.split(",")[0]).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r" [a-z]{1,3}$", "", plain)) or ["unnamed"]
    key = "-".join([*words[:4], *([str(year)] if year else [])])
    ends = ["", *(f"-{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"), *(f"-{n}" for n in range(27, 10**6))]
    return next(key + end for end in ends if key + end not in taken)


def _entries(text: str, file: str, tagged: re.Pattern[str], begins: str, ends: str) -> list[_Entry]:
    found: list[_Entry] = []
    entry: _Entry | None = None
    last: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        match = tagged.fullmatch(line.rstrip())
        if match is None:
            if entry is not None and line.strip() and last:
                last[-1] = f"{last[-1]} {line.strip()}"
            elif line.strip():
                wrong, right = "is in no record", f"a record begins with '{begins.ljust(4)[:4]}- '"
                raise InputError([Problem(wrong, right, file=file, line=number)])
            continue
        tag, value = match[1], (match[2] or "").strip()
        if tag == begins:
            if entry is not None and ends:
                raise InputError([_unended(entry, ends, file)])
            entry = _Entry(number)
            found.append(entry)
        elif entry is None:
            wrong, right = f"{tag} stands in no record", f"a record begins with {begins}"
            raise InputError([Problem(wrong, right, tag, file, number)])
        if ends and tag == ends:
            entry, last = None, []
            continue
        last = entry.values.setdefault(tag, [])
        last.append(value)
    if entry is not None and ends:
        raise InputError([_unended(entry, ends, file)])
    if not found:
        raise InputError([Problem("holds no record", f"a record begins with {begins}", file=file, line=1)])
    return found


def _unended(entry: _Entry, ends: str, file: str) -> Problem:
    return Problem("the record that begins here does not end", f"it ends with '{ends}  - '", ends, file, entry.line)


def _references(entries: Sequence[_Entry], file: str, title: str) -> tuple[Reference, ...]:
    problems = [
        Problem("the record that begins here has no title", "give one", title, file, entry.line)
        for entry in entries
        if not entry.first("TI", "T1", "CT")
    ]
    if problems:
        raise InputError(problems)
    found: dict[str, Reference] = {}
    for entry in entries:
        authors = ", ".join(_authors(entry)) or "not recorded"
        written = re.search(r"\d{4}", entry.first("PY", "Y1", "DP", "DA"))
        year = int(written[0]) if written else None
        doi = next((m[0] for t in ("DO", "LID", "AID") for v in entry.values.get(t, ()) if (m := _DOI.search(v))), "")
        key = key_of(authors, year, found)
        journal = entry.first("JF", "JO", "T2", "JT", "JA", "TA")
        name = entry.first("TI", "T1", "CT").rstrip(".")
        found[key] = Reference(key, authors, year, name, journal, doi, entry.first("PMID"), "read")
    return tuple(found.values())


def _authors(entry: _Entry) -> Iterator[str]:
    """``Smith, John A.`` and ``Smith JA`` both as ``Smith JA``."""
    for name in [*entry.values.get("AU", ()), *entry.values.get("A1", ())]:
        family, comma, given = name.partition(",")
        parts = re.findall(r"[^\W\d_]+", given)
        initials = "".join(part if len(part) < 4 and part.isupper() else part[0] for part in parts)
        if name:
            yield f"{family.strip()} {initials}".strip() if comma else name
