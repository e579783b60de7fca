"""One's own trials beside those that ship: read, pooled, left out, written for others."""

import csv
import functools
import io
import json
import math
import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import t as student

from gutbrain.answers.evidence import MetaAnswer
from gutbrain.errors import InputError
from gutbrain.evidence import references
from gutbrain.evidence.own import read_own
from gutbrain.evidence.own.table import COLUMNS, TEMPLATE, template
from gutbrain.evidence.own.tagged import key_of
from gutbrain.evidence.pooling.forest_table import forest_csv, r_script
from gutbrain.evidence.pooling.meta import meta
from gutbrain.evidence.trials import load_trials, trials
from gutbrain.report import meta_page

MINE = """key,authors,year,doi,severity,weeks,strains,outcome,scale,n_active,n_control,mean_active,sd_active,\
mean_control,sd_control
doe-2026,"Doe J, Roe R",2026,10.1000/182,clinical,8,B. longum 1714,depression,BDI-II,30,31,10.0,6.0,14.0,7.0
"""
ROW = {
    "key": "doe-2026", "reference": "walden-2023", "design": "rct", "population": "not told", "severity": "clinical",
    "preset": "", "weeks": 8, "comparator": "not told", "read": "read",
    "product": {"strains": [{"name": "B. longum 1714"}]},
    "outcomes": [{
        "scale": "BDI-II", "measures": "depression", "comparison": "between-arm", "result": "improved",
        "active": {"n": 30, "end": {"mean": 10, "sd": 6}}, "control": {"n": 31, "end": {"mean": 14, "sd": 7}},
    }],
}  # fmt: skip
RIS = """TY  - JOUR
AU  - M\u00fcller, Anna B.
AU  - Roe, R.
TI  - Bacteria and mood: a randomised
  trial of many words
PY  - 2024/03/01/
JF  - J Made Up
DO  - https://doi.org/10.1000/xyz
AB  - Objective - to see whether
ER  - 

TY  - JOUR
A1  - M\u00fcller, A.
T1  - Another
Y1  - 2024
ER  -
"""
NBIB = """PMID- 12345678
OWN - NLM
DP  - 2023 Jan-Feb
TI  - Bacteria for sleep in people of whom
      little was known before.
LID - 10.1000/abc [doi]
FAU - Smith, John A
AU  - Smith JA
AU  - Roe R
TA  - J Short
JT  - Journal of long names

PMID- 87654321
TI  - Second.
"""


@pytest.fixture
def write(tmp_path):
    """Write a file and give its path."""

    def call(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return call


@pytest.fixture
def run(run):
    """The command line from ``meta`` on."""
    return functools.partial(run, "meta")


@pytest.fixture(scope="module")
def whole():
    """Depression, all that ships."""
    return meta("depression")


def numbers(found):
    pools = found.estimates.crude, found.estimates.imputed, found.estimates.corrected
    return [end for pool in pools for end in (pool.estimate, pool.low, pool.high)]


def test_adding_a_record_is_having_it(write, whole):
    mine = load_trials([ROW], references())
    there = meta("depression", records={**trials(), **mine})
    found = meta("depression", add=write("mine.csv", MINE))
    assert len(found.effects) == len(whole.effects) + 1
    assert numbers(found) == pytest.approx(numbers(there), abs=1e-8)
    assert numbers(found) != pytest.approx(numbers(whole), abs=1e-8)
    (effect,) = (effect for effect in found.effects if effect.trial.key == "doe-2026")
    # by hand: the difference by the pooled SD, less the bias of small samples
    sd = math.sqrt((29 * 36 + 30 * 49) / 59)
    assert effect.g == pytest.approx(-4 / sd * (1 - 3 / (4 * 59 - 1)))
    assert found.sources["doe-2026"].doi == "10.1000/182"


def test_records_may_be_written_as_those_that_ship(write):
    text = "\n".join(["references:", "- {key: doe, authors: Doe J, year: 2026, title: Mine}", "trials:"])
    row = json.dumps({**ROW, "reference": "doe"})
    by_yaml = meta("depression", records={}, add=write("mine.yaml", f"{text}\n- {row}\n"))
    by_csv = meta("depression", records={}, add=write("mine.csv", MINE))
    assert by_yaml.effects[0].g == by_csv.effects[0].g
    assert by_yaml.sources["doe-2026"].title == "Mine"
    # a folder, with its references beside
    write("references.yaml", "- {key: doe, authors: Doe J, year: 2025, title: Beside}\n")
    folder = write("trials.yaml", f"- {row}\n").parent
    write("more.ris", RIS)
    (folder / "mine.yaml").unlink()
    (folder / "mine.csv").unlink()
    found = meta("depression", records={}, add=folder)
    assert found.sources["doe-2026"].year == 2025
    assert [one.key for one in found.choice.listed] == ["muller-2024", "muller-2024-b"]


@pytest.mark.parametrize("place", [0, 5, 17, 30, 45])
def test_excluding_is_leaving_one_out(whole, place):
    key, group = whole.effects[place].trial.key, whole.without_one[place]
    found = meta("depression", exclude=key)
    assert group.name == key
    assert numbers(found) == pytest.approx(numbers(group), abs=1e-8)
    assert (key, "excluded as asked") in [(left.trial, left.reason) for left in found.left_out]
    assert meta("depression", exclude=[key]).account == found.account


def test_what_is_left_out_by_flag_or_kind_is_told(whole):
    flag = "family-kashan"
    found = meta("depression", without=flag)
    rest = next(group for group in whole.groups if group.name == "all without them")
    assert numbers(found) == pytest.approx(numbers(rest), abs=1e-8)
    assert not any(flag in effect.flags for effect in found.effects)
    only = meta("depression", only="numbers")
    assert {effect.kind for effect in only.effects} == {"numbers", "published-effect"}
    assert {effect.trial.key for effect in only.effects} == {
        effect.trial.key for effect in whole.effects if effect.kind in ("numbers", "published-effect")
    }
    assert meta("depression", without="p-bound,p-assumed").of_bounds == ""


@pytest.mark.parametrize("asked", [{}, {"exclude": "dawe-2020"}, {"without": "small"}, {"only": "numbers"}])
@pytest.mark.parametrize("outcome", ["sleep", "stress"])
def test_the_account_adds_up(outcome, asked):
    found = meta(outcome, **asked).account
    assert found.kept_here == len(trials())
    assert found.other + found.asked == found.kept_here
    assert found.pooled + sum(found.left_out.values()) == found.asked
    assert found.until >= 2025


@pytest.mark.parametrize("outcome", ["depression", "anxiety", "sleep", "cognition", "stress"])
def test_the_table_of_the_plot_pools_to_the_same(write, outcome):
    found = meta(outcome)
    table = forest_csv(found)
    again = meta(outcome, records={}, add=write("forest.csv", table))
    assert numbers(again) == pytest.approx(numbers(found), abs=1e-8)
    assert again.people == found.people
    rows = list(csv.DictReader(io.StringIO(table)))
    assert sum(float(row["weight"]) for row in rows) == pytest.approx(100, abs=0.5)
    # over the records that ship it changes nothing either, and is told
    over = meta(outcome, add=write("forest.csv", table))
    assert numbers(over) == pytest.approx(numbers(found), abs=1e-8)
    assert over.account.replaced == len(rows)
    assert not over.choice.twice


def pooled_as_in_r(g, se):
    """What the script does, without R: REML, Hartung and Knapp never narrower than without."""

    def minus_log_likelihood(tau2):
        w = 1 / (se**2 + tau2)
        b = (w * g).sum() / w.sum()
        return 0.5 * (np.log(se**2 + tau2).sum() + np.log(w.sum()) + (w * (g - b) ** 2).sum())

    tau2 = minimize_scalar(minus_log_likelihood, bounds=(0, 2), method="bounded", options={"xatol": 1e-10}).x
    w = 1 / (se**2 + tau2)
    b = (w * g).sum() / w.sum()
    error = math.sqrt(max(1, (w * (g - b) ** 2).sum() / (len(g) - 1)) / w.sum())
    reach = student.ppf(0.975, len(g) - 1) * error
    return b, b - reach, b + reach


@pytest.mark.parametrize("outcome", ["depression", "anxiety", "cognition"])
def test_the_script_holds_the_table_and_its_numbers_follow(outcome):
    found = meta(outcome)
    script = r_script(found)
    text = re.search(r'read\.csv\(text = "(.*?)\n"\)', script, re.DOTALL)[1]
    rows = list(csv.DictReader(io.StringIO(text)))
    table = list(csv.DictReader(io.StringIO(forest_csv(found))))
    assert [(row["trial"], row["g"], row["se"]) for row in rows] == [(r["key"], r["g"], r["se"]) for r in table]
    assert [row["null"] == "TRUE" for row in rows] == [row["made_of"] == "imputed-null" for row in table]
    told = [[float(n) for n in one.split(",")] for one in re.findall(r"^fit <- pooled\(.*c\((.*)\)\)$", script, re.M)]
    parts = [row for row in rows if row["null"] == "FALSE"], rows
    for part, expected in zip(parts, told, strict=True):
        g, se = (np.array([float(row[name]) for row in part]) for name in ("g", "se"))
        assert pooled_as_in_r(g, se) == pytest.approx(expected, abs=1e-4)
    pool = found.estimates.imputed
    assert told[1] == [pool.estimate, pool.low, pool.high]
    assert script.count("{") == script.count("}")
    assert script.count("(") == script.count(")")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_references_are_read_whatever_wrote_them(write, encoding, ends):
    (own,) = read_own([write("a.ris", RIS.replace("\n", ends), encoding)])
    first, second = own.listed
    assert (first.key, first.year, first.doi) == ("muller-2024", 2024, "10.1000/xyz")
    assert (first.authors, first.journal) == ("M\u00fcller AB, Roe R", "J Made Up")
    assert first.title == "Bacteria and mood: a randomised trial of many words"
    assert (second.key, second.title) == ("muller-2024-b", "Another")
    (own,) = read_own([write("a.nbib", NBIB.replace("\n", ends), encoding)])
    first, second = own.listed
    assert (first.key, first.pmid, first.doi) == ("smith-2023", "12345678", "10.1000/abc")
    assert first.title == "Bacteria for sleep in people of whom little was known before"
    assert (first.authors, first.journal) == ("Smith JA, Roe R", "Journal of long names")
    assert second.authors == "not recorded"


def test_keys_of_references():
    assert key_of("O'Neill-Smith K, Roe R", 2020) == "o-neill-smith-2020"
    assert key_of("\u00c5str\u00f6m B", None) == "astrom"
    assert key_of("\u674e\u660e", 2020, {"unnamed-2020"}) == "unnamed-2020-b"


def test_a_reference_has_no_number_and_a_table_to_fill_in(write, run, tmp_path):
    path = write("a.ris", RIS)
    status, out, err = run("--outcome", "sleep", "--add", path, "--template", tmp_path / "fill.csv")
    assert status == 0
    assert "2 references of yours have no number to pool" in err
    assert "your references without a number (listed, not pooled)" in out
    assert "muller-2024-b" in out
    made = (tmp_path / "fill.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(made)))
    assert tuple(rows[0]) == TEMPLATE
    assert [row["key"] for row in rows] == ["muller-2024", "muller-2024-b"]
    # as it is, it says no more than the references
    (own,) = read_own([tmp_path / "fill.csv"])
    assert not own.trials
    assert [one.doi for one in own.listed] == ["10.1000/xyz", ""]
    # filled in, it is pooled
    rows[0] |= {
        "outcome": "sleep",
        "n_active": "20",
        "n_control": "22",
        "result": "no-difference",
        "strains": "B. longum 1714",
    }
    text = io.StringIO()
    writer = csv.DictWriter(text, TEMPLATE)
    writer.writeheader()
    writer.writerows(rows)
    found = meta("sleep", add=write("filled.csv", text.getvalue()))
    (mine,) = (effect for effect in found.effects if effect.trial.key == "muller-2024")
    assert (mine.kind, mine.g, mine.people) == ("imputed-null", 0, 42)
    assert len(found.choice.listed) == 1
    assert template().strip() == ",".join(TEMPLATE)
    assert set(TEMPLATE) < set(COLUMNS)


def test_tables_of_other_programs(write):
    usual = read_own([write("a.csv", "study,outcome,n_active,n_control,yi,sei\nDoe 2026,stress,20,20,-0.5,0.3\n")])
    comma = read_own([write("b.csv", "key;outcome;n_active;n_control;g;se\ndoe-2026;stress;20;20;-0,5;0,3\n")])
    for (own,) in (usual, comma):
        (found,) = meta("stress", records=own.trials, add=own.file).effects
        assert (found.g, found.se) == pytest.approx((-0.5, 0.3))
        assert found.outcome.result == "improved"
    bounds = "key,outcome,n_active,n_control,g,low,high\na,cognition,9,9,0.5,-0.088,1.088\n"
    (found,) = meta("cognition", records={}, add=write("c.csv", bounds)).effects
    assert (found.g, found.se, found.outcome.result) == (0.5, pytest.approx(0.3), "improved")
    by_p = "key,outcome,n_active,n_control,p,result\na,sleep,20,20,<0.05,improved\nb,sleep,20,20,0.3,no-difference\n"
    found = {one.trial.key: one for one in meta("sleep", records={}, add=write("d.csv", by_p)).effects}
    assert found["a"].of_a_bound
    assert found["a"].g < 0


def test_a_record_that_is_there_under_another_name_is_told(write):
    there = references()[trials()["akkasheh-2016"].reference]
    path = write("a.csv", MINE.replace("10.1000/182", there.doi.upper()))
    found = meta("depression", add=path)
    assert found.choice.twice == (("doe-2026", "akkasheh-2016"),)
    assert "people may count twice" in " ".join(found.cautions)
    assert not meta("depression", add=path, exclude="akkasheh-2016").choice.twice


HEAD = "key,outcome,n_active,n_control,g,se\n"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", HEAD + "a,stress,x,20,-0.5,0.3\n", ":2: n_active: 'x' is not a number; write it as 12.5"),
        ("a.csv", HEAD + "a,stress,20,20,-0.5,0.3\nb,stress,20,,1,1\n", ":3: n_control: is missing"),
        ("a.csv", HEAD + "a,stres,20,20,-0.5,0.3\n", ":2: outcome: 'stres' is not known; did you mean 'stress'?"),
        ("a.csv", HEAD + "a,stress,20,20,-0.5,0\n", ":2: se: 0 is no standard error"),
        ("a.csv", HEAD + "a,stress,20,20,-0.5,\n", ":2: se: g has neither a standard error"),
        ("a.csv", HEAD + ",stress,20,20,-0.5,0.3\n", ":2: key: is missing"),
        ("a.csv", HEAD + "a,stress,20,20,-0.5,0.3,7\n", ":2: has 7 cells for 6 columns"),
        ("a.csv", HEAD.replace("se", "sse"), ":1: sse: there is no column 'sse'; did you mean 'se'?"),
        ("a.csv", HEAD, ":1: has no rows"),
        ("a.csv", "", ": is empty"),
        ("a.csv", "key,outcome,n_active,n_control,p\na,sleep,9,9,0.2\n", ":2: result: is missing"),
        ("a.csv", "key,outcome,n_active,n_control,p,result\na,sleep,9,9,2,improved\n", ":2: p: 2 is no p value"),
        ("a.csv", "key,outcome,n_active,n_control,result\na,sleep,9,9,good\n", ":2: "),
        ("a.csv", HEAD.replace("key", "key,strains") + "a,Magic,stress,20,20,1,1\n", ":2: a: "),
        ("a.csv", HEAD.replace("key", "key,flags") + "a,tiny,stress,20,20,1,1\n", ":2: a: there is no flag 'tiny'"),
        ("a.csv", HEAD.replace("key", "key,severity") + "a,ill,stress,20,20,1,1\n", ":2: a.severity: "),
        ("a.ris", "AU  - Doe\n", ":1: AU: AU stands in no record"),
        ("a.ris", "TY  - JOUR\nTI  - A\n", ":1: ER: the record that begins here does not end"),
        ("a.ris", "TY  - JOUR\nAU  - Doe\nER  - \n", ":1: TI: the record that begins here has no title"),
        ("a.ris", "\n", ":1: holds no record"),
        ("a.nbib", "some text\n", ":1: is in no record"),
        ("a.yaml", "- {key: a, reference: none-such}\n", ":1: a"),
        ("a.yaml", "trial: []\n", ":1: trial: there is no part 'trial'"),
        ("a.yaml", f"- {json.dumps({**ROW, 'reference': 'nobody-1999'})}\n", ":1: doe-2026.reference: there is no ref"),
        ("a.txt", "text", ": is of no kind that can be read; one of: .csv"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_field(run, write, name, text, said):
    path = write(name, text)
    status, out, err = run("--outcome", "stress", "--add", path)
    assert (status, out) == (2, "")
    assert err.startswith(f"{path}{said}")
    if name != "a.yaml":
        assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"exclude": "daw-2020"}, "exclude: there is no record 'daw-2020'; did you mean 'dawe-2020'?"),
        ({"without": "smal"}, "without: there is no flag 'smal'; did you mean 'small'?"),
        ({"only": "words"}, "only: 'words' cannot be asked for alone; numbers"),
        ({"add": "none-such.csv"}, "none-such.csv: cannot be read"),
    ],
)
def test_names_that_do_not_exist(run, asked, said):
    with pytest.raises(InputError, match=re.escape(said)):
        meta("stress", **asked)
    (name, value) = next(iter(asked.items()))
    status, out, err = run("--outcome", "stress", f"--{name}", value)
    assert (status, out) == (2, "")
    assert said in err


def test_the_command_says_the_same_as_python(run, write, tmp_path):
    path = write("mine.csv", MINE)
    arguments = (
        "--outcome",
        "depression",
        "--population",
        "clinical",
        "--add",
        path,
        "--exclude",
        "majeed-2018,dawe-2020",
    )
    status, out, _ = run(*arguments, "--without", "from-memory", "--json", "--out", tmp_path / "out")
    assert status == 0
    told = json.loads(out)
    found = meta(
        "depression", population="clinical", add=path, exclude=["majeed-2018", "dawe-2020"], without="from-memory"
    )
    assert told["estimates"]["imputed"]["estimate"] == found.estimates.imputed.estimate
    assert told["account"] == json.loads(json.dumps(found.to_dict()["account"]))
    assert told["account"]["added"] == 1
    assert (tmp_path / "out" / "forest.csv").read_text(encoding="utf-8") == forest_csv(found)
    assert (tmp_path / "out" / "forest.R").read_text(encoding="utf-8") == r_script(found)
    status, _, err = run(*arguments, "--template", tmp_path / "fill.txt")
    assert status == 2
    assert "a file that ends in .csv" in err
    status, _, _ = run(*arguments, "--summary-of-findings", tmp_path / "sof.csv")
    (row, *_) = csv.DictReader(io.StringIO((tmp_path / "sof.csv").read_text(encoding="utf-8")))
    assert status == 0
    assert (
        f"{meta('depression', population='clinical', add=path, exclude='majeed-2018').estimates.imputed.estimate:.3f}"
        in row.values()
    )


def test_what_the_page_shows_can_be_done(run, write):
    text = (Path(__file__).parents[2] / "docs" / "meta.md").read_text(encoding="utf-8")
    path = write("mine.csv", re.search(r"```csv\n(.*?)```", text, re.DOTALL)[1])
    (command,) = re.findall(r"^\$ gutbrain meta (.*--add mine\.csv.*)$", text, re.MULTILINE)
    arguments = [str(path) if part == "mine.csv" else part for part in shlex.split(command)]
    status, out, err = run(*arguments)
    assert (status, err) == (0, "")
    assert "ours-2026" in out
    assert "left out: excluded as asked" in out
    assert "left out: only numbers, as asked" in out
    assert [name for name in COLUMNS if not re.search(rf"\b{name}\b", text)] == []


def test_the_page_tells_what_was_looked_at(write):
    found = meta("sleep", add=write("a.ris", RIS))
    told = meta_page.piece(found)
    assert "What was looked at" in told
    assert "muller-2024-b" in told
    assert f"publications up to {found.account.until}" in told
    assert MetaAnswer(**found.to_dict()).account["pooled"] == found.account.pooled
