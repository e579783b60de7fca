"""The arms of a published study as protocols: as they are run, and as files to take away."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from gutbrain.exposures import Protocol
from gutbrain.exposures.mapping import mapping
from gutbrain.findings.batches import times
from gutbrain.findings.finding import Finding
from gutbrain.findings.trial_arms import arms_as_run

WIDTH = 4096
"""Columns of a file of YAML: a line that is broken inside an event is not read by all readers."""


def protocols(title: str, findings: Sequence[Finding]) -> dict[str, Protocol]:
    """The arms of a study's findings by name, each as long as the last moment at which it is read.

    Parameters
    ----------
    title
        Of the study.
    findings
        Whose arms they are; a name that stands for something else in a later one is told apart by what the finding is
        called.
    """
    found: dict[str, Protocol] = {}
    for finding in findings:
        for name, arm in as_run(finding).items():
            known = found.get(name)
            if known is not None and replace(known, days=arm.days, observe=arm.observe) != arm:
                # the same name for something else, in another part of the study
                name = f"{name} ({_part(finding, findings).removeprefix(name).strip()})"
                known = found.get(name)
            observe = tuple(dict.fromkeys([*(known.observe if known else ()), finding.compare.observable]))
            days = max(arm.days, known.days if known else 0.0)
            found[name] = replace(arm, days=days, observe=observe)
    return {name: replace(arm, title=f"{title}: {name.replace('_', ' ')}") for name, arm in found.items()}


def _part(finding: Finding, among: Sequence[Finding]) -> str:
    """What a finding is called among those of its study."""
    words = zip(*(one.id.split("-") for one in among), strict=False)
    common = sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, words))
    return " ".join(finding.id.split("-")[common:])


def as_run(finding: Finding) -> dict[str, Protocol]:
    """The arms of a finding as protocols that reach to their last reading, with the study that they are from."""
    arms = {}
    for name, arm in arms_as_run(finding).items():
        last = max((float(times(when)[-1]) / 24.0 for when in finding.compare.whens if when.arm == name), default=0.0)
        arms[name] = replace(
            arm,
            title="",
            days=max(arm.days, last),
            observe=(finding.compare.observable,),
            reference=finding.reference,
            warnings=(),
        )
    return arms


def as_yaml(protocol: Protocol, species: str = "human") -> str:
    """An arm as a file that ``gutbrain simulate`` reads.

    Parameters
    ----------
    protocol
        The arm as it is run.
    species
        Whose study it was; others than people need it said when they are run.
    """
    from ruamel.yaml import YAML

    made = YAML(typ="safe", pure=True)
    made.default_flow_style = None
    made.width = WIDTH
    made.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    written = io.StringIO()
    written.write(
        f"# {protocol.title}\n# From a published study, see reference; gutbrain simulate THIS_FILE runs it.\n"
    )
    if species != "human":
        written.write(f'# Studied in the {species}: in Python, gb.simulate("THIS_FILE", species="{species}").\n')
    made.dump(mapping(protocol), written)
    return written.getvalue()
