"""What is heard as danger, what as distress, and what is a question like any other: in the languages of the help."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from gutbrain.care.help import shipped
from gutbrain.care.words import heard, languages

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
