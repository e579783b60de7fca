"""Results of the first versions: they open, or a sentence says what to do."""

import json
import shutil

import pytest

import gutbrain as gb
from gutbrain.engine.result import PROVENANCE, STORE, WRITTEN
from gutbrain.errors import InputError


@pytest.fixture(scope="module")
def now(tmp_path_factory):
    return gb.simulate({"days": 1}, draws=1, observe=["crp"]).save(tmp_path_factory.mktemp("now") / "out")


@pytest.fixture
def old(now, tmp_path):
    """A folder as the first versions left it: provenance without the protocol and what else came later."""
    folder = tmp_path / "old"
    shutil.copytree(now, folder)
    told = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
    first = ("gutbrain", "created", "protocol", "people", "draws", "seed", "species", "without", "ensemble", "model")
    kept = {key: told[key] for key in first if key in told} | {"protocol": "Endotoxin, 0.8 ng/kg"}
    assert WRITTEN not in kept
    (folder / PROVENANCE).write_text(json.dumps(kept), encoding="utf-8")
    return folder


def test_a_result_without_its_protocol_opens_and_says_what_is_not_known(now, old):
    opened = gb.open(old)
    assert opened.at("crp", 0.5) == gb.open(now).at("crp", 0.5)
    assert any("did not keep its protocol" in said for said in opened.warnings)


def test_an_array_with_the_observables_first_is_told_to_be_run_again(old):
    header = old / STORE / "value" / "zarr.json"
    told = json.loads(header.read_text(encoding="utf-8"))
    told["dimension_names"] = ["observable", "draw", "person", "time"]
    header.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputError, match=r"form of an older version .*run its protocol again \(Endotoxin"):
        gb.open(old)


def test_an_array_for_each_observable_is_told_to_be_run_again(old):
    shutil.move(old / STORE / "value", old / STORE / "crp")
    with pytest.raises(InputError, match=r"form of an older version .* summary\.csv and report\.html"):
        gb.open(old)


def test_a_store_that_lost_its_parts_is_not_taken_for_an_old_one(old):
    shutil.rmtree(old / STORE / "value" / "c")
    with pytest.raises(InputError, match="lacks"):
        gb.open(old)
