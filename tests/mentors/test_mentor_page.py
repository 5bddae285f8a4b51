"""The page of a mentor."""

import datetime as dt

import pytest
from django.utils import translation

from accounts.audit import record
from accounts.enums import SubjectKind
from accounts.models import AccessEvent
from cases.enums import ProposalState, State
from cases.models import Conflict, Rematch
from core import clock
from mentors.models import Absence, Competence, Mentor, PlaceGrant, Zone
from mentors.rules.plan import month_of
from tests.factories import (
    AT,
    DAY,
    AgreementFactory,
    AssignmentFactory,
    CaseFactory,
    MentorFactory,
    NeedFactory,
    PeriodFactory,
    ProposalFactory,
    WorkplaceFactory,
)
from tests.mentors.scene import of
from tests.pages import signed_in
from tests.statements import statements

pytestmark = pytest.mark.django_db


def test_a_mentors_page_shows_clients_papers_and_history(http, mentor, member):
    case = PeriodFactory(case__jobcentre=member.jobcentre).case
    AssignmentFactory(case=case, mentor=mentor)
    waiting = ProposalFactory(case=CaseFactory(jobcentre=member.jobcentre), mentor=mentor)
    Mentor.objects.filter(pk=mentor.pk).update(times=["1_morning"])
    with statements() as asked:
        page = http.get(of(mentor)).content.decode()
    assert len(asked) <= 16
    for words in [case.ref, waiting.case.ref, "A proposal takes no place.", "Mon", "Karin Toft", "of 3 taken"]:
        assert words in page
    assert "<title>Mentor " in page.replace("\n", "")
    seen = set(AccessEvent.objects.values_list("subject_kind", "subject_id"))
    assert {(SubjectKind.MENTOR, mentor.pk), (SubjectKind.CASE, case.pk), (SubjectKind.CASE, waiting.case.pk)} <= seen


@pytest.mark.parametrize(
    ("signed", "until", "words"),
    [(None, None, "is not signed"), (-900, -1, "expired on"), (-900, 30, "is valid until")],
)
def test_a_declaration_that_does_not_hold_is_the_pages_alert(http, mentor, signed, until, words):
    today = clock.today()
    mentor.confidentiality_signed_on = signed and today + dt.timedelta(days=signed)
    mentor.confidentiality_valid_until = until and today + dt.timedelta(days=until)
    mentor.save()
    assert f"The declaration of confidentiality {words}" in http.get(of(mentor)).content.decode()


def test_an_open_proposal_is_told_on_the_mentors_page_but_a_closed_one_is_not(http, mentor, member):
    ProposalFactory(case=CaseFactory(jobcentre=member.jobcentre), mentor=mentor, state=ProposalState.CLIENT_DECLINED)
    assert "Nobody is asked now." in http.get(of(mentor)).content.decode()


def test_the_page_reads_the_same_number_of_statements_for_any_number_of_clients(http, mentor, member):
    zone = Zone.objects.create(jobcentre=member.jobcentre, name="Nord", first_day=DAY)
    Mentor.objects.filter(pk=mentor.pk).update(most_clients=60, times=["1_morning"], zones=[zone.pk])

    def more(number):
        for n in range(number):
            case = PeriodFactory(case__jobcentre=member.jobcentre).case
            NeedFactory(case=case)
            assignment = AssignmentFactory(case=case, mentor=mentor)
            AgreementFactory(case=case, assignment=assignment, times=["1_morning"])
            waiting = ProposalFactory(case__jobcentre=member.jobcentre, mentor=mentor)
            Conflict.objects.create(client=waiting.case.client, mentor=mentor, kind="family", recorded_by=member.user, recorded_at=AT)
            Absence.objects.create(
                mentor=mentor, first_day=DAY + dt.timedelta(days=400 + number + n), last_day=DAY + dt.timedelta(days=400 + number + n)
            )
            record(kind="mentor.changed", subject=(SubjectKind.MENTOR, mentor.pk), jobcentre_id=member.jobcentre_id, by=member.user, at=AT)

    more(1)
    with statements() as one:
        http.get(of(mentor))
    more(29)
    with statements() as many:
        assert len(http.get(of(mentor)).context["clients"]) == 30
    assert len(many) == len(one) <= 16, "\n".join(many)


def test_the_last_day_is_that_of_the_period_and_a_place_mentors_client_is_marked(http, mentor, member):
    place = WorkplaceFactory(jobcentre=member.jobcentre, name="Egebæk Genbrug")
    grant = PlaceGrant.objects.create(
        mentor=mentor,
        workplace=place,
        minutes_a_week=300,
        most_clients=4,
        first_day=DAY,
        reasons="Fire på samme hold",
        granted_by=member.user,
        granted_at=AT,
    )
    case = PeriodFactory(case__jobcentre=member.jobcentre).case
    AssignmentFactory(case=case, mentor=mentor, place=grant)
    page = http.get(of(mentor))
    (client,) = page.context["clients"]
    assert (client["last_day"], client["place"]) == (dt.date(2027, 5, 31), "Egebæk Genbrug")
    assert page.context["places"][0]["taken"] == 1
    words = page.content.decode()
    assert f"/mentors/{mentor.pk}/places/{grant.pk}/" in words
    assert "Place mentor at Egebæk Genbrug" in words


def test_courses_are_counted_by_what_became_of_them(http, mentor, member):
    today = clock.today()
    ago = today - dt.timedelta(days=200)

    def course(state, **more):
        return AssignmentFactory(case=CaseFactory(jobcentre=member.jobcentre, state=state), mentor=mentor, **{"first_day": ago} | more)

    over = {"ended_on": today - dt.timedelta(days=1)}
    course(State.RUNNING)
    course(State.RUNNING, ended_on=today)
    course(State.ENDED, **over)
    course(State.WITHDRAWN, **over)
    course(State.MATCH, ended_on=ago - dt.timedelta(days=1))
    changed = course(State.RUNNING, **over)
    Rematch.objects.create(
        case=changed.case,
        assignment=changed,
        raised_by="client",
        raised_on=today,
        reason="times",
        words="Tiderne passer ikke",
        opened_by=member.user,
        opened_at=AT,
        closed_on=today,
        new_assignment=AssignmentFactory(case=changed.case, mentor=MentorFactory(jobcentre=member.jobcentre), first_day=today),
    )
    assert http.get(of(mentor)).context["course_words"] == "6 courses: 2 under way, 1 completed, 2 new matches, 1 broken off."


def test_planned_hours_of_a_month_are_those_of_the_days_and_the_table_says_the_same(http, mentor, member):
    """R80"""
    today = clock.today()
    case = CaseFactory(jobcentre=member.jobcentre, state=State.RUNNING)
    AssignmentFactory(case=case, mentor=mentor, minutes_a_week=420, first_day=today.replace(day=1))
    chart = http.get(of(mentor)).context["chart"]
    days = month_of(today).days()
    assert [row["planned"] for row in chart["rows"]] == ["0"] * 5 + [str(days)]
    assert chart["bars"][-1]["open"]
    page = http.get(of(mentor)).content.decode()
    assert f'<td class="r">{days}</td>' in page
    assert "below the most" in chart["finding"]


def test_what_the_mentor_can_help_with_says_who_assessed_it_and_what_is_not_known(http, mentor, member):
    Competence.objects.filter(mentor=mentor).delete()
    Competence.objects.create(mentor=mentor, area="practical", level=2, assessed_on=dt.date(2025, 2, 3), assessed_by=member.user)
    Competence.objects.create(mentor=mentor, area="social", level=0)
    case = PeriodFactory(case__jobcentre=member.jobcentre).case
    NeedFactory(case=case, area="practical")
    NeedFactory(case=case, area="social", weight=0)
    AssignmentFactory(case=case, mentor=mentor)
    rows = http.get(of(mentor)).context["competences"]
    with translation.override("en"):
        assert [(str(row["level"]), row["courses"]) for row in rows[:3]] == [("Much", 1), ("None", 0), ("", 0)]
    assert rows[0]["assessed"] == f"{member.user.name}, Mon 3 Feb 2025"


def test_for_whom_the_mentor_cannot_be_a_mentor_is_said_by_kind_and_logged(http, mentor, member):
    case = CaseFactory(jobcentre=member.jobcentre, client__family_name="Hemmelig")
    Conflict.objects.create(
        client=case.client, mentor=mentor, kind="family", words="Hendes søster", recorded_by=member.user, recorded_at=AT
    )
    Conflict.objects.create(
        client=CaseFactory(jobcentre=member.jobcentre).client,
        mentor=mentor,
        kind="manager",
        recorded_by=member.user,
        recorded_at=AT,
        lifted_at=AT,
    )
    page = http.get(of(mentor)).content.decode()
    assert f'<a href="/cases/{case.ref}/">{case.ref}</a>: Family' in page
    for secret in ["Hemmelig", "søster", "manager"]:
        assert secret not in page
    assert AccessEvent.objects.filter(subject_id=case.pk).exists()


@pytest.mark.parametrize(
    ("until", "words"),
    [(-1, "2 courses go on without a declaration."), (30, "1 of 2 courses goes on beyond it."), (80, "")],
)
def test_courses_that_go_on_beyond_the_declaration_are_counted(http, mentor, member, until, words):
    today = clock.today()
    for last in (30, 60):
        case = CaseFactory(jobcentre=member.jobcentre, state=State.RUNNING)
        day = today + dt.timedelta(days=last)
        AssignmentFactory(case=case, mentor=mentor, first_day=today, ended_on=day)
    Mentor.objects.filter(pk=mentor.pk).update(confidentiality_valid_until=today + dt.timedelta(days=until))
    page = http.get(of(mentor)).content.decode()
    assert words in page
    assert ("go on" in page or "goes on" in page) == bool(words)
    assert ("Cannot be proposed now" in page) == (until < 0)
    assert f"/mentors/{mentor.pk}/change/#h-papers" in page


def test_the_newest_events_stand_on_the_page_and_all_of_them_on_their_own(http, mentor, member):
    for n in range(60):
        at = AT + dt.timedelta(minutes=n)
        record(
            kind="mentor.changed",
            subject=(SubjectKind.MENTOR, mentor.pk),
            jobcentre_id=member.jobcentre_id,
            by=member.user,
            at=at,
            most_clients=[n, n + 1],
        )
    page = http.get(of(mentor))
    assert len(page.context["events"]) == 10
    assert of(mentor) + "history/" in page.content.decode()
    first = http.get(of(mentor) + "history/")
    assert len(first.context["events"]) == 50
    assert "59 to 60" in first.context["events"][0]["title"]
    second = http.get(first.context["next_url"])
    assert [row["title"] for row in second.context["events"]][-1] == "Capacity changed from 0 to 1 clients"
    assert len(second.context["events"]) == 10
    assert not second.context["next_url"]
    lost = http.get(of(mentor) + "history/?after=x")
    assert "does not exist" in lost.content.decode()
    assert len(lost.context["events"]) == 50


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_is_in_the_members_language(member, mentor, language):
    member.user.language = language
    member.user.save()
    page = signed_in(member).get(of(mentor)).content.decode()
    assert f'<html lang="{language}"' in page
    assert ("Clients now" in page) == (language == "en")
