"""One record for each observable, channel and exposure, and none without a thing."""

from itertools import pairwise
from pathlib import Path

import pytest

import gutbrain
from gutbrain import words
from gutbrain.answers import axis_links
from gutbrain.atlas import OWN, channels, exposures, observables
from gutbrain.axis import axis
from gutbrain.engine.machine.layout import Layout
from gutbrain.errors import InputError
from gutbrain.model import Module, change, compose, exposure, output, signal, state
from gutbrain.people.living import unnamed
from gutbrain.people.scales import scales
from gutbrain.reading.records import by_name
from gutbrain.report import axis_shape

MODEL = axis()


class Liver(Module):
    """Serum amyloid A, which follows interleukin-6."""

    il6 = signal("pg/mL", rest=0.79, claim="il6-drives-hpa")
    comfrey = exposure("g/day", claim="assumption")

    @state("mg/L", "serum amyloid A, a protein of the acute phase", start=4.0)
    def serum_amyloid(v):
        return change(gain=v.amyloid_made, loss=0.03)

    @output("mg/L/h", "amyloid made in an hour")
    def amyloid_made(v):
        return 0.15 * v.il6 + 0.01 * v.comfrey


def test_everything_that_is_read_off_has_a_record_and_every_record_is_of_something():
    assert set(observables.observables()) == set(Layout.of(MODEL).observables)
    assert all(record.title for record in observables.observables().values())


def test_what_is_read_off_comes_in_the_order_of_the_vocabulary():
    read = Layout.of(MODEL).observables
    assert read[: len(observables.vocabulary())] == observables.vocabulary()
    assert observables.vocabulary()[0] == "bifidobacterium"
    # a group stands together, so that pages can go through them
    groups = [observables.group_of(name) for name in observables.vocabulary()]
    assert len(set(groups)) == 1 + sum(a != b for a, b in pairwise(groups))
    assert observables.groups()[-1] == OWN


def test_another_reading_goes_with_an_outcome_of_its_own():
    for name, record in observables.observables().items():
        if record.goes_with:
            assert not observables.about(record.goes_with).goes_with, name
            assert not observables.about(record.goes_with).inside, name


def test_sides_are_those_of_the_questionnaires():
    for name, scale in scales().items():
        assert observables.side(name) == {"higher-worse": -1, "higher-better": 1}[scale["direction"]], name
    assert [observables.side(name) for name in ("depression", "cognition", "crp")] == [-1, 1, 0]


def test_how_people_differ_in_it():
    assert observables.is_skewed("crp")
    assert not observables.is_skewed("cortisol")
    assert observables.about("strain.L. rhamnosus GG").scale == observables.about("akkermansia").scale == "log10"
    logarithms = {n for n, declared in MODEL.observables.items() if declared.unit.startswith("log10 cells")}
    assert {n for n, record in observables.observables().items() if record.scale == "log10"} == logarithms


def test_every_channel_has_a_record_and_every_record_is_of_a_channel():
    assert set(channels.channels()) == {module.name for module in MODEL.modules}
    for name, record in channels.channels().items():
        assert record.title, name
        assert record.term, name
        assert record.plain, name
        assert record.place, name
        assert MODEL.observables.get(record.curve.observable) or record.curve.observable.startswith("strain.")
        assert observables.main_of(name, MODEL), name


def test_every_exposure_says_its_group_its_course_and_what_it_acts_on():
    for name, record in exposures.exposures().items():
        assert record.group in exposures.outside(), name
        assert record.group != OWN, name
        assert record.course, name
        assert record.acts_on is not None, name


def test_every_input_of_the_model_is_set_by_an_exposure_and_every_exposure_sets_one():
    set_by_events = set(MODEL.exposures) - unnamed()
    assert {exposures.exposure_of(name) for name in set_by_events} == set(exposures.exposures())
    assert exposures.exposure_of("scfa_capsule_butyrate") == "scfa_capsule"
    assert exposures.exposure_of("tryptophan_depletion") == "tryptophan_depletion"
    assert exposures.exposure_of("minocycline") == "antibiotic"


def test_every_group_of_the_map_holds_something_and_the_own_is_not_shown_while_it_is_empty():
    assert set(axis_links.outer()) == set(exposures.outside()) - {OWN}
    assert sorted(name for names in axis_links.outer().values() for name in names) == sorted(exposures.exposures())


def test_a_wrong_record_says_which_field_of_which_file():
    rows = {"caffeine": {"unit": "mg/day", "kind": "drink", "most": 2000, "meaning": "coffee", "titel": "coffee"}}
    with pytest.raises(InputError) as refused:
        by_name(exposures.Exposure, rows, "exposures.yaml")
    said = str(refused.value)
    assert "exposures.yaml" in said
    assert "caffeine.kind" in said
    assert "caffeine.titel: there is no such field; did you mean 'title'?" in said


def test_no_other_room_keeps_a_file_of_the_same_name():
    package = Path(gutbrain.__file__).parent
    ours = {path.name for path in (package / "atlas" / "data").iterdir()}
    assert ours == {"observables.yaml", "channels.yaml", "exposures.yaml", "not_modelled.yaml", "outside.yaml"}
    assert not ours & {path.name for path in package.rglob("data/*") if path.parts[-3] != "atlas"}


# ---- what has no record


def test_what_has_no_record_is_told_of_by_its_declaration(monkeypatch):
    model = compose((*MODEL.modules, Liver), check=False)
    monkeypatch.setattr("gutbrain.world.model", lambda: model)
    assert words.title("serum_amyloid") == "Serum amyloid A"
    assert words.title("il6") == "Interleukin 6"
    assert words.title("of_no_model") == "Of no model"
    assert words.channel("liver") == "liver"
    assert words.exposure("comfrey") == exposures.exposure_of("comfrey") == "comfrey"
    assert observables.group_of("serum_amyloid") == exposures.group_of("comfrey") == OWN
    assert observables.main_of("liver", model) == ("serum_amyloid", "amyloid_made")
    assert observables.is_shown_first("serum_amyloid", model)
    assert Layout.of(model).observables[: len(observables.vocabulary())] == observables.vocabulary()
    assert "serum_amyloid" in Layout.of(model).observables
    assert channels.in_order(["liver", "mind", "gut"]) == ["gut", "mind", "liver"]


@pytest.mark.parametrize("added", [1, 6, 40])
def test_channels_without_a_place_stand_free_at_the_rim(added):
    names = [*channels.channels(), *(f"own_{i}" for i in range(added))]
    standing = axis_shape.places(names)
    assert set(standing) == set(names)
    assert all(standing[name] == record.place for name, record in channels.channels().items())
    boxes = list(standing.values())
    for i, (x, y) in enumerate(boxes):
        assert axis_shape.HALF_WIDTH <= x <= axis_shape.WIDTH - axis_shape.HALF_WIDTH
        assert 40 <= y <= axis_shape.height(standing) - 40
        for other_x, other_y in boxes[:i]:
            assert abs(x - other_x) >= 2 * axis_shape.HALF_WIDTH or abs(y - other_y) >= 80


def test_the_map_of_the_shipped_axis_is_as_high_as_it_was():
    assert axis_shape.height(axis_shape.places(channels.channels())) == axis_shape.HEIGHT
