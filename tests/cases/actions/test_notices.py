"""The ledger on a real database: told once, to whom; two at once make one row."""

import datetime as dt
import uuid

import pytest
from django.db import transaction

from accounts.enums import Role
from accounts.models import AuditEvent, MemberAbsence, Membership, User
from cases.actions.feedback import add_feedback
from cases.actions.notices import Renewed, mark_done, renew, renew_clients, renew_mentors, snooze
from cases.enums import State
from cases.enums_course import FeedbackFrom, GivenHow
from cases.enums_notice import NoticeKind, NoticeState, ToldAs
from cases.models import Approval, Case, CourseSettings, Notice, NoticeRecipient
from cases.night_rows import due_clients, due_mentors
from core.days import DAY
from tests.cases.course_scene import running
from tests.cases.ledger_scene import LAST, at, case_of, ledger, looked, told
from tests.factories import AT, CaseFactory, ClientFactory, MembershipFactory, MentorFactory
from tests.races import race
from tests.statements import statements


@pytest.mark.django_db
class TestRenew:
    def test_a_running_course_has_its_coming_reminders_and_is_told_on_the_day(self):
        case = case_of()
        looked(case, dt.date(2026, 12, 1))
        assert ledger(case, NoticeKind.EXTENSION) == [
            (8, "2027-04-05", "planned"),
            (4, "2027-05-03", "planned"),
            (2, "2027-05-17", "planned"),
            (1, "2027-05-24", "planned"),
        ]
        assert ledger(case, NoticeKind.COURSE_OVER) == [(0, "2027-06-01", "planned")]
        assert ledger(case, NoticeKind.QUIET) == [(1, "2026-12-14", "planned")]
        looked(case, dt.date(2027, 4, 5))
        notice = Notice.objects.get(case=case, kind=NoticeKind.EXTENSION, level=8)
        assert (notice.state, notice.told_at) == (NoticeState.TOLD, at(dt.date(2027, 4, 5)))
        assert notice.facts == {"last_day": "2027-05-31", "day": "2027-05-14"}
        recipient = notice.recipients.get()
        assert (recipient.user_id, recipient.told_as, recipient.to_mail) == (case.caseworker_id, ToldAs.CASEWORKER, True)

    def test_that_the_client_is_to_be_asked_is_told_until_there_is_feedback_and_then_a_month_later(self):
        """R163: the course began on 1 December; the answer is written down by the action of the page."""
        case = case_of()
        looked(case, dt.date(2026, 12, 29))
        notice = Notice.objects.get(case=case, kind=NoticeKind.QUESTION)
        assert (notice.state, notice.due_on, notice.facts) == (
            NoticeState.TOLD,
            dt.date(2026, 12, 29),
            {"since": "", "first_day": "2026-12-01"},
        )
        day = dt.date(2027, 1, 4)
        said = {"said_by": FeedbackFrom.CLIENT, "how": GivenHow.PHONE, "going": 4, "words": "", "not_working": False}
        add_feedback(case_id=case.pk, day=day, by=case.caseworker, at=at(day), **said)
        assert ledger(case, NoticeKind.QUESTION) == [(0, "2026-12-29", "done"), (0, "2027-02-04", "planned")]

    def test_what_the_mentor_says_is_no_answer_of_the_client(self):
        """R163"""
        case = case_of()
        looked(case, dt.date(2026, 12, 29))
        said = {"said_by": FeedbackFrom.MENTOR, "how": GivenHow.PHONE, "going": 4, "words": "", "not_working": False}
        add_feedback(case_id=case.pk, day=dt.date(2026, 12, 29), by=case.caseworker, at=at(dt.date(2026, 12, 29)), **said)
        assert ledger(case, NoticeKind.QUESTION) == [(0, "2026-12-29", "told")]

    def test_what_ran_out_while_no_night_came_has_a_row_that_nobody_was_told_of(self):
        """R168"""
        case = case_of()
        looked(case, dt.date(2026, 12, 1))
        looked(case, LAST + 10 * DAY)
        rows = Notice.objects.filter(case=case, kind=NoticeKind.QUIET).order_by("due_on")
        assert len(rows) > 5
        assert {(row.state, row.told_at) for row in rows} == {(NoticeState.SUPERSEDED, None)}
        assert not NoticeRecipient.objects.filter(notice__in=rows).exists()

    def test_a_second_look_does_nothing(self):
        case = case_of()
        looked(case, LAST - 28 * DAY)
        before = list(Notice.objects.order_by("pk").values())
        assert looked(case, LAST - 28 * DAY) == Renewed()
        assert list(Notice.objects.order_by("pk").values()) == before
        assert NoticeRecipient.objects.filter(notice__kind=NoticeKind.EXTENSION).count() == 1

    def test_the_case_knows_when_it_is_looked_at_next(self):
        case = case_of(state=State.CONTACT)
        looked(case, case.answer_due_on - 30 * DAY)
        case.refresh_from_db()
        assert case.notices_on == case.answer_due_on - 23 * DAY
        looked(case, case.answer_due_on - 6 * DAY)
        case.refresh_from_db()
        assert case.notices_on == dt.date(2026, 12, 2)  # three working days before 7 December
        Case.objects.filter(pk=case.pk).update(state=State.REFUSED, closed_on=case.answer_due_on)
        looked(case, case.answer_due_on)
        case.refresh_from_db()
        assert case.notices_on is None
        assert {row.state for row in Notice.objects.filter(case=case)} == {NoticeState.SUPERSEDED}

    def test_a_dry_run_counts_and_writes_nothing(self):
        case = case_of()
        found = looked(case, LAST - 28 * DAY, dry_run=True)
        assert found.created > 3 and found.told >= 1
        assert not Notice.objects.exists()
        assert looked(case, LAST - 28 * DAY) == found

    def test_the_weeks_are_those_of_the_jobcentre(self):
        case = case_of()
        CourseSettings.objects.create(jobcentre=case.jobcentre, reminder_weeks=[6], quiet_days=30)
        looked(case, dt.date(2026, 12, 1))
        assert ledger(case, NoticeKind.EXTENSION) == [(6, "2027-04-19", "planned")]
        assert ledger(case, NoticeKind.QUIET) == [(1, "2026-12-30", "planned")]

    def test_who_stands_in_is_told_too_on_a_day_of_absence(self):
        case = case_of()
        away = Membership.objects.get(user=case.caseworker)
        other = MembershipFactory(jobcentre=case.jobcentre)
        MemberAbsence.objects.create(member=away, first_day=LAST - 30 * DAY, last_day=LAST - 20 * DAY, substitute=other)
        assert {(each.user_id, each.told_as) for each in told(case).recipients.all()} == {
            (case.caseworker_id, ToldAs.CASEWORKER),
            (other.user_id, ToldAs.SUBSTITUTE),
        }

    def test_who_did_it_is_told_and_gets_no_mail(self):
        case = case_of()
        looked(case, LAST - 28 * DAY, by=case.caseworker)
        assert not NoticeRecipient.objects.filter(to_mail=True).exists()

    def test_a_closed_reminder_is_mailed_no_more(self):
        case = case_of()
        notice = told(case)
        looked(case, LAST - 14 * DAY)
        notice.refresh_from_db()
        assert (notice.state, notice.recipients.get().to_mail) == (NoticeState.SUPERSEDED, False)

    def test_nothing_to_change_costs_one_statement_and_a_change_without_telling_three_more(self):
        case = case_of()
        with statements() as asked, transaction.atomic():
            looked(case, dt.date(2026, 11, 25), held=True)
        assert len(asked) <= 4
        with statements() as asked, transaction.atomic():
            looked(case, dt.date(2026, 11, 25), held=True)
        assert len(asked) <= 2

    def test_a_batch_costs_as_many_statements_as_one_case(self):
        jobcentre = MembershipFactory().jobcentre
        cases = [case_of() for _each in range(4)]
        Case.objects.filter(pk__in=[each.pk for each in cases]).update(jobcentre=jobcentre)
        spent = []
        for some in (cases[:1], cases[1:]):
            with statements() as asked:
                renew(case_ids=[each.pk for each in some], on=LAST - 28 * DAY, at=at(LAST - 28 * DAY))
            spent.append(len(asked))
        assert spent[0] == spent[1]

    def test_a_case_that_is_locked_elsewhere_is_left_out(self):
        assert renew(case_ids=[uuid.uuid4()], on=LAST, at=AT) == Renewed()
        assert renew(case_ids=[], on=LAST, at=AT) == Renewed()


@pytest.mark.django_db
class TestOfClientsAndMentors:
    def test_protection_that_runs_out_is_told_to_the_caseworker_of_the_open_case(self):
        member = MembershipFactory()
        until = dt.date(2026, 12, 14)
        client = ClientFactory(jobcentre=member.jobcentre, address_protected=True, protected_until=until)
        case = CaseFactory(jobcentre=member.jobcentre, client=client, caseworker=member.user)
        on = until - 28 * DAY
        assert due_clients(jobcentre_id=member.jobcentre_id, on=on - DAY) == []
        assert due_clients(jobcentre_id=member.jobcentre_id, on=on) == [client.pk]
        assert renew_clients(client_ids=[client.pk], on=on, at=at(on)) == Renewed(created=2, told=1)
        assert renew_clients(client_ids=[client.pk], on=on, at=at(on)) == Renewed()
        notice = Notice.objects.get(client=client, state=NoticeState.TOLD)
        assert (notice.level, notice.facts, notice.recipients.get().user) == (4, {"day": "2026-12-14", "case": case.ref}, member.user)
        assert renew_clients(client_ids=[client.pk], on=until + DAY, at=at(until + DAY)).superseded == 2
        assert due_clients(jobcentre_id=member.jobcentre_id, on=until + DAY) == []

    def test_a_declaration_that_runs_out_is_told_to_those_whose_clients_the_mentor_helps(self):
        case, assignment, _by = running(at=AT)
        mentor = assignment.mentor
        until = dt.date(2027, 1, 31)
        type(mentor).objects.filter(pk=mentor.pk).update(confidentiality_valid_until=until)
        on = until - 30 * DAY
        assert due_mentors(jobcentre_id=case.jobcentre_id, on=on) == [mentor.pk]
        assert renew_mentors(mentor_ids=[mentor.pk], on=on, at=at(on)) == Renewed(created=2, told=1)
        assert Notice.objects.get(mentor=mentor, state=NoticeState.TOLD).recipients.get().user_id == case.caseworker_id
        assert renew_mentors(mentor_ids=[mentor.pk], on=until + DAY, at=at(until + DAY)) == Renewed(told=1, superseded=1)
        type(mentor).objects.filter(pk=mentor.pk).update(confidentiality_valid_until=until + 700 * DAY)
        assert renew_mentors(mentor_ids=[mentor.pk], on=until + DAY, at=at(until + DAY)).done == 1

    def test_a_mentor_without_a_course_has_none(self):
        mentor = MentorFactory(confidentiality_valid_until=dt.date(2026, 11, 30))
        assert due_mentors(jobcentre_id=mentor.jobcentre_id, on=dt.date(2026, 11, 16)) == []
        assert renew_mentors(mentor_ids=[mentor.pk], on=dt.date(2026, 11, 16), at=AT) == Renewed()

    def test_one_about_a_mentor_can_be_put_off_and_done(self):
        _case, assignment, by = running(at=AT)
        type(assignment.mentor).objects.update(confidentiality_valid_until=AT.date() + 20 * DAY)
        renew_mentors(mentor_ids=[assignment.mentor_id], on=AT.date(), at=AT)
        notice = Notice.objects.get(mentor=assignment.mentor, state=NoticeState.TOLD)
        notice = snooze(notice_id=notice.pk, version=None, until=AT.date() + 5 * DAY, why="Fornyes på mødet", by=by, at=AT)
        mark_done(notice_id=notice.pk, version=notice.version, by=by, at=AT)
        kinds = AuditEvent.objects.filter(subject_id=assignment.mentor_id, kind__contains="reminder").values_list("kind", flat=True)
        assert set(kinds) == {"mentor.reminder_put_off", "mentor.reminder_done"}


@pytest.mark.django_db
def test_what_waits_for_a_second_person_is_told_to_the_managers_and_not_to_its_writer():
    case = case_of(state=State.ASSESSMENT)
    manager = MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user
    prepared(case, case.caseworker)
    looked(case, AT.date() + 2 * DAY)
    assert ledger(case, NoticeKind.SECOND_PERSON) == [(0, "2026-11-19", "planned")]
    looked(case, AT.date() + 3 * DAY)
    recipients = NoticeRecipient.objects.filter(notice__kind=NoticeKind.SECOND_PERSON)
    assert [(each.user, each.told_as) for each in recipients] == [(manager, ToldAs.MANAGER)]


def prepared(case: Case, by: User) -> None:
    Approval.objects.create(case=case, kind="first", limits=["hours"], proposed={}, prepared_by=by, prepared_at=AT)


@pytest.mark.django_db(transaction=True)
def test_two_looks_at_once_make_each_row_once():
    case = case_of()
    ends = race([lambda: looked(case, LAST - 28 * DAY)] * 4)
    assert ends == {"won": 4}
    keys = list(Notice.objects.values_list("kind", "level", "due_on", "about"))
    assert len(keys) == len(set(keys)) > 4
    assert NoticeRecipient.objects.filter(notice__kind=NoticeKind.EXTENSION).count() == 1
