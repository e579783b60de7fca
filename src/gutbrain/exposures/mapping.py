"""A protocol as the mapping that it is read from: what a result keeps of it, so that it can be opened again."""

from __future__ import annotations

from typing import Any

from gutbrain.atlas.exposures import exposures
from gutbrain.exposures.events import Event
from gutbrain.exposures.protocol import Moment, Protocol


def mapping(protocol: Protocol) -> dict[str, Any]:
    """The mapping that gives the same protocol when it is read; repeats and templates are laid out.

    Parameters
    ----------
    protocol
        As it was read.

    Returns
    -------
    dict
        Plain numbers, texts, lists and mappings.

    Examples
    --------
    >>> import gutbrain as gb
    >>> from gutbrain.exposures.mapping import mapping
    >>> protocol = gb.load({"title": "More", "days": 28, "events": [{"exposure": "fibre", "amount": 40, "start": 7}]})
    >>> mapping(protocol)["events"]
    [{'exposure': 'fibre', 'amount': 40.0, 'start': 7.0}]
    """
    traits: dict[str, Any] = dict(protocol.person.traits)
    said: dict[str, Any] = {
        "title": protocol.title,
        "person": {"preset": protocol.person.preset, "traits": traits} if traits else protocol.person.preset,
        "days": protocol.days,
        "start_date": protocol.start_date.isoformat() if protocol.start_date else None,
        "usual": dict(protocol.usual),
        "events": [_event(event) for event in protocol.events],
        "living": protocol.living,
        "observe": list(protocol.observe),
        "reference": protocol.reference,
        "citation": protocol.citation,
        "saw": [
            {
                "observable": saw.observable,
                "direction": saw.direction,
                **_moment(Moment(saw.day, saw.hour)),
                "versus": _moment(saw.versus),
                **({"note": saw.note} if saw.note else {}),
            }
            for saw in protocol.saw
        ],
    }
    return {key: value for key, value in said.items() if value or key in ("title", "days")}


def _moment(moment: Moment) -> dict[str, float]:
    return {"day": moment.day} | ({} if moment.hour is None else {"hour": moment.hour})


def _event(event: Event) -> dict[str, Any]:
    kind = exposures()[event.exposure]
    said: dict[str, Any] = {"exposure": event.exposure}
    said |= {"strains": dict(event.strains)} if event.strains else {"amount": event.amount}
    said["start"] = event.start
    for key in ("days", "hour", "hours", "name"):
        if getattr(event, key) is not None:
            said[key] = getattr(event, key)
    said |= {"mix": list(event.mix)} if "mix" in kind.takes else {}
    return said | ({"donor": event.donor} if "donor" in kind.takes else {})
