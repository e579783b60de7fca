"""What ``gutbrain meta`` writes into files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gutbrain import files
from gutbrain.cli import folder, show
from gutbrain.errors import InputError, Problem
from gutbrain.extras import install

if TYPE_CHECKING:
    from gutbrain.evidence.pooling.meta import Meta


def check(file: Path | None, option: str, *kinds: str) -> None:
    """Refuse a file to be written, before any work.

    Parameters
    ----------
    file
        What is to be written; None: nothing.
    option
        Which option names it.
    kinds
        How its name may end.

    Raises
    ------
    InputError
        Where its name does not end as it should, or nothing can be written there.
    """
    if file is None:
        return
    if file.suffix.lower() not in kinds:
        wrong = f"'{file.name}' is neither a table nor a page" if len(kinds) > 1 else f"'{file.name}' is no table"
        raise InputError([Problem(wrong, f"a file that ends in {' or '.join(kinds)}", field=option)])
    files.check_file(file)


def write_table(found: Meta, file: Path, chosen: Mapping[str, Any]) -> None:
    """Write the GRADE table of every outcome of these trials, as CSV or as a page.

    Parameters
    ----------
    found
        What was asked and pooled.
    file
        Where to; a name that ends in ``.html`` gives a page.
    chosen
        What was added and left out, as for :func:`gutbrain.evidence.pooling.meta.meta`.
    """
    from gutbrain.answers import meta_words
    from gutbrain.evidence.pooling.summary import as_csv, summary_of_findings
    from gutbrain.report.summary_page import page

    asked = found.question
    strain = asked.strain.name if asked.strain else None
    # what was typed was heard already
    rows = summary_of_findings(
        asked.outcome, strain=strain, population=asked.population, weeks=asked.weeks, care="seen", **chosen
    )
    page_of = file.suffix.lower() == ".html"
    files.write_whole(file, page(rows, meta_words.title(found, every=True)) if page_of else as_csv(rows))


def write_template(found: Meta, file: Path) -> None:
    """Write a table to be filled in, with a row for each of the user's references without a number."""
    from gutbrain.evidence.own.table import template

    assert found.choice is not None
    files.write_whole(file, template(found.choice.listed))


def write_folder(found: Meta, out: Path, asked: Mapping[str, Any]) -> None:
    """Write the page, the pictures, the tables and the script for R.

    Parameters
    ----------
    found
        What was asked and pooled.
    out
        The folder.
    asked
        The question as it was put, by which the folder is known again.
    """
    import importlib.metadata
    import json

    from gutbrain.evidence.pooling.forest_table import forest_csv, r_script
    from gutbrain.evidence.pooling.summary import traffic_lights
    from gutbrain.report.forest import NO_PNG, png
    from gutbrain.report.meta_page import write

    with folder.written_aside(out, asked) as aside:
        svg = write(found, aside / "report.html", aside / "forest.svg")
        picture = png(svg)
        if picture is not None:
            files.write_whole(aside / "forest.png", picture)
        files.write_whole(aside / "forest.csv", forest_csv(found))
        files.write_whole(aside / "forest.R", r_script(found))
        files.write_whole(aside / "risk_of_bias.csv", traffic_lights(found))
        files.write_whole(aside / "meta.json", json.dumps(found.to_dict(), indent=2) + "\n")
        provenance = {"gutbrain": importlib.metadata.version("gutbrain"), "meta": found.question.outcome}
        files.sign(aside, provenance)
    if picture is None:
        show.warn([f"{NO_PNG}; {install('png')}"])
