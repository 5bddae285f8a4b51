"""A long course for the benchmarks: ten periods, 500 entries of the log, goals with reviews, feedback, notes, two mentors and a time line.

Read by `bench/pages.py`, which makes it in the caseworker's jobcentre and takes it away again; its events stay, as a log is never deleted.
"""

import datetime as dt
import uuid

from django.db import transaction

from accounts import cpr
from accounts.audit import record
from accounts.enums import SubjectKind
from accounts.models import User
from cases.enums import ArrivedBy, Channel, Consent, DecisionKind, DecisionOutcome, Party, ProposedBy, SignedHow, State
from cases.enums_course import Attendance, ContactForm, ContactState, FeedbackFrom, View
from cases.models import (
    Agreement,
    AgreementGoal,
    Assignment,
    Case,
    Client,
    Contact,
    Decision,
    Feedback,
    Goal,
    GoalReview,
    GoalScore,
    Meeting,
    Note,
    NoteVersion,
    Period,
    SchemeRules,
    Signature,
)
from core.days import DAY, WEEK, add_months, day_of, last_day_of_months
from mentors.enums import SupportArea, WayOfMeeting
from mentors.models import Mentor, SituationKind

YEAR, NUMBER = 1990, 1
"""The number of the case: no application of today gets it, and none is skipped for it."""
PERIODS, ENTRIES, EVENTS = 10, 500, 60
MINUTES = 180


@transaction.atomic
def make(*, user: User, at: dt.datetime) -> Case:
    """The course, in the tenth period, of the user and the user's jobcentre. One that is there already is used again."""
    found = Case.objects.filter(year=YEAR, number=NUMBER).first()
    if found is not None:
        return found
    today = day_of(at)
    jobcentre = user.memberships.get().jobcentre
    key = uuid.uuid4()
    digits = "6101010000"
    client = Client.objects.create(
        id=key,
        jobcentre=jobcentre,
        given_name="Lange",
        family_name="Forløb",
        cpr_sealed=cpr.encrypt(digits, row_id=key),
        cpr_index=cpr.blind_index(digits, jobcentre_id=jobcentre.pk),
        created_at=at,
    )
    spans = []
    first_day = _first_day(today)
    for _n in range(PERIODS):
        spans.append((first_day, last_day_of_months(first_day, 6)))
        first_day = spans[-1][1] + DAY
    begun = spans[0][0]
    case = Case.objects.create(
        jobcentre=jobcentre,
        year=YEAR,
        number=NUMBER,
        client=client,
        caseworker=user,
        state=State.RUNNING,
        proposed_by=ProposedBy.CLIENT,
        arrived_by=ArrivedBy.PHONE,
        received_on=begun - 40 * DAY,
        answer_due_on=begun - 19 * DAY,
        situation=SituationKind.objects.order_by("pk")[0],
        situation_starts_on=begun,
        consent=Consent.WRITTEN,
        consent_on=begun - 39 * DAY,
        due_on=spans[-1][1] - 2 * WEEK,
        created_at=at,
        **dict.fromkeys(("contact_on", "challenges_on", "assessment_on", "match_on", "startup_on"), begun),
    )
    _periods(case, spans, user=user, at=at)
    places = _mentors(case, begun, spans[-1], user=user, at=at)
    _log(case, places, begun=begun, today=today, user=user, at=at)
    _goals(case, begun=begun, user=user, at=at)
    for month in range(20):
        Feedback.objects.create(
            case=case,
            day=today - 30 * month * DAY,
            said_by=FeedbackFrom.CLIENT,
            going=4,
            words="Det går godt",
            recorded_by=user,
            recorded_at=at,
        )
        note = Note.objects.create(case=case, received_on=today - 30 * month * DAY, written_by=user, written_at=at)
        NoteVersion.objects.create(note=note, number=1, words="Talt med lederen", written_by=user, written_at=at)
    Meeting.objects.create(case=case, kind="status", at=at + 3 * DAY, place="Bøgelund Regnskab", who_comes="Alle")
    for n in range(EVENTS):
        subject = (SubjectKind.CASE, case.pk)
        facts = {"said_by": "client", "going": 4, "not_working": False, "day": today.isoformat()}
        record(kind="case.feedback_added", subject=subject, jobcentre_id=jobcentre.pk, by=user, at=at - n * DAY, **facts)
    return case


@transaction.atomic
def remove(*, case: Case) -> None:
    """Everything of the course but its events."""
    GoalScore.objects.filter(goal__case=case).delete()
    Contact.objects.filter(case=case).delete()
    Agreement.objects.filter(case=case).delete()
    Period.objects.filter(case=case).delete()
    Decision.objects.filter(case=case).delete()
    Assignment.objects.filter(case=case).delete()
    client = case.client
    case.delete()
    client.delete()


def _first_day(today: dt.date) -> dt.date:
    """So that the tenth period, four and a half years later, began about twenty weeks ago."""
    begun = today - 20 * WEEK
    return add_months(begun.replace(day=min(begun.day, 28)), -6 * (PERIODS - 1))


def _periods(case: Case, spans: list[tuple[dt.date, dt.date]], *, user: User, at: dt.datetime) -> None:
    rules = SchemeRules.objects.get(jobcentre__isnull=True, last_day__isnull=True)
    for number, (first_day, last_day) in enumerate(spans, start=1):
        decision = Decision.objects.create(
            case=case,
            kind=DecisionKind.FIRST if number == 1 else DecisionKind.EXTENSION,
            outcome=DecisionOutcome.GRANTED,
            minutes_a_week=MINUTES,
            first_day=first_day,
            last_day=last_day,
            mentor_type="external",
            purpose="At blive i jobbet",
            tasks="Planlægge ugen sammen",
            funding="municipal",
            rules=rules,
            channel=Channel.DIGITAL_POST,
            sent_on=first_day,
            received_on=first_day,
            appeal_until=first_day + 4 * WEEK,
            decided_on=first_day,
            decided_by=user,
            created_at=at - (PERIODS - number) * DAY,
        )
        Period.objects.create(
            case=case, number=number, decision=decision, first_day=first_day, last_day=last_day, minutes_a_week=MINUTES, created_at=at
        )


def _mentors(case: Case, begun: dt.date, newest: tuple[dt.date, dt.date], *, user: User, at: dt.datetime) -> list[Assignment]:
    """Two mentors one after the other, each with a signed version of the agreement."""
    mentors = list(Mentor.objects.filter(jobcentre=case.jobcentre).order_by("name", "pk")[:2])
    half = begun + (newest[0] - begun) // 2
    days = [(begun, half - DAY), (half, None)]
    places = []
    for number, (mentor, (first_day, ended_on)) in enumerate(zip(mentors, days, strict=True), start=1):
        place = Assignment.objects.create(
            case=case,
            mentor=mentor,
            minutes_a_week=MINUTES,
            first_day=first_day,
            ended_on=ended_on,
            assigned_by=user,
            assigned_at=at - (10 - number) * DAY,
        )
        places.append(place)
        agreement = Agreement.objects.create(
            case=case,
            assignment=place,
            number=number,
            mentor_name=mentor.name,
            mentor_contact="20 00 00 01",
            tasks="Planlægge ugen sammen",
            first_day=first_day,
            last_day=newest[1],
            minutes_a_week=MINUTES,
            ways_of_meeting=[WayOfMeeting.AT_THE_PLACE],
            when_where="Mandag kl. 9",
            cancelling="Sms senest kl. 8",
            may_write_down="Dag, minutter og emne",
            made_by=user,
            made_at=at,
            locked_at=at,
        )
        for position in range(1, 5):
            AgreementGoal.objects.create(agreement=agreement, position=position, words=f"Mål {position}")
        for party in Party:
            Signature.objects.create(
                agreement=agreement, party=party, signed_on=first_day, how=SignedHow.PAPER, recorded_by=user, recorded_at=at
            )
    return places


def _log(case: Case, places: list[Assignment], *, begun: dt.date, today: dt.date, user: User, at: dt.datetime) -> None:
    """Entries evenly from the first day to today; the newest ones wait for approval."""
    between = (today - begun).days / ENTRIES
    entries = []
    for n in range(ENTRIES):
        day = begun + int(n * between) * DAY
        waits = n >= ENTRIES - 6
        entries.append(
            Contact(
                case=case,
                assignment=places[0] if places[0].ended_on and day <= places[0].ended_on else places[1],
                day=day,
                time=dt.time(9, n % 60),
                minutes=60,
                form=ContactForm.AT_WORK,
                attendance=Attendance.ATTENDED,
                areas=[SupportArea.PRACTICAL],
                note="Ugeplan og kundemøde",
                state=ContactState.WAITING if waits else ContactState.APPROVED,
                approved_by=None if waits else user,
                approved_at=None if waits else at,
                written_by=user,
                written_at=at,
            )
        )
    Contact.objects.bulk_create(entries)


def _goals(case: Case, *, begun: dt.date, user: User, at: dt.datetime) -> None:
    """Four goals, looked at every half year by both."""
    goals = [Goal.objects.create(case=case, position=n, words=f"Mål {n}", levels=["Ord"] * 5, begun_on=begun) for n in range(1, 5)]
    for half_year in range(PERIODS):
        for view in View:
            review = GoalReview.objects.create(
                case=case, day=begun + (half_year * 180 + 30) * DAY, view=view, recorded_by=user, recorded_at=at
            )
            GoalScore.objects.bulk_create([GoalScore(review=review, goal=goal, level=n - 2) for n, goal in enumerate(goals)])
