import dataclasses

import numpy as np
import pytest

from gutbrain.datafiles import read
from gutbrain.evidence.meta_analyses import meta_analyses
from gutbrain.evidence.pooling.potency_data import BIASES, OUTCOMES, table
from gutbrain.evidence.trials import trials
from gutbrain.exposures import resolve, strains


@pytest.fixture(scope="module")
def shipped():
    return read("gutbrain.exposures", "potency.yaml")


def test_it_came_to_rest(shipped):
    how = shipped["fit"]["convergence"]
    assert how["rhat"] < 1.02
    assert how["ess"] > 400
    assert how["divergences"] == 0


def test_every_named_strain_of_a_trial_that_counts_is_there(shipped):
    given = {name for name in table().strains if name}
    assert {row["name"] for row in shipped["strains"]} == given
    assert given <= {strain.name for strain in strains()}
    assert all(row["trials"] and set(row["trials"]) <= trials().keys() for row in shipped["strains"])


def test_no_strain_is_known_well_and_none_is_a_wonder(shipped):
    unknown = shipped["population"]
    assert unknown["mean"] == pytest.approx(1, abs=0.03)
    assert unknown["low"] < 0.2
    for row in shipped["strains"]:
        assert 0.3 < row["sd"] <= 1.15 * unknown["sd"]
        assert 0.3 < row["mean"] < 1.7
    for row in shipped["species"]:
        assert abs(row["mean"] - 1) < 0.3


def test_a_strain_that_failed_and_one_that_did_not(shipped):
    mean = {row["name"]: row["mean"] for row in shipped["strains"]}
    assert mean["Lacticaseibacillus rhamnosus HN001"] < 1 < mean["Bifidobacterium breve CCFM1025"]
    assert mean["Lacticaseibacillus paracasei Shirota"] < 1


def test_effects_are_as_large_as_the_corrected_pooled_ones(shipped):
    healthy, depressed = shipped["plateau"]["healthy-adult"], shipped["plateau"]["major-depression"]
    assert -0.2 < healthy["mean"] < -0.05
    assert 2 * healthy["mean"] > depressed["mean"] > -0.4
    assert 0.35 < shipped["quantities"]["anxiety"]["mean"] < 0.9
    for plateau, pooled in (
        (healthy, "rsd-2021-healthy"),
        (depressed, "hofmeister-2021-with-depression-trim-and-fill"),
        (depressed, "liu-haiyan-2025-not-industry-funded"),
    ):
        published = meta_analyses()[pooled].effect
        assert published.low < plateau["mean"] < published.high
    # what is published without correction is out of reach
    assert depressed["low"] > meta_analyses()["asad-2025-probiotics-depression"].effect.value


def test_what_looks_better_for_another_reason_counts_less(shipped):
    assert all(shipped["biases"][name]["mean"] < 0.02 for name in BIASES)
    assert shipped["quantities"]["small_study"]["mean"] < 0


def test_strains_read_it(shipped):
    known = next(row for row in shipped["strains"] if row["name"] == "Bifidobacterium longum 1714")
    strain = resolve("B. longum 1714").strain
    assert (strain.potency_mean, strain.potency_sd, strain.grade) == (known["mean"], known["sd"], "human-trial")
    species = next(row for row in shipped["species"] if row["name"] == "Bifidobacterium longum")
    tried = resolve("B. longum (as tried)").strain
    assert (tried.potency_mean, tried.potency_sd, tried.grade) == (species["mean"], species["sd"], "assumption")
    genus = resolve("Lactobacillus (as tried)").strain
    assert (genus.potency_mean, genus.potency_sd) == (shipped["population"]["mean"], shipped["population"]["sd"])
    # the mean of what was chosen for trials is no guess for what nobody tried
    for name in ("B. longum", "B. longum 1741", "Lactobacillus sp. ABC1"):
        unknown = resolve(name).strain
        assert (unknown.potency_mean, unknown.grade) == (0.0, "assumption")
        assert unknown.potency_sd > tried.potency_sd


def test_a_strain_that_was_only_tried_in_mixtures_was_not_tried(shipped):
    mixed = next(row for row in shipped["strains"] if row["name"] == "Bacillus subtilis PXN 21")
    assert mixed["alone"] == 0
    assert resolve("Bacillus subtilis PXN 21").strain.grade == "assumption"


def test_rows_of_the_table():
    rows = table()
    keys = {effect.trial.key for effect in rows.effects}
    assert not {"walden-2023", "akbari-2016", "kreuzer-2022"} & {
        e.trial.key for e in rows.effects if e.outcome.measures == "depression"
    }
    assert "kazemi-2019-gos" not in keys
    assert np.all(rows.se > 0)
    assert set(rows.outcome) <= set(range(len(OUTCOMES)))
    named = rows.shares.sum(axis=1)
    assert np.allclose(named[rows.nameless == 0], 1)
    assert np.all(named[rows.nameless == 1] == 0)
    assert rows.biases[[e.trial.key == "miyaoka-2018" for e in rows.effects]][0].tolist() == [1, 0, 0, 0, 1]
    assert len(table(nulls=False).g) == sum(e.kind != "imputed-null" for e in rows.effects)


def test_a_strain_weighs_by_its_dose():
    rows = table()
    product = rows.product[[e.trial.key == "lee-2021" for e in rows.effects]][0]
    share = {rows.strains[i]: rows.shares[product, i] for i in np.flatnonzero(rows.shares[product])}
    assert share == {
        "Limosilactobacillus reuteri NK33": pytest.approx(0.8),
        "Bifidobacterium adolescentis NK98": pytest.approx(0.2),
    }


def test_a_species_of_one_trial_is_not_that_of_another():
    rows = table()
    unnamed = [place for place, name in enumerate(rows.strains) if name is None]
    assert all((rows.shares[:, place] > 0).sum() == 1 for place in unnamed)


def test_the_rise_is_that_of_the_axis():
    pytest.importorskip("numpyro")
    from gutbrain.evidence.pooling.potency_model import rise

    days, step = np.arange(0.0, 57.0, 0.01), 0.01
    gut = early = late = 0.0
    course = []
    for _ in days:
        course.append(late)
        gut, early, late = (
            gut + step * (1 - gut) / 3.0,
            early + step * (gut - early) / 13.0,
            late + step * (early - late) / 13.0,
        )
    assert np.allclose(np.asarray(rise(days, 13.0)), course, atol=2e-3)


@pytest.mark.slow
def test_simulated_trials_are_recovered():
    pytest.importorskip("numpyro")
    from gutbrain.evidence.pooling.potency import fit_potency
    from gutbrain.evidence.pooling.potency_model import HEALTHY_PLATEAU, SAME_PEOPLE, rise

    rows = table()
    luck = np.random.default_rng(1)
    strain = 1 + 0.9 * luck.standard_normal(len(rows.strains))
    product = rows.shares @ strain + rows.nameless
    weight = np.array([1.0, 0.5, 0.7, 0.75, 0.75])[rows.outcome]
    reached = np.asarray(rise(rows.days, 13.0)) * rows.dose / (rows.dose + 3e8)
    se = rows.se / 20
    bias = rows.biases @ np.array([-0.3, -0.4, 0.0, -0.2, 0.0]) - 1.0 * se * rows.printed
    plateau = 1.2 * HEALTHY_PLATEAU * (1 + 0.8 * rows.severity) * weight
    # outcomes of the same people share a part of their errors, as the model has it: drawn each by itself they differ
    # more within a trial than it can say, and its intervals are too narrow
    people, own = luck.standard_normal(len(rows.trials))[rows.trial], luck.standard_normal(len(se))
    errors = se * (SAME_PEOPLE**0.5 * people + (1 - SAME_PEOPLE) ** 0.5 * own)
    g = -plateau * reached * product[rows.product] + bias + errors
    fit = fit_potency(2, warmup=500, draws=500, data=dataclasses.replace(rows, g=g, se=se))
    assert fit.rhat < 1.05
    for found, truth in (
        (fit.quantities["scale"], 1.2),
        (fit.quantities["small_study"], -1.0),
        (fit.biases["family"], -0.4),
        (fit.biases["unblinded"], -0.3),
        (fit.biases["confounded"], -0.2),
    ):
        assert abs(found.mean - truth) < 3 * found.sd
    assert fit.quantities["outcome_sd"].low < 0.001
    # strains tried alone are found again
    alone = {e.name: e.potency for e in fit.strains if e.alone}
    truth = np.array([strain[rows.strains.index(name)] for name in alone])
    found = np.array([potency.mean for potency in alone.values()])
    inside = [p.low < t < p.high for p, t in zip(alone.values(), truth, strict=True)]
    assert np.mean(inside) > 0.85
    assert np.corrcoef(found, truth)[0, 1] > 0.7


@pytest.mark.slow
def test_the_same_seed_gives_the_same_numbers(tmp_path):
    pytest.importorskip("numpyro")
    from gutbrain.evidence.pooling.potency import fit_potency, write

    one, two = (fit_potency(3, warmup=50, draws=50) for _ in range(2))
    first, second = (write(fit, tmp_path / f"{n}.yaml").read_text(encoding="utf-8") for n, fit in enumerate((one, two)))
    assert first == second
