"""Who comes into which group: strata, sites and clusters, and lists that were made before anybody came."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from gutbrain.trials.conditions import LASTING, Groups
from gutbrain.trials.design import BACKGROUND, SITE, SUBGROUP, Design
from gutbrain.trials.luck import Luck
from gutbrain.trials.measurement import on_day
from gutbrain.trials.people import meets_all

Array = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


def units(design: Design, luck: Luck, count: int) -> Ints | None:
    """Site or cluster of each participant, (trial, participant); nothing where there are none.

    People come to sites as chance has it. Clusters come one after the other, all as large as is planned: where a trial
    is larger than the plan, there are more of them.

    Parameters
    ----------
    design
        The design.
    luck
        Of the trials.
    count
        Participants of a trial.
    """
    groups = design.groups
    if groups is None:
        return None
    if groups.kind == "sites":
        return (luck.uniforms("site", count) * groups.number).astype(int)
    number = max(2, round(groups.number * count / design.people))
    return np.broadcast_to(np.arange(count) * number // count, (luck.trials, count))


def shared(groups: Groups, unit: Ints, name: str, sd: float, planned: Array, luck: Luck) -> Array:
    """What a site or cluster adds to a measure at each visit: (trial, participant, visit).

    Parameters
    ----------
    groups
        Sites or clusters.
    unit
        Of each participant.
    name
        Of the measure.
    sd
        Between people within one of them, on the scale of the analysis.
    planned
        Days of the visits.
    luck
        Of the trials.
    """
    number = int(unit.max()) + 1
    between = sd * np.sqrt(groups.icc / (1 - groups.icc))
    lasting = luck.normals(f"{groups.kind} {name}", number)
    made = np.empty((*unit.shape, len(planned)))
    for place, day in enumerate(planned):
        passing = luck.normals(f"{groups.kind} {name} on {on_day(day)}", number)
        both = np.sqrt(LASTING) * lasting + np.sqrt(1 - LASTING) * passing
        made[..., place] = np.take_along_axis(between * both, unit, axis=1)
    return made


def strata(design: Design, first: Mapping[str, Array], unit: Ints | None, takes: Bools) -> Ints:
    """Stratum of each participant: every measure cut at its median in the trial; sites always have lists of their own.

    Parameters
    ----------
    design
        The design.
    first
        What is measured at the first visit: (trial, participant) each.
    unit
        Site of each participant.
    takes
        Who has the background treatment.
    """
    made = np.zeros(takes.shape, int)
    if design.randomisation.kind == "matched":
        return made
    for name in design.randomisation.by:
        made = 2 * made + cut(design, name, first, takes)
    sites = design.groups is not None and design.groups.kind == "sites"
    if sites and unit is not None and design.randomisation.kind != "simple":
        made = made * (int(unit.max()) + 1) + unit
    return made


def cut(design: Design, name: str, first: Mapping[str, Array], takes: Bools) -> Bools:
    """Who is in the upper half of what people are stratified by, in the subgroup, or has the background treatment.

    Parameters
    ----------
    design
        The design.
    name
        What people are stratified by.
    first
        What is measured at the first visit: (trial, participant) each.
    takes
        Who has the background treatment.
    """
    if name == BACKGROUND:
        return takes
    if name == SITE:
        return np.zeros(takes.shape, bool)
    if name == SUBGROUP:
        assert design.subgroup is not None
        return meets_all(design.subgroup, first)
    values = first[name]
    return np.asarray(values > np.median(values, axis=1, keepdims=True))


def allocate(design: Design, strata: Ints, luck: Luck) -> Ints:
    """Groups of participants in the order in which they come: (trial, participant).

    Everybody gets the next place on a list that was made before anybody came, each stratum has its own. Blocks of the
    list hold every group as often as the allocation says, equally unless it says so, in random order; in a simple
    randomisation every place is drawn alone. Whoever comes later changes nothing: where the last block is not filled,
    groups may be uneven. Groups count in the order of the names of their arms, so that a file in which arms stand in
    another order is the same trial.

    Parameters
    ----------
    design
        The design, whose arms or orders of arms are the groups.
    strata
        (trial, participant) number of each one's stratum.
    luck
        Of the trials.
    """
    groups = len(design.sequences)
    names = [[design.arms[arm].name for arm in sequence] for sequence in design.sequences]
    shares = design.allocation or (1,) * groups
    by_name = np.array([group for group in sorted(range(groups), key=names.__getitem__) for _ in range(shares[group])])
    places_of_a_block = len(by_name)
    count = strata.shape[1]
    if design.randomisation.kind == "simple":
        drawn = (luck.uniforms("allocation", count) * places_of_a_block).astype(int)
        return np.asarray(by_name[drawn])
    block = design.randomisation.block
    blocks = -(-count // block)
    sequence = np.empty(strata.shape, int)
    for stratum in np.unique(strata):
        inside = strata == stratum
        drawn = luck.uniforms(f"allocation in stratum {stratum}", blocks * block).reshape(-1, blocks, block)
        # ranks of the luck inside a block, shared out evenly
        places = np.argsort(np.argsort(drawn, axis=2), axis=2).reshape(len(drawn), -1) % places_of_a_block
        number = np.maximum(np.cumsum(inside, axis=1) - 1, 0)
        sequence = np.where(inside, by_name[np.take_along_axis(places, number, axis=1)], sequence)
    return sequence


def matched(design: Design, first: Mapping[str, Array], takes: Bools, luck: Luck) -> Ints:
    """Groups of people who were set side by side with those most alike in what they are matched by.

    People are parted by the first matter at its median, the parts by the second, and so on, and stand in the order of
    the last one in each part; so many neighbours as a block holds are a set.

    Parameters
    ----------
    design
        The design.
    first
        What is measured at the first visit: (trial, participant) each.
    takes
        Who has the background treatment.
    luck
        Of the trials.
    """
    *parts, last = design.randomisation.by
    order = first[last] if last in first else cut(design, last, first, takes).astype(float)
    part = np.zeros(takes.shape, int)
    for name in parts:
        part = 2 * part + cut(design, name, first, takes)
    standing = np.lexsort((order, part), axis=1)
    inside = allocate(design, np.zeros(takes.shape, int), luck)
    made = np.empty_like(inside)
    np.put_along_axis(made, standing, inside, axis=1)
    return made


def grouped(design: Design, strata: Ints, unit: Ints | None, luck: Luck) -> Ints:
    """Groups of participants; clusters are allocated whole.

    Parameters
    ----------
    design
        The design.
    strata
        (trial, participant) number of each one's stratum.
    unit
        Site or cluster of each participant.
    luck
        Of the trials.
    """
    if unit is None or design.groups is None or design.groups.kind == "sites":
        return allocate(design, strata, luck)
    clusters = allocate(design, np.zeros((len(strata), int(unit.max()) + 1), int), luck)
    return np.take_along_axis(clusters, unit, axis=1)
