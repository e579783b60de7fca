"""``gutbrain export``."""

import functools

import pytest


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
        (("bibtex", "examples/fibre.yaml"), "bibtex takes no protocol"),
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
    monkeypatch.setattr("gutbrain.cli.export.find_spec", lambda name: None)
    status, _, err = run("sbml", "--out", tmp_path / "x.xml")
    assert status == 2
    assert "pip install 'python-libsbml" in err
