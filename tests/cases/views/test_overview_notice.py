"""The nearest deadline over a case in a step: the answer to the application only until the decision is made."""

import pytest

from cases.enums import State
from core import clock
from core.days import DAY
from tests.factories import CaseFactory
from tests.pages import page, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("step", [State.CONTACT, State.CHALLENGES, State.ASSESSMENT])
@pytest.mark.parametrize(("days", "words"), [(1, "Answer the application by"), (-1, "The application should have been answered by")])
def test_until_the_decision_it_is_the_answer(browser, member, step, days, words) -> None:
    day = clock.today() + days * DAY
    case = CaseFactory(
        jobcentre=member.jobcentre, caseworker=member.user, state=step, received_on=day - 20 * DAY, due_on=day, answer_due_on=day
    )
    assert words in text(browser.get(page("case", case)))


@pytest.mark.parametrize("step", [State.MATCH, State.STARTUP])
@pytest.mark.parametrize(("days", "words"), [(1, "Next deadline: "), (-1, "The deadline was ")])
def test_after_the_decision_a_deadline_of_the_same_day_is_the_next_one(browser, member, step, days, words) -> None:
    day = clock.today() + days * DAY
    case = CaseFactory(
        jobcentre=member.jobcentre, caseworker=member.user, state=step, received_on=day - 20 * DAY, due_on=day, answer_due_on=day
    )
    shown = text(browser.get(page("case", case)))
    assert words in shown
    assert "Answer the application" not in shown and "should have been answered" not in shown
