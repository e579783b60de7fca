"""References, and claims: what is known about one influence of the axis on another, from whom, for and against."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from gutbrain.datafiles import per_world, read, told_by_place
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.model import ASSUMPTION
from gutbrain.reading.records import CONFIG, Grade, keyed

Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
"""Text that may be left empty."""

Keys = Annotated[tuple[str, ...], BeforeValidator(lambda value: value or ())]
"""Keys of references, which may be left empty."""


@dataclass(frozen=True)
class Checked:
    """When (``2026-11-30``) and ``where`` a publication was looked up for a retraction, and what was ``found``."""

    __pydantic_config__ = CONFIG

    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    where: str
    found: Literal["nothing", "correction", "concern", "retraction"] = "nothing"


@dataclass(frozen=True)
class Reference:
    """A publication. ``read`` is ``read`` where its facts were read in it or its abstract, else ``memory``.

    ``checked`` says when it was looked up whether it was retracted; empty: not checked.
    """

    __pydantic_config__ = CONFIG

    key: str
    authors: str
    year: int | None
    title: str
    journal: Text = ""
    doi: Text = ""
    pmid: Text = ""
    read: Literal["read", "memory"] = "memory"
    checked: Checked | None = None

    @property
    def standing(self) -> str:
        """Whether it was retracted, as far as that was looked up."""
        if self.checked is None:
            return "not checked for retraction"
        said = "nothing found" if self.checked.found == "nothing" else self.checked.found
        return f"checked for retraction {self.checked.date} ({self.checked.where}): {said}"

    @property
    def short(self) -> str:
        """``Allen AP 2016``: the first author and the year, as it is named in a text; its key where nobody is named."""
        if self.authors == "not recorded":
            return f"{self.key} (authors not recorded)"
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

    __pydantic_config__ = CONFIG

    key: str
    frm: Annotated[str, Field(alias="from")]
    to: str
    sign: Literal[-1, 0, 1]
    grade: Grade
    statement: str
    species: str = "human"
    references: Keys = ()
    against: Keys = ()


References, Claims = list[Reference], list[Claim]


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


@per_world
def concept_claims() -> Mapping[str, Claim]:
    """Claims from concept to concept, by key: what the field says beside the arrows of the axis.

    ``frm`` and ``to`` are keys of concepts or of groups of synonyms.

    Returns
    -------
    mapping
        Claim by key; it cannot be changed.

    Examples
    --------
    >>> from gutbrain.evidence.records import concept_claims
    >>> claim = concept_claims()["dopamine-from-gut-not-shown"]
    >>> claim.frm, claim.to, claim.grade
    ('microbiota', 'dopamine', 'assumption')
    """
    with told_by_place("concept_claims.yaml"):
        return load_claims(read(__package__, "concept_claims.yaml") or [], references(), "concept_claims.yaml")


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
    found, problems = keyed(Reference, rows, file)
    for key, reference in found.items():
        if reference.doi and not reference.doi.startswith("10."):
            problems.append(Problem(f"'{reference.doi}' is not a DOI", "it begins with '10.'", key, file or None))
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
    found, problems = keyed(Claim, rows, file)
    for name, claim in found.items():
        if not claim.references and claim.grade != ASSUMPTION:
            wrong = f"is graded {claim.grade} without a reference"
            problems.append(Problem(wrong, f"name one, or grade it {ASSUMPTION}", name, file or None))
        for key in (*claim.references, *claim.against):
            if key not in known:
                problems.append(Problem(f"there is no reference '{key}'", suggest(key, known), name, file or None))
    if problems:
        raise InputError(problems)
    return MappingProxyType(found)


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
