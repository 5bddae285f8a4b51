"""Step 3, first half: writing the assessment down. It can be incomplete, and it can be written before its turn."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction

from accounts.models import User
from cases.actions.approvals import refuse_waiting
from cases.actions.base import locked_case, record, save_case
from cases.enums import State
from cases.models import Assessment, CaseTargetGroup, TargetGroup
from cases.rules.assessment import QUESTIONS, Answers, advice_of, writable
from core.verdicts import Refused


@transaction.atomic
def save_assessment(
    *,
    case_id: uuid.UUID,
    version: int | None = None,
    by: User,
    at: dt.datetime,
    answers: Answers,
    groups: Mapping[str, dt.date | None],
) -> int:
    """Store the answers and the target groups (code -> since) of the case; returns the case's version.

    An event goes on the time line when something changed, without the groups themselves: they tell of health. Refuses with `stale`,
    `case_closed`, `assessment_decided` (R30), `approval_waiting` (R119) or `group_unknown`.
    """
    case = locked_case(case_id=case_id, version=version)
    Refused.unless(writable(state=State(case.state)))
    refuse_waiting(case)
    known = set(TargetGroup.objects.filter(code__in=groups).values_list("code", flat=True))
    if known != set(groups):
        raise Refused("group_unknown", "groups")

    values = {**asdict(answers), "advice": advice_of(answers=answers)}
    stored = Assessment.objects.filter(case=case).first()
    before = dict(CaseTargetGroup.objects.filter(case=case).values_list("group_id", "since"))
    if stored and before == dict(groups) and all(getattr(stored, name) == value for name, value in values.items()):
        return case.version

    Assessment.objects.update_or_create(case=case, defaults=values)
    if before != dict(groups):
        CaseTargetGroup.objects.filter(case=case).delete()
        CaseTargetGroup.objects.bulk_create(CaseTargetGroup(case=case, group_id=code, since=since) for code, since in groups.items())
    save_case(case)
    answered = sum(bool(getattr(answers, question)) for question in QUESTIONS)
    record(case, "case.assessed", by=by, at=at, answered=answered, questions=len(QUESTIONS), advice=str(values["advice"]))
    return case.version


def stored_answers(assessment: Assessment | None) -> Answers:
    """The stored answers as facts for the rules."""
    if assessment is None:
        return Answers()
    return Answers(**{name: getattr(assessment, name) for name in Answers.__dataclass_fields__})
