"""What is said in a language: numbers, texts of facts, tables, sentences."""

import datetime

import pytest

from gutbrain import words
from gutbrain.answers.choices import as_shipped, choices
from gutbrain.answers.story import story
from gutbrain.language import N_, Said, country, date, in_language, lower, speaking, spoken, typed
from gutbrain.people.presets import presets


@pytest.mark.parametrize(("language", "said"), [("en", "0.530"), ("de", "0,530"), ("fr", "0,530"), ("es", "0,530")])
def test_numbers_have_the_decimal_sign_of_the_language(language, said):
    with speaking(language):
        assert words.number(0.53) == said
        assert words.given(0.53) == said[:-1]


def test_thousands_stand_apart_by_a_thin_space_in_every_language():
    for language in ("en", "de", "fr", "es"):
        with speaking(language):
            assert words.number(12300) == f"12{words.THIN}300"


@pytest.mark.parametrize(
    ("text", "read"), [("7,5", "7.5"), (" -0,25 ", "-0.25"), ("7.5", "7.5"), ("1,2,3", "1,2,3"), ("a,5", "a,5")]
)
def test_a_decimal_comma_is_read_where_a_number_is_typed(text, read):
    assert typed(text) == read


def test_texts_of_facts_are_in_the_language_that_is_spoken_and_the_rest_stays():
    english = words.title("permeability")
    with speaking("de"):
        assert words.title("permeability") == "Durchlässigkeit der Darmwand"
        assert presets()["older-adult"].title == "Ältere Person"
        assert presets()["older-adult"].traits["age"].value == 72.0
        assert story()[0].title.startswith("Bakterien")
        assert choices().outcomes["depression"].title == "Stimmung"
        assert as_shipped().outcomes["depression"].title == "Mood"
    assert words.title("permeability") == english == "Leakiness of the gut wall"


def test_tables_speak_when_they_are_looked_up():
    table = Said({"a": N_("severe"), "b": ""})
    assert table["a"] == "severe"
    with speaking("fr"):
        assert table["a"] == "sévère"
        assert table["b"] == ""
        assert words.GRADES["assumption"] == "hypothèse"


def test_german_nouns_keep_their_capitals_within_a_sentence():
    assert lower("Mood") == "mood"
    with speaking("de"):
        assert lower("Stimmung") == words.in_a_sentence("Stimmung") == "Stimmung"


def test_days_and_countries_are_named_in_the_language():
    day = datetime.date(2026, 11, 22)
    assert date(day) == "22 November 2026"
    with speaking("es"):
        assert date(day) == "22 de noviembre de 2026"
        assert country("DE", "Germany") == "Alemania"


def test_a_function_speaks_a_language_elsewhere_and_nothing_stays():
    assert in_language("de", spoken) == "de"
    assert spoken() == "en"


def test_a_part_of_a_table_speaks_whatever_was_spoken_when_it_was_taken():
    table = Said({1: N_("agrees"), 2: N_("severe")})
    with speaking("de"):
        part = table.only(2)
        assert part[2] == table[2] != "severe"
    assert dict(part) == {2: "severe"}
