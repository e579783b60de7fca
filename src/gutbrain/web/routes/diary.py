"""``/diary``: a day in a minute, the days so far, what goes with what, a trial on oneself, the weeks ahead.

Only where ``gutbrain serve --diary FILE`` runs. Every screen is worked out by the functions of ``gutbrain diary``.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from gutbrain.care import CareNeeded
from gutbrain.care.hearing import is_seen
from gutbrain.diary import today
from gutbrain.diary.dates import parse_day
from gutbrain.diary.diary import Diary
from gutbrain.diary.trial_design import Design
from gutbrain.diary.trial_planning import usual_of
from gutbrain.errors import InputError, Problem
from gutbrain.language import spoken
from gutbrain.web import care_help, diary_screens, diary_work, pages, same_user
from gutbrain.web.care import hear_text
from gutbrain.web.diary import Book
from gutbrain.web.problems import Problem as Told
from gutbrain.web.workers import Workers

Answer = TypeVar("Answer")

MOST_FIELDS = 60

SECONDS = 180.0
"""What takes longer is given up: a year of days takes some seconds on an idle machine, and nobody else waits."""


def own_only(request: Request) -> None:
    """Refuse what another user of this machine asks, and what a page of elsewhere sends.

    Raises
    ------
    HTTPException
        Where it is not the owner's own page that asks.
    """
    client = request.client
    if same_user.is_another((client.host, client.port) if client else None):
        raise HTTPException(403, "This diary is open for the user who started the server.")
    if request.method == "POST":
        headers = request.headers
        own = headers.get("sec-fetch-site") == "same-origin"
        origin = headers.get("origin", "").partition("://")[2]
        if not own and origin != headers.get("host", ""):
            raise HTTPException(403, "What is kept in the diary must be sent by its own page.")


router = APIRouter(include_in_schema=False, dependencies=[Depends(own_only)])


def cared(page: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """A page before which help comes, where answers of the last two weeks call for it."""

    @functools.wraps(page)
    async def first(request: Request) -> Response:
        try:
            return await page(request)
        except CareNeeded as error:
            if error.source != "answers" or request.method != "GET":
                raise
            country, lines = care_help.nearest(request, error.needs)
            query = urlencode(
                [(k, v) for k, v in request.query_params.multi_items() if k != "care"] + [("care", "seen")]
            )
            return pages.page(
                request, "diary_care", error=error, country=country, lines=lines, on=f"{request.url.path}?{query}"
            )

    return first


@router.get("/diary")
@cared
async def day(request: Request) -> Response:
    """Today, or another day up to today."""
    return await _in_thread(request, _day)


@router.post("/diary")
async def kept(request: Request) -> Response:
    """Keep what was said of a day, in place of what was said of it before."""
    sent = await _sent(request)
    return await _in_thread(request, functools.partial(_keep, sent=sent))


@router.get("/diary/timeline")
@cared
async def timeline(request: Request) -> Response:
    """What was recorded, thing by thing."""
    return await _in_thread(request, _timeline)


@router.get("/diary/goes")
@cared
async def goes(request: Request) -> Response:
    """What goes with what: the page, whose answer comes when it is worked out."""
    mine = await run_in_threadpool(_now, request)
    outcomes = diary_screens.outcomes(mine)
    chosen = _chosen(request, "outcome", outcomes)
    shown = await _goes(request, mine, chosen) if chosen and request.query_params.get("show") else None
    return _page(request, mine, "diary_goes", outcomes=outcomes, outcome=chosen, **(shown or {"rows": None}))


@router.get("/api/diary/goes")
async def goes_piece(request: Request) -> Response:
    """The answer of :func:`goes`."""
    mine = await run_in_threadpool(_now, request)
    chosen = _chosen(request, "outcome", diary_screens.outcomes(mine))
    return _page(request, mine, "diary_goes_answer", outcome=chosen, **await _goes(request, mine, chosen))


async def _goes(request: Request, mine: Diary, outcome: str) -> dict[str, Any]:
    question = diary_work.Record(**_record(mine, outcome))
    fitted: dict[str, Any] | None
    try:
        fitted = await _worked_out(request, diary_work.goes, question)
        wrong: list[Any] = []
    except InputError as error:
        fitted, wrong = None, _told(error)
    return await run_in_threadpool(diary_screens.goes, mine, outcome, fitted) | {"wrong": wrong}


@router.get("/diary/next")
@cared
async def ahead(request: Request) -> Response:
    """The weeks ahead: the page, whose answer comes when it is worked out."""
    mine = await run_in_threadpool(_now, request)
    outcomes = diary_screens.outcomes(mine)
    chosen = _chosen(request, "outcome", outcomes)
    shown = await _ahead(request, mine, chosen) if chosen and request.query_params.get("show") else None
    return _page(
        request, mine, "diary_next", outcomes=outcomes, outcome=chosen, things=diary_screens.things(mine, chosen),
        said=request.query_params, query=_query(request), **(shown or {"told": None}),
    )  # fmt: skip


@router.get("/api/diary/next")
async def ahead_piece(request: Request) -> Response:
    """The answer of :func:`ahead`."""
    mine = await run_in_threadpool(_now, request)
    chosen = _chosen(request, "outcome", diary_screens.outcomes(mine))
    return _page(request, mine, "diary_next_answer", outcome=chosen, **await _ahead(request, mine, chosen))


async def _ahead(request: Request, mine: Diary, outcome: str) -> dict[str, Any]:
    said = request.query_params
    name, amount = said.get("name", "").strip(), said.get("amount", "").strip()
    changes = {name: amount} if name and amount else {}
    question = diary_work.Ahead(**_record(mine, outcome), changes=changes)
    try:
        found = await _worked_out(request, diary_work.ahead, question)
    except InputError as error:
        return {"told": {}, "wrong": _told(error), "pictures": {}}
    return {"told": found, "wrong": [], "pictures": diary_screens.ahead(outcome, found)}


@router.get("/diary/try")
@cared
async def trial(request: Request) -> Response:
    """A trial on oneself: its plan, what today is, and what it showed."""
    return await _in_thread(request, _trial)


@router.post("/diary/try")
async def planned(request: Request) -> Response:
    """Plan a trial, and keep it where that is said."""
    sent = await _sent(request)
    mine = await run_in_threadpool(_now, request)
    try:
        question = _plan(mine, sent)
        found = (await request.app.state.workers.ask(diary_work.planned, question, keep=False, seconds=SECONDS)).told
    except InputError as error:
        return await _in_thread(
            request, functools.partial(_trial, wrong=_told(error), sent=sent, status=400)
        )  # fmt: skip
    if sent.get("keep"):
        await run_in_threadpool(_keep_trial, request, Design.of(found["design"]))
        return _back(request, "/diary/try")
    return await _in_thread(request, functools.partial(_trial, plan=found, sent={**sent, "seed": str(question.seed)}))


def _day(request: Request, sent: Mapping[str, str] | None = None, wrong: list[Any] | None = None) -> Response:
    mine = _now(request)
    when = _of_day((sent or request.query_params).get("day", ""), mine)
    fields = today.asked(mine, when)
    return _page(
        request,
        mine,
        "diary",
        status=400 if wrong else 200,
        day=when,
        today_is=mine.today,
        fields=fields,
        sent=sent or {},
        wrong=wrong or [],
        kept=request.query_params.get("kept"),
        trial=diary_screens.today_of_trial(mine),
        rest=diary_screens.rest(mine, when, fields),
    )


def _keep(request: Request, sent: Mapping[str, str]) -> Response:
    mine = _now(request)
    try:
        when = _of_day(sent.get("day", ""), mine)
        values = {name.removeprefix("v:"): value for name, value in sent.items() if name.startswith("v:")}
        other = sent.get("other", "").strip()
        if other:
            values[other] = sent.get("other_value", "")
        book: Book = request.app.state.book
        with book.lock:
            mine.put(when, _changed(mine, when, values))
    except InputError as error:
        return _day(request, sent, _told(error))
    return _back(request, "/diary", day=when.isoformat(), kept="1")


def _changed(mine: Diary, when: date, values: Mapping[str, str]) -> dict[str, str]:
    """What was filled in, and what was there and is empty now."""
    there = {one.name for one in mine.entries if one.day == when and one.source == today.TYPED and not one.time}
    return {name: value.strip() for name, value in values.items() if value.strip() or name in there}


def _timeline(request: Request) -> Response:
    mine = _now(request)
    found = diary_screens.timeline(mine, request.query_params.get("days", ""), request.query_params.get("name", ""))
    return _page(request, mine, "diary_timeline", **found)


def _trial(
    request: Request,
    plan: dict[str, Any] | None = None,
    sent: Mapping[str, str] | None = None,
    wrong: list[Any] | None = None,
    status: int = 200,
) -> Response:
    mine = _now(request)
    found = diary_screens.trial(mine, plan)
    return _page(
        request, mine, "diary_try", status=status, sent=sent or {}, wrong=wrong or [],
        outcomes=diary_screens.outcomes(mine), tomorrow=mine.today + timedelta(1), **found,
    )  # fmt: skip


def _plan(mine: Diary, sent: Mapping[str, str]) -> diary_work.Trial:
    """What is to be planned, as a form says it.

    Raises
    ------
    InputError
        Where something is missing, or no number.
    """
    compare, outcome = sent.get("compare", "").strip(), sent.get("outcome", "").strip()
    if not compare or not outcome:
        raise InputError([Problem("names nothing to try", "write it as in fibre=30", "compare")])
    days, seed = sent.get("days", "70").strip(), sent.get("seed", "").strip()
    if not days.isdigit() or (seed and not seed.isdigit()):
        raise InputError([Problem(f"'{days[:20]}' is no number of days", "write 70", "days")])
    start = parse_day(sent.get("start", ""), "year-first") or mine.today + timedelta(1)
    if start <= mine.today:
        raise InputError([Problem(f"{start} has begun", "draw before the first day: tomorrow or later", "start")])
    acts = sent.get("acts", "")
    return diary_work.Trial(
        language=spoken(),
        settings=mine.settings.to_json(), usual=usual_of(mine.table(), compare), compare=compare, outcome=outcome,
        days=int(days[:4]), start=start, acts=acts if acts in ("days", "weeks", "months") else None,
        seed=int(seed[:9]) if seed else secrets.randbelow(10**9),
    )  # fmt: skip


def _keep_trial(request: Request, design: Design) -> None:
    book: Book = request.app.state.book
    with book.lock:
        book.now().keep_trial(design)


def _record(mine: Diary, outcome: str) -> dict[str, Any]:
    recent, whose = mine.lately()
    return {
        "table": recent.to_csv(index=False),
        "protocol": whose,
        "measures": mine.measures(),
        "outcome": outcome,
        "language": spoken(),
    }


async def _worked_out(
    request: Request, function: Callable[[Any], diary_work.Told], question: diary_work.Record
) -> dict[str, Any]:
    """An answer of a process; known ones are given again until the diary changes.

    Raises
    ------
    InputError
        What the function says of the question.
    """
    book: Book = request.app.state.book
    # by all that is asked: the diary may change while this is worked out
    key = Workers.key(function, question)
    found: dict[str, Any] | None = book.known(key)
    if found is None:
        found = (await request.app.state.workers.ask(function, question, keep=False, seconds=SECONDS)).told
        book.keep(key, found)
    return found


def _told(error: InputError) -> list[Told]:
    """Problems as the page tells them: its fields are no options of a command."""
    return [
        Told(wrong=one.wrong, right=one.right.replace("--", ""), field=one.field.replace("--", ""))
        for one in error.problems
    ]


def _now(request: Request) -> Diary:
    book: Book = request.app.state.book
    with book.lock:
        return book.now()


async def _in_thread(request: Request, answer: Callable[[Request], Response]) -> Response:
    return await run_in_threadpool(answer, request)


async def _sent(request: Request) -> dict[str, str]:
    """The fields of a form; every text in it is looked at before anything is done with it.

    Raises
    ------
    InputError
        Where it is no form.
    CareNeeded
        Where a text speaks of danger.
    """
    body = (await request.body()).decode("utf-8", "replace")
    try:
        fields = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise InputError([Problem("has too many fields", "send the form of the page")]) from None
    await hear_text(request, " \n ".join(value for _, value in fields.items()))
    return fields


def _of_day(text: str, mine: Diary) -> date:
    """The day that is named; today where none is.

    Raises
    ------
    InputError
        Where it is none, or lies ahead.
    """
    if text in ("", "today"):
        return mine.today
    if text == "yesterday":
        return mine.today - timedelta(1)
    found = parse_day(text, "year-first")
    if found is None or found > mine.today:
        wrong = f"'{text[:20]}' is not a day" if found is None else f"{found} lies ahead"
        raise InputError([Problem(wrong, "name a day up to today, as in 2025-02-01", "day")])
    return found


def _chosen(request: Request, name: str, known: list[str]) -> str:
    said = request.query_params.get(name, "")
    return said if said in known else known[0] if known else ""


def _query(request: Request) -> str:
    return urlencode([(k, v) for k, v in request.query_params.multi_items() if k != "show"])


def _back(request: Request, address: str, **said: str) -> Response:
    """The page again after something was kept: by GET, so that nothing is sent twice."""
    query = urlencode({**said, **({"care": "seen"} if is_seen() else {})})
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}{address}{'?' if query else ''}{query}", 303)


def _page(request: Request, mine: Diary, name: str, status: int = 200, **context: Any) -> Response:
    return pages.page(
        request, name, status=status, said_of_it=mine.said, support=care_help.support(request),
        seen="seen" if is_seen() else "", **context,
    )  # fmt: skip
