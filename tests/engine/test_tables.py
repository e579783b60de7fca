"""A result as tables, files and figures, and opened again."""

import json
import warnings
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import gutbrain as gb
from gutbrain.engine.draws import is_free
from gutbrain.engine.tables import check_form
from gutbrain.errors import InputError
from gutbrain.exposures.mapping import mapping

BOUT = {"exposure": "stressor", "amount": 1, "start": 0, "hour": 15}
STRAIN = {"exposure": "probiotic", "strains": {"B. longum 1714": 1e9}, "start": 0, "days": 1}
PROTOCOL = {
    "title": "Two days",
    "person": {"preset": "older-adult", "traits": {"bmi": 31}},
    "days": 2,
    "start_date": "2025-02-03",
    "usual": {"fibre": 25},
    "events": [BOUT, STRAIN, {"exposure": "fmt", "amount": 50, "start": 1, "donor": "ibs"}],
    "observe": ["cortisol", "crp"],
    "saw": [{"observable": "cortisol", "direction": 1, "day": 0, "hour": 15.5, "versus": {"day": 0, "hour": 14.5}}],
}


@pytest.fixture(scope="module")
def result():
    return gb.simulate(PROTOCOL, people=4, draws=2, seed=3)


@pytest.fixture(scope="module")
def saved(result, tmp_path_factory):
    return result.save(tmp_path_factory.mktemp("saved") / "out", tables=["csv"])


def test_curves_hold_every_kept_moment_with_intervals(result):
    table = result.to_dataframe()
    assert len(table) == len(result.data) * result.data.sizes["time"]
    day = float(result.data["time"][100])
    row = table.query("observable == 'crp'").iloc[100]
    values = result.data["crp"][..., 100].to_numpy()
    assert (row["day"], row["unit"], row["hour"]) == (day, "mg/L", pytest.approx(day * 24 % 24))
    assert row["mean"] == pytest.approx(values.mean())
    told = row[["low", "low_50", "median", "high_50", "high"]].to_list()
    assert told == pytest.approx(np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95]).tolist())


def test_people_are_told_as_they_were_sampled(result):
    people = result.people()
    assert people["person"].tolist() == [0, 1, 2, 3]
    assert set(people["sex"]) <= {"female", "male"}
    assert {"age", "bmi", "weight", "depression", "anxiety", "usual_fibre"} <= {*people.columns}
    assert people["bmi"].mean() > 27
    # an older person is told as one: those of the run, not others
    again = gb.simulate(PROTOCOL, people=2, draws=1, seed=3).people()
    pd.testing.assert_frame_equal(again, people.head(2))
    assert gb.simulate({"days": 1}, draws=1).people()["sex"].tolist() == ["typical"]


def test_parameters_are_those_of_the_draws(result):
    values = result.parameters()
    assert len(values) == 2
    assert {*values.columns} == {one.key for one in result.model.parameters if is_free(one)}
    name = "mind.omega3_mood"
    fixed = gb.simulate({"days": 1}, draws=2, parameters={name: 0.2}).parameters()
    assert fixed[name].tolist() == [0.2, 0.2]
    assert len(set(values[name])) == 2


def test_a_saved_result_opens_as_it_was(result, saved):
    opened = gb.open(saved)
    assert opened.protocol == result.protocol
    assert opened.provenance == result.provenance
    assert opened.summary().equals(result.summary())
    assert opened.people().equals(result.people())
    assert np.array_equal(opened.data["cortisol"], result.data["cortisol"])
    assert opened.data["time"].equals(result.data["time"])
    assert gb.open(opened.save(saved.with_name("again"))).protocol == result.protocol


def test_a_protocol_is_read_again_from_its_mapping(result):
    assert gb.load(json.loads(json.dumps(mapping(result.protocol)))) == result.protocol


def test_what_an_older_version_wrote_opens_and_says_what_it_lacks(saved, tmp_path):
    import shutil

    old = tmp_path / "old"
    shutil.copytree(saved, old)
    told = json.loads((old / "provenance.json").read_text(encoding="utf-8"))
    del told["written"]
    (old / "provenance.json").write_text(json.dumps(told | {"model": "other"}), encoding="utf-8")
    opened = gb.open(old)
    assert opened.at("crp", 1).shape == (2, 4)
    assert any("did not keep its protocol" in warning for warning in opened.warnings)
    assert any("another model" in warning for warning in opened.warnings)


def test_what_is_no_result_is_refused(tmp_path):
    with pytest.raises(InputError, match="is no result; name a folder"):
        gb.open(tmp_path)
    with pytest.raises(InputError, match="is not a file"):
        gb.open(3)


def test_a_store_opens_without_a_warning_and_a_dataset_has_units(result, saved, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert xr.open_zarr(saved / "result.zarr")["value"].sizes["person"] == 4
        file = result.to_netcdf(tmp_path / "result.nc")
        with xr.open_dataset(file) as read:
            assert read["cortisol"].attrs["units"] == "nmol/L"
            assert read["cortisol"].attrs["long_name"]
            assert read.attrs["Conventions"].startswith("CF-")
            assert read["time"].attrs["units"] == "day"
            np.testing.assert_array_equal(read["crp"], result.data["crp"])


def test_without_h5netcdf_it_is_netcdf_3(result, tmp_path, monkeypatch):
    monkeypatch.setattr("gutbrain.engine.netcdf.find_spec", lambda name: None)
    file = gb.simulate({"days": 1}, draws=1, observe=["crp"]).to_netcdf(tmp_path / "old.nc")
    assert file.read_bytes()[:3] == b"CDF"


def test_tables_lie_beside_a_saved_result(result, saved, tmp_path):
    curves = pd.read_csv(saved / "curves.csv")
    assert list(curves.columns) == list(result.to_dataframe().columns)
    assert len(curves) == len(result.to_dataframe())
    assert len(pd.read_csv(saved / "people.csv")) == 4
    assert len(pd.read_csv(saved / "parameters.csv")) == 2


@pytest.mark.skipif(find_spec("openpyxl") is None, reason="openpyxl is not installed")
def test_a_workbook_holds_all_of_them(tmp_path):
    few = gb.simulate({"days": 1}, draws=1, observe=["crp"])
    book = pd.read_excel(few.save(tmp_path / "out", tables="xlsx") / "result.xlsx", sheet_name=None)
    assert list(book) == ["curves", "people", "parameters"]
    assert len(book["curves"]) == few.data.sizes["time"]


@pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow is not installed")
def test_parquet_holds_the_same_as_csv(tmp_path):
    few = gb.simulate({"days": 1}, draws=1, observe=["crp"])
    read = pd.read_parquet(few.save(tmp_path / "out", tables="parquet") / "curves.parquet")
    pd.testing.assert_frame_equal(read, few.to_dataframe())


def test_a_form_that_cannot_be_written_is_told_before_anything_is(result, tmp_path, monkeypatch):
    with pytest.raises(InputError, match="'ods' is no form of tables; known are csv, parquet, xlsx"):
        result.save(tmp_path / "out", tables="ods")
    assert not (tmp_path / "out").exists()
    monkeypatch.setattr("gutbrain.extras.find_spec", lambda name: None)
    monkeypatch.setattr("gutbrain.extras.install", lambda extra: f"pip install {extra}")
    with pytest.raises(InputError, match="pyarrow is not installed; pip install parquet"):
        check_form("parquet")


@pytest.mark.skipif(find_spec("matplotlib") is None, reason="matplotlib is not installed")
def test_a_figure_shows_median_and_intervals(result):
    figure = result.plot()
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Cortisol in blood", "C-reactive protein"]
    crp = figure.axes[1]
    assert crp.get_ylabel() == "mg/L"
    median = np.median(result.data["crp"].to_numpy().reshape(8, -1), axis=0)
    np.testing.assert_allclose(crp.lines[0].get_ydata(), median)
    bands = crp.collections
    assert len(bands) == 2
    with pytest.raises(InputError, match="did you mean 'crp'"):
        result.plot("cpr")
    assert len(gb.simulate({"days": 2}, draws=1).plot().axes) == 6


def test_without_matplotlib_a_sentence_says_what_to_do(result, monkeypatch):
    monkeypatch.setattr("gutbrain.extras.find_spec", lambda name: None)
    monkeypatch.setattr("gutbrain.extras.install", lambda extra: f"pip install {extra}")
    with pytest.raises(InputError, match="matplotlib is not installed; pip install plot"):
        result.plot()
