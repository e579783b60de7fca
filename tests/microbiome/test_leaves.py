"""What a profile leaves: tables, a page, a start for a person, and where they come from."""

import hashlib
import io
import json

import pandas as pd
import pytest
from tables import BACTEROIDES, BUTYRATE, GOOD, KO

import gutbrain as gb
from gutbrain import files
from gutbrain.errors import InputError
from gutbrain.microbiome.databases import databases
from gutbrain.microbiome.leaves import as_csv, tables
from gutbrain.microbiome.names import taxon
from gutbrain.microbiome.placing import GUILDS
from gutbrain.microbiome.shares import percentile, percentiles, reference

MIXED = (
    b"genus\tS1\tS2\nFaecalibacterium\t6000\t1000\nBacteroides\t3000\t8000\nBacterioides\t500\t500\nhomo\t500\t500\n"
)


def written(folder, content, name="table"):
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.fixture
def mixed(tmp_path):
    """Two genera, one that is written as none is, and cells of the person."""
    return gb.profile(written(tmp_path, MIXED))


def test_the_tables_say_what_the_table_said(mixed):
    made = tables(mixed)
    guilds = made["guilds.csv"].set_index(["sample", "guild"])
    assert guilds.loc[("S1", "butyrate_producers"), "share"] == pytest.approx(2 / 3)
    genera = made["genera.csv"]
    assert genera.groupby("sample")["share"].sum().tolist() == pytest.approx([1, 1])
    first = genera[genera["sample"] == "S1"].set_index("genus_given")
    assert first.loc["Faecalibacterium", ["genus_understood", "guild", "level"]].tolist() == [
        "Faecalibacterium",
        "butyrate_producers",
        "genus",
    ]
    assert first.loc["homo", ["genus_understood", "level", "share"]].tolist() == ["host", "removed", 0.05]
    unplaced = made["unplaced.csv"]
    assert unplaced[["name", "nearest", "share"]].iloc[0].tolist() == ["Bacterioides", "Bacteroides", 0.05]
    assert made["diversity.csv"]["reads"].tolist() == [9500, 9500]
    assert "not placed" in set(made["qc.csv"]["check"])


def test_names_without_a_place_are_never_dropped():
    names = [f"Nonsuchium{letter}{other}" for letter in "abcdef" for other in "abcdef"]
    table = pd.DataFrame({"S1": [10] * 36 + [9000]}, index=[*names, "Bacteroides"])
    found = gb.profile(table)
    assert set(tables(found)["unplaced.csv"]["name"]) == set(names)


def test_a_table_of_kos_leaves_its_modules(tmp_path):
    made = tables(gb.profile(written(tmp_path, KO)))
    assert set(made) == {"modules.csv"}
    assert made["modules.csv"].groupby("sample").size().tolist() == [43, 43]
    assert set(made["modules.csv"]["verdict"]) <= {"present", "absent", "not measurable"}


def test_percentiles_hold_their_share_and_what_the_reference_could_not_see():
    for guild in GUILDS:
        none = (reference()[guild] == 0).sum() - 1
        if none > 0:
            # the middle of those without, who may be anywhere among them
            assert percentiles(guild, 0, 1e-9)[0] == 0
            assert percentiles(guild, 0, 1e-9)[1] >= 5 * none
        for share in (0, 0.003, 0.1, 0.5):
            low, high = percentiles(guild, share / 1.6, share * 1.6)
            assert low <= percentile(guild, share) <= high
    assert percentiles("bacteroides", 0.12832, 0.12832) == (50, 50)


def test_the_folder_is_whole_and_knows_where_it_is_from(tmp_path, run):
    table = written(tmp_path, MIXED)
    out = tmp_path / "out"
    status, told, _ = run("profile", table, "--out", out)
    assert status == 0
    assert str(out / "report.html") in told
    names = {"guilds.csv", "genera.csv", "unplaced.csv", "diversity.csv", "qc.csv", "report.html", "start.yaml"}
    assert {path.name for path in out.iterdir()} == {*names, files.PROVENANCE}
    found = json.loads((out / files.PROVENANCE).read_text(encoding="utf-8"))
    assert found["files"]["table"]["sha256"] == hashlib.sha256(MIXED).hexdigest()
    assert (found["taken_for"], found["unit"], found["usable"]) == ("table", "counts", ["S1", "S2"])
    # the same from Python
    own = gb.write_profile(gb.profile(table), tmp_path / "own")
    for name in names:
        assert (own / name).read_bytes() == (out / name).read_bytes()


def test_another_run_is_not_written_over(tmp_path, run):
    table, out = written(tmp_path, MIXED), tmp_path / "out"
    assert run("profile", table, "--out", out)[0] == 0
    before = (out / "guilds.csv").read_bytes()
    status, _, err = run("profile", table, "--sample", "S1", "--out", out)
    assert (status, "another run" in err) == (2, True)
    assert (out / "guilds.csv").read_bytes() == before
    assert run("profile", table, "--sample", "S1", "--out", out, "--force")[0] == 0
    assert (out / "guilds.csv").read_bytes() != before


def test_nothing_is_half_written(tmp_path, monkeypatch):
    from gutbrain.report import profile_folder

    def fails(found):
        raise RuntimeError("no page")

    monkeypatch.setattr(profile_folder, "render", fails)
    found = gb.profile(written(tmp_path, MIXED))
    with pytest.raises(RuntimeError):
        gb.write_profile(found, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["table"]
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="holds something"):
        gb.write_profile(found, tmp_path / "full")


def test_a_start_is_there_where_somebody_can_start(tmp_path):
    found = gb.profile(written(tmp_path, MIXED), samples=["S2"])
    start = gb.write_profile(found, tmp_path / "out") / "start.yaml"
    person = gb.load(start).person
    assert [one.sample for one in person.microbiota.stools] == ["S2"]
    few = gb.profile(written(tmp_path, b"genus\tS1\nBlautia\t300\nDorea\t200\n", "few"))
    assert not few.usable
    assert not (gb.write_profile(few, tmp_path / "few-out") / "start.yaml").exists()
    # a table that is no file has no name that could be written
    frame = pd.read_csv(io.BytesIO(MIXED), sep="\t", index_col=0)
    assert not (gb.write_profile(gb.profile(frame), tmp_path / "frame-out") / "start.yaml").exists()


def test_tables_of_all_kinds_leave_the_same_shares(tmp_path):
    for name in ("lineages", "semicolon", "long", "level-6"):
        made = tables(gb.profile(written(tmp_path, GOOD[name], name)))["guilds.csv"]
        shares = made.set_index(["guild", "sample"])["share"]
        assert shares["bacteroides"].tolist() == pytest.approx(BACTEROIDES)
        assert shares["butyrate_producers"].tolist() == pytest.approx(BUTYRATE)


def test_a_cell_without_a_value_is_empty():
    frame = pd.DataFrame({"a": [1.5, None], "b": ["x", ""]})
    assert as_csv(frame) == "a,b\n1.5,x\n,\n"


@pytest.mark.parametrize(
    ("names", "database"),
    [
        (["k__Bacteria; p__Firmicutes; g__Blautia"] * 3, ["Greengenes"]),
        (["D_0__Bacteria;D_5__Blautia"] * 3, ["SILVA (to 132)"]),
        (["d__Bacteria;p__Bacillota_A;g__Blautia_A"] * 3, ["SILVA (138 or later)", "GTDB"]),
        (["g__Escherichia_710834"] * 3, ["Greengenes2"]),
        (["Clostridium_XlVa", "Clostridium_IV", "Escherichia/Shigella"], ["RDP"]),
        (["Blautia", "Dorea"], []),
        (["D_5__Blautia"], []),
    ],
)
def test_databases_are_known_by_the_signs_of_their_names(names, database):
    assert databases([taxon(name) for name in names]) == database
