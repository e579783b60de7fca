"""How protocols and designs name a person's own microbiota."""

import json

import jsonschema
import pytest

from gutbrain.engine.simulation import read_protocol
from gutbrain.errors import InputError
from gutbrain.people import Person
from gutbrain.report import schemas
from gutbrain.trials.reading import read_design

TABLE = "genus\tS1\tS2\nFaecalibacterium\t3000\t100\nBacteroides\t7000\t9900\n"
ARMS = {"fed": {"events": [{"exposure": "inulin", "amount": 10, "start": 0}]}, "usual": {"events": []}}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "table.tsv").write_text(TABLE)
    (tmp_path / "one.tsv").write_text("genus\tmine\nFaecalibacterium\t3000\nBacteroides\t7000\n")
    (tmp_path / "hashes.tsv").write_text("id\tS1\na1\t3000\na2\t7000\n")
    (tmp_path / "names.tsv").write_text(
        "id\tTaxon\na1\tk__Bacteria; g__Faecalibacterium\na2\tk__Bacteria; g__Bacteroides\n"
    )
    return tmp_path


def protocol(folder, microbiota, more=""):
    path = folder / "person.yaml"
    path.write_text(f"person:\n  preset: ibs\n  traits:\n    microbiota: {microbiota}\n{more}days: 28\n")
    return path


@pytest.mark.parametrize(
    ("said", "samples", "load"),
    [
        ("one.tsv", ["mine"], None),
        ("{file: table.tsv, sample: S2}", ["S2"], None),
        ("{file: table.tsv, sample: [S2, S1]}", ["S2", "S1"], None),
        ("{file: table.tsv}", ["S1", "S2"], None),
        ("{file: hashes.tsv, taxonomy: names.tsv, load: 8.0e10}", ["S1"], 8e10),
        ("{file: one.tsv, unit: counts, load: 80e9 cells/g}", ["mine"], 8e10),
    ],
)
def test_files_are_found_beside_the_protocol(folder, said, samples, load, monkeypatch):
    monkeypatch.chdir("/")
    read = read_protocol(protocol(folder, said))
    stool = read.person.microbiota
    assert [one.sample for one in stool.stools] == samples
    assert stool.load == load
    assert Person.like(read.person, {}).microbiota == stool
    assert read.person.preset == "ibs"


def test_a_design_names_a_table_as_a_protocol_does(folder):
    path = folder / "trial.yaml"
    path.write_text(
        "population: {preset: healthy-adult, traits: {microbiota: table.tsv}}\n"
        f"arms: {json.dumps(ARMS)}\nper_arm: 5\nweeks: 1\nendpoints: [faecal_butyrate]\n"
    )
    design = read_design(path)
    assert len(design.person.microbiota.stools) == 2
    assert any("2 samples (table.tsv)" in text for text in design.warnings)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("{file: table.tsv, sample: S3}", "has no sample 'S3'; 2 samples: S1, S2"),
        ("nowhere.tsv", "nowhere.tsv: cannot be read"),
        ("{sample: S1}", "file is missing; write file: table.biom"),
        ("{file: table.tsv, samples: S1}", "did you mean 'sample'?"),
        ("{file: table.tsv, load: 10.9}", "is less than 1e+06"),
        ("{file: table.tsv, unit: reads}", "'reads' is not a unit of tables"),
        ("{file: hashes.tsv}", "none named"),
        ("[table.tsv]", "is not a file"),
        ("null", "is not a file"),
        ("names.tsv", "names.tsv"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_place(folder, said, wrong):
    with pytest.raises(InputError) as caught:
        read_protocol(protocol(folder, said))
    (problem,) = caught.value.problems
    assert wrong in str(problem)
    assert problem.file == str(folder / "person.yaml")
    assert problem.line == 4
    assert problem.field.startswith("person.traits.microbiota")


def test_set_points_beside_a_table_are_refused(folder):
    with pytest.raises(InputError, match="set_point_akkermansia: stands beside microbiota"):
        read_protocol(protocol(folder, "one.tsv", "    set_point_akkermansia: 1\n"))
    # the bowel has one of its own
    read_protocol(protocol(folder, "one.tsv", "    set_point_transit: 0.2\n"))


def test_what_is_to_be_known_of_a_start_is_said_where_the_protocol_is_read(folder):
    told = "\n".join(read_protocol(protocol(folder, "{file: one.tsv, load: 8.0e10}")).warnings)
    for part in ("10,000 reads", "0.0 % not placed", "10.90 log10 cells/g", "methods of a laboratory", "mood"):
        assert part in told
    assert "was not measured" in "\n".join(read_protocol(protocol(folder, "one.tsv")).warnings)


def test_an_editor_knows_both_ways_to_write_it():
    schema = schemas.schema("person")
    for said in ("table.tsv", {"file": "table.tsv", "sample": ["S1", "S2"], "load": 8e10}):
        jsonschema.validate({"preset": "ibs", "traits": {"microbiota": said}}, schema)
    for said in (["table.tsv"], {"sample": "S1"}, {"file": "table.tsv", "lode": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"preset": "ibs", "traits": {"microbiota": said}}, schema)
