"""A task for a class: a text, and the page on which it begins, in one link; nothing of it is kept here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from gutbrain.errors import InputError, Problem
from gutbrain.language import LANGUAGES, N_, gettext

MOST_SIGNS = 600
"""Characters of a task."""

MOST_ADDRESS = 6_000
"""Characters of the address where it begins."""

LANGUAGE = re.compile(rf"^/({'|'.join(LANGUAGES)})(?=/|$)")


@dataclass(frozen=True)
class Ready:
    """A task that is ready to be given, or to be changed."""

    title: str
    task: str
    to: str


READY = (
    Ready(
        N_("What if: the one change that helps most"),
        N_(
            "Find the one change that would help the mood of this person most. How sure is the answer, and what is "
            "not in the model?"
        ),
        "/what-if?person=stressed-adult",
    ),
    Ready(
        N_("Trial: why do small studies miss what is there?"),
        N_("How many people in each arm does it take for 80 of 100 trials to show it? What else would help?"),
        "/trial?strain=B.+longum+1714&per_arm=20&power=false",
    ),
    Ready(
        N_("Label: what is promised, and what was shown?"),
        N_("Take the text of a pack, or the example. Which promises do trials of the very same strain back?"),
        "/label",
    ),
    Ready(
        N_("Explore: what is known from people, and what from animals?"),
        N_("Find one arrow that was shown in people, and one that was shown in animals only."),
        "/",
    ),
)
"""Tasks to begin with."""


def place(said: str, root: str = "") -> str:
    """Where a task begins: the path, query and fragment of an address of these pages, whatever stands before it.

    Parameters
    ----------
    said
        What was pasted.
    root
        Where a proxy puts the pages, and a language.

    Raises
    ------
    InputError
        Where it is no address of a page.
    """
    try:
        parts = urlsplit(said.strip())
    except ValueError:
        parts = urlsplit("about:blank")
    path = parts.path.removeprefix(root) if root else parts.path
    path = LANGUAGE.sub("", path) or "/"
    plain = re.fullmatch(r"/[a-z-]*", path) and not path.startswith("/api")
    if not plain or parts.scheme not in ("", "http", "https") or len(said) > MOST_ADDRESS:
        wrong = gettext("This is no address of a page here.")
        right = gettext("Copy it from the address bar, such as /what-if?person=stressed-adult.")
        raise InputError([Problem(wrong, right, field="to")])
    query = f"?{parts.query}" if parts.query else ""
    return f"{path}{query}{f'#{parts.fragment}' if parts.fragment else ''}"


def link(task: str, to: str) -> str:
    """The link to give: the task is read on a page of its own, from which it is begun."""
    return f"/task?{urlencode({'say': task, 'to': to})}"


def begin(task: str, to: str) -> str:
    """The page on which it begins, with the task behind the ``#``, which no server sees."""
    return f"{to}{'&' if '#' in to else '#'}task={quote(task, safe='')}"
