"""A task for a class: the lecturer's page, and the link that it makes. Nothing is kept or collected."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from gutbrain.web import classroom, pages
from gutbrain.web.server import is_local

router = APIRouter(include_in_schema=False)

Task = Annotated[str, Query(max_length=classroom.MOST_SIGNS)]
Address = Annotated[str, Query(max_length=classroom.MOST_ADDRESS)]


@router.get("/class")
def page(request: Request, say: Task = "", to: Address = "") -> Response:
    """The page; with a task, its link."""
    root = request.scope.get("root_path", "")
    begins = classroom.place(to, root) if to else "/"
    base = f"{request.url.scheme}://{request.headers.get('host', '')}{root}"
    return pages.page(
        request,
        "class",
        say=say,
        to=begins if to else "",
        link=f"{base}{classroom.link(say, begins)}" if say.strip() else "",
        local=is_local(request.url.hostname or ""),
        ready=classroom.READY,
        most=classroom.MOST_SIGNS,
    )


@router.get("/task")
def task(request: Request, say: Task, to: Address = "/") -> Response:
    """What a pupil sees first: the task, and where it begins."""
    begins = classroom.place(to, request.scope.get("root_path", ""))
    return pages.page(request, "task", say=say, begin=classroom.begin(say, begins))
