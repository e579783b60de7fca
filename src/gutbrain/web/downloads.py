"""What can be taken home from "What if": the protocol, and the report of it."""

from __future__ import annotations

import io

from gutbrain.web.question import Question, protocol


def as_yaml(question: Question) -> str:
    """A question as a protocol that ``gutbrain simulate`` reads."""
    from ruamel.yaml import YAML

    written = io.StringIO()
    made = YAML(typ="safe", pure=True)
    made.default_flow_style = None
    made.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    made.dump(protocol(question), written)
    return written.getvalue()


def report(question: Question) -> str:
    """The page that ``gutbrain simulate`` writes for this protocol: one file that can be read offline."""
    import gutbrain
    from gutbrain.evidence import records
    from gutbrain.report.page import render

    plan = protocol(question)
    result = gutbrain.simulate(plan)
    explanations = gutbrain.explain(plan, None, orders=1)
    return render(result, explanations, records.claims(), records.references())
