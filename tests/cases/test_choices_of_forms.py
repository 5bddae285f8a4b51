"""A form that shows some fields only to who takes a choice says nothing of them to anybody else."""

from typing import Any

import pytest

from cases.forms.agreement import SignForm
from cases.forms.application import ApplicationForm
from cases.forms.assessment import AssessmentForm
from cases.forms.challenges import ChallengesForm
from cases.forms.closing import FollowUpForm
from cases.forms.extension import DecideForm, RequestForm
from cases.forms.log import LogForm
from cases.forms.match import ClientAnswerForm, ProposeForm
from core import clock
from core.forms import Form

LONG = "x" * 5000
NO_DAY = "31-02-2027"


def follow_up(data: dict[str, Any]) -> Form:
    return FollowUpForm(data, name="Amal")


def challenges(data: dict[str, Any]) -> Form:
    return ChallengesForm(data, name="Amal", starts_on=clock.today())


def application(data: dict[str, Any]) -> Form:
    return ApplicationForm(data, situations=())


@pytest.mark.parametrize(
    ("form", "choice", "asked", "not_asked", "field", "typed"),
    [
        (RequestForm, "months", "day", "3", "last_day", NO_DAY),
        (DecideForm, "choice", "partial", "granted", "last_day", NO_DAY),
        (DecideForm, "choice", "partial", "refused", "step_minutes_2", "to"),
        (DecideForm, "choice", "partial", "", "reasons", LONG),
        (DecideForm, "choice", "sent_back", "granted", "back_to", LONG),
        (DecideForm, "choice", "refused", "partial", "offered_instead", LONG),
        (DecideForm, "choice", "granted", "refused", "purpose", LONG),
        (DecideForm, "choice", "refused", "sent_back", "sent_on", NO_DAY),
        (AssessmentForm, "outcome", "granted", "refused", "last_day", NO_DAY),
        (AssessmentForm, "outcome", "partial", "other_scheme", "minutes_a_week", "to"),
        (AssessmentForm, "outcome", "partial", "granted", "reasons", LONG),
        (AssessmentForm, "outcome", "refused", "granted", "offered_instead", LONG),
        (LogForm, "attendance", "cancelled", "attended", "cancelled_by", "nobody"),
        (ProposeForm, "conflict", "meeting", "found", "answer_by", NO_DAY),
        (ProposeForm, "conflict", "found", "meeting", "conflict_words", LONG),
        (ClientAnswerForm, "answer", "thinking", "yes", "answer_by", NO_DAY),
        (ClientAnswerForm, "answer", "yes", "no", "mentor_answer_by", NO_DAY),
        (follow_up, "reached", "yes", "no", "since", NO_DAY),
        (follow_up, "reached", "yes", "no", "benefit_since", NO_DAY),
        (SignForm, "sign_on_behalf", "on", "", "on_behalf_by", LONG),
        (challenges, "social_weight", "2", "0", "social_words", LONG),
        (application, "consent", "oral", "not_asked", "consent_on", NO_DAY),
    ],
)
def test_a_field_is_read_only_where_its_choice_is_taken(form: Any, choice: str, asked: str, not_asked: str, field: str, typed: str) -> None:
    name = f"sign_{field}" if form is SignForm else field
    assert field in form({choice: asked, name: typed}).errors
    aside = form({choice: not_asked, name: typed})
    assert field not in aside.errors
    assert aside[field].value() == typed
