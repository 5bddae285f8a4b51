"""Approval of hours, its undoing, questions and answers; and two who do it at the same moment."""

import datetime as dt
import uuid
from typing import Any

import pytest

from accounts.models import AuditEvent
from cases.actions.contact_approvals import answer_about_contact, approve_contacts, ask_about_contact, undo_approval
from cases.actions.contacts import log_contact, strike_contact
from cases.enums import State
from cases.enums_course import ContactForm, ContactState, ToldBy
from cases.hours import account_of
from cases.models import Case, Contact, ContactQuestion, CourseSettings
from cases.phrases import event, sentence
from cases.rules.contacts import Entry
from core.days import DAY
from core.verdicts import Refused
from tests.cases.log_scene import entry, long_running
from tests.factories import AT, UserFactory
from tests.factories import DAY as TODAY
from tests.races import race

pytestmark = pytest.mark.django_db


def approve(case: Case, by: Any, *contacts: Contact):
    return approve_contacts(case_id=case.pk, contact_ids=[contact.pk for contact in contacts], by=by, at=AT)


def code_of(call: Any) -> str:
    with pytest.raises(Refused) as found:
        call()
    assert sentence(found.value.code, found.value.facts) != found.value.code
    return found.value.code


def test_a_weeks_hours_are_approved_at_once_with_one_event() -> None:
    """R92"""
    case, by = long_running()
    chosen = [entry(case, by, days_ago=n, minutes=45) for n in range(3)]
    found = approve(case, by, *chosen)
    assert (found.entries, found.minutes, found.already) == (3, 135, 0)
    assert account_of(case, on=TODAY).approved == 135
    for each in chosen:
        each.refresh_from_db()
        assert (each.state, each.approved_by, each.approved_at, each.version) == (ContactState.APPROVED, by, AT, 2)
    told = AuditEvent.objects.get(kind="case.contacts_approved")
    assert told.facts == {"count": 3, "minutes": 135, "first_day": "2026-11-14", "last_day": "2026-11-16"}
    assert event(told.kind, told.facts) != told.kind


def test_a_second_press_approves_nothing_more_and_tells_so() -> None:
    case, by = long_running()
    one, two = entry(case, by), entry(case, by, days_ago=1)
    approve(case, by, one)
    found = approve(case, UserFactory(), one, two)
    assert (found.entries, found.already) == (1, 1)
    one.refresh_from_db()
    assert one.approved_by == by
    again = approve(case, by, one, two)
    assert (again.entries, again.already) == (0, 2)
    assert AuditEvent.objects.filter(kind="case.contacts_approved").count() == 2


def test_one_that_cannot_be_approved_leaves_all_as_they_were() -> None:
    case, by = long_running()
    good, struck = entry(case, by), entry(case, by, days_ago=1, state=ContactState.STRUCK)
    assert code_of(lambda: approve(case, by, good, struck)) == "contact_struck"
    good.refresh_from_db()
    assert good.state == ContactState.WAITING
    assert code_of(lambda: approve(case, by)) == "contacts_none_chosen"
    elsewhere = entry(*long_running())
    assert code_of(lambda: approve(case, by, elsewhere)) == "contacts_none_chosen"


def test_above_the_jobcentres_limit_somebody_else_than_the_writer_approves() -> None:
    """R92"""
    case, by = long_running()
    CourseSettings.objects.create(jobcentre=case.jobcentre, second_entry_minutes=120)
    short, long = entry(case, by, minutes=120), entry(case, by, minutes=121)
    assert code_of(lambda: approve(case, by, short, long)) == "contact_second_person"
    assert approve(case, by, short).entries == 1
    assert approve(case, UserFactory(), long).entries == 1


@pytest.mark.parametrize("told_by", ToldBy)
def test_whoever_says_it_the_writer_approves_it_up_to_the_limit(told_by: ToldBy) -> None:
    """R92: hours typed for the mentor are the mentor's, and nobody but the writer has seen them; what the writer knows is the same in this."""
    case, by = long_running()
    CourseSettings.objects.create(jobcentre=case.jobcentre, second_entry_minutes=120)
    short, long = entry(case, by, minutes=120, told_by=told_by), entry(case, by, minutes=121, told_by=told_by)
    assert approve(case, by, short).entries == 1
    assert code_of(lambda: approve(case, by, long)) == "contact_second_person"
    assert approve(case, UserFactory(), long).entries == 1


def test_the_hours_of_a_closed_case_can_still_be_settled() -> None:
    case, by = long_running()
    one, two = entry(case, by), entry(case, by, days_ago=1)
    Case.objects.update(state=State.ENDED, closed_on=TODAY)
    assert approve(case, by, one).entries == 1
    strike_contact(case_id=case.pk, contact_id=two.pk, version=1, why="Ikke mødt", by=by, at=AT)
    assert code_of(lambda: undo_approval(case_id=case.pk, contact_ids=[one.pk], by=by, at=AT)) == "case_closed"


def test_an_approval_is_undone_with_an_event() -> None:
    """R92"""
    case, by = long_running()
    one, two = entry(case, by), entry(case, by, days_ago=1)
    approve(case, by, one, two)
    assert undo_approval(case_id=case.pk, contact_ids=[one.pk, two.pk], by=by, at=AT) == 2
    one.refresh_from_db()
    assert (one.state, one.approved_by, one.approved_at) == (ContactState.WAITING, None, None)
    assert AuditEvent.objects.get(kind="case.contacts_unapproved").facts["minutes"] == 120
    assert code_of(lambda: undo_approval(case_id=case.pk, contact_ids=[one.pk], by=by, at=AT)) == "contact_not_approved"


def test_a_question_is_asked_and_answered_once() -> None:
    """R94"""
    case, by = long_running()
    contact = entry(case, by)

    def ask(words: str) -> ContactQuestion:
        return ask_about_contact(case_id=case.pk, contact_id=contact.pk, words=words, by=by, at=AT)

    def answer(words: str = "Hos lægen", day: dt.date = TODAY) -> ContactQuestion:
        return answer_about_contact(case_id=case.pk, question_id=question.pk, words=words, answered_on=day, by=by, at=AT)

    assert code_of(lambda: ask(" ")) == "contact_question_missing"
    assert code_of(lambda: ask("Er det 610590-1234?")) == "cpr_in_text"
    question = ask("Hvor var I?")
    assert code_of(lambda: answer(" ")) == "contact_answer_missing"
    assert code_of(lambda: answer("610590-1234")) == "cpr_in_text"
    assert code_of(lambda: answer(day=TODAY + DAY)) == "contact_answered_in_future"
    assert code_of(lambda: answer(day=TODAY - DAY)) == "contact_answered_before"
    answered = answer()
    assert (answered.answer, answered.answered_on, answered.answer_written_by) == ("Hos lægen", TODAY, by)
    assert code_of(answer) == "contact_answered_already"
    kinds = AuditEvent.objects.filter(kind__in=["case.contact_asked", "case.contact_answered"]).values_list("kind", flat=True)
    assert sorted(kinds) == ["case.contact_answered", "case.contact_asked"]


def test_nothing_is_asked_about_an_entry_that_is_struck_out_or_of_another_case() -> None:
    case, by = long_running()
    struck = entry(case, by, state=ContactState.STRUCK)
    assert code_of(lambda: ask_about_contact(case_id=case.pk, contact_id=struck.pk, words="x", by=by, at=AT)) == "contact_struck"
    with pytest.raises(ContactQuestion.DoesNotExist):
        answer_about_contact(case_id=case.pk, question_id=uuid.uuid4(), words="x", answered_on=TODAY, by=by, at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_the_same_hours_at_once_approve_them_once() -> None:
    """R92"""
    case, by = long_running()
    other = UserFactory()
    contacts = [entry(case, by, days_ago=n) for n in range(3)]
    ends = race([lambda: approve(case, by, *contacts), lambda: approve(case, other, *reversed(contacts))])
    assert ends == {"won": 2}
    assert AuditEvent.objects.filter(kind="case.contacts_approved").count() == 1
    assert Contact.objects.values_list("approved_by", flat=True).distinct().count() == 1
    assert account_of(case, on=TODAY).approved == 180


@pytest.mark.django_db(transaction=True)
def test_the_same_entry_from_two_people_at_once_is_one_entry() -> None:
    """R95"""
    case, by = long_running()
    same = Entry(day=TODAY, minutes=60, form=ContactForm.MEETING)

    def write(who: Any) -> Any:
        return lambda: log_contact(case_id=case.pk, entry=same, by=who, at=AT)

    assert race([write(by), write(UserFactory())]) == {"won": 1, "contact_twice": 1}
    assert Contact.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_an_approval_and_a_strike_at_once_neither_is_half_done() -> None:
    """R93: the second one meets the entry as the first one left it."""
    case, by = long_running()
    contact = entry(case, by)
    ends = race(
        [
            lambda: approve(case, by, contact),
            lambda: strike_contact(case_id=case.pk, contact_id=contact.pk, version=1, why="Fejl", by=by, at=AT),
        ]
    )
    contact.refresh_from_db()
    assert ends in ({"won": 1, "contact_struck": 1}, {"won": 1, "stale": 1})
    assert (contact.state == ContactState.STRUCK) is ("contact_struck" in ends)
