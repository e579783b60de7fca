"""What is known: search, a strain, trials pooled."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from markupsafe import Markup
from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from gutbrain.answers import evidence
from gutbrain.answers.evidence import About, Found, MetaAnswer, MetaAsked, Strains
from gutbrain.errors import InputError
from gutbrain.faults import in_fields
from gutbrain.language import typed
from gutbrain.report import flags, meta_page
from gutbrain.web import care_help, pages

router = APIRouter()

FIELDS = ("q", "strain", "outcome", "weeks_from", "weeks_to")
"""Of the page's address, besides ``population``, which may stand there often."""


class Address(BaseModel):
    """What the address says of trials to pool."""

    outcome: str = Field(max_length=40)
    strain: str = Field("", max_length=200)
    weeks_from: Annotated[float | None, BeforeValidator(typed)] = Field(None, ge=0, le=1000, allow_inf_nan=False)
    weeks_to: Annotated[float | None, BeforeValidator(typed)] = Field(None, ge=0, le=1000, allow_inf_nan=False)


LONGEST = 1000
"""Letters of what is looked for."""


@router.get("/evidence", include_in_schema=False)
async def page(request: Request) -> Response:
    """The page; what is asked stands in its address."""
    asked = request.query_params
    mode = "pool" if "outcome" in asked else "strain" if "strain" in asked else "search"
    sought = asked.get("q", "")[:LONGEST].strip() if mode == "search" else ""
    piece = Markup("")
    try:
        if mode == "pool" and asked.get("answer"):  # by the form itself, where the browser runs no script
            piece = await _pooled(request)
        elif mode == "strain":
            piece = _strain(request)
    except ValidationError as error:
        piece = pages.problems(request, in_fields(error))
    except InputError as error:
        piece = pages.problems(request, error)
    return pages.page(
        request,
        "evidence",
        mode=mode,
        piece=piece,
        asked={name: asked.get(name, "") for name in FIELDS},
        people=asked.getlist("population"),
        outcomes=evidence.OUTCOMES,
        kinds=evidence.PEOPLE,
        suggestions=evidence.suggestions(),
        strains=evidence.all_strains().strains,
        examples=evidence.EXAMPLES,
        counts=_counts() if mode == "search" and not sought else None,
        support=care_help.support(request),
        **(_searched(sought) if sought else {"found": None}),
    )


@router.get("/api/evidence", response_model=Found, tags=["evidence"], summary="What is known about plain words")
def search(request: Request, q: Annotated[str, Query(max_length=LONGEST)]) -> Response:
    """Claims, trials, pooled effects and references by plain words, an author, a DOI or a PMID."""
    told = _searched(q)
    return pages.answered(request, Found.of(told["found"]), "evidence_answer", **told)


@router.get("/api/strains", response_model=Strains, tags=["evidence"], summary="All strains known by name")
def strains(request: Request) -> Response:
    """Every strain that is known here, the most tested first."""
    return pages.answered(request, evidence.all_strains(), "strains_answer")


@router.get("/api/strains/{name:path}", response_model=About, tags=["evidence"], summary="What is known of a strain")
def strain(
    request: Request, name: Annotated[str, Path(max_length=200, description="any name of the strain")]
) -> Response:
    """Who a strain is, what it was tested for, at which doses and in whom, what came out, and what nobody knows."""
    told = _of_strain(name)
    return pages.answered(request, About(told["facts"]), "strain_answer", **told)


def _of_strain(name: str) -> dict[str, Any]:
    """What is known of a strain, as the template wants it."""
    from gutbrain.evidence.records import references
    from gutbrain.evidence.strain_facts import about_strain
    from gutbrain.evidence.topics import topics
    from gutbrain.report.strain_section import FOUND

    facts = about_strain(name)
    return {
        "facts": facts,
        "topics": topics(),
        "references": references(),
        "found_words": FOUND,
        "flags": flags.said,
        "pooled": evidence.pooled_for(facts),
    }


def _meta_asked(
    outcome: Annotated[str, Query(max_length=40, description=", ".join(evidence.OUTCOMES))],
    strain: Annotated[str, Query(max_length=200, description="A strain, species or genus")] = "",
    population: Annotated[list[str], Query(max_length=20, description=", ".join(evidence.PEOPLE))] = [],  # noqa: B006
    weeks_from: Annotated[float | None, BeforeValidator(typed), Query(ge=0, le=1000, allow_inf_nan=False)] = None,
    weeks_to: Annotated[float | None, BeforeValidator(typed), Query(ge=0, le=1000, allow_inf_nan=False)] = None,
) -> MetaAsked:
    return MetaAsked(
        outcome=outcome,
        strain=strain.strip() or None,
        population=[name[:40] for name in population],
        weeks_from=weeks_from,
        weeks_to=weeks_to,
    )


@router.get("/api/meta", response_model=MetaAnswer, tags=["evidence"], summary="The effect that trials found together")
async def meta(request: Request, asked: Annotated[MetaAsked, Depends(_meta_asked)]) -> Response:
    """Trials of bacteria, pooled: as printed, with nulls as zeros, and corrected for selective reporting."""
    found = await request.app.state.workers.ask(meta_page.pooled, asked)
    return pages.answered(request, found.answer, "meta_answer", found=found)


def _strain(request: Request) -> Markup:
    """The strain that the address names, or all of them."""
    name = request.query_params["strain"][:200].strip()
    if not name:
        return pages.piece(request, "strains_answer", answer=evidence.all_strains())
    return pages.piece(request, "strain_answer", **_of_strain(name))


async def _pooled(request: Request) -> Markup:
    """The trials that the address asks for, pooled."""
    said = {name: value for name, value in request.query_params.items() if value and name in FIELDS}
    asked = _meta_asked(**Address(**said).model_dump(), population=request.query_params.getlist("population"))
    found = await request.app.state.workers.ask(meta_page.pooled, asked)
    return pages.piece(request, "meta_answer", answer=found.answer, found=found)


def _searched(q: str) -> dict[str, Any]:
    """What is known about plain words, as the template wants it."""
    from gutbrain.evidence.query import find
    from gutbrain.evidence.records import references

    return {
        "found": find(q),
        "strain": evidence.strain_named(q),
        "references": references(),
        "flags": flags.said,
        "most": evidence.MOST_SHOWN,
    }


def _counts() -> dict[str, object]:
    """How much is kept here."""
    from gutbrain.evidence.query import count_claims
    from gutbrain.evidence.records import references
    from gutbrain.evidence.trials import trials

    return {
        "grades": count_claims(),
        "trials": len(trials()),
        "strains": len(evidence.all_strains().strains),
        "references": len(references()),
    }
