"""Studies as pages of the documentation."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from gutbrain.answers.studies import listed, study
from gutbrain.answers.study_run import Asked, run
from gutbrain.report import studies_doc, study_picture


@pytest.fixture(scope="module")
def ran():
    return run(Asked(name="resistant-starch"))


def test_a_page_tells_protocol_numbers_and_where_it_fails_with_the_cause(ran):
    page = studies_doc.page(study("resistant-starch"), ran)
    assert page.startswith("# Starch that nobody digests\n")
    fails = page.partition("## Where it fails")[2].partition("## Why it matters")[0]
    assert fails.count("\n- ") == 1
    assert "less butyrate than on their maintenance diet" in fails
    assert page.count("```yaml") == len(study("resistant-starch").protocols)
    assert "| Butyrate in stool: ratio | resistant" in page
    assert "![Butyrate in stool: the curves of the arms, and what was seen](resistant-starch.svg)" in page


def test_the_picture_stands_alone_with_what_was_seen_on_it(ran):
    picture = ElementTree.fromstring(studies_doc.alone(study_picture.draw(ran)))
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    marks = [mark.get("class") for mark in picture.iter()]
    assert marks.count("seen") == 1
    assert {"line l0", "line l1", "band b0", "event"} <= set(marks)


def test_the_index_leads_to_every_study_and_counts_misses():
    answers = [study(one.name).answer for one in listed().studies[:10]]
    index = studies_doc.index(answers)
    for one in answers:
        assert f"]({one.name}.md)" in index
        assert f"\n{one.name}\n" in index
    assert "| 4 of 6, 1 missed |" in index


def test_text_of_a_study_is_no_markup():
    assert studies_doc._plain("a | b *c* <d>\n  e_f") == r"a \| b \*c\* \<d\> e\_f"
