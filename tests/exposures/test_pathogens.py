"""Species that make people ill are refused at every door, but for strains with a safe history."""

import pytest

from gutbrain.answers.question import Question, begun
from gutbrain.datafiles import read
from gutbrain.errors import InputError
from gutbrain.evidence import about_strain, references
from gutbrain.evidence.label.check import check_label
from gutbrain.evidence.label.text import parse_text
from gutbrain.evidence.trials import trials
from gutbrain.exposures import UnsafeStrain, load, published, resolve, strains
from gutbrain.exposures.pathogens import exceptions, is_refused, pathogens
from gutbrain.model import UNPUBLISHED
from gutbrain.trials.reading import read_design

REFUSED = (
    "Streptococcus pyogenes M1", "S. pyogenes", "Streptococcus", "Streptococcus sp. X1", "Strep pneumoniae",
    "Bacillus anthracis", "B. cereus", "Bacillus", "Bacillus X-1", "E. coli O157", "E. coli", "E. coli K-12",
    "Escherichia", "Salmonella", "Salmonella Typhi Ty21a", "Listeria monocytogenes", "L. monocytogenes",
    "Enterococcus faecalis", "E. faecium ABC", "Enterococcus", "Klebsiella", "Staph aureus",
    "Staphylococcus epidermidis", "C. difficile", "Clostridium difficile", "Clostridium botulinum", "C. butyricum",
    "Vibrio cholerae", "Mycobacterium", "H. pylori", "Shigella", "Yersinia pestis", "Candida albicans", "S. salivarius",
    "Campylobacter jejuni", "Legionella",
)  # fmt: skip

TAKEN = (
    "E. coli Nissle 1917", "Mutaflor", "E. faecium SF68", "E. faecium 129 BIO 3B", "C. butyricum MIYAIRI 588", "CBM588",
    "S. salivarius K12", "S. thermophilus", "Streptococcus thermophilus ST-21", "B. subtilis PXN 21",
    "Bacillus clausii", "Bacillus coagulans GBI-30 6086", "L. salivarius W24", "Lactobacillus",
    "Akkermansia muciniphila", "L. casei XY",
)  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_makes_people_ill_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(UnsafeStrain) as caught:
        resolve(name)
    assert f"'{name}' is refused" in str(caught.value)
    assert "name a probiotic" in str(caught.value) or "safe history" in str(caught.value)


@pytest.mark.parametrize("name", TAKEN)
def test_harmless_species_and_strains_with_a_safe_history_are_begun(name: str) -> None:
    resolve(name)


def test_every_door_refuses() -> None:
    name = "Streptococcus pyogenes M1"
    event = {"exposure": "probiotic", "strains": {name: 1e9}, "start": 0}
    design = {"population": "healthy-adult", "arms": {"active": {"events": [event]}, "placebo": {"events": []}}}
    design |= {"per_arm": 20, "weeks": 4, "visits": [0, 4], "endpoints": ["depression"]}
    doors = (
        lambda: load({"title": "x", "days": 7, "events": [event]}),
        lambda: load({"title": "x", "days": 7, "events": [], "observe": [f"strain.{name}"]}),
        lambda: read_design(design),
        lambda: about_strain(name),
        lambda: begun(Question(strain_1=name)),
    )
    for number, door in enumerate(doors):
        with pytest.raises(InputError) as caught:
            door()
        assert "can make people ill" in str(caught.value), number
    check = check_label(parse_text(f"{name} 10 billion CFU per capsule")).checks[0]
    assert (check.point, check.verdict, check.about) == ("strain", "fail", name)
    assert "can make people ill" in check.reason


def test_what_was_published_can_be_looked_up() -> None:
    assert published("Clostridium butyricum").species == "Clostridium butyricum"
    assert "yang-2014" in trials()


def test_the_list_is_sound() -> None:
    sources = {row.source for row in (*pathogens().values(), *exceptions().values())}
    assert sources <= {*references(), *UNPUBLISHED}
    # an exception rests on something that was published
    assert {row.source for row in exceptions().values()} <= set(references())
    known = {strain.name: strain for strain in strains()}
    assert exceptions().keys() <= known.keys()
    # every strain that is kept by name is of a harmless species, or an exception with its reason
    harmless = frozenset(" ".join(name.split()[:2]) for name in read("gutbrain.exposures", "strains.yaml")["species"])
    assert {s.name for s in strains() if is_refused(s.species, harmless)} == set(exceptions())
    assert not {name for name in read("gutbrain.exposures", "strains.yaml")["species"] if is_refused(name, harmless)}
