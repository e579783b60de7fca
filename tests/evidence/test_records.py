import pytest

from gutbrain.axis import axis
from gutbrain.errors import InputError
from gutbrain.evidence import UNPUBLISHED, Reference, bibtex, cite, claims, load_claims, load_references, references
from gutbrain.model.module import ASSUMPTION, Exposure

KIM = {
    "key": "kim-2018", "authors": "Kim HG, Cheon EJ", "year": 2018,
    "title": "Stress & HRV", "journal": "PI", "doi": "10.1/x",
}  # fmt: skip
CLAIM = {
    "key": "stress-withdraws-vagal-tone", "from": "stress_hormones", "to": "vagus", "sign": -1, "grade": "human-trial",
    "species": "human", "statement": "Acute stress lowers heart rate variability.",
    "references": ["kim-2018"], "against": [],
}  # fmt: skip


def test_the_shipped_records_are_sound():
    assert len(references()) > 60
    assert all(claim.key == key for key, claim in claims().items())


def test_the_references_of_the_source_article_are_there():
    assert references().keys() >= {
        "carabotti-2015", "appleton-2018", "yano-2015", "braga-2024", "needham-2022", "foster-2013", "wu-2021",
        "berk-2013", "lalonde-2022", "naseribafrouei-2014", "ansari-2020", "david-2014", "patangia-2022",
        "bjarnason-2018", "chen-2023", "smith-2021", "walden-2023", "eastwood-2021", "kim-2021", "sanders-2019",
        "marco-2017", "cataldi-2022", "hill-2014", "reid-2019",
    }  # fmt: skip


def test_every_number_of_the_axis_has_its_source():
    unknown = {parameter.key: parameter.source for parameter in axis().parameters}
    assert not {key for key, source in unknown.items() if source not in references() and source not in UNPUBLISHED}


def test_every_arrow_of_the_axis_has_its_claim():
    assert not {signal.claim for signal in axis().signals} - set(claims())
    assert not {exposure.claim for exposure in axis().all_of(Exposure)} - set(claims()) - {ASSUMPTION}


def test_a_claim_is_read():
    claim = load_claims([CLAIM], load_references([KIM]))["stress-withdraws-vagal-tone"]
    assert (claim.frm, claim.to, claim.references) == ("stress_hormones", "vagus", ("kim-2018",))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"references": ["kim-2019"]}, "did you mean 'kim-2018'?"),
        ({"against": ["nobody-1900"]}, "there is no reference"),
        ({"grade": "human trial"}, "did you mean 'human-trial'?"),
        ({"sign": 2}, "sign 2"),
        ({"references": []}, "without a reference"),
        ({"strength": 3}, "there is no field 'strength'"),
        ({"key": "Stress withdraws"}, "cannot be a key"),
    ],
)
def test_a_wrong_claim_is_an_error(changes, said):
    with pytest.raises(InputError) as caught:
        load_claims([{**CLAIM, **changes}], load_references([KIM]))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([KIM, KIM], "stands twice"),
        ([{**KIM, "doi": "https://doi.org/10.1/x"}], "not a DOI"),
        ([{**KIM, "read": "maybe"}], "read or memory"),
        ([{"key": "a-1"}], "'authors' is missing"),
    ],
)
def test_a_wrong_reference_is_an_error(rows, said):
    with pytest.raises(InputError) as caught:
        load_references(rows)
    assert said in str(caught.value)


def test_a_citation_in_one_line():
    assert (
        cite(load_references([KIM])["kim-2018"]) == "Kim HG, Cheon EJ (2018). Stress & HRV. PI. https://doi.org/10.1/x"
    )
    assert cite(Reference("a-1", "A B", None, "Title.")) == "A B. Title."


def test_a_bibtex_entry():
    group = Reference("ncd-2016", "NCD Risk Factor Collaboration", 2016, "Height", "eLife")
    text = bibtex([*load_references([KIM]).values(), group, Reference("x-1", "Yano JM et al.", 2015, "T", "Cell")])
    assert "author = {Kim, H G and Cheon, E J}" in text
    assert r"title = {{Stress \& HRV}}" in text
    assert "author = {{NCD Risk Factor Collaboration}}" in text
    assert "author = {Yano, J M and others}" in text
    assert text.count("@article{") == 3
