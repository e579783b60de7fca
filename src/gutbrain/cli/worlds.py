"""``--world`` of every command that reads facts or runs the model: the world is entered before the command begins."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Annotated, Any

import typer

from gutbrain import datafiles
from gutbrain.cli import show
from gutbrain.errors import InputError, Problem

OPTION = "--world"

World = Annotated[
    str | None,
    typer.Option(
        OPTION,
        metavar="DIR",
        help="A folder with gutbrain.toml: your own channels and facts (docs/worlds.md); none: what ships alone.",
        show_default=False,
    ),
]
"""The option; unless given, GUTBRAIN_WORLD, the nearest gutbrain.toml, or what is installed."""


SET = "--set"

Set = Annotated[
    list[str] | None,
    typer.Option(
        SET,
        metavar="NAME=VALUE",
        help="Another value of a parameter (gutbrain model --parameters), as in mind.omega3_mood=0.1; may be repeated.",
        show_default=False,
    ),
]
"""The option of commands that run the model: values in the unit of the parameter, or with one of their own."""

Quiet = Annotated[bool, typer.Option("--quiet", help="No warnings and no remarks beside what is printed.")]
"""The option of every command."""


def in_world(command: Callable[..., None], *, sets: bool = False) -> Callable[..., None]:
    """The same command with :data:`OPTION` and ``--quiet``, and with :data:`SET` where the model runs (``sets``)."""

    @wraps(command)
    def run(*arguments: Any, world: str | None = None, **options: Any) -> None:
        show.hush(quiet=options.pop("quiet", False))
        given = options.pop("sets", None)
        enter(world)
        with _set(given or []):
            command(*arguments, **options)

    own = inspect.signature(command, eval_str=True)
    added = {"world": (World, None), **({"sets": (Set, None)} if sets else {}), "quiet": (Quiet, False)}
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=usual, annotation=kind)
        for name, (kind, usual) in added.items()
    ]
    run.__signature__ = own.replace(parameters=[*own.parameters.values(), *more])  # type: ignore[attr-defined]
    return run


@contextmanager
def _set(given: list[str]) -> Iterator[None]:
    """Work with other values of parameters, and say so."""
    if not given:
        yield
        return
    from gutbrain import world
    from gutbrain.world.parameters import with_parameters

    shipped = {one.key: one for one in world.model().parameters}
    with with_parameters(named_values(given, SET, "mind.omega3_mood=0.1"), SET) as values:
        show.say([f"{name} is {value:g} in place of {shipped[name].value:g}" for name, value in values.items()])
        yield


def named_values(given: list[str], option: str, like: str) -> dict[str, str]:
    """Values by name, from ``NAME=VALUE``.

    Parameters
    ----------
    given
        What was written.
    option
        Where, for messages.
    like
        What would be right.

    Raises
    ------
    InputError
        Where one has no value, or a name stands twice.
    """
    found: dict[str, str] = {}
    problems = []
    for text in given:
        name, said, value = (part.strip() for part in text.partition("="))
        if not (name and said and value):
            problems.append(Problem(f"'{text}' has no name or no value", f"write {like}", field=option))
        elif name in found:
            problems.append(Problem(f"{name} is given twice", "keep one of them", field=option))
        found[name] = value
    if problems:
        raise InputError(problems)
    return found


def enter(named: str | None) -> None:
    """Enter the world that is named, or that this process finds, and say which it is."""
    if named is None and not datafiles.active().folders:
        return
    from gutbrain import world
    from gutbrain.care import listen
    from gutbrain.care.help import with_the_world

    if named is not None:
        world.enter(named)
    listen(world.current().name)
    show.say(world.current().told())
    with_the_world()  # where help is goes on without it: what is wrong with it is told here
