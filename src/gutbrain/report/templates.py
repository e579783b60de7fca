"""The templates of the pages (``data/*.jinja``), and what every whole page has."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gutbrain.report.contents import with_contents
from gutbrain.report.own import own, own_channel
from gutbrain.report.stacked import stacked

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Where templates are found; everything is escaped, and a name that is missing fails."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("gutbrain.report", "data"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(own=own, own_channel=own_channel)
    return made


def piece(name: str, **told: Any) -> str:
    """A part of a page from ``data/NAME``; its tables of class ``stack`` fit a phone."""
    return stacked(environment().get_template(name).render(**told))


def page(name: str, *sheets: str, **told: Any) -> str:
    """A whole page from ``data/NAME`` with style sheets of ``data`` in it; its headings can be linked to.

    Parameters
    ----------
    name
        File of the template.
    sheets
        Style sheets that are put in after ``page.css``, in this order.
    told
        What the template shows, by the names that it uses.
    """
    data = files("gutbrain.report") / "data"
    css = "".join((data / sheet).read_text(encoding="utf-8") for sheet in ("page.css", *sheets))
    return with_contents(piece(name, css=css, **told))
