"""Templates of the pages hold messages, not bare English."""

from importlib.resources import files
from pathlib import Path

from bare_text import bare_text, lone_percent, looked_up, not_constant

from gutbrain.language.__main__ import messages

TEMPLATES = sorted((Path(str(files("gutbrain.web"))) / "templates").glob("*.jinja"))

ENGLISH = {
    "api.html.jinja": "for programs, in English only; its foot says so",
    "care.html.jinja": "the name of a directory, findahelpline.com",
}
"""Templates that hold English, and why."""

OF_TABLES = {"base.html.jinja": ["_(one)", "_(title)"]}
"""Messages that come from a table of the program: what people ask most, and the pages of the menu."""


def test_no_template_has_english_outside_messages():
    bare = {path.name: found for path in TEMPLATES if path.name not in ENGLISH and (found := bare_text(path))}
    assert bare == {}


def test_no_exception_is_left_that_is_not_needed():
    assert [path.name for path in TEMPLATES if path.name in ENGLISH and not bare_text(path)] == []


def test_a_message_of_a_template_stands_in_it_for_what_it_gives_is_not_escaped():
    found = {path.name: wrong for path in TEMPLATES if (wrong := not_constant(path))}
    assert {name: wrong for name, wrong in found.items() if wrong != OF_TABLES.get(name)} == {}


def test_a_message_of_a_template_has_no_lone_percent_sign_for_each_is_formatted():
    assert {path.name: wrong for path in TEMPLATES if (wrong := lone_percent(path))} == {}


def test_every_message_that_a_template_looks_up_is_taken_into_the_catalogues():
    known = {text for one in messages() for text in (one.id if isinstance(one.id, tuple) else (one.id,))}
    assert {path.name: new for path in TEMPLATES if (new := set(looked_up(path)) - known)} == {}


def test_bare_text_is_found_in_text_and_in_what_is_read_out(tmp_path):
    template = tmp_path / "one.jinja"
    template.write_text(
        '<p title="Read {{ x }}">{{ _("Said") }} bare{% trans %}told{% endtrans %}</p>{# a note #}', "utf-8"
    )
    assert bare_text(template) == ["Read", "bare"]


def test_a_lone_percent_sign_is_found_and_one_in_a_block_is_none(tmp_path):
    template = tmp_path / "one.jinja"
    template.write_text(
        '{{ _("5 % of all") }}{{ _("%(share)s %%", share=1) }}{{ ngettext("one", "5 %", 2) }}{{ N_("7 % more") }}'
        "{% trans %}9 % of it{% endtrans %}",
        "utf-8",
    )
    assert lone_percent(template) == ["5 % of all", "5 %"]
