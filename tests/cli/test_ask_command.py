"""``gutbrain ask``."""

import json

import pytest


def test_an_answer_begins_with_its_sentence(run):
    status, out, _ = run("ask", "Can probiotics help with anxiety and depression?")
    assert status == 0
    assert out.startswith("It depends, for probiotics")
    assert "References" in out


def test_a_question_needs_no_quotes(run):
    assert run("ask", "can", "kefir", "help", "stress")[1] == run("ask", "can kefir help stress")[1]


def test_where_the_records_say_nothing_it_says_so_and_ends_with_one(run):
    status, out, _ = run("ask", "Do gryphons help anxiety?")
    assert status == 1
    assert "'gryphons'" in out
    assert "Nothing is kept here" in out


def test_json_is_json_and_nothing_else(run):
    told = json.loads(run("ask", "how long does it take", "--json")[1])
    assert told["kind"] == "how-long"
    assert told["tables"][0]["rows"]


@pytest.mark.parametrize("wrong", ["???", "12 34"])
def test_what_is_no_question_ends_in_two(run, wrong):
    status, out, err = run("ask", wrong)
    assert (status, out) == (2, "")
    assert "no word is in it" in err


def test_words_of_danger_end_in_help(run):
    status, out, _ = run("ask", "which probiotic if I want to kill myself", "--json")
    assert status == 1
    assert set(json.loads(out)) == {"care"}
