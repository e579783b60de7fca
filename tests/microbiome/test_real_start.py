"""Starts, intervals, acids and percentiles on real tables of others, where they are at hand."""

import csv
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from tables import real

import gutbrain as gb
from gutbrain.engine.arms import Arm, carry_arms
from gutbrain.engine.setup import Setup
from gutbrain.exposures import Protocol
from gutbrain.microbiome.community import read_community
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.reading import read_table
from gutbrain.microbiome.shares import percentile, placed, reference, shares
from gutbrain.model.units import canonical
from gutbrain.people import Person
from gutbrain.people.microbiota import SHARES

TITO, ZHU, SZE = "tito2024-absolute-abundance", "zhu2020-gut-brain-modules", "sze2019-faecal-scfa"


def rows(*place):
    with real(*place).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def controls():
    return [row["sample_id"] for row in rows(TITO, "metadata.tsv") if row["diagnosis"] == "CTL"]


def test_people_without_a_lesion_have_on_day_0_the_shares_of_their_stool():
    """All 205, each with habits and parameters of their own: within 5 % where there is a tenth of a per cent."""
    table = {"file": str(real(TITO, "genus_1e6_cells_per_g.tsv")), "sample": controls(), "unit": "cells"}
    who = {"preset": "healthy-adult", "traits": {"microbiota": table}}
    result = gb.simulate({"days": 1, "person": who}, people=205, draws=1, observe=SHARES)
    wanted = result.protocol.person.microbiota.of_people(np.arange(205), 0)
    seen = np.stack([result.at(name, 0, 0)[0] for name in SHARES])
    off = np.where(wanted >= 1e-3, np.abs(seen / wanted - 1), 0).max(axis=0)
    assert len(result.protocol.person.microbiota.stools) == 205
    assert (off < 0.05).mean() >= 0.95


def test_shares_and_the_measured_load_give_the_cells_of_the_table():
    file, told = real(TITO, "genus_1e6_cells_per_g.tsv"), real(TITO, "metadata.tsv")
    names = controls()
    found = gb.profile(file, metadata=told, load="total_cells_per_g", unit="cells", samples=names)
    made = placed(read_table(file).picked(names))
    apart = [
        one.guilds[guild].log10_cells - np.log10(1e6 * made.sums[guild][at])
        for at, one in enumerate(found.samples)
        for guild in GUILDS
        if one.guilds[guild].share >= 1e-3
    ]
    # what has no place is left out of the shares: in some stools it is a fifth
    assert np.median(np.abs(apart)) < 0.01
    assert np.quantile(np.abs(apart), 0.9) < 0.04


@pytest.mark.parametrize(
    ("table", "taxonomy"), [((ZHU, "genus_counts.tsv"), None), (("more", "mothur.shared"), "mothur.cons.taxonomy")]
)
def test_intervals_of_half_of_the_reads_hold_the_share_of_all(table, taxonomy):
    """Each read drawn anew from the sample; drawn without putting back they would know half of the answer."""
    all_reads = read_table(real(*table), real("more", taxonomy) if taxonomy else None)
    rng = np.random.default_rng(0)
    fewer = [rng.multinomial(int(reads.sum()) // 2, reads / reads.sum()) for reads in all_reads.values.T]
    full, half = placed(all_reads), placed(replace(all_reads, values=np.array(fewer, float).T))
    held = [
        one[guild].low <= full.sums[guild][at] / full.placed[at] <= one[guild].high
        for at in range(len(all_reads.samples))
        for one in [shares(half, at)]
        for guild in GUILDS
        if full.sums[guild][at]
    ]
    assert 0.85 <= np.mean(held) <= 0.95


@pytest.fixture(scope="module")
def acids():
    """Acids of 480 adults, measured and as the typical person with their community has them: by name, (2, person)."""
    people = read_community(real(SZE, "genus_counts.tsv"))
    measured = {row["sample_id"]: row for row in rows(SZE, "scfa.tsv")}
    typical, names = Person.of("healthy-adult"), ("acetate", "propionate", "butyrate")
    found = {name: [] for name in names}
    for first in range(0, len(people.stools), 60):
        own = [replace(people, stools=(one,), left_out=()) for one in people.stools[first : first + 60]]
        arms = [Arm(replace(typical, microbiota=one), Protocol("day 0", 1.0)) for one in own]
        run = carry_arms(arms, Setup(people=1, draws=1, coarse=True))
        at = int(np.argmin(np.abs(run.trajectories.time - 8)))
        for name in names:
            column = f"faecal_{name}"
            factor = canonical(run.model.observables[column].unit)[0]
            found[name] += list(run.trajectories.values[at, run.observables.index(column), :, 0] / factor)
    told = {
        name: np.array([[float(measured[one.sample][f"{name}_mmol_kg"] or "nan") for one in people.stools], values])
        for name, values in found.items()
    }
    share = np.array([replace(people, stools=(one,), left_out=()).middle() for one in people.stools])
    return told, share


def slope(share, acid):
    good = (share > 1e-4) & (acid > 0)
    return stats.linregress(np.log(share[good]), np.log(acid[good])).slope


def test_butyrate_goes_with_its_producers_in_the_model_as_in_people(acids):
    told, share = acids
    producers = share[:, GUILDS.index("butyrate_producers")]
    measured, predicted = told["butyrate"]
    assert 0.2 < slope(producers, measured) < 0.5
    assert 0.2 < slope(producers, predicted) < 0.5
    good = np.isfinite(measured)
    rho = stats.spearmanr(predicted[good], measured[good]).statistic
    # 0.248 when this was written: no more than the share alone tells (0.28), and 0.25 was hoped for
    assert 0.2 < rho < 0.5


def test_around_what_its_producers_tell_butyrate_lies_as_far_as_is_documented(acids):
    """90 % of one stool: a factor of three either way, of which the community explains next to nothing."""
    measured, predicted = acids[0]["butyrate"]
    good = measured > 0
    off = np.abs(np.log(measured[good] / predicted[good]))
    assert 0.85 <= (off < 1.645 * 0.68).mean() <= 0.95


def test_propionate_hardly_follows_bacteroides_and_acetate_is_no_claim(acids):
    told, share = acids
    bacteroides = share[:, GUILDS.index("bacteroides")]
    assert abs(slope(bacteroides, told["propionate"][0])) < 0.1
    assert abs(slope(bacteroides, told["propionate"][1])) < 0.1
    for name in ("acetate", "propionate"):
        measured, predicted = told[name][:, np.isfinite(told[name][0])]
        # what the model makes of a community says nothing of these acids in its stool
        assert stats.spearmanr(predicted, measured).statistic < 0.1


def test_people_of_the_reference_lie_evenly_among_themselves():
    made = placed(read_table(real(TITO, "genus_1e6_cells_per_g.tsv")).picked(controls()))
    for guild in GUILDS:
        share = made.sums[guild] / made.placed
        # counted by the same map as the sample
        assert reference()[guild] == pytest.approx(np.quantile(share, np.linspace(0, 1, 21)), abs=1e-4)
        places = np.array([percentile(guild, one) for one in share])
        none = share <= reference()[guild][0]
        # who has none has the same place, in the middle of all who have none
        assert places[none] == pytest.approx(50 * none.mean(), abs=3.5)
        spread = np.where(none, np.random.default_rng(0).uniform(0, 100 * none.mean(), len(share)), places)
        assert stats.kstest(spread / 100, "uniform").pvalue > 0.05


def test_an_interval_of_a_percentile_is_as_wide_as_laboratories_differ():
    made = placed(read_table(real(TITO, "genus_1e6_cells_per_g.tsv")).picked(controls()[:40]))
    widths = []
    for at in range(40):
        for guild, one in shares(made, at).items():
            assert one.percentile_low <= percentile(guild, one.methods_low)
            assert one.percentile_low <= one.percentile <= one.percentile_high
            assert one.percentile_high >= percentile(guild, one.methods_high)
            widths.append(one.percentile_high - one.percentile_low)
    # a percentile among people of another laboratory says little
    assert np.median(widths) > 30
