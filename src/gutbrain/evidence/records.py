"""References, and claims: what is known about one influence of the axis on another, from whom, for and against."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from types import MappingProxyType
from typing import Any

from gutbrain.datafiles import per_world, read, told_by_place
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.model import ASSUMPTION, GRADES

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Reference:
    """A publication. ``read`` is ``read`` where its facts were read in it or its abstract, else ``memory``."""

    key: str
    authors: str
    year: int | None
    title: str
    journal: str = ""
    doi: str = ""
    pmid: str = ""
    read: str = "memory"

    @property
    def short(self) -> str:
        """``Allen AP 2016``: the first author and the year, as it is named in a text."""
        return f"{self.authors.split(',')[0].removesuffix(' et al.')} {self.year or ''}".strip()

    @property
    def url(self) -> str:
        """Where it can be found."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""


@dataclass(frozen=True)
class Claim:
    """One influence: ``frm`` acts on ``to`` (modules), up for ``sign`` 1 and down for -1, 0 where it goes both ways.

    ``references`` support it, ``against`` contradict it.
    """

    key: str
    frm: str
    to: str
    sign: int
    grade: str
    statement: str
    species: str = "human"
    references: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@per_world
def references() -> Mapping[str, Reference]:
    """Every reference of the package, by key.

    Returns
    -------
    mapping
        Reference by key; it cannot be changed.

    Examples
    --------
    >>> from gutbrain.evidence import references
    >>> references()["allen-2016"].short
    'Allen AP 2016'
    """
    with told_by_place("references.yaml"):
        return load_references(read(__package__, "references.yaml") or [], "references.yaml")


@per_world
def claims() -> Mapping[str, Claim]:
    """Every claim of the package, by key.

    Returns
    -------
    mapping
        Claim by key; it cannot be changed.

    Examples
    --------
    >>> from gutbrain.evidence import claims
    >>> claim = claims()["butyrate-tightens-barrier"]
    >>> claim.frm, claim.to, claim.sign
    ('metabolites', 'gut', -1)
    """
    with told_by_place("claims.yaml"):
        return load_claims(read(__package__, "claims.yaml") or [], references(), "claims.yaml")


def load_references(rows: Iterable[Mapping[str, Any]], file: str = "") -> Mapping[str, Reference]:
    """Check records of references.

    Parameters
    ----------
    rows
        The records, as they stand in the file.
    file
        Its name, for messages.

    Returns
    -------
    mapping
        Reference by key; it cannot be changed.

    Raises
    ------
    InputError
        With every record that is wrong.

    Examples
    --------
    >>> from gutbrain.evidence import load_references
    >>> row = {"key": "doe-2020", "authors": "Doe J, Roe R", "year": 2020, "title": "On butter", "doi": "10.1000/182"}
    >>> load_references([row])["doe-2020"].url
    'https://doi.org/10.1000/182'
    >>> load_references([row | {"doi": "182"}], "mine.yaml")
    Traceback (most recent call last):
        ...
    gutbrain.errors.InputError: mine.yaml: doe-2020: '182' is not a DOI; it begins with '10.'
    """
    problems: list[Problem] = []
    found: dict[str, Reference] = {}
    for place, row in enumerate(rows):
        say = _Complaint(row, place, file, problems)
        if not say.fields_are(Reference) or not say.key_is_new(found):
            continue
        reference = Reference(**{name: _text(name, value) for name, value in row.items()})
        if reference.read not in ("read", "memory"):
            say(f"'{reference.read}' says not whether it was read", "read or memory")
        if reference.doi and not reference.doi.startswith("10."):
            say(f"'{reference.doi}' is not a DOI", "it begins with '10.'")
        found[reference.key] = reference
    if problems:
        raise InputError(problems)
    return MappingProxyType(found)


def load_claims(
    rows: Iterable[Mapping[str, Any]], known: Mapping[str, Reference], file: str = ""
) -> Mapping[str, Claim]:
    """Check records of claims; ``from`` becomes ``frm``.

    Parameters
    ----------
    rows
        The records, as they stand in the file.
    known
        References by key, among which theirs must be.
    file
        Its name, for messages.

    Returns
    -------
    mapping
        Claim by key; it cannot be changed.

    Raises
    ------
    InputError
        With every record that is wrong.

    Examples
    --------
    >>> from gutbrain.evidence import load_claims
    >>> said = {"key": "butter-mood", "from": "gut", "to": "mind", "sign": 1, "statement": "Butter cheers."}
    >>> load_claims([said | {"grade": "assumption"}], {})["butter-mood"].frm
    'gut'
    >>> load_claims([said | {"grade": "human-trial"}], {})
    Traceback (most recent call last):
        ...
    gutbrain.errors.InputError: butter-mood: is graded human-trial without a reference; name one, or grade it assumption
    """
    problems: list[Problem] = []
    found: dict[str, Claim] = {}
    for place, row in enumerate(rows):
        values = {("frm" if name == "from" else name): value for name, value in row.items()}
        say = _Complaint(values, place, file, problems)
        if not say.fields_are(Claim) or not say.key_is_new(found):
            continue
        values |= {name: tuple(values.get(name) or ()) for name in ("references", "against")}
        claim = Claim(**values)
        if claim.grade not in GRADES:
            right = suggest(claim.grade, GRADES, otherwise=f"one of: {', '.join(GRADES)}")
            say(f"there is no grade '{claim.grade}'", right)
        if claim.sign not in (-1, 0, 1):
            say(f"sign {claim.sign} means nothing", "1, 0 or -1")
        if not claim.references and claim.grade != ASSUMPTION:
            say(f"is graded {claim.grade} without a reference", f"name one, or grade it {ASSUMPTION}")
        for key in (*claim.references, *claim.against):
            if key not in known:
                say(f"there is no reference '{key}'", suggest(key, known))
        found[claim.key] = claim
    if problems:
        raise InputError(problems)
    return MappingProxyType(found)


class _Complaint:
    """Collects what is wrong with one record."""

    def __init__(self, row: Mapping[str, Any], place: int, file: str, problems: list[Problem]) -> None:
        self.row, self.file, self.problems = row, file, problems
        self.name = str(row.get("key") or f"record {place + 1}")

    def __call__(self, wrong: str, right: str = "") -> None:
        self.problems.append(Problem(wrong, right, field=self.name, file=self.file or None))

    def fields_are(self, kind: type[Reference] | type[Claim]) -> bool:
        """Whether the record has the fields of its kind."""
        names = [field.name for field in fields(kind)]
        needed = [field.name for field in fields(kind) if field.default is MISSING]
        unknown = [name for name in self.row if name not in names]
        missing = [name for name in needed if name not in self.row]
        for name in unknown:
            self(f"there is no field '{name}'", suggest(name, names))
        for name in missing:
            self(f"'{name}' is missing")
        return not unknown and not missing

    def key_is_new(self, found: Mapping[str, Any]) -> bool:
        """Whether the key can be used."""
        key = str(self.row["key"])
        if not KEY.fullmatch(key):
            self(f"'{key}' cannot be a key", "lower-case words with hyphens")
        elif key in found:
            self("stands twice", "keep one")
        else:
            return True
        return False


def _text(name: str, value: Any) -> Any:
    """Numbers that are names (PMID) as text."""
    return value if name == "year" else "" if value is None else str(value)


def cite(reference: Reference) -> str:
    """One line, as in a list of references.

    Parameters
    ----------
    reference
        What is cited.

    Returns
    -------
    str
        Authors, year, title, journal and address.

    Examples
    --------
    >>> from gutbrain.evidence import Reference, cite
    >>> print(cite(Reference("doe-2020", "Doe J, Roe R", 2020, "On butter", "J Fat", doi="10.1000/182")))
    Doe J, Roe R (2020). On butter. J Fat. https://doi.org/10.1000/182
    """
    year = f" ({reference.year})" if reference.year else ""
    parts = [f"{reference.authors.rstrip('.')}{year}", reference.title.rstrip(".")]
    parts += [part for part in (reference.journal, reference.url) if part]
    return ". ".join(part for part in parts if part) + ("" if reference.url else ".")


def bibtex(entries: Iterable[Reference]) -> str:
    """A BibTeX file.

    Parameters
    ----------
    entries
        What is cited.

    Returns
    -------
    str
        One entry after the other, their keys those of the references.

    Examples
    --------
    >>> from gutbrain.evidence import Reference, bibtex
    >>> print(bibtex([Reference("doe-2020", "Doe J, Roe R", 2020, "On butter", "J Fat")]), end="")
    @article{doe-2020,
      author = {Doe, J and Roe, R},
      year = {2020},
      title = {{On butter}},
      journal = {J Fat}
    }
    """
    return "\n".join(_entry(reference) for reference in entries)


_SPECIAL = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _entry(reference: Reference) -> str:
    """One BibTeX entry."""
    names = re.sub(r",?\s*(et al\.?|and others)\s*$", ", others", unicodedata.normalize("NFC", reference.authors))
    values = {
        "author": " and ".join(_author(name) for name in re.split(r"\s*[,;]\s*", names) if name),
        "year": str(reference.year or ""),
        "title": f"{{{_escaped(reference.title)}}}",
        "journal": _escaped(reference.journal),
        "doi": reference.doi,
        "pmid": reference.pmid,
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in values.items() if value)
    return f"@{'article' if reference.journal else 'misc'}{{{reference.key},\n{body}\n}}\n"


def _author(name: str) -> str:
    """``Carabotti M`` as ``Carabotti, M``; what has no initials is the name of a group."""
    person = re.fullmatch(r"(.+) ([A-Z]{1,4})", name)
    if person:
        return f"{_escaped(person[1])}, {' '.join(person[2])}"
    return name if name == "others" else f"{{{_escaped(name)}}}"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in text)
