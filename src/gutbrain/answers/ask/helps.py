"""Does X help Y."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

from gutbrain.answers.ask import numbers, records
from gutbrain.answers.ask.answer import Answer, Table
from gutbrain.answers.ask.reading import Reading
from gutbrain.answers.ask.things import Thing, looked_for_whole, split, things, titles
from gutbrain.evidence.meta_analyses import MetaAnalysis
from gutbrain.evidence.pooling.glance import Glance
from gutbrain.evidence.records import Claim
from gutbrain.evidence.trials import Trial
from gutbrain.exposures.strains import Strain

NO_CURE = "it is no cure, and part of a plan, not the plan"

WEAK = frozenset(("outlier", "implausible", "double-counting", "pre-post", "contains-flagged-trial"))
"""Flags of pools in print that others go before."""

WHOLE = ("gut", "mind", "brain", "axis")
"""Parts of the axis that stand for all of it, and are no outcome."""

USUAL = ("depression", "anxiety")
"""Outcomes that are meant where none is named."""


def outcomes_of(reading: Reading) -> tuple[Thing, ...]:
    """The outcomes that are meant: those that were named, else low mood and anxiety."""
    parts = tuple(one for one in reading.of("part") if one.said and one.key not in WHOLE)
    named = (*(one for one in reading.outcomes if one.pools or one.measures or one.observables or one.said), *parts)
    meant = dict.fromkeys(key for one in reading.whom for key in one.meant)
    return named or reading.outcomes or tuple(things()[key] for key in meant or USUAL)


def helps(reading: Reading) -> Answer:
    """What trials found where they gave it."""
    asked = outcomes_of(reading)
    given = reading.given or reading.of("medicine")
    if not given:
        return _of_a_condition(reading, asked)
    concept = any(split(word) in looked_for_whole() for word in reading.spoken.other)
    open_to = reading.outcomes or reading.whom or reading.of("part")
    if reading.spoken.other and not open_to and (concept or not reading.marked):
        # nothing was asked of it but what was not understood
        words = " and ".join(f"'{word}'" for word in reading.spoken.other)
        told = [f"Not known: nothing is kept here that joins {titles(given)} and {words}"]
        told += [thing.meaning.rstrip(".") for thing in given if thing.meaning]
        return Answer(reading.question, reading.kind, f"{'; '.join(told)}.", found=False)
    kept = [thing for thing in given if records.kept(thing.key) or thing.under]
    parts = [_Part(thing, asked, reading.whom, whole=not reading.outcomes) for thing in kept]
    if not parts:
        return Answer(
            reading.question,
            reading.kind,
            f"Not known here: no record speaks of {titles(given)} and {titles(asked)}; that is not the "
            "same as no effect.",
            found=False,
        )
    sentence = "; ".join(part.sentence() for part in parts)
    if any(part.trials or part.reviews for part in parts) and any(thing.sort == "exposure" for thing in given):
        sentence += f"; {NO_CURE}"
    lines = [line for part in parts for line in part.lines()]
    tables = [table for part in parts for table in part.tables()]
    sources = dict.fromkeys(key for part in parts for key in part.sources())
    found = any(part.says_something for part in parts)
    return Answer(
        reading.question, reading.kind, f"{sentence}.", tuple(lines), tuple(tables), tuple(sources), found=found
    )


class _Part:
    """What is known of one thing that may help."""

    def __init__(self, thing: Thing, asked: Sequence[Thing], whom: Sequence[Thing], *, whole: bool) -> None:
        self.asked, self.thing, self.whom, self.wider, self.alone = asked, thing, whom, "", ""
        self.others_people = False
        self.trials = records.measuring(asked, records.trials_of([thing], whom))
        if not self.trials and whom and records.measuring(asked, records.trials_of([thing])):
            self.alone = (
                f"nothing is kept here about trials of {thing.title} in {titles(whom)} that looked at {titles(asked)}"
            )
            self.trials = records.measuring(asked, records.trials_of([thing]))
        if not self.trials and thing.under and not records.claims_on(thing):
            wider = things()[thing.under]
            people = f" in {titles(whom)}" if whom else ""
            self.wider = f"nothing is kept here about {thing.title}{people} and {titles(asked)}"
            self.thing, self.trials = wider, records.measuring(asked, records.trials_of([wider], whom))
            if not self.trials and whom:
                self.others_people = True
                self.trials = records.measuring(asked, records.trials_of([wider]))
        self.pools: dict[str, Glance] = {}
        for one in asked:
            found = records.pooled(one, self.trials)
            if found.arms:
                self.pools[one.title] = found
        of_them = [] if self.alone or self.others_people else whom
        reviews = records.in_print([self.thing], asked)
        self.reviews = [row for row in reviews if all(one.is_named_in(row.population) for one in of_them)]
        self.claims = self._claims()
        everything = [one for one in things().values() if one.sort in ("exposure", "medicine")]
        self.others = records.trials_of(everything, whom) if self.alone else {}
        ill = [one for one in whom if one.sort == "condition"] or whom
        # where no outcome was named, what is known of such people goes before mood
        self.of_whom = records.claims_on(self.thing, *ill) if ill and (whole or self.alone) else []
        self.about_whom = [claim for one in whom for claim in records.claims_on(one)][:3] if self.alone else []

    def _claims(self) -> list[Claim]:
        found = [claim for one in self.asked for claim in records.claims_on(self.thing, one)]
        if not found and not self.trials:
            found = records.claims_on(self.thing)
            self.wide_claims = bool(found)
        else:
            self.wide_claims = False
        return list({claim.key: claim for claim in found}.values())

    @property
    def every_claim(self) -> list[Claim]:
        """Claims that are told, each once."""
        return list({claim.key: claim for claim in (*self.of_whom, *self.about_whom, *self.claims)}.values())

    @property
    def says_something(self) -> bool:
        return bool(self.trials or self.claims or self.reviews)

    def sentence(self) -> str:
        """What is known, beginning with what is not."""
        told = self._told()
        before = self.alone or self.wider
        if self.of_whom:
            first = self.of_whom[0]
            stands = f"{first.statement.rstrip('.')} (this stands on: {first.grade.replace('-', ' ')})"
            return f"{stands}; {before or f'{told[:1].lower()}{told[1:]}'}"
        if not before:
            return told
        if not self.says_something:
            return f"Not known: {before}"
        if self.pools and not self.larger:
            short = [
                f"{what} {numbers.verdict(found).lower()}, {numbers.size(found)} (certainty {found.certainty})"
                for what, found in self.pools.items()
            ]
            told = "; ".join(short)
        rest = "in other people" if self.alone else f"of {self.thing.title} this is kept"
        rest += ", in other people" if self.others_people else ""
        return f"Not known: {before}; {rest}: {told[:1].lower()}{told[1:]}"

    def _told(self) -> str:
        name = self.thing.title + (
            f" in {titles(self.whom)}" if self.whom and not (self.alone or self.others_people) else ""
        )
        if self.larger:
            return self._printed(name)
        if self.pools:
            verdicts = {what: numbers.verdict(found) for what, found in self.pools.items()}
            one = len(set(verdicts.values())) == 1
            said = [
                numbers.clause(found, what)
                if one
                else f"{verdicts[what].lower()} for {what}: {numbers.clause(found, what)}"
                for what, found in self.pools.items()
            ]
            start = f"{next(iter(verdicts.values()))}, for {name}: " if one else f"It depends, for {name}: "
            first = next(iter(self.pools.values()))
            missing = [thing.title for thing in self.asked if thing.title not in self.pools]
            rest = f"; of {' and '.join(missing)} {self._not_pooled()}" if missing else ""
            if missing and missing[0] == self.asked[0].title:
                # what was asked for first is told first
                start, rest = f"{rest[2:3].upper()}{rest[3:]}; {start[:1].lower()}{start[1:]}", ""
            return (
                f"{start}{'; '.join(said)}; {numbers.after(first) or 'the weeks are not known'}, in "
                f"{numbers.whom(first)}{rest}"
            )
        if self.trials:
            return f"Not settled, for {name} and {titles(self.asked)}: {self._not_pooled()}"
        if self.reviews and self.reviews[0].effect:
            return (
                f"For {name} only pools in print are kept here, such as "
                f"{records.print_table(self.reviews).rows[0][3]} in "
                f"{self.reviews[0].population or 'people'} ({self.reviews[0].reference})"
            )
        if self.claims and not self.wide_claims:
            return f"{self.claims[0].statement.rstrip('.')} (this stands on: {self.claims[0].grade.replace('-', ' ')})"
        if self.claims and not self.whom:
            return (
                f"Not known: nothing is kept here about {name} and {titles(self.asked)} together; of "
                f"{name} this is kept: {self.claims[0].statement.rstrip('.')}"
            )
        return f"Not known: nothing is kept here about {name} and {titles(self.asked)}"

    @property
    def larger(self) -> list[MetaAnalysis]:
        """Pools in print of more trials than are kept here, the largest first, one for each outcome."""
        told = (
            one
            for one in self.reviews
            if one.effect and one.effect.kind == "smd" and one.k and one.effect.low is not None
        )
        found = sorted(told, key=lambda one: (bool(WEAK & set(one.flags)), -(one.k or 0)))
        best = {one.measures: one for one in reversed(found)}
        most = max((pool.arms for pool in self.pools.values()), default=0)
        return [] if "bacteria" in self.thing.given else [one for one in best.values() if (one.k or 0) > most]

    def _printed(self, name: str) -> str:
        said = []
        for one in self.larger:
            assert one.effect is not None
            low, high = one.effect.low, one.effect.high
            clear = low is not None and high is not None and low * high > 0
            way = "eased" if one.effect.value < 0 else "made worse"
            start = f"{one.measures} {way}" if clear else f"no sure difference in {one.measures}"
            better = round(100 * NormalDist().cdf(-one.effect.value))
            shown = "" if low is None or high is None else f" ({low:g} to {high:g})"
            doubtful = sorted(WEAK & set(one.flags))
            size = f", of 100 people about {better} do better than the middle one without it"
            size = f", which is flagged ({', '.join(doubtful)}) and not to be taken at its size" if doubtful else size
            flags = f"; {', '.join(one.flags)}" if set(one.flags) - WEAK else ""
            said.append(
                f"{one.k} trials pooled in print found {start}, {one.effect.value:g} standard deviations{shown}{size} "
                f"({one.reference}, {one.population or 'all kinds of people'}{flags})"
            )
        verdict = "Maybe" if any("eased" in text for text in said) else "Not shown"
        own = "; ".join(numbers.clause(pool, what) for what, pool in self.pools.items())
        return f"{verdict}, for {name}: {'; '.join(said)}, certainty not rated here" + (
            f"; of the trials kept here: {own}" if own else ""
        )

    def _not_pooled(self) -> str:
        told = [
            one.result
            for trial in self.trials.values()
            for thing in self.asked
            for one in records.results(trial, thing)
            if thing.title not in self.pools
        ]
        good = sum(result in ("improved", "lower") for result in told)
        null, bad = told.count("no-difference"), sum(result in ("worse", "higher") for result in told)
        if not told:
            return "no comparison between arms is kept here"
        return (
            f"{len(told)} comparison{'s' if len(told) > 1 else ''} cannot be pooled: {good} better or "
            f"lower, {null} no difference, {bad} worse or higher"
        )

    def lines(self) -> list[str]:
        said = [self.thing.meaning] if self.thing.meaning else []
        said += [line for found in self.pools.values() for line in numbers.doubts(found)]
        said += [f"{claim.statement} ({claim.grade.replace('-', ' ')})" for claim in self.about_whom]
        return said

    def tables(self) -> list[Table]:
        return [
            numbers.table(self.pools, f"Pooled here: {self.thing.title}"),
            records.print_table(self.reviews),
            records.trial_table(self.trials, self.asked),
            records.claim_table(self.every_claim),
            records.trial_table(self.others, (), f"Other trials in {titles(self.whom)}"),
        ]

    def sources(self) -> tuple[str, ...]:
        shown = {row[0] for row in records.trial_table(self.trials, self.asked).rows}
        return records.cited((t for k, t in self.trials.items() if k in shown), self.every_claim, self.reviews)


def _of_a_condition(reading: Reading, asked: Sequence[Thing]) -> Answer:
    """A condition and a complaint, nothing given: what is known of the condition."""
    whom = reading.whom
    if not whom:
        words = " and ".join(f"'{word}'" for word in reading.spoken.other)
        sentence = (
            f"Not known: nothing is kept here about {words or 'that'} and {titles(asked)}; that is "
            "not the same as no effect."
        )
        return Answer(reading.question, reading.kind, sentence, found=False)
    said = [claim for one in whom for claim in records.claims_on(one)]
    found: dict[str, Trial] = {}
    for thing in things().values():
        if thing.sort == "exposure":
            found |= records.trials_of([thing], whom)
    if not said and not found:
        sentence = f"Nothing is kept here about {titles(whom)} and {titles(asked)}: that is not the same as no link."
        return Answer(reading.question, reading.kind, sentence, found=False)
    first = (
        f"{said[0].statement.rstrip('.')} (this stands on: {said[0].grade.replace('-', ' ')})"
        if said
        else (
            f"{len(found)} trial{'s' if len(found) > 1 else ''} with people who have {titles(whom)} "
            f"{'are' if len(found) > 1 else 'is'} kept here; whether it causes {titles(asked)} they "
            "do not say"
        )
    )
    tables = (records.claim_table(said), records.trial_table(found, asked))
    return Answer(
        reading.question,
        reading.kind,
        f"{first}.",
        (),
        tables,
        records.cited(found.values(), said),
    )


def given_or_probiotic(reading: Reading, *, medicines: bool = True) -> tuple[Thing | Strain, ...]:
    """What was named to be taken: strains, else foods and supplements, else medicines, else probiotics."""
    strains = tuple(strain for _, strain in reading.strains)
    return strains or reading.given or (reading.of("medicine") if medicines else ()) or (things()["probiotic"],)


def name_of(one: Thing | Strain) -> str:
    """For a sentence."""
    return one.title if isinstance(one, Thing) else one.short
