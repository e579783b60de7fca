"""How results show themselves at a prompt and in a notebook."""

import re
from html.parser import HTMLParser

import pytest

import gutbrain as gb
from gutbrain.evidence import about_strain, check_label, find, read_label_text
from gutbrain.evidence.pooling.meta import meta
from gutbrain.examples import named
from gutbrain.findings.batches import Size
from gutbrain.shown import MOST_ROWS, Card, Shown, estimate
from gutbrain.trials.trial import run

FIBRE = {"title": "More <fibre>", "days": 15, "events": [{"exposure": "fibre", "amount": 40, "start": 0}]}
ARMS = {"active": {"events": [{"exposure": "gos", "amount": 5, "start": 0}]}, "placebo": {"events": []}}

MADE = {
    "protocol": lambda: gb.load(FIBRE),
    "result": lambda: gb.simulate(FIBRE | {"observe": ["crp"]}, draws=1),
    "explanation": lambda: gb.explain(FIBRE, "shannon", draws=1, orders=1),
    "what_if": lambda: gb.what_if("stressed-adult", {"sleep": 8}, weeks=4),
    "options": lambda: gb.options("stressed-adult", weeks=4),
    "comparison": lambda: gb.compare(FIBRE | {"events": []}, FIBRE, draws=1, observe=["crp"]),
    "scan": lambda: gb.scan(FIBRE, {"fibre": [20, 40]}, draws=1, observe="crp"),
    "validation": lambda: gb.validate(named("endotoxin-anxiety").path, size=Size(draws=1, people=2)),
    "trial": lambda: run({"arms": ARMS, "per_arm": 10, "weeks": 1, "endpoints": ["pss10"]}, replicates=0),
    "strain": lambda: about_strain("B. longum 1714"),
    "label": lambda: check_label(read_label_text("Bifidobacterium longum. Cures depression.")),
    "evidence": lambda: find("butyrate barrier"),
    "meta": lambda: meta("cognition", population="mci"),
}


class Tags(HTMLParser):
    """The tags that are open."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("kind", MADE)
def test_every_result_shows_itself_in_a_few_lines_and_as_a_table(kind):
    made = MADE[kind]()
    text, page = repr(made), made._repr_html_()
    assert text.startswith(f"<{type(made).__name__}: ")
    assert len(text.splitlines()) <= MOST_ROWS + 3
    assert max(map(len, text.splitlines())) < 700
    tags = Tags()
    tags.feed(page)
    assert not tags.open
    assert "<script" not in page
    if made.card().rows:
        assert page.count("<th ") == len(made.card().headings)
        assert all(len(row) == len(made.card().headings) for row in made.card().rows)


def test_what_somebody_wrote_is_escaped():
    assert "More &lt;fibre&gt;" in gb.load(FIBRE)._repr_html_()


def test_more_rows_than_fit_are_counted():
    class Many(Shown):
        def card(self):
            return Card("many", ("n",), [[str(i)] for i in range(20)], "the end")

    lines = repr(Many()).splitlines()
    assert lines[0] == "<Many: many>"
    assert lines[-2:] == ["  and 8 more", "  the end"]
    assert Many()._repr_html_().count("<tr>") == 1 + MOST_ROWS


def test_a_number_has_its_interval_or_says_that_it_has_none():
    assert estimate(12.345, 10, 15) == "12.3 (10 to 15)"
    assert estimate(1.0, None, None) == "1 (no interval)"


def test_a_result_tells_who_how_many_and_what_can_be_done_with_it():
    text = repr(MADE["result"]())
    assert re.search(r"More <fibre>: healthy-adult, 1 x 1 \(people x draws\), 15 days", text)
    assert ".plot()" in text
    assert "crp" in text
