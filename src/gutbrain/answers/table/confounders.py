"""What changes gut communities beside the question: which of it the metadata has, and what was left as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from gutbrain.answers.table.columns import Column, made_of, names_of
from gutbrain.microbiome.metadata import Told
from gutbrain.words import number

KNOWN: Mapping[str, tuple[str, ...]] = {
    "age": ("age", "age*years", "birth*"),
    "sex": ("sex", "gender"),
    "body mass index": ("bmi",),
    "stool type or transit": ("bristol*", "bss", "bsfs", "consistency", "moisture", "transit*"),
    "antibiotics": ("antibiotic*", "abx"),
    "acid blockers": ("ppi", "ppis", "*prazole"),
    "metformin": ("metformin",),
    "other medicines": ("medic*", "drug*", "nsaid*", "*depressant*", "*psychotic*", "ssri*", "statin*", "laxative*"),
    "diet and fibre": ("diet*", "fibre", "fiber", "vegetable*", "meat", "alcohol*", "food"),
    "smoking": ("smok*", "tobacco"),
    "batch, run or centre": ("batch*", "run", "plate", "lane", "kit", "cent*r*", "laboratory", "location", "country"),
}
"""What one adjusts for, and words by which columns are so called (a judgement; medicines and stool type as in Tito et
al. 2024, doi 10.1038/s41591-024-02963-2)."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
UNITS = ("units", "unit")
"""Last words of columns that say in what something was measured."""

OF_A_PERSON = ("age", "sex", "body mass index")
"""What does not change between samples of a person."""


def found(told: Told) -> Mapping[str, tuple[str, ...]]:
    """Columns of the metadata by what they are of; those of which there is none have an empty row."""
    every = names_of(told)
    return {what: tuple(name for name in every if _is_of(name, words)) for what, words in KNOWN.items()}


def _is_of(name: str, words: Sequence[str]) -> bool:
    from fnmatch import fnmatchcase

    parts = [part.lower() for part in _WORD.findall(name)]
    if parts and parts[-1] in UNITS:
        return False
    return any(fnmatchcase(part, word) for part in parts for word in words)


def remarks(
    told: Told, samples: Sequence[str], group: Column, adjusted: Sequence[str], *, within: bool = False
) -> list[str]:
    """What was not adjusted for: of what the metadata has, and of what it has not.

    Parameters
    ----------
    told
        What is known of the samples.
    samples
        Those that were compared.
    group
        What they were compared by.
    adjusted
        Columns that were adjusted for.
    within
        Whether people were compared with themselves.
    """
    has, lacks = [], []
    for what, names in found(told).items():
        if within and what in OF_A_PERSON:
            continue
        columns = [made_of(told, samples, name) for name in names if name not in (*adjusted, group.name)]
        columns = [one for one in columns if len(one.levels) > 1]
        has += [f"{one.name}{_goes_with(one, group)}" for one in columns]
        if not columns and not set(names) & {*adjusted, group.name}:
            lacks.append(what)
    own = ["what does not change in a person"] if within else []
    said = [f"Adjusted for {', '.join([*own, *adjusted])}." if own or adjusted else "Nothing was adjusted for."]
    if has:
        said.append(f"In the metadata and not adjusted for: {', '.join(has)}.")
    if lacks:
        said.append(f"Not in the metadata, so that nobody can adjust for it: {', '.join(lacks)}.")
    return said


def _goes_with(one: Column, group: Column) -> str:
    """`` (groups differ, p = 0.003)`` where they do."""
    from scipy import stats

    known = one.known & group.known
    if group.is_measure or known.sum() < 5:
        return ""
    labels = np.array(group.cells)[known]
    if one.is_measure and one.numbers is not None:
        parts = [one.numbers[known][labels == label] for label in dict.fromkeys(labels)]
        if len(parts) < 2 or len(np.unique(one.numbers[known])) < 2:
            return ""
        p = float(stats.kruskal(*parts).pvalue)
    else:
        cells = np.array(one.cells)[known]
        table = [
            [int(((cells == a) & (labels == b)).sum()) for b in dict.fromkeys(labels)] for a in dict.fromkeys(cells)
        ]
        if len(table) < 2 or len(table[0]) < 2:
            return ""
        p = float(stats.chi2_contingency(table).pvalue)
    told = number(p) if p >= 0.001 else "below 0.001"
    return f" (groups differ in it, p {told})" if p < 0.05 else ""
