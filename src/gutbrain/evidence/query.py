"""What is known about anything: claims, trials, pooled effects and references by plain words, a DOI or an author."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

from gutbrain.arguments import text
from gutbrain.care import listens
from gutbrain.datafiles import per_world
from gutbrain.errors import listed
from gutbrain.evidence.meta_analyses import MetaAnalysis, meta_analyses
from gutbrain.evidence.records import Claim, Reference, claims, references
from gutbrain.evidence.search import Index
from gutbrain.evidence.synonyms import subjects, tokens
from gutbrain.evidence.trials import Product, Trial, trials
from gutbrain.model import GRADES
from gutbrain.reading.records import Record

WORTH_SHOWING = 0.35
"""What scores less than this share of the best find is left out."""

LONGEST = 1000
"""So many signs of a question are read."""

T = TypeVar("T", bound=Claim | Trial | MetaAnalysis | Reference)


@dataclass(frozen=True)
class Hit(Generic[T]):
    """A record that was found; a higher ``score`` fits better."""

    record: T
    score: float


@dataclass(frozen=True)
class Answer:
    """What was found, best first in each kind.

    Attributes
    ----------
    looked_for
        Words of the question that name a subject.
    nothing_about
        Those that stand nowhere here: what was found is about the others only.
    together
        Whether anything here is about all the others at once.
    """

    query: str
    claims: tuple[Hit[Claim], ...] = ()
    trials: tuple[Hit[Trial], ...] = ()
    pooled: tuple[Hit[MetaAnalysis], ...] = ()
    references: tuple[Hit[Reference], ...] = ()
    looked_for: tuple[str, ...] = ()
    nothing_about: tuple[str, ...] = ()
    together: bool = True

    @property
    def said_first(self) -> tuple[str, ...]:
        """What has to be said before anything that was found, so that no part of a question goes unanswered unseen."""
        known = [word for word in self.looked_for if word not in self.nothing_about]
        said = []
        if self.nothing_about:
            unknown = listed([f"'{word}'" for word in self.nothing_about], 10)
            said.append(f"Nothing is kept here about {unknown}.")
            if self:
                said.append(f"What follows is about the rest: {listed(known, 10)}.")
        if self and not self.together:
            said.append(
                f"Nothing here is about all of these at once: {listed(known, 10)}. Each find holds some of them."
            )
        if self and not said and len(known) < len(self.query.split()):
            said.append(f"Looked for: {listed(known, 10)}.")
        return tuple(said)

    def __bool__(self) -> bool:
        return bool(self.claims or self.trials or self.pooled or self.references)

    def sources(self) -> tuple[Reference, ...]:
        """The references of everything that was found, each once."""
        keys = [hit.record.key for hit in self.references]
        keys += [key for hit in self.claims for key in (*hit.record.references, *hit.record.against)]
        keys += [hit.record.reference for hit in self.trials]
        keys += [hit.record.reference for hit in self.pooled]
        return tuple(references()[key] for key in dict.fromkeys(keys))

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as ``gutbrain evidence --json`` prints them."""
        return {
            "query": self.query,
            "looked_for": list(self.looked_for),
            "nothing_about": list(self.nothing_about),
            "together": self.together,
            "claims": [_plain(hit) for hit in self.claims],
            "trials": [_plain(hit) for hit in self.trials],
            "pooled": [_plain(hit) for hit in self.pooled],
            "references": [_plain(hit) for hit in self.references],
        }


@listens
def find(query: str, *, care: str | None = None) -> Answer:
    """What is known about plain words, from an author, or behind a DOI or PMID.

    A word that names a subject and stands nowhere is told in ``nothing_about``, never left out unseen.

    Parameters
    ----------
    query
        As somebody would say it (``butyrate barrier``); its first thousand signs are read.
    care
        ``"seen"`` goes on where it speaks of danger.

    Returns
    -------
    Answer
        Claims, trials, pooled effects and references, best first in each; false where nothing was found.

    Raises
    ------
    InputError
        Where it is no text.
    CareNeeded
        Where it speaks of danger.

    Examples
    --------
    >>> from gutbrain.evidence import find
    >>> [hit.record.key for hit in find("butyrate barrier").claims[:1]]
    ['butyrate-tightens-barrier']
    >>> find("butyrate unicorns").nothing_about
    ('unicorns',)
    """
    asked = text("query", query)[:LONGEST].strip()
    named = _by_number(asked)
    if named is not None:
        return _about(asked, named)
    about = subjects(asked)
    index = _index()
    known = {word: forms for word, forms in about.items() if any(index.knows(form) for form in forms)}
    found = index.search([form for forms in known.values() for form in forms])
    best = found[0][1] if found else 0.0
    kept = [(record, score) for record, score in found if score >= WORTH_SHOWING * best]
    # what a claim rests on belongs to it, though its title may use other words
    cited = {
        key: score / 2 for r, score in reversed(kept) if isinstance(r, Claim) for key in (*r.references, *r.against)
    }
    there = {record.key for record, _ in kept if isinstance(record, Reference)}
    kept += sorted(((references()[k], s) for k, s in cited.items() if k not in there), key=lambda pair: -pair[1])
    return Answer(
        asked,
        tuple(Hit(r, s) for r, s in kept if isinstance(r, Claim)),
        tuple(Hit(r, s) for r, s in kept if isinstance(r, Trial)),
        tuple(Hit(r, s) for r, s in kept if isinstance(r, MetaAnalysis)),
        tuple(Hit(r, s) for r, s in kept if isinstance(r, Reference)),
        looked_for=tuple(about),
        nothing_about=tuple(word for word in about if word not in known),
        together=index.holds_all(known.values()) if known else True,
    )


def count_claims() -> Mapping[str, int]:
    """How many claims stand on each grade of evidence, best grade first.

    Returns
    -------
    mapping
        Number by grade; a grade without claims is there with 0.

    Examples
    --------
    >>> from gutbrain.evidence import claims, count_claims
    >>> list(count_claims())
    ['human-trial', 'human-observation', 'animal', 'in-vitro', 'assumption']
    >>> sum(count_claims().values()) == len(claims())
    True
    """
    return {grade: sum(claim.grade == grade for claim in claims().values()) for grade in GRADES}


def _by_number(asked: str) -> list[str] | None:
    """Keys of the references whose DOI, PMID or key is asked for; None where something else is."""
    doi = re.search(r"10\.\d{4,9}/\S+", asked)
    pmid = re.fullmatch(r"(?:pmid:?\s*)?(\d{6,9})", asked, re.IGNORECASE)
    if doi:
        wanted = doi[0].rstrip(".,;)]>").lower()
        return [key for key, reference in references().items() if reference.doi.lower() == wanted]
    if pmid:
        return [key for key, reference in references().items() if reference.pmid == pmid[1]]
    return [asked] if asked in references() else None


def _about(asked: str, keys: list[str]) -> Answer:
    """Everything that rests on these references."""
    known = set(keys)
    return Answer(
        asked,
        tuple(Hit(c, 1.0) for c in claims().values() if known.intersection((*c.references, *c.against))),
        tuple(Hit(t, 1.0) for t in trials().values() if t.reference in known),
        tuple(Hit(m, 1.0) for m in meta_analyses().values() if m.reference in known),
        tuple(Hit(references()[key], 1.0) for key in keys),
        looked_for=(asked,),
    )


@per_world
def _index() -> Index[Any]:
    things: list[tuple[Any, list[str]]] = []
    for claim in claims().values():
        cited = " ".join(_cited(key) for key in (*claim.references, *claim.against))
        said = f"{claim.key} {claim.statement} {claim.statement} {claim.frm} {claim.to} {claim.species}"
        things.append((claim, tokens(f"{said.replace('_', ' ').replace(':', ' ')} {cited}")))
    for trial in trials().values():
        given = [f"{i.name} {i.strain.name}" for i in trial.product.strains]
        made = trial.product
        about = (
            [trial.key, trial.population, trial.severity, *trial.groups, *given]
            + [made.mixture, made.prebiotic, made.other, made.brand]
            + [_sort(made), trial.alongside, "antidepressant" if trial.antidepressant else ""]
            + ["worse" for o in trial.outcomes if o.result == "worse"]
            + [f"{o.scale} {o.measures} {o.observable.replace('_', ' ')}" for o in trial.outcomes]
            + [_cited(trial.reference), _title(trial.reference)]
        )
        things.append((trial, tokens(" ".join(about))))
    for pooled in meta_analyses().values():
        about = [pooled.key, pooled.intervention, pooled.population, pooled.outcome, pooled.measures, pooled.comparison]
        things.append((pooled, tokens(" ".join((*about, _cited(pooled.reference), _title(pooled.reference))))))
    for key, reference in references().items():
        things.append((reference, tokens(f"{_cited(key)} {reference.title} {reference.title} {reference.journal}")))
    return Index(things)


def _sort(product: Product) -> str:
    """What a product is called, whose publication may name strains only."""
    bacteria = "" if product.kind not in ("bacteria", "synbiotic") else "probiotic" if product.viable else "postbiotic"
    return f"{bacteria} {product.kind}"


def _cited(key: str) -> str:
    reference = references()[key]
    return f"{reference.authors} {reference.year or ''}"


def _title(key: str) -> str:
    return references()[key].title


def _plain(hit: Hit[Any]) -> dict[str, Any]:
    record = hit.record
    values = record.model_dump(exclude_defaults=True) if isinstance(record, Record) else asdict(record)
    if isinstance(record, Reference):
        values["url"] = record.url
    return {**values, "score": round(hit.score, 3)}
