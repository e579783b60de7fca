"""Templates of the pages hold messages, not bare English."""

from importlib.resources import files
from pathlib import Path

from bare_text import bare_text, not_constant

TEMPLATES = sorted((Path(str(files("gutbrain.web"))) / "templates").glob("*.jinja"))

ENGLISH = {
    "api.html.jinja": "for programs, in English only; its foot says so",
    "care.html.jinja": "the name of a directory, findahelpline.com",
    **dict.fromkeys(
        (
            "explore.html.jinja",
            "explore_arrow.html.jinja",
            "explore_equations.html.jinja",
            "explore_macros.html.jinja",
            "explore_node.html.jinja",
            "explore_response.html.jinja",
            "explore_words.html.jinja",
            "job.html.jinja",
            "trial.html.jinja",
            "trial_head.html.jinja",
            "trial_preview.html.jinja",
            "what_if.html.jinja",
            "what_if_answer.html.jinja",
            "what_if_carried.html.jinja",
            "what_if_moved.html.jinja",
            "what_if_options.html.jinja",
            "what_if_report.html.jinja",
        ),
        "not yet: holds no messages",
    ),
}
"""Templates that hold English, and why."""

OF_TABLES = {"base.html.jinja": ["_(title)"]}
"""Messages that come from a table of the program: the pages of the menu."""


def test_no_template_has_english_outside_messages():
    bare = {path.name: found for path in TEMPLATES if path.name not in ENGLISH and (found := bare_text(path))}
    assert bare == {}


def test_no_exception_is_left_that_is_not_needed():
    assert [path.name for path in TEMPLATES if path.name in ENGLISH and not bare_text(path)] == []


def test_a_message_of_a_template_stands_in_it_for_what_it_gives_is_not_escaped():
    found = {path.name: wrong for path in TEMPLATES if (wrong := not_constant(path))}
    assert {name: wrong for name, wrong in found.items() if wrong != OF_TABLES.get(name)} == {}


def test_bare_text_is_found_in_text_and_in_what_is_read_out(tmp_path):
    template = tmp_path / "one.jinja"
    template.write_text(
        '<p title="Read {{ x }}">{{ _("Said") }} bare{% trans %}told{% endtrans %}</p>{# a note #}', "utf-8"
    )
    assert bare_text(template) == ["Read", "bare"]
