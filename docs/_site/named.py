"""Pages of what goes by a name: templates, medicines, stressors, donors, strains, scales, statistics, trials."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from _site import markdown as md
from gutbrain import words
from gutbrain.evidence.records import references
from gutbrain.evidence.trials import trials
from gutbrain.exposures.medicines import Antibiotic, Nsaid, named
from gutbrain.exposures.strains import Strain, strains
from gutbrain.exposures.templates import Template, templates
from gutbrain.people.scales import scales
from gutbrain.report.lists import rows_of

KINDS = ("antibiotic", "nsaid", "ssri")
SPECTRUM = ("gram_positive", "gram_negative", "anaerobe", "breadth")


def pages() -> Iterator[tuple[str, str | bytes]]:
    """A page for each list."""
    made: dict[str, Callable[[], str]] = {
        "templates": _templates,
        "medicines": _medicines,
        "stressors": _stressors,
        "donors": _donors,
        "strains": _strains,
        "scales": _scales,
        "statistics": _statistics,
        "outcomes": _outcomes,
        "trials": _trials,
    }
    for name, write in made.items():
        yield f"{name}.md", write()


def _templates() -> str:
    parts = [
        "# Templates: ways of eating and living",
        "Several exposures under one name, written in an event like one of them ([how](../protocol.md)). At a prompt: "
        "`gutbrain list templates`.",
    ]
    for one in templates().values():
        parts += _template(one)
    return md.page(*parts)


def _template(one: Template) -> list[str]:
    rows = [
        [
            md.ref(part["exposure"], "exposure", part["exposure"]),
            md.text(part.get("amount", "")),
            f"{part['days']:g} of {part['every']:g} days" if "every" in part else "",
            _where_from(one.source.get(part["exposure"], "")),
        ]
        for part in one.events
    ]
    return [
        md.target("template", one.name),
        f"## {md.text(one.title[:1].upper() + one.title[1:])}, `{one.name}`",
        f"{md.text(one.meaning[:1].upper() + one.meaning[1:])}. {md.text(one.note[:1].upper() + one.note[1:])}",
        md.table(["exposure", "amount", "when", "source"], rows),
        f"**Not in the model**: {md.text(', '.join(one.not_in_model))}.",
    ]


def _where_from(written: str) -> str:
    kind, _, number = written.partition(":")
    if kind == "doi":
        return f"[{md.text(written)}](https://doi.org/{number})"
    if kind == "pmid":
        return f"[{md.text(written)}](https://pubmed.ncbi.nlm.nih.gov/{number}/)"
    return md.text(written)


def _medicines() -> str:
    parts = [
        "# Medicines",
        "The names that an event of these exposures takes. An amount is what is taken in a day. A brand or another "
        "drug is "
        "never guessed by its spelling. What a medicine acts on stands on the page of its exposure. At a prompt: "
        "`gutbrain list medicines`.",
    ]
    for kind in KINDS:
        rows = []
        for name, one in named(kind).items():
            facts = [md.amount(one.usual, "mg/day")]
            facts += [md.amount(getattr(one, key)) for key in SPECTRUM] if isinstance(one, Antibiotic) else [""] * 4
            facts += [md.amount(one.injury), md.amount(one.inhibition)] if isinstance(one, Nsaid) else [""] * 2
            rows.append([md.code(name), *facts, words.GRADES[one.grade], md.source(one.source)])
        heads = ["name", "usual dose", *(key.replace("_", "-") for key in SPECTRUM)]
        heads += ["injury of the gut", "inhibition of cyclo-oxygenase", "known from", "source"]
        parts += [f"## {md.ref(words.exposure(kind), 'exposure', kind)}", md.table(heads, rows)]
    others = [
        [md.ref(row["meaning"], "exposure", row["exposure"]), words.unit(row["unit"])]
        for row in rows_of("medicines")
        if not row["name"]
    ]
    parts += ["## Without a name of their own", md.table(["exposure", "unit"], others)]
    parts.append(
        "Activities of antibiotics in the stool at the usual dose: 0 none, 1 as the strongest; *breadth*: how many "
        "kinds of "
        "the community it reaches."
    )
    return md.page(*parts)


def _stressors() -> str:
    rows = [
        [
            md.code(row["name"]),
            md.text(row["meaning"]),
            md.amount(row["strength"]),
            md.amount(row["hours"], "h"),
            md.source(named("stressor")[row["name"]].source),
        ]
        for row in rows_of("stressors")
    ]
    return md.page(
        "# Acute stressors",
        f"The names that an event of {md.ref('stressor', 'exposure', 'stressor')} takes. Strength 1 is the Trier "
        f"Social Stress "
        "Test. At a prompt: `gutbrain list stressors`.",
        md.table(["name", "what it is", "strength of amount 1", "lasts", "source"], rows),
    )


def _donors() -> str:
    rows = [
        [
            md.ref(row["name"], "preset", row["name"]),
            md.amount(row["dysbiosis"]),
            md.source(named("donor")[row["name"]].source),
        ]
        for row in rows_of("donors")
    ]
    return md.page(
        "# Donors",
        f"The names that `donor` of {md.ref('fmt', 'exposure', 'fmt')} takes. Dysbiosis: 0 as a healthy community, 1 "
        f"as far from "
        "it as in depression or irritable bowel. At a prompt: `gutbrain list donors`.",
        md.table(["donor", "dysbiosis", "source"], rows),
    )


def _strains() -> str:
    known = sorted(strains(), key=lambda one: (one.species, one.designation))
    return md.page(
        "# Strains",
        f"{len(known)} strains that are known by name; old names of species and common short forms are understood. A "
        f"strain's "
        "evidence never counts for its sisters. `gutbrain strain NAME` tells all that is kept of one, `gutbrain "
        "list strains` lists "
        "them.",
        "*Effect on mood*: in units of the typical strain that was tried (mean ± SD of what is known); of a strain "
        "that nobody "
        "tried in people it has no sign. *Alive*: share of what is taken that reaches the stool; *leaves*: how fast "
        "it is washed out.",
        *(_strain(one) for one in known),
    )


def _strain(one: Strain) -> str:
    tried = [trials()[key] for key in one.trials if key in trials()]
    papers = list(dict.fromkeys(trial.reference for trial in tried))
    rows = [
        ["species", f"*{md.text(one.species)}*"],
        ["other names", md.text(", ".join(name for name in (*one.synonyms, one.deposit) if name))],
        ["maker", md.text(one.maker or "")],
        ["effect on mood", f"{one.potency_mean:.2f} ± {one.potency_sd:.2f}, {words.GRADES[one.grade]}"],
        ["alive", md.amount(round(one.survival, 4))],
        ["leaves", md.amount(round(one.washout, 3), "1/day")],
        ["trials kept here", ", ".join(md.paper(references()[key]) for key in papers if key in references())],
    ]
    head = f"## {md.text(one.short)}"
    return "\n\n".join([md.target("strain", one.short), head, md.facts(rows)])


def _scales() -> str:
    parts = [
        "# Questionnaires and interviews",
        "Scales that are derived from depression, anxiety, perceived stress, sleep and the like, with the measuring "
        "error of each. "
        "At a prompt: `gutbrain list scales`.",
    ]
    for name, row in scales().items():
        change = row["smallest_important_change"]
        rows = [
            ["name in protocols", md.code(name)],
            ["measures", md.text(row["measures"])],
            ["range", md.bounds(row["low"], row["high"], "point")],
            ["population", f"{words.given(row['mean'])}, SD {words.given(row['sd'])}"],
            ["better", "lower" if row["direction"] == "higher-worse" else "higher"],
            ["reliability (retest)", md.amount(row["retest"])],
            ["bands", ", ".join(f"{md.text(band)} from {words.given(cut)}" for band, cut in row["cutoffs"].items())],
            ["smallest important change", md.amount(change)],
            ["source", md.source(row["source"])],
        ]
        parts += [md.target("scale", name), f"## {md.text(row['name'])}", md.facts(rows)]
    return md.page(*parts)


def _statistics() -> str:
    rows = [[md.code(row["name"]), md.text(row["needs"]), md.text(row["meaning"])] for row in rows_of("statistics")]
    return md.page(
        "# Statistics: how a finding compares",
        "What `compare.statistic` of a finding may be ([how a finding is written](../protocol.md#a-finding)). At a "
        "prompt: "
        "`gutbrain list statistics`.",
        md.table(["statistic", "needs", "meaning"], rows),
    )


def _outcomes() -> str:
    rows = [[md.code(row["name"])] for row in rows_of("outcomes")]
    said = "What `gutbrain meta --outcome` pools ([how](../meta.md))."
    return md.page("# Outcomes that are pooled", said, md.table(["outcome"], rows))


def _trials() -> str:
    rows = [
        [
            md.code(row["name"]),
            md.text(row["people"]),
            md.amount(row["weeks"]),
            ", ".join(md.ref(name, "strain", name) for name in row["strains"] if name in _known()),
            md.text(row["measures"]),
            md.paper(references()[trials()[row["name"]].reference]),
        ]
        for row in rows_of("trials")
    ]
    return md.page(
        "# Published trials that can be carried out",
        "What `gutbrain trial --like KEY` takes ([how](../trials.md#published-trials)); what came of each is in "
        "[published trials](../published-trials.md).",
        md.table(["key", "people", "weeks", "strains", "measures", "publication"], rows),
    )


def _known() -> set[str]:
    return {one.short for one in strains()}
