"""Words inside sentences: days, labels and sums as one reads them."""

import datetime as dt

import pytest
from django.utils import translation

from cases.closing_phrases import REFUSALS
from cases.enums import Outcome, OutcomePoint
from cases.enums_course import AskedBy, BenefitKind
from cases.forms.closing import BenefitForm
from cases.rules.hours import Step, minutes_between
from cases.views.agreement_parts import hours_words
from cases.views.closing_words import moved_words
from core.days import DaySpan
from core.templatetags.ui import hours
from tests.cases.course_scene import running
from tests.cases.extension_scene import asked
from tests.cases.views.extension_page_scene import BEGAN, NOW
from tests.pages import english, page, text


def test_a_day_at_the_beginning_of_a_sentence_keeps_the_capitals_of_its_month() -> None:
    known = {"closed_on": dt.date(2027, 2, 22), "point": OutcomePoint.MONTHS_3, "due_on": dt.date(2027, 5, 24)}
    with translation.override("en"):
        assert moved_words(**known) == "Saturday 22 May 2027 is in a weekend, so the day is moved."
    with translation.override("da"):
        assert moved_words(**known).startswith("Lørdag den 22. maj 2027 ")


def test_what_is_an_answer_too_is_called_as_the_choice_is() -> None:
    with translation.override("en"):
        assert f"“{Outcome.UNKNOWN.label}” is an answer, too." in str(REFUSALS["outcome_not_chosen"]({}))
        assert f"“{BenefitKind.UNKNOWN.label}” is an answer, too." in str(BenefitForm().fields["kind"].error_messages["required"])


def test_the_hours_of_a_period_are_one_sum_written_in_one_way() -> None:
    span = DaySpan(dt.date(2026, 11, 16), dt.date(2027, 2, 13))
    with translation.override("en"):
        said = hours(minutes_between([Step(span.first_day, 120)], span=span))
        assert said == "25.7"
        assert hours_words(120, span) == f"2 hours a week, {said} hours in all"


@pytest.mark.django_db
def test_who_asks_for_an_extension_is_written_small_inside_a_sentence(client) -> None:
    case, _assignment, by = running(at=BEGAN)
    asked(case, by, at=NOW, last_day=NOW.date() + dt.timedelta(days=120), asked_by=AskedBy.MENTOR)
    english(client, by)
    shown = text(client.get(page("case_extension_decide", case)))
    assert "What the mentor asks for" in shown and "Grant what the mentor asks for" in shown
    assert "What The mentor" not in shown and "The mentor wishes" in shown
