"""The page that describes the HTTP API, readable without the internet."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from gutbrain.web import api_reference, limits, pages, workers

router = APIRouter()


@router.get("/api", include_in_schema=False)
def page(request: Request) -> Response:
    """The page."""
    schema = request.app.openapi()
    return pages.page(
        request,
        "api",
        schema=schema,
        groups=api_reference.groups(schema),
        models=api_reference.models(schema),
        limits=limits,
        workers=workers,
        server=str(request.base_url).rstrip("/"),
    )
