"""References as CSL-JSON, which Zotero, pandoc and most word processors read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gutbrain.evidence.records import Reference


def csl_json(entries: Iterable[Reference]) -> list[dict[str, Any]]:
    """References as CSL-JSON items.

    Parameters
    ----------
    entries
        What is cited.

    Returns
    -------
    list of dict
        One item for each reference, its ``id`` the key.

    Examples
    --------
    >>> from gutbrain.evidence import Reference, csl_json
    >>> (item,) = csl_json([Reference("doe-2020", "Doe J, Roe R", 2020, "On butter", "J Fat")])
    >>> item["type"], item["author"]
    ('article-journal', [{'family': 'Doe', 'given': 'J'}, {'family': 'Roe', 'given': 'R'}])
    """
    return [_item(reference) for reference in entries]


def _item(reference: Reference) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": reference.key,
        "type": "article-journal" if reference.journal else "document",
        "title": reference.title,
        "author": _authors(reference.authors),
        "issued": {"date-parts": [[reference.year]]} if reference.year else None,
        "container-title": reference.journal,
        "DOI": reference.doi,
        "PMID": reference.pmid,
        "URL": reference.url,
    }
    return {name: value for name, value in values.items() if value}


def _authors(written: str) -> list[dict[str, str]]:
    names = re.sub(r",?\s*(?:et al\.?|and others)\s*$", "", written)
    found = []
    for name in re.split(r"\s*[,;]\s*", names):
        person = re.fullmatch(r"(.+) ([A-Z]{1,4})", name)
        if person:
            found.append({"family": person[1], "given": " ".join(person[2])})
        elif name:
            found.append({"literal": name})
    if names != written:
        found.append({"literal": "others"})
    return found
