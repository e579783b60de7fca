import json
import subprocess
import sys

import pytest

from gutbrain.axis import axis
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
    used |= {p.source for p in axis().parameters} - {"assumption", "definition"}
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
    assert keys(find("Walden").trials) == ["walden-2023"]
    assert keys(find("walden-2023").references) == ["walden-2023"]
    assert keys(find("probiotic cortisol").pooled)


def test_a_claim_brings_what_it_rests_on():
    assert "needham-2022" in keys(find("4EPS anxiety").references)
    assert "needham-2022" in [reference.key for reference in find("4EPS anxiety").sources()]


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
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()).isdisjoint(("jax", "pandas", "xarray", "scipy", "sympy", "zarr"))
