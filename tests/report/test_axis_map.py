import fake_result as made
import pytest

from gutbrain.engine.changes import changes
from gutbrain.model.wiring import arrows
from gutbrain.report import axis_map, axis_shape


@pytest.fixture(scope="module")
def found(result):
    return axis_map.influences(arrows(result.model), made.fake_claims(), changes(result), result.protocol.events)


def test_arrows_are_read_off_the_model(found):
    between = {(i.giver, i.listener) for i in found if not i.giver.startswith("exposure:")}
    assert between == {(giver, listener) for listener, givers in made.HEARD.items() for giver in givers}


def test_exposures_that_nobody_uses_are_left_out(result):
    assert [
        i
        for i in axis_map.influences(arrows(result.model), made.fake_claims(), changes(result), ())
        if i.giver.startswith("exposure:")
    ] == []


def test_what_stayed_at_rest_took_no_part(found):
    assert not any(i.took_part for i in found if i.giver == "habits")
    assert any(i.took_part for i in found if i.giver == "metabolites")


def test_the_map_names_what_changed(result, found):
    svg = axis_map.draw(found, changes(result), result.protocol.events)
    assert "Butyrate in stool" in svg
    assert "B. longum 1714</text>" in svg
    assert "Movement and calm: no clear change" in svg


def test_an_animal_arrow_never_hides_behind_a_better_one(found, result):
    best = axis_map.strongest(changes(result))
    svg = axis_map.draw(found, changes(result), result.protocol.events)
    standing = axis_shape.places(module.name for module in result.model.modules)
    animal = [i for i in found if i.took_part and i.grade == "animal"]
    assert animal
    for influence in animal:
        path = axis_map.path(influence.giver, influence.listener, 0, best, standing)
        assert f'class="arrow animal" d="{path}"' in svg


def test_a_long_name_stands_in_two_lines_and_is_not_cut():
    assert axis_map._lines("POMS total mood disturbance") == ["POMS total mood", "disturbance"]
    assert axis_map._lines("Interleukin 6") == ["Interleukin 6"]
    assert all(len(line) <= axis_map.LETTERS for line in axis_map._lines("a name of many words " * 5))
