"""The model of a world: its channels in the place of, and beside, those that ship, with its values of parameters."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from gutbrain import cache
from gutbrain.axis import SLOTS, axis
from gutbrain.axis import channels as shipped
from gutbrain.datafiles import active, per_world, read
from gutbrain.errors import InputError, Problem, listed, suggest
from gutbrain.model import ASSUMPTION, UNPUBLISHED, Model, Module, compose
from gutbrain.model.dimensions import check_dimensions
from gutbrain.model.errors import ModelError
from gutbrain.model.module import Constant, Exposure, Quantity, Signal
from gutbrain.model.units import quantity
from gutbrain.world import classes
from gutbrain.world.loading import in_file, said
from gutbrain.world.worlds import Channel, World, current
from gutbrain.worldfolder import Given

STRAINS = "strains"
"""The channel that is made for a number of strains; no other can take its place."""


def model(slots: int = SLOTS, without: tuple[str, ...] = ()) -> Model:
    """The composed model of the world: the shipped axis, unless the world changes it.

    Parameters
    ----------
    slots
        Room for ingested strains.
    without
        Channels left out besides those that the world leaves out.

    Returns
    -------
    Model
        Composed; equations of a world were checked with units.

    Raises
    ------
    InputError
        Where what the world changes does not fit together, with the file.

    Examples
    --------
    >>> from gutbrain.world import model
    >>> "cortisol" in model().observables
    True
    """
    return _model(slots, tuple(sorted(without)))


@per_world
def _model(slots: int, without: tuple[str, ...]) -> Model:
    world = current()
    if not world.has_own_model:
        return axis(slots, without)
    found = _composed(world, slots, without)
    _check(world, found, slots)
    return found


def check() -> None:
    """Look whether the model of the world can be composed.

    Raises
    ------
    InputError
        Where it can not.
    """
    model()


@per_world
def as_shipped() -> frozenset[str]:
    """Keys of the parameters of the world's model whose numbers are those of the shipped axis."""
    if not current().has_own_model:
        return frozenset(parameter.key for parameter in axis().parameters)
    ours = {parameter.key: _numbers(parameter) for parameter in axis().parameters}
    return frozenset(p.key for p in model().parameters if ours.get(p.key) == _numbers(p))


def _numbers(quantity: Quantity) -> object:
    q = quantity
    return type(q), q.value, q.unit, q.low, q.high, q.animal, q.grade if q.low is None else ""


def _composed(world: World, slots: int, without: tuple[str, ...]) -> Model:
    modules = _with_values(world, _modules(world, slots), slots)
    names = [module.name for module in modules]
    for name, folder in world.without.items():
        if name not in names:
            right = suggest(name, names, otherwise=f"channels are {listed(names, 30)}")
            raise InputError([folder.problem(f"there is no channel '{name}' to leave out", right, "without")])
    try:
        return compose(modules, without={*without, *world.without}, check=False)
    except ModelError as error:
        raise InputError([_told(world, error)]) from None


def _modules(world: World, slots: int) -> list[type[Module]]:
    modules = {module.name: module for module in shipped(slots)}
    for channel in world.channels:
        if channel.module.name == STRAINS:
            wrong = f"the channel '{STRAINS}' is made for a number of strains, and cannot be replaced"
            raise InputError([Problem(wrong, "give the class another name", file=str(channel.file))])
        modules[channel.module.name] = channel.module
    return list(modules.values())


def _with_values(world: World, modules: list[type[Module]], slots: int) -> list[type[Module]]:
    """Modules with the world's values in the place of their own."""
    keys = {d.key: d for module in modules for d in module.declarations.values() if isinstance(d, Quantity)}
    wanted: dict[str, dict[str, Quantity]] = {}
    problems = []
    for key, (given, folder) in world.parameters.items():
        if key not in keys:
            right = suggest(key, keys, otherwise="`gutbrain model --parameters` lists them")
            problems.append(folder.problem(f"there is no parameter '{key}'", right, key))
        elif isinstance(keys[key], Constant) and given.low is not None:
            problems.append(folder.problem("is a constant, and has no range", "give its value alone", key))
        elif _least(keys[key]) >= 0 > _least(given):
            right = "it is a positive quantity of its channel; to turn an effect round, replace the channel"
            problems.append(folder.problem(f"{_least(given):g} is less than 0", right, key))
        else:
            module, _, name = key.partition(".")
            wanted.setdefault(module, {})[name] = _changed(keys[key], given)
    if problems:
        raise InputError(problems)
    return [_changed_class(m, wanted[m.name], active().key, slots) if m.name in wanted else m for m in modules]


def _least(number: Quantity | Given) -> float:
    """The lowest value that a number takes."""
    return number.value if number.low is None else number.low


def _changed(quantity: Quantity, given: Given) -> Quantity:
    """A parameter with another value: certain where no range is given with it."""
    changed = copy.copy(quantity)
    changed.value = given.value
    if given.low is not None:
        changed.low, changed.high = given.low, given.high
    else:
        changed.low = changed.high = given.value
    changed.animal = None
    return changed


def _changed_class(module: type[Module], values: Mapping[str, Quantity], world: str, slots: int) -> type[Module]:
    changed = type(module.__name__, (module,), {"title": module.title, "__doc__": module.__doc__, **values})
    return classes.kept(changed, world, str(slots))


def _check(world: World, found: Model, slots: int) -> None:
    """Look that what channels name is known, and evaluate every equation once with units.

    The second takes a second, and is left out where it was done of the same files before.
    """
    problems = [problem for channel in world.channels for problem in _unknown(channel)]
    if problems:
        raise InputError(problems)
    place = f"world-{world.identity}-{slots}-{'-'.join(found.without)}"
    if cache.kept(place) is not None:
        return
    problems = [problem for channel in world.channels for problem in _without_unit(channel)]
    if problems:
        raise InputError(problems)
    try:
        check_dimensions(found)
    except Exception as error:  # whatever the equations of a user may raise
        raise InputError([_told(world, error)]) from None
    cache.keep(place, b"checked")


def _unknown(channel: Channel) -> Iterator[Problem]:
    """What a channel names and nobody knows: claims, references, exposures."""
    claims = [ASSUMPTION, *(str(row["key"]) for row in read("gutbrain.evidence", "claims.yaml"))]
    references = [*UNPUBLISHED, *(str(row["key"]) for row in read("gutbrain.evidence", "references.yaml"))]
    exposures = {*read("gutbrain.atlas", "exposures.yaml"), *axis().exposures}

    for name, declaration in channel.module.declarations.items():
        if isinstance(declaration, Signal | Exposure) and declaration.claim not in claims:
            right = suggest(declaration.claim, claims, otherwise="write it into claims.yaml of the folder")
            yield _at(channel, name, f"there is no claim '{declaration.claim}'", right)
        if isinstance(declaration, Exposure) and name not in exposures:
            right = suggest(name, exposures, otherwise="write it into exposures.yaml of the folder")
            yield _at(channel, name, f"there is no exposure '{name}'", right)
        if isinstance(declaration, Quantity):
            for source in filter(None, (declaration.source, declaration.after)):
                if source not in references:
                    right = suggest(source, references, otherwise="write it into references.yaml of the folder")
                    yield _at(channel, name, f"there is no reference '{source}'", right)


def _without_unit(channel: Channel) -> Iterator[Problem]:
    """What a channel declares in a unit that nobody knows."""
    for name, declaration in channel.module.declarations.items():
        try:
            quantity(1.0, declaration.unit)
        except Exception as error:  # whatever the units library makes of a text
            yield _at(channel, name, f"has no unit that is known: {said(error)}", "write it as mg/L, or 1 for none")


def _at(channel: Channel, name: str, wrong: str, right: str) -> Problem:
    """What is wrong with a name of a channel, with its line."""
    return Problem(wrong, right, f"{channel.module.name}.{name}", str(channel.file), _line(channel.file, name))


def _told(world: World, error: Exception) -> Problem:
    """What is wrong with a model, with the file of the channel that is named, or in which it went wrong."""
    text = str(error) if isinstance(error, ModelError) else said(error)
    cause = error.__cause__ if isinstance(error.__cause__, Exception) else error
    # the name that stands after its channel's comes first: a channel may have the name of what it declares
    said_of = [*re.findall(r"\w\.([a-z_0-9]+)", text), *re.findall(r"[a-z_0-9]+", text)]
    for channel in world.channels:
        line = in_file(cause, channel.file)
        if line is not None or channel.module.name in said_of:
            known = [name for name in said_of if name in channel.module.declarations]
            line = _line(channel.file, known[0]) if line is None and known else line
            return Problem(text, "", "", str(channel.file), line)
    right = "channels of a world must fit to one another and to those that ship"
    return Problem(text, right, file=str(world.folders[-1].head))


def _line(file: Path, name: str) -> int | None:
    """The line of a channel file where a name is declared."""
    text = file.read_text(encoding="utf-8", errors="replace")
    found = re.search(rf"^\s*(?:def\s+{name}\b|{name}\s*=)", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else None
