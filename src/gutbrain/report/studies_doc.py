"""The gallery of published studies as pages of the documentation; generated.

``python -m gutbrain.report.studies_doc FOLDER`` runs every study and writes ``index.md``, and of each ``NAME.md`` with
its picture ``NAME.svg``. Nothing of it is edited by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup

from gutbrain.answers.finding_names import VERDICT_WORDS
from gutbrain.answers.studies import Study, StudyAnswer, studies
from gutbrain.answers.study_run import Asked, StudyRun, run
from gutbrain.answers.validation import FindingAnswer
from gutbrain.files import write_whole
from gutbrain.report import study_picture
from gutbrain.report.curves import HEIGHT, WIDTH

STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#5b6470}.grid,.axis{stroke:#d9dde3;fill:none}"
    ".event{fill:#fbf3dc}.moment{stroke:#8a5a00;stroke-width:1.5;fill:none}.band{opacity:.14}"
    ".line{fill:none;stroke-width:2;stroke-linejoin:round}.seen{fill:#14181d;stroke:#fff}"
    ".bar{stroke:#14181d;stroke-width:1.5;fill:none}.letter{font-weight:600;font-size:12.5px}"
    ".b0,.t0{fill:#0072b2}.b1,.t1{fill:#d55e00}.b2,.t2{fill:#009e73}.b3,.t3{fill:#b0568c}"
    ".l0{stroke:#0072b2}.l1{stroke:#d55e00;stroke-dasharray:8 3}.l2{stroke:#009e73;stroke-dasharray:3 3}"
    ".l3{stroke:#b0568c;stroke-dasharray:10 3 2 3}"
)
"""Of a picture that stands alone: on white, in the colours of the reports."""


def write(folder: Path | str) -> list[Path]:
    """Run every study, and write a page of each.

    Parameters
    ----------
    folder
        Where the pages go; it is made where it is not there.

    Returns
    -------
    list of Path
        What was written: the index first, then each page and its picture.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    gallery = studies()
    written = [folder / "index.md"]
    write_whole(written[0], index([one.answer for one in gallery.values()]))
    for name, one in gallery.items():
        ran = run(Asked(name=name))
        for ending, text in (("md", page(one, ran)), ("svg", alone(study_picture.draw(ran)))):
            written.append(folder / f"{name}.{ending}")
            write_whole(written[-1], text)
    return written


def index(answers: Iterable[StudyAnswer]) -> str:
    """The list of all studies.

    Parameters
    ----------
    answers
        What is told of each.
    """
    every = list(answers)
    lines = [
        "# Gallery of published studies",
        "",
        f"{len(every)} studies, each run on this model and held against what was seen. How a page is to be read stands"
        " in [Published studies, one by one](../studies.md).",
        "",
        "| study | published by | about | agree when predicted unseen |",
        "|---|---|---|---|",
        *(
            f"| [{_plain(a.title)}]({a.name}.md) | {_plain(a.study)} | {', '.join(a.channels)} | "
            f"{a.left_out.agrees} of {a.left_out.total}{_missed(a)} |"
            for a in every
        ),
        "",
        "```{toctree}",
        ":hidden:",
        "",
        *(a.name for a in every),
        "```",
    ]
    return "\n".join(lines) + "\n"


def _missed(answer: StudyAnswer) -> str:
    return f", {answer.left_out.misses} missed" if answer.left_out.misses else ""


def page(one: Study, ran: StudyRun) -> str:
    """The page of a study.

    Parameters
    ----------
    one
        The study.
    ran
        Its first finding, as the model runs it.
    """
    answer = one.answer
    people = f", {answer.people} {'people' if answer.species == ['human'] else 'animals'}" if answer.people else ""
    source = f"[{_plain(answer.reference)}]({answer.url})" if answer.url else _plain(answer.reference)
    parts = [
        f"# {_plain(answer.title)}",
        "",
        _plain(answer.done),
        "",
        f"{_plain(answer.study)}: {answer.design}{people}. {source}",
        "",
        f"**Look:** {_plain(answer.look)}",
        "",
        f"![{_plain(ran.title)}: the curves of the arms, and what was seen]({answer.name}.svg)",
        "",
        _caption(ran),
        "",
        "## What was seen, and what the model says",
        "",
        "| measured | compared | published (95 %) | predicted unseen (90 %) | predicted, fitted (90 %) |",
        "|---|---|---|---|---|",
        *(_row(finding) for finding in answer.findings),
        "",
        *_fails(answer),
        "## Why it matters",
        "",
        _plain(answer.why),
        "",
        "## The protocols",
        "",
        "Each arm as it is run; `gutbrain simulate FILE` carries it out.",
    ]
    for arm in answer.arms:
        parts += ["", f"**{_plain(arm.name)}**: {_plain(arm.person)}, {arm.days:g} days", "", "```yaml"]
        parts += [arm.protocol.rstrip(), "```"]
    notes = [f"- {_plain(finding.measure)}: {_plain(finding.note)}" for finding in answer.findings if finding.note]
    if notes:
        parts += ["", "## How it was read", "", *notes]
    return "\n".join(parts) + "\n"


def _caption(ran: StudyRun) -> str:
    arms = ", ".join(f"{chr(ord('A') + i)} {_plain(arm.name)}" for i, arm in enumerate(ran.arms))
    said = f"{_plain(ran.title)}: {arms}. Lines are the typical person, bands what is not known of the model's numbers"
    said += f" (90 %, {ran.draws} parameter sets)."
    if not ran.seen:
        return f"{said} What was published has no place in a curve over time; it stands in the table."
    said += " Dots are what was published, with its 95 % interval where there is one."
    if ran.placed:
        said += (
            " It was published as a change, a ratio or in SDs: they lie where the line would be if the model gave that."
        )
    return said


def _row(finding: FindingAnswer) -> str:
    cells = (
        finding.measure,
        finding.compared,
        finding.published_words,
        f"{finding.left_out.predicted_words}: {VERDICT_WORDS[finding.left_out.verdict]}",
        f"{finding.predicted_words}: {VERDICT_WORDS[finding.verdict]}",
    )
    return f"| {' | '.join(map(_plain, cells))} |"


def _fails(answer: StudyAnswer) -> Iterable[str]:
    wrong = [one for one in answer.findings if "agrees" not in (one.verdict, one.left_out.verdict)]
    wrong += [one for one in answer.findings if one not in wrong and one.left_out.verdict != one.verdict]
    yield "## Where it fails"
    yield ""
    if not wrong:
        yield "Nowhere in this study, by the rules for verdicts; its intervals may be wide."
        yield ""
        return
    for one in wrong:
        off = one.why if one.verdict != "agrees" else f"only when it was not seen, {one.left_out.why}"
        yield f"- {_plain(one.measure)}: {_plain(off)}. {_plain(one.cause) or 'The cause is not known.'}"
    yield ""


def alone(svg: Markup) -> str:
    """A picture of a report as a file of its own.

    Parameters
    ----------
    svg
        As :func:`gutbrain.report.study_picture.draw` makes it.
    """
    opening, rest = str(svg).split(">", 1)
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    return f'{opening} xmlns="http://www.w3.org/2000/svg"><style>{STYLE}</style>{ground}{rest}\n'


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    for mark in "\\`*_[]<>|":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


if __name__ == "__main__":
    write(sys.argv[1])
