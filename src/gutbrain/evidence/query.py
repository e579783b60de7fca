"""What is known about anything: claims, trials, pooled effects and references by plain words, a DOI or an author."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Generic, TypeVar

from gutbrain.arguments import text
from gutbrain.atlas.not_modelled import asked as asked_of_the_model
from gutbrain.care import listens
from gutbrain.datafiles import per_world
from gutbrain.errors import listed
from gutbrain.evidence.concepts import Concept, concepts, token_of
from gutbrain.evidence.meta_analyses import MetaAnalysis, meta_analyses
from gutbrain.evidence.question import Subject, take_apart
from gutbrain.evidence.records import Claim, Reference, claims, concept_claims, references
from gutbrain.evidence.search import Index
from gutbrain.evidence.signatures import REFERENCE, Signature, signatures
from gutbrain.evidence.synonyms import tokens
from gutbrain.evidence.trials import Product, Trial, trials
from gutbrain.model import GRADES
from gutbrain.reading.records import Record
from gutbrain.shown import Card, Shown

WORTH_SHOWING = 0.35
"""What scores less than this share of the best find is left out."""

LONGEST = 1000
"""So many signs of a question are read."""

WEIGHT = {"human-trial": 1.25, "human-observation": 1.15, "animal": 1.0, "in-vitro": 0.95, "assumption": 0.6}
"""What a claim's score counts by its grade: what was seen in people stands first, what is only assumed last."""

WEAK_WEIGHT = 0.8
"""What a trial's score counts that was not randomised, or cannot carry a claim for another reason."""

MET = 1.3
"""What it counts for a claim that it begins, or ends, at a subject."""

SHOWN_BY = {"mind": ("depression", "anxiety"), "stress_hormones": ("cortisol",), "strains": ("probiotic",)}
"""Channels of the model whose names nobody uses, by what people say."""

T = TypeVar("T", bound=Claim | Trial | MetaAnalysis | Signature | Reference)


@dataclass(frozen=True)
class Hit(Generic[T]):
    """A record that was found; a higher ``score`` fits better."""

    record: T
    score: float


@dataclass(frozen=True, repr=False)
class Answer(Shown):
    """What was found, best first in each kind.

    Attributes
    ----------
    looked_for
        Words of the question that name a subject.
    nothing_about
        Those of which nothing is kept here: what was found is about the others only.
    together
        Whether anything here is about all the others at once, each by its name.
    nearest
        Whether, in place of that, what was found is about what a subject is a kind of.
    parts
        Where nothing is about all of them: what is kept of each subject alone.
    read_as
        How subjects were read, in sentences.
    other_strains
        Trials of other strains of the species, by the strain of which nothing is kept.
    """

    query: str
    claims: tuple[Hit[Claim], ...] = ()
    trials: tuple[Hit[Trial], ...] = ()
    pooled: tuple[Hit[MetaAnalysis], ...] = ()
    references: tuple[Hit[Reference], ...] = ()
    looked_for: tuple[str, ...] = ()
    nothing_about: tuple[str, ...] = ()
    together: bool = True
    signatures: tuple[Hit[Signature], ...] = ()
    nearest: bool = False
    parts: tuple[Answer, ...] = ()
    read_as: tuple[str, ...] = ()
    other_strains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Headline and rows.
        """
        rows = [("claim", hit.record.key, hit.record.statement) for hit in self.claims]
        rows += [("trial", hit.record.key, hit.record.population) for hit in self.trials]
        counted = [f"{len(self.claims)} claims", f"{len(self.trials)} trials", f"{len(self.pooled)} pooled"]
        headline = f"'{self.query}': {', '.join(counted)}, {len(self.references)} references"
        return Card(headline, ("kind", "key", "what"), rows, " ".join(self.said_first))

    @property
    def said_first(self) -> tuple[str, ...]:
        """What has to be said before anything that was found, so that no part of a question goes unanswered unseen."""
        known = [word for word in self.looked_for if word not in self.nothing_about]
        said = []
        if self.nothing_about:
            unknown = listed([f"'{word}'" for word in self.nothing_about], 10)
            said.append(f"Nothing is kept here about {unknown}.")
        said += [
            f"Trials of other strains of its species prove nothing of {strain}: {_few(keys)}."
            for strain, keys in self.other_strains.items()
            if keys
        ]
        said += self.read_as
        if self.nothing_about and self and known:
            said.append(f"What follows is about the rest: {listed(known, 10)}.")
        if self and not self.together and len(known) > 1:
            what = (
                "What follows is about what they are kinds of, then about each alone."
                if self.nearest
                else "What follows is about each alone."
                if self.parts
                else "Each find holds some of them."
            )
            said.append(f"Nothing here is about all of these at once: {listed(known, 10)}. {what}")
        if self and not said and len(known) < len(self.query.split()):
            said.append(f"Looked for: {listed(known, 10)}.")
        return (*said, *self.not_modelled)

    @property
    def not_modelled(self) -> tuple[str, ...]:
        """What of the question has no equation in the model, in sentences."""
        return tuple(one.told for one in asked_of_the_model(self.query))

    def __bool__(self) -> bool:
        return bool(self.claims or self.trials or self.pooled or self.signatures or self.references)

    def sources(self) -> tuple[Reference, ...]:
        """The references of everything that was found, each once."""
        keys = [hit.record.key for hit in self.references]
        keys += [key for hit in self.claims for key in (*hit.record.references, *hit.record.against)]
        keys += [hit.record.reference for hit in self.trials]
        keys += [hit.record.reference for hit in self.pooled]
        keys += [REFERENCE] if self.signatures else []
        return tuple(references()[key] for key in dict.fromkeys(keys))

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as ``gutbrain evidence --json`` prints them."""
        return {
            "query": self.query,
            "looked_for": list(self.looked_for),
            "nothing_about": list(self.nothing_about),
            "together": self.together,
            "nearest": self.nearest,
            "read_as": list(self.read_as),
            "not_modelled": list(self.not_modelled),
            "other_strains": {strain: list(keys) for strain, keys in self.other_strains.items()},
            "claims": [_plain(hit) for hit in self.claims],
            "trials": [_plain(hit) for hit in self.trials],
            "pooled": [_plain(hit) for hit in self.pooled],
            "signatures": [_plain(hit) for hit in self.signatures],
            "references": [_plain(hit) for hit in self.references],
            "parts": [part.to_dict() for part in self.parts],
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
    keys = _by_number(asked)
    if keys is not None:
        return _about(asked, keys)
    index = _index()
    parsed = take_apart(asked, index)
    whole = Answer(
        asked,
        looked_for=tuple(parsed.looked_for),
        nothing_about=tuple(parsed.nothing),
        read_as=tuple(parsed.read_as),
        other_strains={strain: _sisters(strain) for strain in parsed.other_strains_of},
    )
    if len(parsed.subjects) < 2:
        return _filled(whole, _worth_showing(_ranked(index, parsed.subjects)))
    found = _searched(index, parsed.subjects)
    by_name = [(record, score) for record, score, held in found if min(held) == 2]
    as_a_kind = [(record, score) for record, score, held in found if min(held) == 1]
    if any(not isinstance(record, Reference) for record, _ in by_name):
        wider = [(record, score) for record, score in as_a_kind if isinstance(record, Claim)]
        return _followed(_filled(whole, by_name), _filled(whole, _worth_showing(wider)))
    named = [(record, score) for record, score in by_name if isinstance(record, Reference)]
    if any(not isinstance(record, Reference) for record, _ in as_a_kind):
        nearest = _filled(replace(whole, together=False, nearest=True), named + _worth_showing(as_a_kind))
        return replace(nearest, parts=_alone(index, [s for s in parsed.subjects if s.narrow]))
    told = [held for record, _, held in found if not isinstance(record, Reference)]
    most = max((sum(how == 2 for how in held) for held in told), default=0)
    if most > 1:
        some = [(r, s) for r, s, held in found if sum(how == 2 for how in held) == most]
        return _filled(replace(whole, together=False), _worth_showing(some))
    parts = _alone(index, parsed.subjects)
    everything = _filled(whole, named)
    return replace(
        everything,
        claims=tuple(hit for part in parts for hit in part.claims),
        trials=tuple(hit for part in parts for hit in part.trials),
        pooled=tuple(hit for part in parts for hit in part.pooled),
        signatures=tuple(hit for part in parts for hit in part.signatures),
        references=everything.references + tuple(hit for part in parts for hit in part.references),
        together=False,
        parts=parts,
    )


def _alone(index: Index[Any], subjects: Sequence[Subject]) -> tuple[Answer, ...]:
    """What is kept of each subject alone."""
    return tuple(
        _filled(Answer(subject.said, looked_for=(subject.said,)), _worth_showing(_ranked(index, [subject])))
        for subject in subjects
    )


def _followed(first: Answer, second: Answer) -> Answer:
    """An answer, and behind it the claims of another."""
    there = {hit.record.key for hit in first.claims}
    more = tuple(hit for hit in second.claims if hit.record.key not in there)
    cited = {hit.record.key for hit in first.references}
    sources = tuple(hit for hit in second.references if hit.record.key not in cited)
    return replace(first, claims=first.claims + more, references=first.references + sources)


def _ranked(index: Index[Any], subjects: Sequence[Subject]) -> list[tuple[Any, float]]:
    """Records about a subject by its name, or where there are none about what it is a kind of."""
    found = _searched(index, subjects)
    named = [(record, score) for record, score, held in found if min(held) == 2]
    return named or [(record, score) for record, score, _ in found]


def _worth_showing(found: Sequence[tuple[Any, float]]) -> list[tuple[Any, float]]:
    best = max((score for _, score in found), default=0.0)
    return [(record, score) for record, score in found if score >= WORTH_SHOWING * best]


def _filled(answer: Answer, kept: list[tuple[Any, float]]) -> Answer:
    """An answer with records, and with the references that its claims rest on."""
    # what a claim rests on belongs to it, though its title may use other words
    cited = {
        key: score / 2 for r, score in reversed(kept) if isinstance(r, Claim) for key in (*r.references, *r.against)
    }
    there = {record.key for record, _ in kept if isinstance(record, Reference)}
    more = sorted(((references()[k], s) for k, s in cited.items() if k not in there), key=lambda pair: -pair[1])
    return replace(
        answer,
        claims=tuple(sorted((Hit(r, s) for r, s in kept if isinstance(r, Claim)), key=lambda hit: -hit.score)),
        trials=tuple(Hit(r, s) for r, s in kept if isinstance(r, Trial)),
        pooled=tuple(Hit(r, s) for r, s in kept if isinstance(r, MetaAnalysis)),
        signatures=tuple(
            sorted((Hit(r, s) for r, s in kept if isinstance(r, Signature)), key=lambda hit: _weight(hit.record))
        ),
        references=tuple(Hit(r, s) for r, s in (*kept, *more) if isinstance(r, Reference)),
    )


def _searched(index: Index[Any], subjects: Sequence[Subject]) -> list[tuple[Any, float, tuple[int, ...]]]:
    """Records with their scores; a claim counts by its grade, and more where it leads from one subject to another."""
    wanted = {form for subject in subjects for form in (*subject.narrow, *subject.wide)}
    found = [
        (record, score * (_of_claim(record, wanted) if isinstance(record, Claim) else _of_trial(record)), held)
        for record, score, held in index.search(subjects)
    ]
    # those that hold more of the subjects stay before the others
    return sorted(found, key=lambda hit: (-min(hit[2]), -sum(how > 0 for how in hit[2]), -hit[1]))


def _of_trial(record: object) -> float:
    from gutbrain.evidence.strain_trials import is_weak

    return WEAK_WEIGHT if isinstance(record, Trial) and is_weak(record) else 1.0


def _of_claim(claim: Claim, wanted: set[str]) -> float:
    ends = [{token_of(claim.frm), *SHOWN_BY.get(claim.frm, ())}, {token_of(claim.to), *SHOWN_BY.get(claim.to, ())}]
    met = sum(not wanted.isdisjoint(end) for end in ends)
    return WEIGHT[claim.grade] * MET**met * (0.3 if claim.to == "scales" else 1.0)


def _weight(signature: Signature) -> tuple[object, ...]:
    """Signatures that most studies report stand first, those of people before those of animals."""
    return (
        signature.who == "animals",
        -len(signature.studies),
        signature.rank == "family",
        signature.topic,
        signature.taxon,
    )


def _few(keys: Sequence[str]) -> str:
    return ", ".join(keys[:4]) + (f" and {len(keys) - 4} more" if len(keys) > 4 else "")


def _sisters(named: str) -> tuple[str, ...]:
    """Trials of other strains of the species of a strain that is not known."""
    from gutbrain.evidence.strain_trials import sister_trials
    from gutbrain.exposures.strains import UnknownStrain, resolve

    try:
        return tuple(trial.key for trial in sister_trials(resolve(named).strain))
    except UnknownStrain:
        return ()


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
    for claim in (*claims().values(), *concept_claims().values()):
        cited = " ".join(_cited(key) for key in (*claim.references, *claim.against))
        said = f"{claim.key} {claim.key} {claim.statement} {claim.statement} {claim.frm} {claim.to} {claim.species}"
        things.append((claim, _spread(tokens(f"{said.replace('_', ' ').replace(':', ' ')} {cited}"))))
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
        things.append((trial, _spread(tokens(" ".join(about)))))
    for pooled in meta_analyses().values():
        about = [pooled.key, pooled.intervention, pooled.population, pooled.outcome, pooled.measures, pooled.comparison]
        things.append((pooled, _spread(tokens(" ".join((*about, _cited(pooled.reference), _title(pooled.reference)))))))
    for signature in signatures().values():
        said = f"{signature.topic.replace('-', ' ')} {signature.taxon} {signature.family} {' '.join(signature.species)}"
        things.append((signature, _spread(tokens(f"{said} microbiota {signature.who}"))))
    for key, reference in references().items():
        said = f"{_cited(key)} {reference.title} {reference.title} {reference.journal}"
        things.append((reference, _spread(tokens(said))))
    return Index(things)


def _spread(words: list[str]) -> list[str]:
    """The words of a record, and what they are kinds of: what is about butyrate is about short-chain fatty acids."""
    kinds = [token_of(key) for word in words if word in concepts() for key in _kinds(concepts()[word])]
    return words + kinds + ["lactobacillus" for word in words if word in _lactobacilli()]


def _kinds(concept: Concept) -> tuple[str, ...]:
    """What a concept is a kind of: not the flora at large for a microbe, nor one thing for the name of several."""
    if concept.kind == "microbe":
        return ()
    return concept.wider if len(concept.either) != 1 else (*concept.wider, *concept.either)


@per_world
def _lactobacilli() -> frozenset[str]:
    """Genera into which Lactobacillus was split."""
    from gutbrain.exposures.strains import kept

    return frozenset(genus.lower() for genus in kept().lactobacillus) - {"lactobacillus"}


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
    if isinstance(record, Signature):
        values |= {"key": record.key, "said": record.said, "reference": REFERENCE}
    if isinstance(record, Reference):
        values["url"] = record.url
    return {**values, "score": round(hit.score, 3)}
