"""``--world`` of every command that reads facts or runs the model: the world is entered before the command begins."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from gutbrain import datafiles
from gutbrain.cli import show

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


def in_world(command: Callable[..., None]) -> Callable[..., None]:
    """The same command with :data:`OPTION`."""

    @wraps(command)
    def run(*arguments: Any, world: str | None = None, **options: Any) -> None:
        enter(world)
        command(*arguments, **options)

    own = inspect.signature(command, eval_str=True)
    option = inspect.Parameter("world", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=World)
    run.__signature__ = own.replace(parameters=[*own.parameters.values(), option])  # type: ignore[attr-defined]
    return run


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
