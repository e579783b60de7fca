"""What a user relies on: rest stays rest, the same luck in every split, knock-outs, typed failures, files."""

import json
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gutbrain
from gutbrain.atlas.observables import vocabulary
from gutbrain.engine.setup import Setup
from gutbrain.engine.simulation import known_observables
from gutbrain.errors import InputError
from gutbrain.exposures import exposures
from gutbrain.exposures.events import LEAST_HOURS
from gutbrain.exposures.medicines import named
from gutbrain.people.scales import scales

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
CHANNELS = ("habits", "sleep", "microbiota", "strains", "metabolites", "gut", "immunity", "vagus", "neurotransmitters")
CHANNELS += ("stress_hormones", "brain", "mind", "scales")


def stressed(days=2, **more):
    event = {"exposure": "stressor", "name": "tsst", "amount": 1, "start": 1, "hour": 15, "hours": 0.25}
    return {"title": "test", "days": days, "events": [event], **more}


@pytest.mark.slow
def test_a_healthy_adult_left_alone_for_a_year_stays_as_they_are():
    result = gutbrain.simulate({"title": "a year", "days": 365}, draws=1)
    drift = {}
    for name in vocabulary():
        first, last = float(result.at(name, 1).item()), float(result.at(name, 364).item())
        # scores by how far people are apart, of which their level says nothing
        size = scales()[name]["sd"] if name in scales() else max(abs(first), 1.0 if abs(first) < 0.05 else 0.0)
        drift[name] = abs(last - first) / size
    assert max(drift.values()) < 0.01, max(drift, key=drift.get)


def test_reference_values_lie_in_their_published_ranges():
    outside = [check for check in gutbrain.reference_check() if not check.ok]
    assert not outside


def test_every_observable_of_the_vocabulary_can_be_read():
    result = gutbrain.simulate(stressed(), draws=1)
    assert set(vocabulary()) <= set(result.data.data_vars)
    assert all(np.isfinite(result.data[name]).all() for name in vocabulary())
    assert result.data["cortisol"].dims == ("draw", "person", "time")


def test_a_dose_acts_in_full_however_short_it_is():
    """IL-6 after the shortest injection that may be written, on the first days and late in a long run."""
    peaks = []
    for day, hours in ((1, 0.1), (1, LEAST_HOURS), (300, LEAST_HOURS)):
        dose = {"exposure": "endotoxin", "amount": 0.8, "start": day, "hour": 9, "hours": hours}
        protocol = {"title": "t", "days": day + 1, "events": [dose]}
        peaks.append(float(gutbrain.simulate(protocol, draws=1, observe="il6").data["il6"].max()))
    assert peaks[0] > 100
    # cells bind it as it comes, and what comes at once fills them a little more
    assert peaks == pytest.approx([peaks[0]] * 3, rel=0.05)


def test_what_is_listed_is_what_results_hold():
    strain = {"exposure": "probiotic", "strains": {"LGG": 1e9}, "start": 0}
    result = gutbrain.simulate({"title": "t", "days": 1, "events": [strain]}, draws=1)
    listed = [*known_observables(), "strain.L. rhamnosus GG"]
    assert sorted(result.data.data_vars) == sorted(listed)
    again = gutbrain.simulate({"title": "t", "days": 1, "events": [strain], "observe": listed}, draws=1, observe=listed)
    assert list(again.data.data_vars) == list(result.data.data_vars)


def test_a_short_stressor_is_not_stepped_over():
    result = gutbrain.simulate(stressed(), draws=1)
    before, after = (result.at("salivary_cortisol", 1, hour).item() for hour in (14.9, 15.5))
    assert after > 1.5 * before


def test_a_person_has_the_same_luck_however_many_run_together():
    few = gutbrain.simulate(stressed(), people=3, draws=1, seed=5)
    many = gutbrain.simulate(stressed(), people=6, draws=1, seed=5)
    for name in ("cortisol", "il6", "shannon"):
        assert few.data[name].to_numpy() == pytest.approx(many.data[name].to_numpy()[:, :3], rel=1e-4)


def test_draws_and_people_are_kept_apart():
    result = gutbrain.simulate(stressed(), people=4, draws=3)
    assert dict(result.data.sizes) | {"time": 0} == {"draw": 3, "person": 4, "time": 0}


@pytest.mark.parametrize("channel", CHANNELS)
def test_without_a_channel_the_rest_still_runs(channel):
    from gutbrain.axis import axis
    from gutbrain.engine.machine.layout import Layout
    from gutbrain.engine.machine.tracing import traced
    from gutbrain.model.wiring import arrows

    model = axis(4, (channel,))
    assert traced(model, Layout.of(model), explaining=False).gain
    assert all(arrow.giver != channel and arrow.listener != channel for arrow in arrows(model))
    assert len(model.states) <= len(axis(4).states)


@pytest.mark.slow
def test_a_knock_out_runs_and_takes_its_effect_away():
    """Without mast cells' channel, stress no longer opens the gut; without hormones, it no longer raises cortisol."""
    whole = gutbrain.simulate(stressed(), draws=1)
    without = gutbrain.simulate(stressed(), draws=1, without=["stress_hormones"])
    assert "cortisol" not in without.data
    assert whole.at("permeability", 1, 16).item() > 1.3 * without.at("permeability", 1, 16).item()


def test_animal_strength_is_for_animals_only():
    germ_free = {"title": "t", "days": 2, "events": [{"exposure": "germ_free", "amount": 1, "start": -30}]}
    mouse = gutbrain.simulate(germ_free, draws=1, species="mouse").at("bbb_leak", 1).item()
    human = gutbrain.simulate(germ_free, draws=1).at("bbb_leak", 1).item()
    assert mouse > human


def test_the_folder_holds_what_the_contract_says(tmp_path):
    result = gutbrain.simulate(stressed(), draws=2)
    result.save(tmp_path / "out")
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"summary.csv", "result.zarr", "provenance.json"}
    kept = xr.open_zarr(tmp_path / "out" / "result.zarr", consolidated=False)["value"].sel(observable="cortisol")
    assert kept.to_numpy() == pytest.approx(result.data["cortisol"].to_numpy())
    head = (tmp_path / "out" / "summary.csv").read_text().splitlines()[0]
    assert head == "observable,unit,day,median,low,high"
    assert json.loads((tmp_path / "out" / "provenance.json").read_text())["seed"] == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"person": "healty-adult"}, "healthy-adult"),
        ({"observe": ["cortisl"]}, "cortisol"),
        ({"events": [{"exposure": "fiber", "amount": 3, "start": 0}]}, "fibre"),
        ({"events": [{"exposure": "fibre", "amount": "3 mmol", "start": 0}]}, "g/day"),
        ({"events": [{"exposure": "fibre", "amount": -3, "start": 0}]}, "amount"),
        ({"events": [{"exposure": "fibre", "amount": float("nan"), "start": 0}]}, "amount"),
        ({"events": [{"exposure": "fibre", "amount": 3, "start": 9}]}, "run"),
        ({"events": [{"exposure": "probiotic", "strains": {"Zzz qqq": 1e9}, "start": 0}]}, "Zzz qqq"),
    ],
)
def test_bad_input_is_one_clear_message(change, said):
    with pytest.raises(InputError) as error:
        gutbrain.simulate({"title": "t", "days": 2, **change}, draws=1)
    assert said in str(error.value)


MOST_EVENTS = 5


def amounts(exposure):
    """Amounts of which five at a time are within the limit, which holds for all that acts together."""
    if exposure.flag:
        return st.sampled_from([0.0, 1.0])
    return st.floats(0, exposure.most / (1 if exposure.combine == "set" else MOST_EVENTS), allow_nan=False)


@st.composite
def events(draw):
    exposure = draw(st.sampled_from([e for e in exposures().values() if e.name != "probiotic"]))
    event = {"exposure": exposure.name, "amount": draw(amounts(exposure)), "start": draw(st.floats(0, 2.9))}
    if "name" in exposure.takes:
        event["name"] = draw(st.sampled_from(sorted(named(exposure.name))))
    if not exposure.bolus and exposure.name != "exercise_bout":
        event["days"] = draw(st.floats(0.05, 5))
    return event


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(events(), min_size=1, max_size=MOST_EVENTS),
    st.sampled_from(["healthy-adult", "major-depression", "ibs", "older-adult"]),
)
def test_any_valid_protocol_gives_finite_bounded_positive_numbers(made, person):
    result = gutbrain.simulate({"title": "random", "days": 3, "person": person, "events": made}, draws=1)
    assert not result.failures
    signed = {"depression", "anxiety", "cognition", "attention", "perceived_stress", "sleep_disturbance", "distress"}
    for name in known_observables():
        values = result.data[name].to_numpy()
        assert np.isfinite(values).all(), name
        if name in vocabulary() and name not in signed and name != "cortisol_awakening_response":
            assert values.min() >= -1e-6, name
    for guild in ("bifidobacterium_share", "butyrate_producers_share"):
        assert result.data[guild].to_numpy().max() <= 1 + 1e-6
    assert result.data["bdi2"].to_numpy().min() >= 0
    assert result.data["bdi2"].to_numpy().max() <= 63


KNOWN_MISSES = {
    # -6 %: pooled trials of probiotics find cortisol 0.3 SD lower (jain-2024), this one of 70 people found nothing
    "multi-strain-psychobiotic": {"cortisol"},
}
"""What examples show otherwise than their study saw it. The page of such an example says that it differs."""


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_examples_go_the_way_their_study_saw(example):
    result = gutbrain.simulate(example, draws=1)
    assert result.protocol.saw
    missed = []
    for saw in result.protocol.saw:
        after = result.at(saw.observable, saw.day, saw.hour).item()
        before = result.at(saw.observable, saw.versus.day, saw.versus.hour).item()
        change = (after - before) / max(abs(before), 0.1)
        moved = 0 if abs(change) < 0.05 else int(np.sign(change))
        if saw.direction and np.sign(after - before) != saw.direction:
            missed.append((saw.observable, saw.day, before, after))
        if not saw.direction and moved:
            missed.append((saw.observable, saw.day, before, after))
    assert {m[0] for m in missed} == KNOWN_MISSES.get(example.stem, set())


@pytest.mark.slow
def test_every_exposure_of_the_vocabulary_acts():
    """One arm for each exposure, at a plausible high amount, against an arm without: something measurable moves.

    In a person with low mood and under a stress test, since some act on nothing else (expectation, mast-cell blocker).
    """
    from gutbrain.engine.arms import Arm, carry_arms
    from gutbrain.engine.simulation import read_protocol

    fixed = {"probiotic": {"strains": {"B. longum 1714": 1e10}}, "ethylphenol_producer": {"amount": 1}}
    made = []
    for exposure in exposures().values():
        usual = exposure.healthy_adult or 0.0
        amount = 1.0 if exposure.flag else 0.3 * exposure.most if not usual else min(3 * usual, exposure.most)
        event = {"exposure": exposure.name, "start": 1} | fixed.get(exposure.name, {"amount": amount})
        if "name" in exposure.takes:
            event["name"] = {"antibiotic": "clindamycin"}.get(exposure.name, sorted(named(exposure.name))[0])
        if exposure.name == "fmt":
            event["donor"] = "major-depression"
        made.append(event)
    stress = {"exposure": "stressor", "name": "tsst", "amount": 1, "start": 3, "hour": 15, "hours": 0.25}
    who = {"title": "arm", "days": 6, "person": "subclinical-low-mood"}
    events = [[stress], *([stress, event] for event in made)]
    arms = [Arm.of(read_protocol({**who, "events": given})) for given in events]
    run = carry_arms(arms, Setup(people=1, draws=1, seed=0, coarse=True))
    names = [i for i, name in enumerate(run.observables) if name in vocabulary()]
    values = run.trajectories.values[:, names, :, 0].astype(float)
    scale = np.maximum(np.abs(values[:, :, :1]), 0.05)
    moved = (np.abs(values - values[:, :, :1]) / scale).max(axis=(0, 1))[1:]
    still = [event["exposure"] for event, size in zip(made, moved, strict=True) if size < 1e-3]
    assert not still
