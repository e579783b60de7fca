import re
import time

import fake_result as made
import pytest
from html_reader import read

import gutbrain
from gutbrain import words
from gutbrain.evidence import claims, references
from gutbrain.report.page import render


def test_the_page_is_whole(page):
    reader = read(page)
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))


def test_the_page_needs_no_network(page):
    places = ("https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/")
    reader = read(page)
    within = {f"#{identity}" for identity in reader.ids}
    assert all(tag == "a" and (value.startswith(places) or value in within) for tag, _, value in reader.links)
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    assert "<script" not in page


def test_the_page_is_small_and_quick(result):
    began = time.perf_counter()
    text = render(result, [], made.fake_claims(), made.fake_references())
    assert time.perf_counter() - began < 1.5
    assert len(text) < 1_500_000


def test_every_observed_curve_is_there(page, result):
    for name in result.protocol.observe:
        assert f"{words.title(name)} over time" in page
    assert page.count('class="curve"') == len(result.protocol.observe) + 1
    assert "Cortisol in blood, hour by hour" in page


def test_the_page_says_how_sure_it_is(page):
    assert "not yet a calibrated ensemble" in page
    assert "no diagnosis" in page
    assert "B. longum 1714 was studied in men only." in page


def test_the_study_stands_beside_the_model(page):
    assert "less cortisol in the morning" in page
    assert "too small to count" in page
    assert "differs" in page


def test_arrows_come_with_their_evidence(page):
    assert "animals only" in page
    assert "Stress and heart rate variability" in page
    assert '<desc id="map-text">' in page


def test_texts_are_escaped():
    result = made.fake_result(title="<script>alert(1)</script> & more")
    text = render(result, [], made.fake_claims(), made.fake_references())
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "how fast it follows &lt;its&gt; target" in text
    assert read(text).open == []


@pytest.mark.parametrize("people", [1, 30])
def test_the_page_says_who(people):
    text = render(made.fake_result(people=people), [], {}, {})
    assert ("One simulated person (healthy adult)" in text) == (people == 1)
    assert ("30 simulated people (healthy adult)" in text) == (people == 30)


def test_a_protocol_without_events_or_wishes_has_a_page():
    result = made.fake_result()
    result.protocol = made.load({"title": "Left alone", "days": 42})
    text = render(result, [], {}, {})
    assert read(text).open == []
    assert "What was done" not in text


def test_the_page_says_which_exposure_did_what(page):
    told = page[page.index("What did it") :].partition("</table>")[0]
    assert told.index("B. longum 1714") < told.index("Trier Social Stress Test")


def test_a_page_of_what_is_not_in_the_model_has_no_number_for_it():
    result = made.fake_result()
    drink = [{"exposure": "alcohol", "amount": 60, "start": 0}]
    result.protocol = made.load({"title": "Drinks", "days": 42, "events": drink, "observe": ["bdnf"]})
    text = render(result, [], {}, {})
    said = "The effect of alcohol on brain-derived neurotrophic factor is not in the model."
    assert f"followed for 42 days.\n{said}" in text
    assert re.search(r'<td class="n"[^>]*>(<div>)?not in the model<', text)
    # at the head and below the table; no curve
    assert text.count(said) == 2
    assert "over time: median" not in text
    assert '<ul class="glance">' not in text


def test_a_page_says_what_its_explanation_leaves_out():
    events = [
        {"exposure": "antibiotic", "name": "vancomycin", "amount": 500, "start": 0, "days": 3},
        {"exposure": "fibre", "amount": 30, "start": 0},
    ]
    protocol = {"title": "t", "days": 6, "person": "ibs", "observe": ["gi_symptoms"], "events": events}
    why = gutbrain.explain(protocol, ["gi_symptoms"], draws=1, orders=1)
    text = render(gutbrain.simulate(protocol, draws=1), why, claims(), references())
    assert "That is without antibiotic, whose effect on this is not in the model" in text
