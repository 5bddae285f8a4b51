"""Feedback is written down and dealt with (R140, R141)."""

import datetime as dt

import pytest

from accounts.models import AuditEvent
from cases.actions.feedback import add_feedback, deal_with_feedback
from cases.enums import State
from cases.enums_course import FeedbackFrom, GivenHow
from cases.models import Case, Feedback
from cases.phrases import event, sentence
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from tests.cases.course_scene import running
from tests.cases.startup_scene import ready
from tests.factories import AT

pytestmark = pytest.mark.django_db


def said(case: Case, by, *, at: dt.datetime = AT, **other) -> Feedback:
    known = {"said_by": FeedbackFrom.CLIENT, "day": day_of(at), "how": GivenHow.PHONE, "going": 4, "words": "", "not_working": False}
    return add_feedback(case_id=case.pk, by=by, at=at, **{**known, **other})


def test_it_is_kept_with_who_said_it_and_told_without_the_words():
    case, _assignment, by = running()
    feedback = said(case, by, words="  Det går bedre  ")
    assert (feedback.words, feedback.answer_by, feedback.recorded_by) == ("Det går bedre", None, by)
    told = AuditEvent.objects.get(kind="case.feedback_added")
    assert "bedre" not in str(told.facts)
    assert event(told.kind, told.facts)


def test_what_does_not_work_is_on_the_desk_until_it_is_dealt_with():
    """R141: 16 November 2026 is a Monday."""
    case, _assignment, by = running()
    before = case.due_on
    feedback = said(case, by, words="Vi mødes ikke", not_working=True, going=None)
    case.refresh_from_db()
    assert feedback.answer_by == case.due_on == dt.date(2026, 11, 17)
    deal_with_feedback(case_id=case.pk, feedback_id=feedback.pk, version=1, words="Talt med begge", by=by, at=AT + DAY)
    case.refresh_from_db()
    feedback.refresh_from_db()
    assert (case.due_on, feedback.dealt_with_on, feedback.dealt_with_by) == (before, day_of(AT + DAY), by)
    assert event("case.feedback_dealt", AuditEvent.objects.get(kind="case.feedback_dealt").facts)


def test_after_the_end_it_can_be_said_and_moves_no_deadline():
    case, _assignment, by = running()
    Case.objects.filter(pk=case.pk).update(state=State.ENDED, closed_on=day_of(AT), due_on=None)
    feedback = said(case, by, words="Det var for kort", not_working=True)
    case.refresh_from_db()
    assert (case.due_on, feedback.answer_by is not None) == (None, True)


@pytest.mark.parametrize(
    ("other", "code", "field"),
    [
        ({"day": day_of(AT) + DAY}, "feedback_in_future", "day"),
        ({"day": day_of(AT) - DAY}, "feedback_before_course", "day"),
        ({"going": None}, "feedback_says_nothing", "words"),
        ({"not_working": True}, "feedback_what_is_wrong", "words"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(other, code, field):
    """R140"""
    case, _assignment, by = running()
    with pytest.raises(Refused) as refused:
        said(case, by, **other)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert sentence(code, refused.value.facts)
    assert not Feedback.objects.exists()


def test_before_the_course_there_is_nothing_to_say():
    case, _assignment, by = ready()
    with pytest.raises(Refused, match="feedback_no_course"):
        said(case, by)


def test_it_is_dealt_with_once_and_with_words():
    case, _assignment, by = running()
    feedback = said(case, by, words="Nej", not_working=True)

    def deal(words: str, version: int = 1) -> None:
        deal_with_feedback(case_id=case.pk, feedback_id=feedback.pk, version=version, words=words, by=by, at=AT)

    with pytest.raises(Refused, match="feedback_what_was_done"):
        deal(" ")
    with pytest.raises(Stale):
        deal("Talt", version=7)
    deal("Talt")
    with pytest.raises(Refused, match="feedback_dealt_already"):
        deal("Igen")
    with pytest.raises(Refused, match="feedback_dealt_already"):
        deal_with_feedback(case_id=case.pk, feedback_id=said(case, by).pk, version=1, words="Talt", by=by, at=AT)
