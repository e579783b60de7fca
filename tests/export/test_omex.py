"""The archive: whole, and understood by a tool that runs it."""

import zipfile
from xml.etree import ElementTree

import pytest

from gutbrain.export.omex import omex
from gutbrain.export.sedml import NAMESPACE
from gutbrain.export.subject import subject


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    file = tmp_path_factory.mktemp("omex") / "fibre.omex"
    events = [{"exposure": "fibre", "amount": 40, "start": 2, "days": 3}]
    file.write_bytes(
        omex(subject({"title": "More fibre", "days": 7, "events": events, "observe": ["faecal_butyrate"]}))
    )
    return file


def test_the_manifest_lists_what_is_there(archive):
    with zipfile.ZipFile(archive) as opened:
        manifest = ElementTree.fromstring(opened.read("manifest.xml"))
        listed = {entry.get("location").removeprefix("./") for entry in manifest}
        assert listed - {"."} == set(opened.namelist())
        assert [entry.get("location") for entry in manifest if entry.get("master") == "true"] == ["./simulation.sedml"]


def test_the_time_course_covers_the_protocol_and_shows_what_it_observes_first(archive):
    with zipfile.ZipFile(archive) as opened:
        root = ElementTree.fromstring(opened.read("simulation.sedml"))
    course = root.find(f".//{{{NAMESPACE}}}uniformTimeCourse")
    assert (course.get("outputEndTime"), course.get("numberOfSteps")) == ("168", "168")
    assert [data.get("label") for data in root.iter(f"{{{NAMESPACE}}}dataSet")][:2] == ["time", "faecal_butyrate"]


def test_equal_subjects_make_equal_archives():
    same = {"title": "A day", "days": 1}
    assert omex(subject(same)) == omex(subject(same))


@pytest.mark.slow
def test_copasi_reads_model_and_time_course(archive, tmp_path):
    copasi = pytest.importorskip("COPASI")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path)
    model = copasi.CRootContainer.addDatamodel()
    assert model.importSEDML(str(tmp_path / "simulation.sedml"))
    assert model.getModel().getNumModelValues() > 1000
    problem = model.getTask("Time-Course").getProblem()
    assert (problem.getDuration(), problem.getStepNumber()) == (168, 168)
