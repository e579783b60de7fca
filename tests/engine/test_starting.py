"""People who start from a stool: on day 0 they show what was counted in it, and keep it."""

from dataclasses import replace

import numpy as np
import pytest

import gutbrain as gb
from gutbrain.engine.arms import Arm, carry_arms
from gutbrain.engine.parts import Part
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError
from gutbrain.people.microbiota import SHARES

NAMES = ("Faecalibacterium", "Bacteroides", "Bifidobacterium", "Akkermansia", "Escherichia", "Bilophila", "Blautia")
READS = {
    "usual": (3000, 4000, 500, 20, 300, 60, 2120),
    # far from what people have
    "ill": (300, 1000, 10, 900, 3500, 1500, 2790),
    "lean": (5000, 300, 1, 0, 1, 200, 4498),
}


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    rows = ["\t".join(["genus", *READS])]
    rows += ["\t".join([name, *(str(one[at]) for one in READS.values())]) for at, name in enumerate(NAMES)]
    path = tmp_path_factory.mktemp("stool") / "table.tsv"
    path.write_text("\n".join(rows) + "\n")
    return str(path)


def person(table, preset="healthy-adult", **said):
    return {"preset": preset, "traits": {"microbiota": {"file": table, **said}}}


def miss(result, wanted, day=0, hour=0):
    """How far shares of a tenth of a per cent and more are off, at most."""
    seen = np.stack([result.at(name, day, hour) for name in SHARES])
    return float(np.where(wanted >= 1e-3, np.abs(seen / wanted - 1), 0).max())


@pytest.mark.parametrize("sample", READS)
def test_each_draw_shows_on_day_0_what_it_drew_of_the_stool(table, sample):
    result = gb.simulate({"days": 1, "person": person(table, sample=sample)}, draws=4)
    stool = result.protocol.person.microbiota
    assert miss(result, stool.of_draws(np.arange(4), 0)[:, :, None]) < 0.02
    alone = gb.simulate({"days": 1, "person": person(table, sample=sample)}, draws=1)
    counted = np.array([READS[sample][at] for at in (2, 1, 0)]) / sum(READS[sample])
    names = ("bifidobacterium_share", "bacteroides_share", "butyrate_producers_share")
    assert [alone.at(name, 0, 0)[0, 0] for name in names] == pytest.approx(counted, rel=0.02, abs=2e-5)


@pytest.mark.parametrize("preset", ["stressed-adult", "older-adult", "ibs"])
def test_people_of_a_cohort_have_their_own_sample_or_draw(table, preset):
    result = gb.simulate({"days": 1, "person": person(table, preset)}, people=9, draws=2)
    wanted = result.protocol.person.microbiota.of_people(np.arange(9), 0)
    assert miss(result, wanted[:, None]) < 0.02
    of_one = gb.simulate({"days": 1, "person": person(table, preset, sample="usual")}, people=6, draws=1)
    shares = of_one.at("bacteroides_share", 0)[0]
    assert shares.mean() == pytest.approx(0.4, abs=0.01)
    assert 0.001 < shares.std() < 0.02


def test_a_community_is_kept_for_twelve_weeks_and_comes_back_after_a_prebiotic(table):
    fed = [{"exposure": "inulin", "amount": 15, "start": 7, "days": 14}]
    made = [
        gb.simulate({"days": 84, "person": person(table), "events": events}, people=3, draws=1) for events in ([], fed)
    ]
    alone, after = (np.stack([one.at(name, 83) for name in SHARES]) for one in made)
    first = np.stack([made[0].at(name, 0) for name in SHARES])
    seen = first >= 1e-3
    assert np.abs(alone / first - 1)[seen].max() < 0.02
    assert np.abs(after / first - 1)[seen].max() < 0.05
    during = made[1].at("bifidobacterium_share", 20) / first[SHARES.index("bifidobacterium_share")]
    assert (during > 1.2).all()


def test_what_was_taken_before_day_0_is_in_the_stool(table):
    taken = [{"exposure": "ppi", "amount": 20, "start": -60}]
    stopped = [{**taken[0], "days": 60}]
    shares = {}
    for name, events in (("taken", taken), ("stopped", stopped)):
        result = gb.simulate({"days": 57, "person": person(table, sample="usual"), "events": events}, draws=1)
        assert miss(result, result.protocol.person.microbiota.middle()[:, None, None]) < 0.02
        shares[name] = float(result.at("enterobacteriaceae_share", 56)[0, 0])
    # acid blockers let them in: who stops has fewer than the stool showed
    assert shares["taken"] == pytest.approx(0.03, rel=0.05)
    assert shares["stopped"] < 0.9 * shares["taken"]


def test_numbers_of_a_person_do_not_depend_on_who_else_is_run(table):
    arm = Arm.of(read_protocol({"days": 1, "person": person(table)}))
    setup = Setup(people=6, draws=2, seed=5, coarse=True)
    whole = carry_arms([arm], setup).trajectories.values[..., 6 + 4]
    part = carry_arms([arm], replace(setup, part=Part(1, 1, 4, 2))).trajectories.values[..., 0]
    assert np.array_equal(whole, part)


def test_arms_of_one_person_begin_alike(table):
    fibre = {"exposure": "fibre", "amount": 45, "start": 0}
    arms = [
        Arm.of(read_protocol({"days": 14, "person": who, "events": events}))
        for who, events in ((person(table), []), (person(table), [fibre]), ("healthy-adult", []))
    ]
    run = carry_arms(arms, Setup(people=3, draws=1, coarse=True))
    at = [run.observables.index(name) for name in SHARES]
    first = run.trajectories.values[0][at]
    assert np.array_equal(first[:, 0], first[:, 1])
    assert not np.allclose(first[:, 0], first[:, 2], rtol=0.1)


def test_what_the_channel_of_microbes_does_not_give_is_not_looked_for(table):
    result = gb.simulate({"days": 1, "person": person(table, sample="usual")}, draws=1, without="microbiota")
    assert "bacteroides_share" not in result.data


def test_a_result_says_what_of_it_can_be_trusted(table):
    result = gb.simulate({"days": 1, "person": person(table, sample="usual", load=1.2e11)}, draws=2)
    load = float(np.median(result.at("total_bacteria", 0, 0)))
    told = "\n".join(result.warnings)
    apart = f"simulated load on day 0 {load:.2f} log10 cells/g, {np.log10(1.2e11) - load:.2f} below what was measured"
    assert apart in told
    assert "off from the table" not in told
    made_from = result.provenance["microbiota"]
    assert made_from["samples"] == ["usual"]
    assert made_from["load_cells_per_g"] == 1.2e11
    assert len(made_from["sha256"]) == 64
    assert "counting only" in made_from["intervals"]
    # a donor's flora holds the groups, whatever the person's own set point
    given = [{"exposure": "fmt", "amount": 50, "start": -5}]
    other = gb.simulate({"days": 1, "person": person(table, sample="ill"), "events": given}, draws=1)
    assert "off from the table" in "\n".join(other.warnings)


def test_a_typical_person_of_several_samples_is_refused_in_one_sentence(table):
    with pytest.raises(InputError, match="has 3 samples, and a person has one") as caught:
        gb.simulate({"days": 1, "person": person(table)})
    assert len(caught.value.problems) == 1


def test_what_if_and_explain_are_of_the_persons_own_community(table):
    now = {"days": 29, "person": person(table, sample="ill")}
    answer = gb.what_if(now, {"fibre": "+15"})
    assert "with the microbiota of ill (table.tsv)" in answer.who
    assert any("only the shares of the eight groups" in text for text in answer.warnings)
    changed = {**now, "events": [{"exposure": "fibre", "amount": 33, "start": 0}]}
    own, usual = (
        gb.explain({**changed, "person": who}, "faecal_butyrate", 28, draws=1, orders=1)
        for who in (now["person"], "healthy-adult")
    )
    # few butyrate producers make less of the same fibre
    assert 0 < own.total[0] < 0.7 * usual.total[0]
    assert own.warnings
    assert not usual.warnings


def test_a_result_that_is_opened_again_says_that_its_table_is_not_kept(table, tmp_path):
    folder = gb.simulate({"days": 1, "person": person(table, sample="usual")}, draws=1).save(tmp_path / "kept")
    assert any("table.tsv, which is not kept" in one for one in gb.open(folder).warnings)
