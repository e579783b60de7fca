"""A result shaped like a real one with made-up numbers: pages and commands are tested without a simulation."""

from __future__ import annotations

from types import SimpleNamespace as Record

import numpy as np
import xarray as xr

from gutbrain.engine.identity import identity
from gutbrain.exposures import load
from gutbrain.model import Module, assumed, change, compose, exposure, parameter, signal, state

HEARD = {
    "strains": (),
    "microbiota": ("gut", "stress_hormones", "sleep", "habits", "strains"),
    "metabolites": ("microbiota", "gut"),
    "gut": ("metabolites", "stress_hormones", "strains", "mind"),
    "immunity": ("gut", "metabolites", "vagus", "sleep", "habits", "stress_hormones"),
    "stress_hormones": ("metabolites", "immunity", "mind", "habits", "sleep"),
    "vagus": ("metabolites", "strains", "stress_hormones"),
    "sleep": ("stress_hormones", "immunity", "mind"),
    "habits": (),
    "neurotransmitters": ("metabolites", "immunity", "vagus"),
    "brain": ("metabolites", "immunity", "neurotransmitters", "habits"),
    "mind": ("brain", "neurotransmitters", "vagus", "immunity", "stress_hormones", "sleep", "habits"),
    "scales": ("mind",),
}
GIVES = {
    "strains": ("strain.B. longum 1714", "log10 CFU/g", "density of the strain in stool", 1.0, 6.0),
    "microbiota": ("bifidobacterium", "log10 cells/g", "bifidobacteria in stool", 9.2, 0.55),
    "metabolites": ("faecal_butyrate", "mmol/kg", "butyrate in stool", 14.2, 4.6),
    "gut": ("permeability", "1", "lactulose to mannitol ratio in urine", 0.03, -0.0035),
    "immunity": ("il6", "pg/mL", "interleukin 6 in plasma", 1.6, -0.12),
    "stress_hormones": ("cortisol", "nmol/L", "total cortisol in serum", 400.0, -18.0),
    "vagus": ("rmssd", "ms", "root mean square of successive RR differences", 42.0, 1.6),
    "sleep": ("psqi", "point", "Pittsburgh sleep quality index", 5.0, -0.1),
    "habits": ("training", "1", "fitness", 1.0, 0.0),
    "neurotransmitters": ("kyn_trp_ratio", "mmol/mol", "kynurenine to tryptophan in plasma", 34.0, -0.6),
    "brain": ("bdnf", "ng/mL", "brain-derived neurotrophic factor in serum", 25.0, 0.2),
    "mind": ("depression", "z", "depressive symptoms, population z", 0.1, -0.11),
    "scales": ("bdi2", "point", "Beck depression inventory II", 6.4, -0.8),
}
GRADES = ("human-trial", "human-observation", "animal", "in-vitro", "assumption")


def identifier(observable: str) -> str:
    """A name that can be a signal."""
    return "density" if observable.startswith("strain.") else observable


def fake_module(name: str) -> type[Module]:
    """A channel with one state that hears what the table says."""
    observable, unit, meaning, start, _ = GIVES[name]
    heard = {identifier(GIVES[giver][0]): GIVES[giver][1] for giver in HEARD[name]}
    names = list(heard)
    body = {other: signal(heard[other], rest=1.0, claim=f"{other}-acts-on-{name}") for other in names}
    if name == "strains":
        body["strain_1_dose"] = exposure("CFU/day", claim="strains-survive")
        names.append("strain_1_dose")
    body["speed"] = parameter(1.0, "1/day", "how fast it follows <its> target", (0.5, 2.0), assumed)

    def formula(v):
        return change(gain=sum(getattr(v, other) for other in names) + v.speed, loss=1.0)

    body[identifier(observable)] = state(unit, meaning, start=start)(formula)
    return type("".join(part.capitalize() for part in name.split("_")), (Module,), body)


def fake_result(
    title: str = "Four weeks of B. longum 1714, then a stress test", days: int = 42, people: int = 1, draws: int = 20
) -> Record:
    """A four-week supplement with a stress test on day 28."""
    rng = np.random.default_rng(1)
    # as the engine keeps it: midnights and mornings, and densely after the acute event
    time = np.unique(np.round([*range(days + 1), *(np.arange(days) + 1 / 3), *(28.625 + np.arange(-1, 144) / 288)], 6))
    since = np.maximum(0.0, time - 28.625)
    data = {}
    for module, (name, unit, meaning, start, effect) in GIVES.items():
        strength = rng.lognormal(0, 0.35, (draws, people, 1)) * effect
        level = start * rng.lognormal(0, 0.03, (draws, people, 1))
        rise = 1 - np.exp(-time / 6)
        fall = np.where(time > 28, np.exp(-(time - 28) / 5), 1.0)
        values = level + strength * rise * fall
        if name == "cortisol":
            rhythm = 1 + 0.55 * np.cos(2 * np.pi * (time - 8 / 24))
            stress = 260 * rng.lognormal(0, 0.3, (draws, people, 1)) * (np.exp(-since * 24) - np.exp(-since * 90))
            values = values * rhythm + stress
        data[name] = (("draw", "person", "time"), values, {"unit": unit, "meaning": meaning, "module": module})
    model = compose([fake_module(name) for name in HEARD], check=False)
    protocol = load(
        {
            "title": title,
            "person": "healthy-adult",
            "days": days,
            "events": [
                {"exposure": "probiotic", "strains": {"B. longum 1714": 1.0e9}, "start": 0, "days": 28},
                {"exposure": "fibre", "amount": 30, "start": 0, "days": 28},
                {"exposure": "stressor", "name": "tsst", "amount": 1.0, "start": 28, "hour": 15, "hours": 0.25},
            ],
            "observe": ["bifidobacterium", "faecal_butyrate", "cortisol", "rmssd", "depression", "il6"],
            "reference": "doi:10.1038/tp.2016.191",
            "saw": [
                {"observable": "cortisol", "direction": -1, "day": 27, "note": "less cortisol in the morning"},
                {"observable": "faecal_butyrate", "direction": -1, "day": 27},
            ],
        }
    )
    labelled = xr.Dataset(data, coords={"time": time})
    return Record(
        data=labelled,
        at=lambda name, day, hour=None: labelled[name].interp(time=day + (8 if hour is None else hour) / 24).values,
        protocol=protocol,
        model=model,
        warnings=["B. longum 1714 was studied in men only."],
        failures=[],
        provenance={
            "gutbrain": "0.1.0",
            "seed": 0,
            "people": people,
            "draws": draws,
            "model": identity(model),
            "ensemble": "literature ranges",
        },
        save=lambda folder: (folder / "provenance.json").write_text('{"gutbrain": "0.1.0"}'),
    )


def fake_claims() -> dict[str, Record]:
    """A claim for every arrow of the fake model, grades in turn."""
    claims = {}
    for module, givers in HEARD.items():
        for giver in givers:
            key = f"{identifier(GIVES[giver][0])}-acts-on-{module}"
            grade = GRADES[len(claims) % 5]
            statement = f"More {giver.replace('_', ' ')} activity moves the {module.replace('_', ' ')} a little."
            claims[key] = Record(
                key=key,
                frm=giver,
                to=module,
                sign=1,
                grade=grade,
                statement=statement,
                references=["kim-2018"],
                against=[],
            )
    return claims


def fake_references() -> dict[str, Record]:
    """One reference."""
    return {
        "kim-2018": Record(
            key="kim-2018",
            authors="Kim HG, Cheon EJ",
            year=2018,
            title="Stress and heart rate variability",
            journal="Psychiatry Investig",
            doi="10.30773/pi.2017.08.17",
            pmid="29486547",
            read="read",
        )
    }


def fake_explanation(observable: str = "depression") -> Record:
    """Shares of five channels."""
    shares = [("vagus", -0.05), ("immunity", -0.03), ("stress_hormones", -0.02), ("metabolites", 0.004)]
    claims = {c: tuple(k for k, claim in fake_claims().items() if claim.frm == c) for c, _ in shares}
    rows = [
        Record(channel=c, title=c, contribution=v, low=v - 0.02, high=v + 0.018, claims=claims[c]) for c, v in shares
    ]
    return Record(
        observable=observable,
        unit="z",
        day=28.0,
        total=(-0.11, -0.2, -0.02),
        rows=rows,
        direct=(-0.014, -0.02, 0.0),
        exposures=(
            Record(
                exposure="probiotic", name="B. longum 1714", contribution=-0.1, low=-0.19, high=-0.02, in_model=True
            ),
            Record(exposure="stressor", name="tsst", contribution=-0.01, low=-0.02, high=0.001),
        ),
        not_in_model=(),
        since=None,
        method="Interactions are shared equally between the channels that take part.",
        warnings=(),
        to_dict=lambda: {"observable": observable, "rows": [vars(row) for row in rows]},
    )
