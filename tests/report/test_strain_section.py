from types import SimpleNamespace

from gutbrain.report.strain_section import strains_taken


def event(**strains):
    return SimpleNamespace(strains={name.replace("_", " "): dose for name, dose in strains.items()})


def test_each_strain_is_told_of_once_with_its_trials():
    found = strains_taken([event(), event(**{"B. longum 1714": 1e9}), event(**{"B. longum 1714": 1e9, "LGG": 1e10})])
    assert [s.name for s in found] == ["Bifidobacterium longum 1714", "Lacticaseibacillus rhamnosus GG"]
    allen = next(t for t in found[0].trials if t.trial == "allen-2016")
    assert (allen.weeks, allen.dose) == ("4", "1e9")
    assert "better" in allen.found
    assert "±" in found[0].strength


def test_what_was_never_tried_says_so():
    (found,) = strains_taken([event(**{"B. longum XYZ-99": 1e9})])
    assert not found.trials
    assert "not a strain that is known here" in found.warning
