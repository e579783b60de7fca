"""``gutbrain meta``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gutbrain.cli import folder, meta_files, show
from gutbrain.errors import InputError, Problem

if TYPE_CHECKING:
    from gutbrain.evidence.pooling.meta import Estimates, Meta, Trend
    from gutbrain.evidence.pooling.random_effects import Pool, Slope
    from gutbrain.evidence.pooling.selection import Selected

HELP = (
    "Pooled effect of the trials kept here: as printed, with nulls without numbers as zeros, and corrected for "
    "selective reporting. --add takes your own trials in. --out writes a page with the forest plot, its numbers as CSV "
    "and a script for R (metafor). Exit status 1 where there is nothing to pool."
)
EXAMPLE = "Example: gutbrain meta --outcome depression --population clinical"

WIDE = 33
"""Letters of a picture in the table."""

MADE_OF = {"numbers": "numbers", "published-effect": "effect", "p-value": "p", "imputed-null": "null, no number"}
ESTIMATES = {"crude": "as printed", "imputed": "nulls as zeros", "corrected": "selection model"}


def meta(
    outcome: Annotated[
        str, typer.Option(help="depression, anxiety, stress, sleep, cognition, ...", show_default=False)
    ],
    strain: Annotated[
        str | None, typer.Option(help="Only trials that gave this strain, species or genus.", show_default=False)
    ] = None,
    population: Annotated[
        list[str] | None,
        typer.Option(help="Only such people: healthy, stressed, clinical, ...; may be repeated.", show_default=False),
    ] = None,
    weeks: Annotated[
        str | None,
        typer.Option(help="Only after so many weeks: 4-12, 8- or -6.", metavar="MIN-MAX", show_default=False),
    ] = None,
    add: Annotated[
        list[Path] | None,
        typer.Option(
            help="Also your own: .csv, .yaml, .ris, .nbib, or a folder with them; may be repeated.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(help="Leave out these records.", metavar="KEY[,KEY]", show_default=False),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            help="Leave out what has this flag: unblinded, small, from-memory, ...; may be repeated.",
            metavar="FLAG",
            show_default=False,
        ),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(help="Only effects whose numbers were printed.", metavar="numbers", show_default=False),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            help="Also write a .csv to fill in, with your references (RIS, nbib) that have no numbers yet.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    summary_of_findings: Annotated[
        Path | None,
        typer.Option(
            help="Also write a GRADE table of every outcome of these trials: .csv or .html.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the page and the pictures.", show_default=False)] = None,
    force: show.Force = False,
    care: show.Care = None,
) -> None:
    """Pool what trials found."""
    span = None if weeks is None else _weeks(weeks)
    chosen: dict[str, Any] = {"add": add or (), "exclude": exclude or (), "without": without or (), "only": only}
    asked = folder.known(
        {"command": "meta", "outcome": outcome, "strain": strain, "population": population, "weeks": weeks, **chosen}
    )
    if out is not None:
        folder.claimed(out, out, asked, force=force)
    meta_files.check(summary_of_findings, "--summary-of-findings", ".csv", ".html")
    meta_files.check(template, "--template", ".csv")

    from gutbrain.evidence.pooling.meta import meta as pool

    found = pool(outcome, strain=strain, population=population or (), weeks=span, **chosen)
    own = found.choice.cautions if found.choice else ()
    show.warn([said for said in (found.warning, *own) if said])
    # written first: a table that is cut off by a pager takes nothing along
    if out is not None and found.effects:
        meta_files.write_folder(found, out, asked)
    if summary_of_findings is not None:
        meta_files.write_table(found, summary_of_findings, chosen)
    if template is not None:
        meta_files.write_template(found, template)
    if as_json:
        show.as_json(found.to_dict())
    else:
        page = [] if out is None or not found.effects else ["", str(out / "report.html")]
        show.on_stdout(*_told(found), *page)
    if not found.effects:
        raise typer.Exit(1)


def _weeks(text: str) -> tuple[float, float]:
    first, dash, last = text.partition("-")
    try:
        low = float(first) if first.strip() else 0.0
        high = float(last) if last.strip() else (math.inf if dash else low)
    except ValueError:
        low, high = math.nan, math.nan
    if not text.strip(" -") or math.isnan(low) or math.isnan(high):
        raise InputError([Problem(f"'{text}' is no span of weeks", "write it as 4-12, 8- or -6", field="--weeks")])
    return low, high


def _told(found: Meta) -> list[Any]:
    from gutbrain.evidence.pooling.meta import hoped

    better = "positive" if hoped(found.question.outcome) == 1 else "negative"
    title = f"{found.question.outcome.capitalize()}: bacteria against control, Hedges g ({better} = better)"
    if not found.effects:
        return [title, "", "no trial that can be pooled", *_left_out(found), *_account(found)]
    axis = _Axis(found)
    return [
        f"{title}; {len(found.effects)} arms, {found.people} people",
        "",
        _trials(found, axis),
        "",
        *_pooled(found, axis),
        *([f"certainty: {found.certainty}"] if found.certainty else []),
        *_parts(found),
        *([found.too_few] if found.too_few else []),
        *_trends(found),
        *_influence(found),
        *_published(found),
        *_left_out(found),
        *_account(found),
        *_references(found),
    ]


class _Axis:
    """Where effects lie in a row of letters."""

    def __init__(self, found: Meta) -> None:
        from gutbrain.evidence.pooling.meta import interval

        ends = [abs(end) for effect in found.effects for end in interval(effect)]
        self.reach = min(2.0, max(0.5, *ends))

    def _place(self, value: float) -> int:
        share = 0.5 + 0.5 * max(-1.0, min(1.0, value / self.reach))
        return round(share * (WIDE - 1))

    def draw(self, value: float, low: float | None, high: float | None, mark: str = "●") -> str:
        """An interval, where there is one, with its middle; zero is a bar."""
        low, high = value if low is None else low, value if high is None else high
        row = [" "] * WIDE
        for place in range(self._place(low), self._place(high) + 1):
            row[place] = "─"
        row[WIDE // 2] = "┼" if row[WIDE // 2] == "─" else "│"
        if low < -self.reach:
            row[0] = "←"
        if high > self.reach:
            row[-1] = "→"
        row[self._place(value)] = mark
        return "".join(row)

    def heading(self) -> str:
        """Ends of the axis."""
        left, right = f"{-self.reach:.1f}", f"{self.reach:.1f}"
        return left + "0".center(WIDE - len(left) - len(right)) + right


def _trials(found: Meta, axis: _Axis) -> Any:
    from gutbrain.evidence.pooling.meta import interval

    headings = ("trial", "people", "n", "weeks", "made of", "g (95 %)", axis.heading(), "read")
    rows = []
    for effect in found.effects:
        low, high = interval(effect)
        rows.append(
            (
                effect.trial.key,
                effect.severity,
                f"{effect.people:.0f}",
                "" if effect.weeks is None else f"{effect.weeks:g}",
                MADE_OF[effect.kind],
                _span(effect.g, low, high),
                axis.draw(effect.g, low, high, "○" if effect.kind == "imputed-null" else "●"),
                "yes" if effect.read == "read" else "memory",
            )
        )
    return show.plain_table(headings, rows, numbers=(2, 3, 5, 6))


def _pooled(found: Meta, axis: _Axis) -> list[Any]:
    rows = []
    for name, one in found.estimates.by_name().items():
        rows.append(
            (
                ESTIMATES[name],
                str(one.k),
                _pool(one),
                axis.draw(one.estimate, one.low, one.high, "◆"),
                f"{one.predicted[0]:.2f} to {one.predicted[1]:.2f}" if one.predicted else "",
                *_spread(one, "*" if found.of_bounds else ""),
            )
        )
    headings = ("pooled", "arms", "g (95 %)", axis.heading(), "a new trial (95 %)", "tau2", "I2")
    things: list[Any] = [show.plain_table(headings, rows, numbers=(1, 2, 3, 4, 5, 6))]
    if found.of_bounds:
        things.append(f"* {found.of_bounds}")
    if found.estimates.corrected:
        reported = found.estimates.corrected.reported
        things.append(
            f"selection model: results without significance are reported {reported.median:.2f} ({reported.low:.2f} to "
            f"{reported.high:.2f}) times as often as significant ones"
        )
    return things


def _spread(one: Pool | Selected, mark: str) -> tuple[str, str]:
    """Tau2 and I2, with a mark where they mean nothing."""
    from gutbrain.evidence.pooling.selection import Selected

    if isinstance(one, Selected):
        return f"{one.tau.median**2:.3f}", ""
    return ("", "") if one.tau2 is None or one.i2 is None else (f"{one.tau2:.3f}{mark}", f"{one.i2:.0f} %{mark}")


def _parts(found: Meta) -> list[Any]:
    rows, shown = [], ""
    for group in found.groups:
        p = found.differ[group.by]
        if p is None:
            continue
        first = "" if group.by == shown else f"{group.by} ({_p(p)})"
        shown = group.by
        rows.append((first, group.name, str(group.k), *_three(group.estimates)))
    headings = ("by (p of no difference)", "trials", "arms", "as printed", "nulls as zeros", "selection model")
    return ["", "Parts", show.plain_table(headings, rows, numbers=(2, 3, 4, 5))] if rows else []


def _trends(found: Meta) -> list[Any]:
    rows = [(f"{t.of}, per {t.unit}", _line(t.crude), _line(t.imputed)) for t in found.trends if t.imputed]
    small = found.small_studies
    if small.imputed:
        rows.append(("small studies: per SD of standard error", _line(small.crude), _line(small.imputed)))
        rows.append(("  effect of a trial without error", *_starts(small)))
    for trial, said in found.doses_within.items():
        rows.append((f"doses within {trial}: {said.replace('-', ' ')}", "", ""))
    headings = ("change of the effect", "as printed", "nulls as zeros")
    return ["", "Trends", show.plain_table(headings, rows, numbers=(1, 2))] if rows else []


def _influence(found: Meta) -> list[Any]:
    if not found.without_one:
        return []
    rows = []
    for name, all_of_them in found.estimates.by_name().items():
        moved = []
        for group in found.without_one:
            one = group.estimates.by_name().get(name)
            if one is not None:
                moved.append((one.estimate, group.name))
        if moved:
            low, high = min(moved), max(moved)
            ends = [f"{end:.2f} without {trial}" for end, trial in (low, high)]
            rows.append((ESTIMATES[name], f"{all_of_them.estimate:.2f}", *ends))
    return ["", "Without one trial", show.plain_table(("", "all", "lowest", "highest"), rows, numbers=(1,))]


def _published(found: Meta) -> list[Any]:
    rows = []
    for one in found.published:
        record, effect = one.record, one.record.effect
        if effect is None or effect.low is None or effect.high is None:
            continue
        holds = ", ".join(ESTIMATES[name] for name in one.inside) or "none"
        span = _span(effect.value, effect.low, effect.high)
        rows.append((record.key, span, holds, ", ".join(record.flags)))
    headings = ("pooled elsewhere", "g (95 %)", "holds the interval of", "flags")
    return ["", "In print, the same outcome and people", show.plain_table(headings, rows, numbers=(1,))] if rows else []


def _left_out(found: Meta) -> list[Any]:
    rows = [(out.trial, out.scale, out.reason) for out in found.left_out]
    return ["", "Not pooled", show.plain_table(("trial", "scale", "why"), rows)] if rows else []


def _account(found: Meta) -> list[Any]:
    """What was looked at, and what became of it."""
    told = found.account
    if told is None:
        return []
    rows = [(what, f"{count}") for what, count in told.rows]
    said = [
        "",
        "What was looked at",
        show.plain_table(("records (an arm against its control)", "count"), rows),
        told.plain,
    ]
    if found.choice and found.choice.listed:
        listed = [(one.key, one.title, one.url) for one in found.choice.listed]
        said += ["", "Your references without a number", show.plain_table(("key", "title", ""), listed)]
    return said


def _references(found: Meta) -> list[Any]:
    rows = []
    for key in sorted({effect.trial.key for effect in found.effects}):
        source = found.sources[key]
        said = f"{source.authors.split(',')[0]} {source.year or ''}. {source.journal}".strip(". ")
        rows.append((key, said, source.url))
    return ["", "References", show.plain_table(("trial", "", ""), rows)] if rows else []


def _span(value: float, low: float, high: float) -> str:
    value, low, high = (round(number, 2) + 0.0 for number in (value, low, high))
    return f"{value:.2f} ({low:.2f}, {high:.2f})"


def _pool(one: Pool | Selected) -> str:
    """A pooled effect with its interval, or that there is none."""
    if one.low is None or one.high is None:
        return f"{round(one.estimate, 2) + 0.0:.2f} (too few)"
    return _span(one.estimate, one.low, one.high)


def _three(estimates: Estimates) -> Sequence[str]:
    found = estimates.by_name()
    return [_pool(one) if (one := found.get(name)) is not None else "" for name in ESTIMATES]


def _line(slope: Slope | None) -> str:
    return f"{slope.slope:.3f} ({slope.low:.3f}, {slope.high:.3f}), {_p(slope.p)}" if slope else ""


def _starts(trend: Trend) -> tuple[str, str]:
    crude, imputed = (f"{line.start:.2f}" if line else "" for line in (trend.crude, trend.imputed))
    return crude, imputed


def _p(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"
