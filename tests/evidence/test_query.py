import json
import subprocess
import sys

import pytest

from gutbrain.axis import axis
from gutbrain.cli.evidence import _asked_for
from gutbrain.errors import InputError
from gutbrain.evidence import Reference, claims, count_claims, csl_json, find, paths_between, references
from gutbrain.evidence.meta_analyses import meta_analyses
from gutbrain.evidence.trials import trials
from gutbrain.model import GRADES
from gutbrain.model.wiring import arrows

SEED = (
    "carabotti-2015", "appleton-2018", "yano-2015", "braga-2024", "needham-2022", "foster-2013", "wu-2021",
    "berk-2013", "lalonde-2022", "naseribafrouei-2014", "ansari-2020", "david-2014", "patangia-2022",
    "bjarnason-2018", "chen-2023", "smith-2021", "walden-2023", "eastwood-2021", "kim-2021", "sanders-2019",
    "marco-2017", "cataldi-2022", "hill-2014", "reid-2019",
)  # fmt: skip


def keys(hits):
    return [hit.record.key for hit in hits]


@pytest.mark.parametrize("key", SEED)
def test_every_reference_of_the_source_article_supports_a_claim(key):
    assert [claim.key for claim in claims().values() if key in claim.references]


def test_no_key_dangles():
    used = {key for claim in claims().values() for key in (*claim.references, *claim.against)}
    used |= {trial.reference for trial in trials().values()}
    used |= {pooled.reference for pooled in meta_analyses().values()}
    used |= {key for p in axis().parameters for key in (p.source, p.after)} - {"", "assumption", "definition"}
    assert not used - references().keys()


@pytest.mark.parametrize(
    ("query", "claim"),
    [
        ("butyrate barrier", "butyrate-tightens-barrier"),
        ("4EPS anxiety", "4eps-raises-anxiety"),
        ("4-ethylphenyl sulfate and anxiety", "4eps-raises-anxiety"),
        ("sleep microbiome", "short-sleep-lowers-richness"),
        ("SCFA vagus", "scfa-excite-vagus"),
        ("short-chain fatty acids vagus nerve", "scfa-excite-vagus"),
        ("leaky gut probiotics", "probiotics-tighten-barrier"),
        ("Yano serotonin", "microbes-raise-colon-serotonin"),
        ("10.1038/s41586-022-04396-8", "4eps-raises-anxiety"),
        ("https://doi.org/10.1038/S41586-022-04396-8.", "4eps-raises-anxiety"),
    ],
)
def test_plain_words_find_claims(query, claim):
    assert claim in keys(find(query).claims)[:3]


def test_strains_authors_and_numbers_find_trials():
    assert "messaoudi-2011" in keys(find("L. helveticus R0052").trials)
    assert set(keys(find("Walden").trials)) == {"walden-2023", "kerksick-2024"}
    assert keys(find("walden-2023").references) == ["walden-2023"]
    assert keys(find("probiotic cortisol").pooled)


def test_a_claim_brings_what_it_rests_on():
    assert "needham-2022" in keys(find("4EPS anxiety").references)
    assert "needham-2022" in [reference.key for reference in find("4EPS anxiety").sources()]


@pytest.mark.parametrize(
    ("query", "unknown"),
    [
        ("probiotics for narcolepsy in gymnasts", ("narcolepsy", "gymnasts")),
        ("probiotics OCD", ("ocd",)),
        ("SIBO anxiety", ("sibo",)),
        ("ketogenic diet bipolar", ("ketogenic",)),
        ("are probiotics safe with immunosuppressants?", ("immunosuppressants",)),
        ("do probiotics cause brain fog", ("fog",)),
        ("do probiotics help anxiety", ()),
        ("butyrate barrier", ()),
    ],
)
def test_what_nothing_is_kept_about_is_said_first(query, unknown):
    answer = find(query)
    assert answer.nothing_about == unknown
    assert answer
    said = " ".join(answer.said_first)
    assert all(f"'{word}'" in said for word in unknown)
    assert said.startswith("Nothing is kept here about") == bool(unknown)
    assert answer.to_dict()["nothing_about"] == list(unknown)


def test_a_question_about_two_things_is_not_answered_about_one_without_a_word():
    apart = find("psychobiotics butyrate")
    assert not apart.together
    assert any("all of these at once: psychobiotics, butyrate" in said for said in apart.said_first)
    assert find("butyrate barrier").together
    assert find("butyrate barrier").said_first == ()


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("what is the best probiotic for anxiety", ("probiotic", "anxiety")),
        ("does yogurt help depression", ("yogurt", "depression")),
        ("how long until psychobiotics work", ("psychobiotics",)),
        ("best strain for sleep", ("sleep",)),
        ("is 10 billion CFU enough", ()),
        ("B. longum 1714", ("longum", "1714")),
        ("MS fatigue", ("ms", "fatigue")),
    ],
)
def test_words_of_questions_are_no_subjects(query, subjects):
    assert find(query).looked_for == subjects


def test_a_question_without_a_subject_finds_nothing():
    assert not find("is 10 billion CFU enough")
    assert not any("how much change is enough" in r.record.title.lower() for r in find("is it enough?").references)


def test_an_antidepressant_is_not_a_depression():
    trials_found = keys(find("can I take probiotics with antidepressants").trials)
    assert set(trials_found) >= {"nikolova-2023", "kazemi-2019", "ghorbani-2018", "arifdjanova-2021"}
    assert all(trials()[key].antidepressant or "antidepressant" in trials()[key].alongside for key in trials_found[:3])
    assert "scott-2017" not in keys(find("does yogurt help depression").trials)
    assert keys(find("can I take probiotics on Prozac").trials)


def test_a_brand_is_no_barrier():
    assert "chahwan-2019" not in keys(find("leaky gut depression").trials)
    assert "mahboobi-2022" in keys(find("leaky gut depression").trials)


def test_what_got_worse_is_never_left_out():
    # the one significant result of this trial was measured in the body
    shown = _asked_for(trials()["karbownik-2020"], "saccharomyces boulardii anxiety")
    assert [outcome.result for outcome in shown] == ["no-difference", "worse"]
    assert "pulse" in shown[1].scale
    assert "karbownik-2020" in keys(find("probiotics worse").trials)


def test_the_command_says_it_first(run):
    status, out, _ = run("evidence", "probiotics", "for", "narcolepsy")
    assert status == 0
    assert out.startswith("Nothing is kept here about 'narcolepsy'.")
    assert run("evidence", "10.9999/nothing")[1].startswith("Nothing is kept here about '10.9999/nothing'")
    status, out, _ = run("evidence", "is 10 billion CFU enough")
    assert status == 1
    assert "names a subject" in out
    status, out, err = run("evidence", "SIBO anxiety", "--export", "bibtex")
    assert status == 0
    assert "Nothing is kept here about 'sibo'" in err
    assert out.startswith("@")


@pytest.mark.parametrize("query", ["", "xyzzy", "the of", "10.9999/nothing", "123456789", "%$!", "\x00"])
def test_nothing_is_found_for_nothing(query):
    assert not find(query)


def test_an_answer_is_plain_values():
    answer = json.loads(json.dumps(find("kynurenine").to_dict(), allow_nan=False))
    assert answer["claims"][0]["grade"] in GRADES
    assert answer["references"][0]["url"].startswith("https://")


def test_claims_are_counted_by_what_they_stand_on():
    counted = count_claims()
    assert tuple(counted) == GRADES
    assert sum(counted.values()) == len(claims())


def test_csl_json():
    entry = Reference("yano-2015", "Yano JM et al.", 2015, "Indigenous bacteria", "Cell", doi="10.1/x", pmid="1")
    assert csl_json([entry]) == [
        {
            "id": "yano-2015",
            "type": "article-journal",
            "title": "Indigenous bacteria",
            "author": [{"family": "Yano", "given": "J M"}, {"literal": "others"}],
            "issued": {"date-parts": [[2015]]},
            "container-title": "Cell",
            "DOI": "10.1/x",
            "PMID": "1",
            "URL": "https://doi.org/10.1/x",
        }
    ]


def test_a_path_has_its_evidence():
    found = paths_between("serotonin", "depression")
    assert [[s.listener for s in path.steps] for path in found] == [["mind"], ["vagus", "mind"]]
    assert found[0].weakest == "human-trial"
    assert found[1].weakest == "animal"
    assert [c.key for c in found[1].steps[0].claims] == ["gut-serotonin-excites-vagus"]


def test_a_path_is_one_of_the_model():
    wired = {(a.giver, a.listener, a.signal) for a in arrows(axis())}
    for start, end in (("fibre", "depression"), ("gut barrier", "mind"), ("4EPS", "anxiety"), ("nsaid_injury", "crp")):
        found = paths_between(start, end)
        assert found
        for path in found:
            assert {(s.giver, s.listener, s.signal) for s in path.steps} <= wired
            assert all(a.listener == b.giver for a, b in zip(path.steps, path.steps[1:], strict=False))


def test_an_arrow_without_a_claim_takes_those_about_the_same_two():
    step = paths_between("nsaid_injury", "calprotectin")[0].steps[0]
    assert [claim.key for claim in step.claims] == ["nsaids-injure-the-gut-wall"]


def test_there_is_no_path_against_the_stream():
    assert paths_between("depression", "practice") == ()


def test_what_is_no_part_of_the_axis_is_an_error():
    with pytest.raises(InputError, match="not part of the axis"):
        paths_between("unicorns", "depression")


def test_nothing_heavy_is_imported_to_answer():
    code = (
        "import sys\n"
        "from gutbrain.evidence import about_strain, check_label, find, paths_between, Label\n"
        "find('butyrate'); paths_between('serotonin', 'depression'); about_strain('LGG'); check_label(Label())\n"
        "print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert set(run.stdout.split()).isdisjoint(("jax", "pandas", "xarray", "scipy", "sympy", "zarr"))
