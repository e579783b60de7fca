"""The application: routes and limits, put together."""

from __future__ import annotations

import importlib.metadata
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Thread

from fastapi import Depends, FastAPI, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from gutbrain.care import words
from gutbrain.web import care_help, refusals
from gutbrain.web.care import hear
from gutbrain.web.clients import noted
from gutbrain.web.diary import Book
from gutbrain.web.jobs import Jobs
from gutbrain.web.limits import Limits
from gutbrain.web.routes import (
    api,
    article,
    ask,
    care,
    classroom,
    data,
    diary,
    evidence,
    explore,
    jobs,
    label,
    studies,
    table,
    trial,
    validation,
    what_if,
)
from gutbrain.web.speaking import Speaking
from gutbrain.web.workers import Workers

LOCAL = ("localhost", "127.0.0.1", "[::1]")
"""Names under which a browser on this machine asks; other names are refused, so that no web site can reach in."""

DESCRIPTION = (
    "What the pages use. An answer is JSON; a client that accepts `text/html` gets the piece of a page instead. "
    "Problems come as `{problems: [{field, wrong, right}]}`. Where something that was typed sounds hard, the answer "
    "has `support` besides: who there is to talk to. For research and learning, not for diagnosis."
)

ROUTES = (
    explore,
    article,
    what_if,
    trial,
    evidence,
    ask,
    label,
    table,
    studies,
    validation,
    data,
    jobs,
    classroom,
    care,
    api,
)


def create(
    *, hosts: Sequence[str] = (), workers: int | None = None, help_file: Path | None = None, book: Book | None = None
) -> FastAPI:
    """The application.

    Parameters
    ----------
    hosts
        Names by which it may be asked besides those of this machine; ``*`` for all.
    workers
        Processes that compute; one a core unless given.
    help_file
        What is put over the crisis lines that ship (``care/data/help.yaml``).
    book
        The diary whose pages are served; without one there are none.

    Raises
    ------
    InputError
        Where the file with help is not as it should be.
    """
    known_help = care_help.load(help_file)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        app.state.workers = Workers(workers)
        app.state.workers.start()
        app.state.jobs = Jobs()
        app.state.jobs.start()
        # not while somebody waits
        Thread(target=words.ready, daemon=True).start()
        try:
            yield
        finally:
            app.state.jobs.stop()
            app.state.workers.stop()

    app = FastAPI(
        title="gutbrain",
        version=importlib.metadata.version("gutbrain"),
        description=DESCRIPTION,
        lifespan=running,
        dependencies=[Depends(noted), Depends(hear)],
        openapi_url="/api/openapi.json",
        # both would fetch their scripts from elsewhere; /api shows the same
        docs_url=None,
        redoc_url=None,
        responses=refusals.responses(),
    )
    app.state.help = known_help
    app.state.book = book
    for room in ROUTES:
        app.include_router(room.router)
    if book is not None:
        app.include_router(diary.router)
    app.mount("/static", StaticFiles(directory=str(files("gutbrain.web") / "static")), name="static")
    app.add_api_route("/pictures.css", _pictures, include_in_schema=False)
    for kind, handler in refusals.HANDLERS.items():
        app.add_exception_handler(kind, handler)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL, *hosts])
    app.add_middleware(Limits)
    app.add_middleware(Speaking)
    return app


@cache
def _pictures() -> Response:
    """The style of the pictures and pages that the command line writes: here they look the same."""
    folder = files("gutbrain.report") / "data"
    styles = [
        (folder / f"{name}.css").read_text(encoding="utf-8")
        for name in ("page", "forest", "overlay", "trial", "profile", "diary")
    ]
    return Response("\n".join(styles), media_type="text/css", headers={"cache-control": "max-age=3600"})
