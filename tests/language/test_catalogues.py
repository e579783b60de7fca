"""Catalogues: complete, with the holes, tags and plural forms of the English."""

import re

import pytest

from gutbrain.language import LANGUAGES
from gutbrain.language.__main__ import brought_up, catalogue, messages, missing

HOLES = re.compile(r"%\(\w+\)[-+.0-9]*[a-z]|%%|\{\}|</?\w+")
OTHERS = [code for code in LANGUAGES if code != "en"]


@pytest.fixture(scope="module")
def found():
    return messages()


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_says_every_message(language, found):
    assert missing(brought_up(language, found)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_in_a_catalogue_is_only_guessed(language):
    assert [message.id for message in catalogue(language) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_holes_and_the_tags_of_its_message(language):
    wrong = []
    for message in catalogue(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        expected = sorted(set(HOLES.findall(ids[-1])))
        wrong += [text for text in said if message.id and text and sorted(set(HOLES.findall(text))) != expected]
    assert wrong == []


@pytest.mark.parametrize(("language", "few"), [("de", 1), ("fr", 0), ("es", 1)])
def test_a_translation_has_a_form_for_one_and_a_form_for_many(language, few):
    made = catalogue(language)
    assert made.num_plurals == 2
    assert [len(one.string) for one in made if isinstance(one.id, tuple) and len(one.string) != 2] == []
    # French says nought of a thing as one, the others as many
    from gutbrain.language import ngettext, speaking

    with speaking(language):
        one, many = (ngettext("%(num)s day", "%(num)s days", count) for count in (1, 2))
        assert one != many
        assert ngettext("%(num)s day", "%(num)s days", 0) == (many if few else one)
