"""Random inputs: good ones made from what may be written, and bad ones made by changing them."""

from __future__ import annotations

import copy
import json
import random
from functools import cache

import odd_values

from gutbrain.examples import of_kind
from gutbrain.findings.comparison import POSSIBLE
from gutbrain.findings.finding import DESIGNS, STATISTICS
from gutbrain.report.lists import LISTS
from gutbrain.trials.form import DESIGN

ODD = (
    *odd_values.ODD,
    0,
    -0.0,
    1e-320,
    2**63,
    float("nan"),
    float("inf"),
    -1e308,
    0.1 + 0.2,
    "\u00b2",
    "3,5",
    "15:30",
    "10 billion",
    "1e400",
    "0x1F",
    "9" * 5000,
    "a" * 20_000,
    "-5 g/day",
    "5 g/day/day",
    "5 parsec",
    "1 %",
    "../../etc/passwd",
    "${HOME}",
    "<script>",
    "\u202e\u00a0\u200b",
    "\U0001f9a0",
    "2025-02-01",
    "strain.",
    "strain.strain.",
    "strain.L. rhamnosus GG",
    [1, 2],
    [2, 1],
    {"preset": {}},
    {"arm": "active", "day": 1},
    [[1, "a"], {}],
    False,
)
LETTERS = (
    "abcxyzABC019 .,;:'\"-_/\\{}[]()<>=%&*#@!?|~^$\t\n\u00e4\u00b5\u2212\u221e\u4e2d\u00b2\u0663\u0301\u00ad\u00a0"
)
WORDS = ("CFU", "10 billion", "Lactobacillus", "B. longum 1714", "treats", "mg", "per capsule", "1 x 10^9", "until")


@cache
def names(kind):
    """Names of a list of what may be written."""
    return tuple(row["name"] for row in LISTS[kind]() if row["name"])


@cache
def rows(kind):
    """Rows of a list of what may be written."""
    return tuple(LISTS[kind]())


def amount(rng, most):
    """A plausible or a border-line amount, as a number or with a unit."""
    return rng.choice((0, most, most / 2, round(most * rng.random(), 3), most * 10 ** rng.uniform(-6, 0)))


def event(rng, days, earliest=-2):
    """An event within a run."""
    row = rng.choice(rows("exposures"))
    made = {"exposure": row["name"], "start": round(rng.uniform(earliest, days * 0.9), rng.choice((0, 1, 4)))}
    if row["name"] == "probiotic":
        made["strains"] = {rng.choice(names("strains")): 10 ** rng.uniform(0, 12) for _ in range(rng.randint(1, 4))}
    else:
        made["amount"] = rng.choice((0, 1)) if row["range"][1] == 1 else amount(rng, row["range"][1])
        if row["unit"] != "1" and rng.random() < 0.2:
            made["amount"] = f"{made['amount']:g} {row['unit']}"
    if "name" in row["also"]:
        known = [r["name"] for r in rows("medicines") if r["exposure"] == row["name"]] or names("stressors")
        made["name"] = rng.choice(known)
    if "hours" in row["also"] and rng.random() < 0.5:
        made["hours"] = 10 ** rng.uniform(-4, 2)
    elif rng.random() < 0.6:
        made["days"] = round(rng.uniform(0.01, days), 3)
    if "donor" in row["also"] and rng.random() < 0.5:
        made["donor"] = rng.choice(names("donors"))
    if "mix" in row["also"] and rng.random() < 0.5:
        made["mix"] = rng.choice(([60, 20, 20], "1:1:1", "60:20:20", {"butyrate": 1}))
    if rng.random() < 0.3:
        made["hour"] = round(rng.uniform(0, 23.99), 2)
    return made


def person(rng):
    """A preset, or one with traits."""
    preset = rng.choice(names("presets"))
    if rng.random() < 0.5:
        return preset
    traits = {}
    for row in rng.sample(rows("traits"), rng.randint(0, 4)):
        if row["name"] == "sex":
            traits["sex"] = rng.choice(("female", "male"))
        elif "range" in row:
            low, high = row["range"]
            traits[row["name"]] = rng.choice((low, high, round(rng.uniform(low, high), 2)))
    return {"preset": preset, "traits": traits}


def protocol(rng):
    """A short protocol."""
    days = rng.choice((0.5, 1, 1.5, 2, 3))
    made = {"title": "Made up", "person": person(rng), "days": days}
    made["events"] = [event(rng, days) for _ in range(rng.choice((0, 1, 2, 3, 6)))]
    if rng.random() < 0.4:
        made["observe"] = rng.sample(names("observables"), 3)
    if rng.random() < 0.3:
        made["usual"] = {r["name"]: amount(rng, r["range"][1]) for r in rng.sample(rows("exposures")[:12], 2)}
    if rng.random() < 0.2:
        seen = {"observable": rng.choice(names("observables")), "direction": rng.choice((-1, 0, 1)), "day": days / 2}
        made["saw"] = [seen | {"versus": {"day": 0}, "note": "seen"}]
    return made


def finding(rng):
    """A file with a finding."""
    days = rng.choice((1, 2, 3))
    statistic = rng.choice(tuple(STATISTICS))
    needs = {row["name"]: row["needs"] for row in rows("statistics")}[statistic]
    compare = {"observable": rng.choice(names("observables")), "statistic": statistic}
    compare["of"] = {"arm": "active", "day": rng.choice((days / 2, [0, days / 2]))}
    control = {"arm": "control", "day": days / 2, "hour": 8}
    if needs == "to":
        compare["to"] = control
    elif statistic == "share":
        compare |= rng.choice(({"above": rng.uniform(0, 10)}, {"fall": rng.uniform(0.1, 1), "to": control}))
    elif statistic == "correlation":
        compare |= rng.choice(({"observable_2": rng.choice(names("observables"))}, {"to": control}))
    elif statistic == "curve":
        compare |= rng.choice(({}, {"as": "ratio", "to": control}, {"as": "difference", "to": {"arm": "control"}}))
    arms = {"active": {"events": [event(rng, days) for _ in range(rng.randint(1, 3))]}, "control": {"events": []}}
    value = rng.random() if statistic in POSSIBLE else rng.uniform(-2, 2)
    observed = {"value": value} | ({"low": value - 1, "high": value + 1} if rng.random() < 0.5 else {})
    if statistic == "curve":
        hours = rng.sample(range(24), rng.randint(2, 5))
        observed = {"points": [{"day": 0, "hour": hour, "value": rng.uniform(0.1, 3)} for hour in hours]}
    elif statistic == "quantiles":
        observed = {"quantiles": {0.25: value, 0.5: value + 1}} | ({"detection": 0.1} if rng.random() < 0.5 else {})
    made = {"id": "made-up", "reference": "pmid:1", "species": rng.choice(("human", "mouse"))}
    made |= rng.choice(
        ({}, {"n": 12}, {"n": {"active": 9, "control": 3}, "blinded": False}, {"i2": 0.5, "within": 0.2})
    )
    made |= {"design": rng.choice(DESIGNS), "person": person(rng), "arms": arms, "days": days}
    return {"findings": [made | {"compare": compare, "observed": observed, "verified": "memory"}]}


def design(rng):
    """A small trial."""
    weeks = rng.choice((0.2, 0.5, 1))
    arms = {name: {"events": [event(rng, 7 * weeks, 0)]} for name in ("active", "second")[: rng.randint(1, 2)]}
    arms["placebo"] = {"events": []}
    made = {"title": "Made up", "population": person(rng), "arms": arms, "weeks": weeks}
    made |= {"per_arm": rng.choice((2, 3, 5, 8)), "visits": [0, weeks], "blinded": rng.random() < 0.8}
    made["endpoints"] = rng.sample((*names("scales"), "crp", "cortisol", "shannon"), rng.randint(1, 3))
    more = {
        "analysis": rng.choice(("ancova", "mmrm", "t-test")),
        "dropout": rng.choice((0.1, 0.9, {"rate": 0.2, "by": "symptoms"})),
        "missing": 0.3,
        "adherence": 0.8,
        "include": {"bdi2": [5, 50]},
        "crossover": rng.choice((True, {"washout": 1})),
        "run_in": 0.5,
        "subgroup": {"age": ">40"},
        "responder": rng.choice((0.3, {"bdi2": "<=10"})),
        "non_inferiority": {"margin": 2},
        "better": {made["endpoints"][0]: "lower"},
        "randomisation": rng.choice(("simple", {"block": 6}, {"kind": "stratified", "by": ["sex"]})),
        "window": 2,
        "alpha": 0.1,
        "background": [event(rng, 7 * weeks, 0)],
        "rescue": {"when": {"bdi2": ">=30"}, "events": [event(rng, 7 * weeks, 0)]},
        "control": "placebo",
    }
    return made | {key: more[key] for key in rng.sample(tuple(more), rng.choice((0, 1, 2, 4)))}


def label(rng):
    """A label with named fields."""
    strains = [
        {"name": rng.choice(names("strains")), "cfu": 10 ** rng.uniform(6, 11)} for _ in range(rng.randint(1, 4))
    ]
    claims = ["Reduces stress", "Treats depression", "Good for the gut", "Helps you sleep"]
    return {
        "product": "Made up",
        "strains": strains,
        "total_cfu": sum(s["cfu"] for s in strains) * rng.choice((1, 1, 2)),
        "cfu_at": rng.choice(("end-of-shelf-life", "manufacture", "unstated")),
        "storage": "below 25 C, dry",
        "serving": "1 capsule a day",
        "claims": rng.sample(claims, rng.randint(0, 3)),
    }


def pack(rng):
    """The text of a pack, of real lines and of parts that numbers and names are made of."""
    lines = of_kind("label")["daily-duo"].text.splitlines()
    for _ in range(rng.randint(0, 8)):
        rest = [rng.choice((*WORDS, *names("strains"))) for _ in range(rng.randint(1, 6))]
        lines.insert(rng.randrange(len(lines) + 1), rng.choice((" ", "", ", ")).join(rest))
    return "\n".join(lines)


MAKERS = {"protocol": protocol, "finding": finding, "design": design, "label": label}


def changed(rng, document):
    """A document in which one thing is odd."""
    document = copy.deepcopy(document)
    places = [((), document), *_places(document, ())]
    path, value = rng.choice(places)
    if not path:
        return rng.choice(ODD) if rng.random() < 0.1 else document
    inside, key = _at(document, path[:-1]), path[-1]
    act = rng.randrange(9)
    if act <= 2:
        inside[key] = rng.choice(ODD)
    elif act == 3:
        del inside[key]
    elif act == 4 and isinstance(inside, list):
        inside.extend([copy.deepcopy(value)] * rng.choice((1, 1, 30)))
    elif act == 4:
        inside[_typo(rng, str(key))] = inside.pop(key)
    elif act == 5 and isinstance(value, str):
        inside[key] = rng.choice((_typo(rng, value), rng.choice(names(rng.choice(tuple(LISTS))))))
    elif act == 5 and isinstance(value, int | float):
        inside[key] = value * rng.choice((-1, 1000, 1e-9, 1e9)) if abs(value) < 1e30 else 0
    elif act == 6:
        inside[key] = copy.deepcopy(rng.choice(places)[1])
    elif act == 7 and isinstance(inside, dict):
        inside[rng.choice((*DESIGN.fields, "days", "hour", "name", "every", "\u00e9", ""))] = rng.choice(ODD)
    else:
        inside[key] = [value] if rng.random() < 0.5 else {"value": value}
    return document


def _places(value, path):
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*path, key), value[key]
        yield from _places(value[key], (*path, key))


def _at(document, path):
    for key in path:
        document = document[key]
    return document


def _typo(rng, text):
    place = rng.randrange(len(text) + 1)
    return rng.choice(
        (text[:place] + rng.choice(LETTERS) + text[place:], text[:place] + text[place + 1 :], text.upper())
    )


def scrambled(rng, text):
    """Text of which letters or lines are changed, moved, lost or doubled."""
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        lines, place = text.split("\n"), rng.randrange(len(text) + 1)
        line = rng.randrange(len(lines))
        act = rng.randrange(7)
        if act == 0:
            text = text[:place] + rng.choice(LETTERS) + text[place:]
        elif act == 1:
            text = text[:place] + text[place + rng.choice((1, 1, 5)) :]
        elif act == 2:
            text = "\n".join([*lines[:line], *lines[line + 1 :]])
        elif act == 3:
            text = "\n".join([*lines[:line], *lines[line : line + 1] * 3, *lines[line + 1 :]])
        elif act == 4:
            text = text[:place]
        elif act == 5:
            odd = (
                "&a ",
                "*a ",
                "!!python/object:os.system ",
                "!!float ",
                ".nan",
                ".inf",
                "---\n",
                "<<: ",
                "? ",
                "|\n",
                "%",
            )
            text = text[:place] + rng.choice(odd) + text[place:]
        else:
            text = text[:place] + rng.choice("[{\t(*") * rng.choice((1, 3, 2000)) + text[place:]
    return text


def noise(rng):
    """Letters and words at random, or values nested at random."""
    if rng.random() < 0.5:
        return "".join(
            rng.choice((rng.choice(LETTERS), rng.choice(WORDS))) for _ in range(rng.choice((0, 1, 30, 3000)))
        )

    def value(depth):
        kind = rng.randrange(4) if depth else 3
        if kind == 0:
            return [value(depth - 1) for _ in range(rng.randint(0, 4))]
        if kind <= 2:
            keys = (*DESIGN.fields, "events", "days", "person", "findings", "strains", "title", "compare", "observed")
            return {rng.choice(keys): value(depth - 1) for _ in range(rng.randint(0, 5))}
        return rng.choice(ODD)

    return written(value(4))


def written(document):
    """A document as a file: JSON, which is YAML."""

    def plain(value):
        if isinstance(value, dict):
            return {str(key): plain(part) for key, part in value.items()}
        if isinstance(value, list):
            return [plain(part) for part in value]
        return value

    text = json.dumps(plain(document), indent=1, ensure_ascii=False)
    return text.replace(": NaN", ": .nan").replace(": Infinity", ": .inf")


def text(rng, kind):
    """What somebody might write in a file of a kind: right, nearly right, or anything."""
    dice = rng.random()
    if dice < 0.05:
        return noise(rng)
    if kind == "label" and dice < 0.5:
        made = pack(rng)
        return scrambled(rng, made) if rng.random() < 0.6 else made
    if dice < 0.12:
        shipped = of_kind({"design": "trial"}.get(kind, kind))
        return scrambled(rng, rng.choice([example.text for example in shipped.values()]))
    document = MAKERS[kind](rng)
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 4))):
        document = changed(rng, document)
        if not isinstance(document, dict):
            break
    made = written(document)
    return scrambled(rng, made) if rng.random() < 0.1 else made


def generator(seed, kind, number):
    """The luck of one input, which does not depend on the others."""
    return random.Random(f"{seed} {kind} {number}")
