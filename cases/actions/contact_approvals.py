"""Hours that a caseworker approves, the undoing of that, and questions to the mentor with their answers (R92, R94)."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from cases.actions.base import locked_case, locked_open_or_closed, record
from cases.actions.contacts import locked_contact
from cases.actions.renewing import renews
from cases.course_settings import settings_of
from cases.enums_course import ContactState
from cases.models import Contact, ContactQuestion
from cases.rules.contacts import answer_verdict, approval_verdict, question_verdict, words_verdict
from core.days import day_of
from core.verdicts import Refused


@dataclass(frozen=True, slots=True)
class Approved:
    """How many entries were approved with how many minutes, and how many somebody had approved already."""

    entries: int
    minutes: int
    already: int


@transaction.atomic
@renews
def approve_contacts(*, case_id: uuid.UUID, contact_ids: Collection[uuid.UUID], by: User, at: dt.datetime) -> Approved:
    """Approve entries of the case: all of them or none. What somebody has approved meanwhile stays as it is, so that a second press changes nothing.

    Refuses with `contacts_none_chosen`, `contact_struck` or `contact_second_person`. Event `case.contacts_approved`, once. A closed case, too, so
    that its hours can be settled.
    """
    case = locked_open_or_closed(case_id=case_id)
    rows = list(Contact.objects.select_for_update(of=("self",)).filter(case=case, pk__in=contact_ids).order_by("day", "pk"))
    if not rows:
        raise Refused("contacts_none_chosen")
    limit = settings_of(case.jobcentre).second_entry_minutes
    chosen: list[Contact] = []
    for contact in rows:
        state = ContactState(contact.state)
        verdict = approval_verdict(state=state, minutes=contact.minutes, limit=limit, written_by=contact.written_by_id, by=by.pk)
        if verdict.code == "contact_approved_already":
            continue
        if not verdict:
            raise Refused(verdict.code, "", day=contact.day.isoformat(), **verdict.facts)
        contact.state, contact.approved_by, contact.approved_at = ContactState.APPROVED, by, at
        contact.version += 1
        chosen.append(contact)
    Contact.objects.bulk_update(chosen, ["state", "approved_by", "approved_at", "version"])
    minutes = sum(contact.minutes for contact in chosen)
    if chosen:
        days = [contact.day.isoformat() for contact in chosen]
        record(case, "case.contacts_approved", by=by, at=at, count=len(chosen), minutes=minutes, first_day=days[0], last_day=days[-1])
    return Approved(entries=len(chosen), minutes=minutes, already=len(rows) - len(chosen))


@transaction.atomic
@renews
def undo_approval(*, case_id: uuid.UUID, contact_ids: Collection[uuid.UUID], by: User, at: dt.datetime) -> int:
    """The entries are to be approved again; how many. Refuses with `case_closed` or `contact_not_approved`. Event `case.contacts_unapproved`."""
    case = locked_case(case_id=case_id)
    rows = list(
        Contact.objects.select_for_update(of=("self",))
        .filter(case=case, pk__in=contact_ids, state=ContactState.APPROVED)
        .order_by("day", "pk")
    )
    if not rows:
        raise Refused("contact_not_approved")
    for contact in rows:
        contact.state, contact.approved_by, contact.approved_at = ContactState.WAITING, None, None
        contact.version += 1
    Contact.objects.bulk_update(rows, ["state", "approved_by", "approved_at", "version"])
    minutes = sum(contact.minutes for contact in rows)
    days = [contact.day.isoformat() for contact in rows]
    record(case, "case.contacts_unapproved", by=by, at=at, count=len(rows), minutes=minutes, first_day=days[0], last_day=days[-1])
    return len(rows)


@transaction.atomic
def ask_about_contact(*, case_id: uuid.UUID, contact_id: uuid.UUID, words: str, by: User, at: dt.datetime) -> ContactQuestion:
    """Ask the mentor about an entry. Refuses with `contact_struck`, `contact_question_missing` or `cpr_in_text`. Event `case.contact_asked`."""
    case = locked_open_or_closed(case_id=case_id)
    contact = locked_contact(case, contact_id=contact_id, version=None)
    words = words.strip()
    Refused.unless(question_verdict(state=ContactState(contact.state), words=words), "words")
    Refused.unless(words_verdict(words=words)[1], "words")
    question = ContactQuestion.objects.create(contact=contact, words=words, asked_by=by, asked_at=at)
    record(case, "case.contact_asked", by=by, at=at, contact=str(contact.pk), day=contact.day.isoformat())
    return question


@transaction.atomic
def answer_about_contact(
    *, case_id: uuid.UUID, question_id: uuid.UUID, words: str, answered_on: dt.date, by: User, at: dt.datetime
) -> ContactQuestion:
    """Write down the mentor's answer, once.

    Refuses with `contact_answered_already`, `contact_answer_missing`, `contact_answered_in_future`, `contact_answered_before` or `cpr_in_text`.
    Event `case.contact_answered`.
    """
    case = locked_open_or_closed(case_id=case_id)
    question = ContactQuestion.objects.select_for_update(of=("self",)).select_related("contact").get(pk=question_id, contact__case=case)
    words = words.strip()
    verdict = answer_verdict(
        answered=bool(question.answer), words=words, day=answered_on, asked_on=day_of(question.asked_at), today=day_of(at)
    )
    Refused.unless(verdict, "answered_on" if verdict.code in ("contact_answered_in_future", "contact_answered_before") else "answer")
    Refused.unless(words_verdict(answer=words)[1], "answer")
    question.answer, question.answered_on, question.answer_written_by = words, answered_on, by
    question.save(update_fields=["answer", "answered_on", "answer_written_by"])
    record(case, "case.contact_answered", by=by, at=at, contact=str(question.contact_id), day=question.contact.day.isoformat())
    return question
