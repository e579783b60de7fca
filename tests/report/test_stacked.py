"""Tables whose rows are blocks where there is little room."""

from __future__ import annotations

from gutbrain.report.stacked import stacked

TABLE = """<table class="plain stack"><thead>
<tr><th scope="col">finding</th><th>a day <span class="term">CFU</span></th><th></th></tr></thead>
<tbody>
<tr><th scope="row">one</th><td class="n">1 &lt; 2 "so"</td><td>fine</td></tr>
<tr><td colspan="3"><b>A part</b></td></tr>
<tr><td>two</td><td></td><td><ul><li>x</li></ul></td></tr>
</tbody></table>"""


def test_every_cell_but_the_first_carries_the_heading_of_its_column() -> None:
    made = stacked(TABLE)
    assert '<table class="plain stacked">' in made
    assert '<td class="n" data-label="a day CFU"><div>1 &lt; 2 "so"</div></td>' in made
    assert '<th scope="row"><div>one</div></th>' in made
    assert "<td><div>fine</div></td>" in made


def test_a_row_that_names_a_part_and_an_empty_cell_have_no_heading() -> None:
    made = stacked(TABLE)
    assert '<td colspan="3"><div><b>A part</b></div></td>' in made
    assert "<td data-empty></td>" in made
    assert "<td><div><ul><li>x</li></ul></div></td>" in made


def test_what_was_done_once_is_not_done_again() -> None:
    assert stacked(stacked(TABLE)) == stacked(TABLE)


def test_other_tables_are_left_as_they_are() -> None:
    other = TABLE.replace("plain stack", "plain")
    assert stacked(other) == other
