"""HTML from templates: whole pages, and the pieces of them that the API gives to a browser."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pydantic import BaseModel

from gutbrain import language, words
from gutbrain.errors import InputError
from gutbrain.language import N_
from gutbrain.report.own import own, own_channel, own_world
from gutbrain.report.stacked import stacked
from gutbrain.web import care_help
from gutbrain.web.problems import Problems, told
from gutbrain.web.speaking import languages

PAGES = (
    ("explore", "/", N_("Explore")),
    ("what_if", "/what-if", N_("What if")),
    ("trial", "/trial", N_("Trial")),
    ("evidence", "/evidence", N_("Evidence")),
    ("label", "/label", N_("Label")),
    ("table", "/table", N_("Table")),
    ("studies", "/studies", N_("Studies")),
    ("validation", "/validation", N_("Validation")),
    ("data", "/data", N_("Data")),
)
"""Name, address and title of the pages, in the order of the menu."""

DIARY = ("diary", "/diary", N_("Diary"))
"""The page that is there only where a diary is served."""

QUESTIONS = (
    N_("How does gut health affect mental health?"),
    N_("Can probiotics help with anxiety and depression?"),
    N_("What are the best probiotics for mental health?"),
    N_("How long does it take?"),
)
"""What people ask most: suggested in the search box of every page."""

ENGLISH_ONLY = {
    "explore": N_(
        "Some statements of the evidence, equations, names of signals and titles of publications are in English only."
    ),
    "claim": N_("Some statements of the evidence, and titles of publications, are in English only."),
    "what_if": N_("Warnings and methods are partly in English only."),
    "studies": N_("Names of studies and notes on them are in English only."),
    "study": N_("Names of studies and notes on them are in English only."),
    "trial": N_("Results of trials, reports and files are in English only."),
    "evidence": N_("What is kept of single studies, and titles of publications, is in English only."),
    "label": N_("The reasons for each verdict are in English only. A label is read in many languages."),
    "table": N_("The report on a table is in English only."),
    "validation": N_("Names of studies and notes on them are in English only."),
    "data": N_("Protocols, reports and files are in English only."),
    "diary": N_("Reports and files are partly in English only."),
    "job_page": N_("Reports and files are partly in English only."),
    "ask": N_("Questions are understood in many languages; the answer is in English only."),
    "api": N_("This page is for programs, and is in English only."),
}
"""What of a page is in English whatever language is spoken, by the name of its template."""

HTML = "text/html"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Where templates are found; everything is escaped, and a name that is missing fails."""
    made = Environment(
        loader=PackageLoader("gutbrain.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        spoken=language.spoken,
        # a message that stands in a table, where it is shown: escaped, unlike those that a template holds itself
        told=language.told,
        date=language.date,
        english_only=_english_only,
        N_=N_,
        words=words,
        pages=PAGES,
        questions=QUESTIONS,
        own=own,
        own_channel=own_channel,
        own_world=own_world,
    )
    made.filters["stacked"] = stacked
    # titles within a sentence; German nouns keep their capitals
    made.filters["lower"] = language.lower
    return made


def _english_only(name: str) -> str:
    """What is said at the foot of a page where not all of it is in the language that is spoken."""
    return "" if language.spoken() == "en" else language.told(ENGLISH_ONLY.get(name, ""))


def page(request: Request, name: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page from ``templates/NAME.html.jinja``, which extends ``base.html.jinja``.

    Parameters
    ----------
    request
        What is answered.
    name
        Of the template.
    status
        Of HTTP.
    context
        What the template shows, by the names that it uses.
    """
    return HTMLResponse(_filled(request, name, **context), status_code=status)


def piece(request: Request, name: str, **context: Any) -> Markup:
    """A piece of a page, to be put into a whole one before it is sent.

    Parameters
    ----------
    request
        What is answered.
    name
        Of the template.
    context
        What the template shows, by the names that it uses.
    """
    return Markup(_filled(request, name, **context))


def problems(request: Request, error: InputError) -> Markup:
    """What is wrong with what was asked, as a piece of a page that else stays as it is."""
    return piece(request, "problems", answer=Problems(problems=told(error.problems)))


def answered(request: Request, answer: BaseModel, piece: str, *, status: int = 200, **context: Any) -> Response:
    """An answer as JSON, or as a piece of HTML where the client asks for that.

    Where distress was heard in what was asked, it says first that there is somebody to talk to.

    Parameters
    ----------
    request
        What is answered.
    answer
        The template gets it as ``answer``.
    piece
        The template is ``templates/PIECE.html.jinja``.
    status
        Of HTTP.
    context
        What else the template shows, by the names that it uses.
    """
    support = care_help.support(request)
    if wants_html(request):
        above = _filled(request, "care_low", support=support) if support else ""
        return HTMLResponse(above + _filled(request, piece, answer=answer, **context), status_code=status)
    content = answer.model_dump(mode="json")
    if support:
        content["support"] = support.model_dump(mode="json")
    return JSONResponse(content, status_code=status)


def wants_html(request: Request) -> bool:
    """Whether a client of the API is a page, which puts HTML in place."""
    return HTML in request.headers.get("accept", "")


def _filled(request: Request, name: str, **context: Any) -> str:
    template = environment().get_template(f"{name}.html.jinja")
    # the screens of the diary are one page of the menu
    menu = (DIARY, *PAGES) if request.app.state.book else PAGES
    chosen = "diary" if name.startswith("diary") else name
    said = {"root": request.scope.get("root_path", ""), "languages": languages(request.scope)}
    return template.render(**said, name=chosen, pages=menu, **context)
