"""Published studies told one by one: what was done, what was seen, what the model says, and where it fails.

Which studies, and how each is told, is data (``studies.yaml``). All else is worked out from the findings and from the
validation that ships.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, Field

from gutbrain import words
from gutbrain.answers import validation
from gutbrain.answers.study_arms import as_yaml, protocols
from gutbrain.answers.study_question import what_if_query
from gutbrain.answers.validation import Counts, FindingAnswer, Verdict
from gutbrain.datafiles import per_world, read
from gutbrain.errors import InputError, Problem, suggest
from gutbrain.exposures import Protocol
from gutbrain.findings.finding import WITHIN_PEOPLE, Finding
from gutbrain.findings.kept import kept
from gutbrain.findings.validation import Checked
from gutbrain.language import gettext
from gutbrain.reading.records import Record
from gutbrain.shown import Card, Shown


class Told(Record):
    """How a study is told; the first finding is the one whose curve is drawn."""

    name: str
    findings: tuple[str, ...]
    title: str
    done: str
    look: str
    why: str


class Arm(BaseModel):
    """One arm of a study, as it is run."""

    name: str
    person: str
    days: float
    events: list[str] = Field(description="What happens, in words")
    protocol: str = Field(description="YAML that `gutbrain simulate` reads")
    what_if: str = Field(description="The same as a question of the page What if; empty where it cannot be asked there")


class StudyBrief(BaseModel):
    """A study in a line: the verdict is that of its first finding, predicted without its study or phenomenon."""

    name: str
    title: str
    study: str = Field(description="First author and year")
    species: list[str]
    channels: list[str]
    measure: str = Field(description="What its first finding is about")
    published: str = Field(description="What was published, in words")
    predicted: str = Field(description="What is predicted by a fit that did not see it, in words")
    verdict: Verdict
    fitted: Counts = Field(description="Its findings with parameters fitted to all findings")
    left_out: Counts = Field(description="Its findings predicted by fits without what left_out_by says")


class StudyAnswer(StudyBrief):
    """Everything about a study."""

    done: str = Field(description="What was done")
    look: str = Field(description="What to look at")
    why: str = Field(description="Why it matters")
    reference: str
    url: str
    design: str
    people: int | None = Field(description="People analysed in all arms of the first finding; null where not published")
    arms: list[Arm]
    findings: list[FindingAnswer]
    left_out_by: str = Field(description="What was left out together: study or phenomenon")
    current: bool = Field(description="Whether this was worked out with the model, ensemble and findings that run here")


class StudiesAnswer(BaseModel):
    """All studies of the gallery."""

    studies: list[StudyBrief]
    left_out_by: str
    current: bool


@dataclass(frozen=True, repr=False)
class Study(Shown):
    """A published study that can be run.

    Attributes
    ----------
    answer
        What is told of it.
    protocols
        Its arms by name, as they are run.
    checked
        Its findings with their predictions, by parameters that were fitted to all.
    """

    answer: StudyAnswer
    protocols: Mapping[str, Protocol]
    checked: tuple[Checked, ...]

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            What was measured, published and predicted.
        """
        rows = [
            (one.measure, one.published_words, one.left_out.predicted_words, one.left_out.verdict)
            for one in self.answer.findings
        ]
        below = f"{self.answer.reference} {self.answer.url}".strip()
        return Card(self.answer.title, ("measured", "published", "predicted unseen", "verdict"), rows, below)


@dataclass(frozen=True, repr=False)
class Studies(Shown, Mapping[str, Study]):
    """The studies of the gallery by name."""

    named: Mapping[str, Study]

    def __getitem__(self, name: str) -> Study:
        """One study.

        Raises
        ------
        InputError
            Where there is none of that name.
        """
        return self.named[_told(name).name]

    def __iter__(self) -> Iterator[str]:
        """Their names, in the order of the gallery."""
        return iter(self.named)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.named)

    def __contains__(self, name: object) -> bool:
        """Whether there is one of a name."""
        return name in self.named

    def card(self) -> Card:
        """What is shown of it.

        Returns
        -------
        Card
            Name, study, how many of its findings agree, and title.
        """
        rows = [(a.name, a.study, _agree(a), a.title) for a in (one.answer for one in self.values())]
        return Card(f"{len(rows)} published studies", ("name", "study", "agree unseen", "title"), rows)


def _agree(brief: StudyBrief) -> str:
    return f"{brief.left_out.agrees} of {brief.left_out.total}"


def studies() -> Studies:
    """Published studies told one by one, each with what was seen and what the model says.

    Returns
    -------
    Studies
        Studies by name: what was done, findings with verdicts, and arms as protocols.

    Raises
    ------
    InputError
        Where a name is asked for that is none of them.

    Examples
    --------
    >>> import gutbrain as gb
    >>> study = gb.studies()["endotoxin-anxiety"]
    >>> study.answer.study
    'Reichenberg A 2001'
    >>> sorted(study.protocols)
    ['lps', 'saline']
    """
    return Studies(MappingProxyType({one.name: _study(one) for one in told()}))


@per_world
def told() -> tuple[Told, ...]:
    """How each is told, in the order of the gallery."""
    assert __package__
    return tuple(Told(**record) for record in read(__package__, "studies.yaml"))


@dataclass(frozen=True)
class Asked:
    """Which studies are asked for: all, or those of a channel, or with a finding of a verdict when it was unseen."""

    channel: str = ""
    show: Verdict | Literal["all"] = "all"

    def has(self, brief: StudyBrief) -> bool:
        """Whether a study is among them."""
        found = self.show == "all" or getattr(brief.left_out, self.show) > 0
        return found and self.channel in ("", *brief.channels)


def listed(asked: Asked = Asked()) -> StudiesAnswer:
    """Studies in a line each.

    Raises
    ------
    InputError
        Where there is no such channel.
    """
    known = validation.channels()
    if asked.channel and asked.channel not in known:
        right = suggest(asked.channel, known, otherwise=f"one of: {', '.join(known)}")
        raise InputError([Problem(f"there is no channel '{asked.channel[:40]}'", right, field="channel")])
    briefs = [brief for one in told() if asked.has(brief := _brief(one, _findings(one)))]
    return StudiesAnswer(studies=briefs, left_out_by=kept().by, current=validation.is_current())


def firsts() -> dict[str, Checked]:
    """The finding by which each study is shown, with its prediction."""
    known = validation.by_id()
    return {one.name: known[one.findings[0]] for one in told()}


def study(name: str) -> Study:
    """One study by its name.

    Raises
    ------
    InputError
        Where there is none of that name.
    """
    return _study(_told(name))


def finding_of(name: str, asked: str = "") -> str:
    """The id of a finding of a study; its first one unless asked for.

    Raises
    ------
    InputError
        Where there is no such study, or the finding is none of its.
    """
    known = _told(name).findings
    if asked and asked not in known:
        right = suggest(asked[:120], known, otherwise=f"one of: {', '.join(known)}")
        raise InputError([Problem(f"there is no finding '{asked[:120]}' in this study", right, field="finding")])
    return asked or known[0]


def _told(name: str) -> Told:
    every = {one.name: one for one in told()}
    if name not in every:
        right = suggest(name[:120], every, otherwise="gutbrain list studies has all")
        raise InputError([Problem(f"there is no study '{name[:120]}'", right, field="study")])
    return every[name]


def _checked(one: Told) -> tuple[Checked, ...]:
    known = validation.by_id()
    return tuple(known[identity] for identity in one.findings)


def _counts(identities: tuple[str, ...], *, fitted: bool) -> Counts:
    every = kept().fitted if fitted else kept().left_out
    verdicts = [checked.verdict for checked in every.checked if checked.finding.id in identities]
    return Counts(**{verdict: verdicts.count(verdict) for verdict in validation.VERDICTS})


def _findings(one: Told) -> list[FindingAnswer]:
    return [validation.one(identity)[0] for identity in one.findings]


def _brief(one: Told, findings: list[FindingAnswer]) -> StudyBrief:
    return StudyBrief(
        name=one.name,
        title=gettext(one.title),
        study=findings[0].study,
        species=list(dict.fromkeys(finding.species for finding in findings)),
        channels=list(dict.fromkeys(finding.channel for finding in findings)),
        measure=findings[0].measure,
        published=findings[0].published_words,
        predicted=findings[0].left_out.predicted_words,
        verdict=findings[0].left_out.verdict,
        fitted=_counts(one.findings, fitted=True),
        left_out=_counts(one.findings, fitted=False),
    )


def _study(one: Told) -> Study:
    checked, findings = _checked(one), _findings(one)
    first = findings[0]
    arms = protocols(one.title, [each.finding for each in checked])
    finding = checked[0].finding
    answer = StudyAnswer(
        **_brief(one, findings).model_dump(),
        done=gettext(one.done),
        look=gettext(one.look),
        why=gettext(one.why),
        reference=first.reference,
        url=first.url,
        design=first.design,
        people=round(_people(finding)) if finding.n else None,
        arms=[_arm(name, protocol, finding.species) for name, protocol in arms.items()],
        findings=findings,
        left_out_by=kept().by,
        current=validation.is_current(),
    )
    return Study(answer, MappingProxyType(arms), checked)


def _people(finding: Finding) -> float:
    """People of a study; who is compared with oneself is in each arm."""
    return max(finding.n.values()) if finding.design in WITHIN_PEOPLE else sum(finding.n.values())


def _arm(name: str, protocol: Protocol, species: str) -> Arm:
    return Arm(
        name=name.replace("_", " "),
        person=words.person(protocol.person),
        days=protocol.days,
        events=[words.event_sentence(event, protocol.days) for event in protocol.events],
        protocol=as_yaml(protocol, species),
        what_if=what_if_query(protocol) if species == "human" else "",
    )
