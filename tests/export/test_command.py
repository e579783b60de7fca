"""``gutbrain export``."""

import functools
import json

import pytest
import xarray as xr

import gutbrain


@pytest.fixture
def run(run):
    """The command line from ``export`` on."""
    return functools.partial(run, "export")


def test_help_has_an_example(run):
    status, out, _ = run("--help")
    assert status == 0
    assert "Example: gutbrain export sbml" in " ".join(out.split())


@pytest.mark.parametrize(("form", "begins"), [("sbml", b"<?xml"), ("omex", b"PK"), ("bibtex", b"@")])
def test_writes_a_file_and_says_where(run, tmp_path, form, begins):
    file = tmp_path / "made"
    status, out, _ = run(form, "--out", file)
    assert (status, out.strip()) == (0, str(file))
    assert file.read_bytes().startswith(begins)


def test_a_protocol_that_is_wrong_is_told_of_and_nothing_is_written(run, tmp_path):
    protocol = tmp_path / "p.yaml"
    protocol.write_text("title: x\ndays: 3\nevents:\n  - {exposure: fiber, amount: 3, start: 0}\n")
    status, _, err = run("sbml", protocol, "--out", tmp_path / "p.xml")
    assert status == 2
    assert "did you mean 'fibre'?" in err
    assert not (tmp_path / "p.xml").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sbml", "--out", "no/such/folder/x.xml"), "there is no folder"),
        (("netcdf",), "netcdf is made of the folder of a result; name the folder"),
        (("crate", "examples/fibre.yaml"), "crate is made of the folder of a result"),
        (("petab", "examples/fibre.yaml"), "petab takes no protocol"),
        (("bibtex", "--exact"), "bibtex holds no model"),
        (("sbml", "--force"), "sbml is a file"),
        (("fasta",), "fasta"),
    ],
)
def test_bad_input_ends_in_its_message(run, arguments, said):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_petab_refuses_a_folder_with_other_things(run, tmp_path):
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    status, _, err = run("petab", "--out", tmp_path)
    assert status == 2
    assert "not a result of gutbrain" in err
    assert [file.name for file in tmp_path.iterdir()] == ["diary.txt"]


@pytest.mark.slow
def test_petab_writes_a_folder(run, tmp_path):
    status, out, _ = run("petab", "--out", tmp_path / "problem")
    assert (status, out.strip()) == (0, str(tmp_path / "problem"))
    assert {"problem.yaml", "model.xml", "README.txt"} <= {file.name for file in (tmp_path / "problem").iterdir()}


def test_without_libsbml_it_says_what_to_install(run, monkeypatch, tmp_path):
    monkeypatch.setattr("gutbrain.extras.find_spec", lambda name: None)
    status, _, err = run("sbml", "--out", tmp_path / "x.xml")
    assert status == 2
    assert "pip install 'python-libsbml" in err


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    fibre = {"exposure": "fibre", "amount": 40, "start": 0}
    asked = {
        "title": "More fibre",
        "days": 1,
        "events": [fibre],
        "reference": "pmid:34256014",
        "citation": "Wastyk 2021",
    }
    result = gutbrain.simulate(asked, draws=1, without=["vagus"])
    return result.save(tmp_path_factory.mktemp("ran") / "fibre", tables="csv")


def test_a_result_becomes_netcdf(run, ran, tmp_path):
    status, out, _ = run("netcdf", ran, "--out", tmp_path / "fibre.nc")
    assert (status, out) == (0, f"{tmp_path / 'fibre.nc'}\n")
    with xr.open_dataset(tmp_path / "fibre.nc") as read:
        assert read["faecal_butyrate"].attrs["units"] == "mmol/kg"


def test_a_crate_lists_every_file_and_the_run(run, ran):
    status, out, _ = run("crate", ran)
    assert (status, out) == (0, f"{ran / 'ro-crate-metadata.json'}\n")
    made = json.loads((ran / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    graph = {one["@id"]: one for one in made["@graph"]}
    about, root = graph["ro-crate-metadata.json"], graph["./"]
    assert (about["about"]["@id"], about["conformsTo"]["@id"]) == ("./", "https://w3id.org/ro/crate/1.1")
    listed = {part["@id"].rstrip("/") for part in root["hasPart"]}
    assert listed == {path.name for path in ran.iterdir()} - {"ro-crate-metadata.json"}
    assert all(graph[part["@id"]]["description"] != "A file of the result" for part in root["hasPart"])
    assert graph["people.csv"]["contentSize"] == (ran / "people.csv").stat().st_size
    assert graph[root["citation"][0]["@id"]]["name"] == "Wastyk 2021"
    assert graph["#run"]["instrument"]["@id"] in graph


def test_publications_of_what_ran_are_those_of_its_channels_and_exposures(ran):
    from gutbrain.export.bibliography import bibliography

    of_all, opened = bibliography(), gutbrain.open(ran)
    of_run = bibliography(opened.protocol, opened.model)
    assert "wastyk-2021" in of_run
    count = of_run.count("\n@"), of_all.count("\n@")
    assert 0 < count[0] < count[1]
