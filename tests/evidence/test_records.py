import re
from pathlib import Path

import pytest

import gutbrain
from gutbrain.axis import axis
from gutbrain.datafiles import read
from gutbrain.errors import InputError
from gutbrain.evidence import UNPUBLISHED, Reference, bibtex, cite, claims, load_claims, load_references, references
from gutbrain.model import ASSUMPTION
from gutbrain.model.module import Constant, Exposure

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
    assert not {parameter.after for parameter in axis().parameters} - {"", *references()}


def said(value):
    """Every text in a file of facts."""
    if isinstance(value, dict):
        return {text for part in value.values() for text in said(part)}
    if isinstance(value, list):
        return {text for part in value for text in said(part)}
    return {str(value)}


def test_every_reference_is_used():
    package = Path(gutbrain.__file__).parent
    folders = [folder for folder in package.rglob("data") if folder.is_dir()]
    rooms = {path: folder for folder in folders for path in folder.rglob("*.yaml") if path.name != "references.yaml"}
    files = list(rooms)
    used = {
        text
        for path, folder in rooms.items()
        for text in said(read(".".join(folder.parent.relative_to(package.parent).parts), str(path.relative_to(folder))))
    }
    used |= {key for parameter in axis().parameters for key in (parameter.source, parameter.after)}
    # heads of files say in a comment what all of it rests on
    heads = (line for path in files for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
    used |= {word for line in heads for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", line)}
    # findings name their source by its number
    numbers = {text.partition(":")[2].lower() for text in used if text.startswith(("doi:", "pmid:"))}
    idle = {
        key
        for key, reference in references().items()
        if key not in used and not {reference.doi.lower(), reference.pmid} - {""} & numbers
    }
    assert not idle


def test_a_reference_says_who_wrote_it_and_what():
    for key, reference in references().items():
        assert reference.authors, key
        assert reference.title, key
    for key in ("smith-2015", "slykerman-2022-nurses", "van-der-zweerde-2019", "rsd-2021", "naseri-2025"):
        assert references()[key].doi
    assert references()["smith-2015"].doi == "10.3390/nu7115441"
    assert "PLoS One" in references()["slykerman-2022-press"].journal


def test_a_claim_rests_on_what_carries_it():
    assert set(claims()["transplant-brings-donor-microbes"].references) == {"li-2016-transplant", "ianiro-2022"}
    assert set(claims()["kynurenine-worsens-mood"].references) == {"capuron-2003", "raison-2010"}


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
        ({"sign": 2}, "stress-withdraws-vagal-tone.sign: 2 is not known here; write -1, 0 or 1"),
        ({"references": []}, "without a reference"),
        ({"strength": 3}, "stress-withdraws-vagal-tone.strength: there is no such field"),
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
        ([{**KIM, "read": "maybe"}], "kim-2018.read: 'maybe' is not known here; write read or memory"),
        ([{"key": "a-1"}], "a-1.authors: is missing"),
        ([{**KIM, "year": "soon"}], "kim-2018.year: 'soon' is not a whole number; write a whole number"),
        ([3], "record 1: 3 is not a set of fields; write {field: value}"),
    ],
)
def test_a_wrong_reference_is_an_error(rows, said):
    with pytest.raises(InputError) as caught:
        load_references(rows)
    assert said in str(caught.value)


def test_a_reference_without_authors_is_named_by_its_key():
    assert references()["omnibiotic-sleep"].short == "omnibiotic-sleep (authors not recorded)"
    assert references()["allen-2016"].short == "Allen AP 2016"


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


def test_the_readme_tells_the_share_of_assumptions_as_it_is():
    readme = Path(__file__).parents[2] / "README.md"
    said = re.search(r"\((\d+) % now: (\d+) parameters, (\d+)\s+constants\)", readme.read_text(encoding="utf-8"))
    numbers = axis().parameters
    guesses = [isinstance(p, Constant) for p in numbers if p.grade == "assumption"]
    assert said
    assert [int(figure) for figure in said.groups()] == [
        round(100 * len(guesses) / len(numbers)),
        len(guesses) - sum(guesses),
        sum(guesses),
    ]
