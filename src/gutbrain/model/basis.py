"""What a number rests on: grade and source as one value, so that they cannot contradict one another."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from gutbrain.model.errors import ModelError

Grade = Literal["human-trial", "human-observation", "animal", "in-vitro", "assumption"]
GRADES: tuple[str, ...] = get_args(Grade)

ASSUMPTION: Grade = "assumption"
"""Source and grade of a number that no publication stands behind, and what stands in place of a claim: counted."""

DEFINITION = "definition"
"""Source and grade of a constant that is true because the project says so (a unit, the reference adult's diet)."""

UNPUBLISHED = (ASSUMPTION, DEFINITION)
"""Sources that are no references; each is its own grade, and no publication has it."""


class Basis(NamedTuple):
    """What a number rests on.

    ``source`` is a key of the references, or one of :data:`UNPUBLISHED`, which is then the ``grade`` too. ``after`` is
    a publication that an assumption follows, which does not carry the number.
    """

    grade: str
    source: str
    after: str = ""


assumed = Basis(ASSUMPTION, ASSUMPTION)
"""A guess."""

defined = Basis(DEFINITION, DEFINITION)
"""True by definition; for constants."""


def assumed_after(source: str) -> Basis:
    """A guess that follows a publication, which does not carry the number itself.

    Parameters
    ----------
    source
        Key of a reference.

    Returns
    -------
    Basis
        Grade ``assumption``; ``after`` is the publication.

    Examples
    --------
    >>> from gutbrain.model import assumed_after
    >>> assumed_after("allen-2016").grade, assumed_after("allen-2016").after
    ('assumption', 'allen-2016')
    """
    return Basis(ASSUMPTION, ASSUMPTION, _published(source))


def human_trial(source: str) -> Basis:
    """Seen in a trial in people.

    Parameters
    ----------
    source
        Key of a reference.

    Returns
    -------
    Basis
        Grade ``human-trial``.

    Raises
    ------
    ModelError
        Where it is no publication.

    Examples
    --------
    >>> from gutbrain.model import human_trial
    >>> human_trial("allen-2016").grade
    'human-trial'
    """
    return Basis("human-trial", _published(source))


def human_observation(source: str) -> Basis:
    """Measured or observed in people.

    Parameters
    ----------
    source
        Key of a reference.

    Returns
    -------
    Basis
        Grade ``human-observation``.

    Examples
    --------
    >>> from gutbrain.model import human_observation
    >>> human_observation("tito-2024").source
    'tito-2024'
    """
    return Basis("human-observation", _published(source))


def animal(source: str) -> Basis:
    """Seen in animals only.

    Parameters
    ----------
    source
        Key of a reference.

    Returns
    -------
    Basis
        Grade ``animal``.

    Examples
    --------
    >>> from gutbrain.model import animal
    >>> animal("sudo-2004").grade
    'animal'
    """
    return Basis("animal", _published(source))


def in_vitro(source: str) -> Basis:
    """Seen in a dish only.

    Parameters
    ----------
    source
        Key of a reference.

    Returns
    -------
    Basis
        Grade ``in-vitro``.

    Examples
    --------
    >>> from gutbrain.model import in_vitro
    >>> in_vitro("assumption")
    Traceback (most recent call last):
        ...
    gutbrain.model.errors.ModelError: 'assumption' is no publication; a number without one is 'assumed', or 'defined'
    """
    return Basis("in-vitro", _published(source))


def _published(source: str) -> str:
    if not source or source in UNPUBLISHED:
        raise ModelError(f"{source!r} is no publication; a number without one is 'assumed', or 'defined'")
    return source
