"""What an assessment must hold before a decision, and what it points to (rules R25-R30). Advice never decides [2]."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.enums import Advice, State, YesNoUnknown
from core.verdicts import YES, Answer, no

QUESTIONS: tuple[str, ...] = ("impairment", "concrete", "transition", "voluntary", "beyond")
"""The checklist in its order; each has a text `<question>_evidence` of what the answer builds on."""

SHORT_QUESTIONS: tuple[str, ...] = ("need_in_a_period", "manages_afterwards", "cannot_do_tasks", "need_is_lasting")
"""The four questions about mentor or personal assistance."""

WRITABLE: frozenset[State] = frozenset({State.CONTACT, State.CHALLENGES, State.ASSESSMENT})
"""The steps in which the assessment can be written; it is decided in the last one only."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing or does not fit: the field of the form, the reason code, and what fills its sentence."""

    field: str
    code: str
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the caseworker answered. "" and None mean: not answered yet."""

    impairment: str = ""
    impairment_evidence: str = ""
    concrete: str = ""
    concrete_evidence: str = ""
    transition: str = ""
    transition_evidence: str = ""
    voluntary: str = ""
    voluntary_evidence: str = ""
    beyond: str = ""
    beyond_evidence: str = ""
    why_extra: str = ""
    need_in_a_period: bool | None = None
    manages_afterwards: bool | None = None
    cannot_do_tasks: bool | None = None
    need_is_lasting: bool | None = None


def advice(
    *, need_in_a_period: bool | None, manages_afterwards: bool | None, cannot_do_tasks: bool | None, need_is_lasting: bool | None
) -> Advice:
    """What the four answers point to (R28) [2]: a mentor guides through a transition, an assistant does what one cannot do oneself.

    Tasks that the client learns to do, in a need that passes, are the mentor's. Nothing is said before all four are answered.
    """
    if need_in_a_period is None or manages_afterwards is None or cannot_do_tasks is None or need_is_lasting is None:
        return Advice.OPEN
    mentor = need_in_a_period or manages_afterwards
    assistance = cannot_do_tasks and (need_is_lasting or not manages_afterwards)
    if mentor and assistance:
        return Advice.BOTH
    if mentor:
        return Advice.MENTOR
    return Advice.ASSISTANCE if assistance else Advice.NEITHER


def advice_of(*, answers: Answers) -> Advice:
    """The advice for the answers of an assessment (R28)."""
    return advice(
        need_in_a_period=answers.need_in_a_period,
        manages_afterwards=answers.manages_afterwards,
        cannot_do_tasks=answers.cannot_do_tasks,
        need_is_lasting=answers.need_is_lasting,
    )


def writable(*, state: State) -> Answer:
    """Whether the assessment can be written in this step (R30): until the decision, never after. Refuses with `assessment_decided`."""
    return YES if state in WRITABLE else no("assessment_decided")


def checklist_gaps(*, answers: Answers, granting: bool) -> list[Gap]:
    """What the checklist lacks (R25, R26, R29).

    Every question has an answer and what it builds on; "don't know" names whom one asks and when. For a grant it is also said what the
    manager or teacher already does and why a mentor is extra, and the client has said yes: the offer is voluntary [1] [law].
    """
    found: list[Gap] = []
    for number, question in enumerate(QUESTIONS, start=1):
        answer, evidence = getattr(answers, question), getattr(answers, f"{question}_evidence").strip()
        if not answer:
            found.append(Gap(question, "answer_missing", {"number": number}))
        elif not evidence:
            code = "whom_to_ask_missing" if answer == YesNoUnknown.UNKNOWN else "evidence_missing"
            found.append(Gap(f"{question}_evidence", code, {"number": number}))
    if granting and answers.voluntary and answers.voluntary != YesNoUnknown.YES:
        found.append(Gap("voluntary", "not_voluntary"))
    if granting and not answers.why_extra.strip():
        found.append(Gap("why_extra", "why_extra_missing"))
    return found


def group_gaps(*, groups: Mapping[str, dt.date | None], granting: bool, on: dt.date) -> list[Gap]:
    """What the target groups lack (R27): a grant needs one at least, and each has the day since when it holds, not later than `on`."""
    if not groups:
        return [Gap("groups", "group_missing")] if granting else []
    found: list[Gap] = []
    for code, since in groups.items():
        if since is None:
            found.append(Gap(f"since_{code}", "since_missing"))
        elif since > on:
            found.append(Gap(f"since_{code}", "since_ahead"))
    return found


def short_gaps(*, answers: Answers) -> list[Gap]:
    """Which of the four short questions are open (R28)."""
    return [
        Gap(question, "short_answer_missing", {"number": number})
        for number, question in enumerate(SHORT_QUESTIONS, start=1)
        if getattr(answers, question) is None
    ]


def gaps(*, answers: Answers, groups: Mapping[str, dt.date | None], granting: bool, on: dt.date) -> list[Gap]:
    """Everything that the assessment lacks before a decision, in the order of the page."""
    return [
        *checklist_gaps(answers=answers, granting=granting),
        *group_gaps(groups=groups, granting=granting, on=on),
        *short_gaps(answers=answers),
    ]
