"""The page of a microbiome table: who lives there, where that lies among people, what may follow, what nobody knows."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from markupsafe import Markup

from gutbrain import words
from gutbrain.answers import profile_follows, profile_predicted, profile_said
from gutbrain.answers.table import said
from gutbrain.atlas.observables import about
from gutbrain.microbiome.modules import modules
from gutbrain.microbiome.profile import PEOPLE, Profile
from gutbrain.report import profile_pictures as pictures
from gutbrain.report import templates

MOST_SHOWN = 12
"""Samples that are told one by one."""

MOST_IN_ROWS = 60
"""Samples that stand beside one another."""

CONTENTS = (
    '<nav class="contents"></nav>\n<p class="to-help"><a href="#what-this-is-not">What this is not, and where there is '
    "help if you feel very low</a></p>"
)


def render(found: Profile) -> str:
    """The page as text.

    Parameters
    ----------
    found
        A table placed on the axis.
    """
    return templates.page(
        "profile.html.jinja",
        "profile.css",
        version=importlib.metadata.version("gutbrain"),
        title=title(found),
        sections=sections(found, CONTENTS),
    )


def title(found: Profile) -> str:
    """What the page is about."""
    name = Path(found.table.file).name
    if found.table.content == "functions":
        return f"What the genes in {name} tell of the gut-brain axis"
    if found.table.content == "metabolites":
        return f"The metabolites in {name} beside the model"
    if len(found.samples) == 1:
        return f"The gut bacteria of {found.samples[0].sample}"
    return f"The gut bacteria of {name}"


def sections(found: Profile, contents: str = "") -> Markup:
    """Everything below the title.

    Parameters
    ----------
    found
        A table placed on the axis.
    contents
        What stands below the answer: the list of what follows, on a page of its own.
    """
    many = found.samples
    return Markup(
        templates.piece(
            "profile_sections.html.jinja",
            found=found,
            table=found.table,
            one=many[0] if len(many) == 1 else None,
            shown=many[:MOST_SHOWN],
            rows=list(zip(many[:MOST_IN_ROWS], pictures.rows(many[:MOST_IN_ROWS]), strict=True)),
            usable=sum(sample.usable for sample in many),
            said=profile_said,
            pictures=pictures,
            words=words,
            about=about,
            modules=modules(),
            follows=profile_follows.follows(),
            READS=profile_follows.READS,
            predicted=profile_predicted.predicted(found, many[0]) if len(many) == 1 else {},
            made_from=found.made_from,
            shipped=found.made_from.get("people") == PEOPLE,
            basename=lambda name: Path(name).name,
            parts=said.told(found),
            version=importlib.metadata.version("gutbrain"),
            contents=contents,
        )
    )
