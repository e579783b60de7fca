"""What is heard as danger, what as distress, and what is a question like any other: in the languages of the help."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from gutbrain.care.help import shipped
from gutbrain.care.words import heard, languages
from gutbrain.datafiles import read

PHRASES = YAML(typ="safe", pure=True).load(Path(__file__).with_name("phrases.yaml"))
DANGER, LOW, OTHERS = PHRASES["danger"], PHRASES["low"], PHRASES["others"]

BY_THEMSELVES = ("ending it", "overdose")
"""Among other words these can mean anything."""


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in DANGER.items() for text in texts])
def test_danger_stops_and_says_which(kind, text):
    assert heard(text).danger == kind
    assert heard(f"Hello. {text}").danger == ("" if text in BY_THEMSELVES else kind)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in LOW.items() for text in texts])
def test_distress_does_not_stop_but_is_heard(kind, text):
    assert heard(text).danger == ""
    assert kind in heard(text).low


@pytest.mark.parametrize("text", OTHERS)
def test_a_question_like_any_other_is_answered_like_any_other(text):
    assert heard(text) == heard("")


def test_there_are_enough_phrases_and_a_third_does_not_stop():
    stop = sum(map(len, DANGER.values()))
    go_on = len(OTHERS) + sum(map(len, LOW.values()))
    assert stop + go_on >= 200
    assert go_on >= (stop + go_on) / 3


SPOKEN = {
    "es": "AR CL CO ES MX PE UY",
    "en": "AU GB GY IE NZ US ZM",
    "ar": "AE QA SA",
    "de": "AT DE",
    "zh": "CN TW",
    "pt": "BR PT",
    "en sw": "KE UG",
    "hr": "HR RS",
    "bn": "BD",
    "fr nl": "BE",
    "en fr": "CA",
    "el tr": "CY",
    "cs": "CZ",
    "da": "DK",
    "et ru": "EE",
    "fi sv": "FI",
    "fr": "FR",
    "el": "GR",
    "en zh": "HK",
    "hu": "HU",
    "is": "IS",
    "bn en hi ta": "IN",
    "id": "ID",
    "ar he": "IL",
    "it": "IT",
    "ja": "JP",
    "lv ru": "LV",
    "ar fr": "LB",
    "lt": "LT",
    "de fr": "LU",
    "en id": "MY",
    "mt": "MT",
    "ne": "NP",
    "nl": "NL",
    "no": "NO",
    "ur": "PK",
    "en tl": "PH",
    "pl": "PL",
    "ro": "RO",
    "en id ta zh": "SG",
    "sk": "SK",
    "sl": "SI",
    "af en": "ZA",
    "ko": "KR",
    "si ta": "LK",
    "sv": "SE",
    "de fr it": "CH",
    "th": "TH",
    "ru uk": "UA",
}
"""Main languages, and the countries of the help page where they are spoken; of African ones Swahili alone is known."""


def test_wherever_help_is_known_the_wish_to_die_is_heard_in_the_languages_spoken_there():
    assert sorted(" ".join(SPOKEN.values()).split()) == sorted(shipped().countries)
    assert set(" ".join(SPOKEN).split()) <= set(languages("suicide"))


@pytest.mark.parametrize("kind", ["ssri", "nsaid"])
def test_every_named_medicine_that_can_be_taken_in_overdose_is_heard(kind):
    medicines = read("gutbrain.exposures", "medicines.yaml")[kind]
    assert [name for name in medicines if heard(f"I have taken all my {name}").danger != "overdose"] == []
    assert [name for name in medicines if heard(f"what is the lethal dose of {name}?").danger != "suicide"] == []
    assert [name for name in medicines if heard(f"can I stop taking my {name}").low != ("doctor",)] == []
    assert [name for name in medicines if heard(f"does {name} kill gut bacteria") != heard("")] == []


@pytest.mark.parametrize(("number", "kind"), [(2, ""), (9, ""), (10, "overdose"), (200, "overdose"), (2026, "")])
def test_as_many_tablets_as_nobody_takes_at_once_are_too_many(number, kind):
    assert heard(f"she took {number} tablets").danger == kind
    assert heard(f"sie hat {number} Tabletten geschluckt").danger == kind


def test_of_two_phrases_the_longer_says_what_is_meant():
    assert heard("please kill me").danger == "suicide"
    assert heard("my partner threatens to kill me").danger == "violence"
    assert heard("kill me, my partner threatens to kill me").danger == "suicide"


def test_numbers_are_words_where_they_sound_like_them():
    assert heard("want 2 die").danger == heard("want to die").danger == "suicide"
    assert heard("good bye 4 ever").danger == heard("good bye for ever").danger


@pytest.mark.parametrize("file", ["danger.yaml", "low.yaml"])
def test_no_phrase_has_a_choice_within_a_choice_or_a_name_that_is_not_listed(file):
    known = read("gutbrain.care", "names.yaml")
    given = read("gutbrain.care", file)
    spoken = [*given.pop("danger", {}).values(), *given.values()]
    phrases = [phrase for languages in spoken for every in languages.values() for phrase in every]
    assert len(phrases) > 200
    assert [
        phrase for phrase in phrases if re.search(r"\([^)]*\(", phrase) or phrase.count("(") != phrase.count(")")
    ] == []
    named = {name for phrase in phrases for names in re.findall("<([^>]*)>", phrase) for name in names.split(",")}
    assert named <= set(known)
