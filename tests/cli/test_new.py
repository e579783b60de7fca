import pytest

from gutbrain.engine.simulation import read_protocol
from gutbrain.evidence.label.check import check_label
from gutbrain.examples import starts
from gutbrain.findings.reading import read_findings
from gutbrain.trials.reading import read_design
from gutbrain.worldfolder import named

READ = {
    "protocol": read_protocol,
    "design": read_design,
    "label": check_label,
    "world": named,
    "finding": lambda path: read_findings([path]).findings[0],
}


@pytest.mark.parametrize("kind", list(starts()))
def test_what_is_begun_with_can_be_read_as_it_is(run, tmp_path, kind):
    target = tmp_path / "folder" / f"mine{starts()[kind].suffix}"
    status, out, _ = run("new", kind, target)
    assert (status, out) == (0, f"{target}\n")
    if kind == "diary":
        assert target.read_text(encoding="utf-8").startswith("day,hour,observable,value,unit,source\n")
    else:
        assert READ[kind](target)


def test_lines_that_are_commented_out_can_be_written_as_well(tmp_path):
    text = starts()["protocol"].read_text(encoding="utf-8")
    assert text.count("\n  # - {") == 5
    whole = tmp_path / "whole.yaml"
    whole.write_text(text.replace("  # - {", "  - {").replace("\n# start_date", "\nstart_date"), encoding="utf-8")
    assert {event.exposure for event in read_protocol(whole).events} > {"alcohol", "stressor", "probiotic", "omega3"}


def test_nothing_is_written_over_and_an_unknown_kind_is_told(run, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("mine", encoding="utf-8")
    status, _, err = run("new", "protocol", mine)
    assert (status, mine.read_text(encoding="utf-8")) == (2, "mine")
    assert "is there already" in err
    assert run("new", "protocol", mine, "--force")[0] == 0
    assert mine.read_text(encoding="utf-8").startswith("# A protocol")
    status, _, err = run("new", "protocl")
    assert status == 2
    assert "did you mean 'protocol'?" in err
