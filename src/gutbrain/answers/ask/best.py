"""What is best for Y: what was tested for it, by name and dose, and what came out."""

from __future__ import annotations

from dataclasses import dataclass, field

from gutbrain.answers.ask import numbers, records
from gutbrain.answers.ask.answer import Answer, Table
from gutbrain.answers.ask.helps import outcomes_of
from gutbrain.answers.ask.reading import Reading
from gutbrain.answers.ask.things import Thing, things, titles
from gutbrain.evidence.strain_trials import is_weak
from gutbrain.evidence.trials import Trial

MOST = 20
"""So many products stand in the table."""

WHAT_TO_LOOK_FOR = (
    "Look for a pack that names its strains with their codes and the dose of each until the end of shelf "
    "life, and for strains that "
    "were tested for what you want; ask a doctor, pharmacist or dietitian who knows you."
)

NO_MEANS = ("placebo", "waiting list", "no treatment")
"""Yardsticks among the pools in print."""

DOUBTFUL = frozenset(("family-kashan", "narrow-sd", "outlier", "primary-null", "p-conflict"))
"""Flags of trials that do not make a product one of the better tested."""

BACTERIA = ("probiotic", "synbiotic", "postbiotic")


@dataclass
class _Product:
    """The same strains in one or more trials."""

    name: str
    trials: list[Trial] = field(default_factory=list)
    good: list[Trial] = field(default_factory=list)
    null: list[Trial] = field(default_factory=list)

    @property
    def sound(self) -> int:
        """Sound trials, each group of people once, that came out better."""
        return len({trial.people for trial in self.good if not is_weak(trial) and not DOUBTFUL & set(trial.flags)})

    @property
    def named(self) -> bool:
        """Whether every strain of it is named."""
        return all(strain.level == "strain" for trial in self.trials for strain in trial.strains)


def best(reading: Reading) -> Answer:
    """Strains by what they were tested for; other means where none were asked for."""
    asked = outcomes_of(reading)
    if reading.given and all(thing.key not in BACTERIA for thing in reading.given):
        return _means(reading, asked)
    if not reading.given and not reading.strains and not {"best", "strain"} & set(reading.marked):
        return _means(reading, asked)
    found = records.measuring(asked, records.trials_of([things()[key] for key in BACTERIA], reading.whom))
    products = _products(found, asked)
    if not products:
        whom = f" in {titles(reading.whom)}" if reading.whom else ""
        sentence = f"Not known: no strain was tested on {titles(asked)}{whom} in the trials kept here."
        return Answer(reading.question, reading.kind, sentence, (WHAT_TO_LOOK_FOR,), found=False)
    sound = [one for one in products if one.sound and one.named]
    twice = [one for one in sound if one.sound > 1]
    mixed = [one for one in sound if one.null]
    shown = "; ".join(f"{_short(one.name)} ({_dose(one)})" for one in sound[:4])
    whom = f" in {titles(reading.whom)}" if reading.whom else ""
    sentence = (
        f"There is no universal best probiotic for {titles(asked)}{whom}: of {len(products)} strains and "
        "mixtures that trials tested, "
        f"{len(sound)} whose strains are named came out better than the other arm in a trial without "
        f"grave faults, {len(twice) or 'none'} in two"
    )
    sentence += f", such as {shown}" if sound else ""
    sentence += (
        f"; {len(mixed) or 'none'} of these found no difference on another measure or in another "
        "trial; strain and dose decide."
    )
    pools = {thing.title: pool for thing in asked if (pool := records.pooled(thing, found)).arms}
    lines = [WHAT_TO_LOOK_FOR, *(line for pool in pools.values() for line in numbers.doubts(pool)[-1:])]
    tables = (_table(products), numbers.table(pools, "All of them pooled"))
    return Answer(
        reading.question,
        reading.kind,
        sentence,
        tuple(lines),
        tables,
        records.cited(t for one in products[:MOST] for t in one.trials),
    )


def _products(found: dict[str, Trial], asked: tuple[Thing, ...]) -> list[_Product]:
    made: dict[str, _Product] = {}
    for trial in found.values():
        strains = sorted(one.short for one in trial.strains)
        if not strains:
            continue
        one = made.setdefault(" + ".join(strains), _Product(" + ".join(strains)))
        told = [out for thing in asked for out in records.results(trial, thing) if not out.subgroup]
        one.trials.append(trial)
        one.good += (
            [trial] if not trial.same_people and any(out.result in ("improved", "lower") for out in told) else []
        )
        one.null += [trial] if any(out.result in ("no-difference", "worse", "higher") for out in told) else []
    return sorted(
        made.values(),
        key=lambda one: (not one.named, -one.sound, bool(one.null), -len(one.good), one.name.count("+"), one.name),
    )


def _short(name: str) -> str:
    """A mixture of many strains by its first ones."""
    strains = name.split(" + ")
    return name if len(strains) <= 4 else f"{' + '.join(strains[:3])} and {len(strains) - 3} more together"


def _dose(product: _Product) -> str:
    doses = sorted({trial.product.dose for trial in product.trials if trial.product.dose})
    if not doses:
        return "dose not known"
    low, high = numbers.cfu(doses[0]), numbers.cfu(doses[-1])
    return f"{low} CFU a day" if low == high else f"{low} to {high} CFU a day"


def _table(products: list[_Product]) -> Table:
    rows = []
    for one in products[:MOST]:
        weeks = sorted({trial.weeks for trial in one.trials if trial.weeks is not None})
        notes = sorted({flag for trial in one.trials for flag in trial.flags})
        rows.append(
            (
                one.name,
                _dose(one),
                ", ".join(trial.key for trial in one.good),
                ", ".join(trial.key for trial in one.null),
                ", ".join(f"{week:g}" for week in weeks),
                ", ".join(notes[:4]),
            )
        )
    more = f" ({MOST} of {len(products)})" if len(products) > MOST else ""
    headings = ("strains", "dose of all", "better in", "no difference (also on another measure) in", "weeks", "notes")
    return Table("Tested for this, those with sound trials first" + more, headings, tuple(rows))


def _means(reading: Reading, asked: tuple[Thing, ...]) -> Answer:
    """Everything that was tried, side by side."""
    pools, every = {}, []
    for thing in things().values():
        if thing.sort == "exposure" and thing.under != "probiotic":
            found = records.measuring(asked, records.trials_of([thing], reading.whom))
            for outcome in asked:
                pool = records.pooled(outcome, found)
                if pool.arms:
                    pools[f"{thing.title}: {outcome.title}"] = pool
                    every += [found[key] for key in pool.trials if key in found]
    clear = sorted(
        (name for name, pool in pools.items() if pool.clear and pool.good > 0), key=lambda name: -pools[name].good
    )
    if not pools:
        return Answer(
            reading.question,
            reading.kind,
            f"Not known: no trial that can be pooled on {titles(asked)} is kept here.",
            found=False,
        )
    shown = (
        f"a clear difference shows for {', '.join(f'{name} (certainty {pools[name].certainty})' for name in clear[:5])}"
        if clear
        else "none shows a clear difference"
    )
    reviews = records.in_print(things().values(), asked)
    printed = dict.fromkeys(
        row.intervention
        for row in reviews
        if row.effect and row.effect.low is not None and row.effect.high is not None and row.effect.high < 0
        if row.intervention not in (*NO_MEANS, "probiotic", "mixed", "antidepressant", "anti-inflammatory")
    )
    if printed:
        shown += f"; pooled in print a difference is told for {', '.join(printed)} (see the table)"
    sentence = (
        f"Nothing is best for everybody: of what trials kept here tried on {titles(asked)}, {shown}; they "
        "were held against placebo or "
        "nothing, not against one another, and treatments that people know they get (food, exercise, "
        "training of attention) look larger than they are."
    )
    ranked = dict(sorted(pools.items(), key=lambda pair: (not pair[1].clear, -pair[1].good)))
    tables = (
        numbers.table(ranked, "What was tried"),
        records.print_table([row for row in reviews if row.intervention not in NO_MEANS]),
    )
    return Answer(
        reading.question,
        reading.kind,
        sentence,
        (WHAT_TO_LOOK_FOR,),
        tables,
        records.cited(every[:20], (), reviews),
    )
