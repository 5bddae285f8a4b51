"""Which rows step 5 works on: the mentor of now, the grant, the newest version with its signatures, the start-up meeting that counts."""

from dataclasses import dataclass

from django.db.models import F, Q

from cases.enums import GRANTS, MeetingKind, Party, State
from cases.models import Agreement, Assignment, Case, Decision, Meeting, Signature
from cases.rules.agreements import Terms, missing_facts, startup_day, void_signatures, what_stops_the_start
from cases.rules.periods import first_period
from core.days import DaySpan
from core.verdicts import Answer

NEWEST_MENTOR = ("-assigned_at", F("ended_on").desc(nulls_first=True))
"""The order in which the mentors of a case came, the last one first; of two of one instant the one without an end."""


@dataclass(frozen=True)
class StartupRows:
    """`meeting` is the one that was held, else the one that is planned. `signatures` are of all versions, oldest first."""

    assignment: Assignment | None
    grant: Decision | None
    agreement: Agreement | None
    meeting: Meeting | None
    signatures: tuple[Signature, ...]

    @property
    def granted(self) -> DaySpan | None:
        return DaySpan(self.grant.first_day, self.grant.last_day) if self.grant and self.grant.first_day else None

    @property
    def agreement_counts(self) -> bool:
        """Whether the newest version is with the mentor of now: what was agreed with one who was given up does not count for the next."""
        return self.assignment is not None and self.agreement is not None and self.agreement.assignment_id == self.assignment.pk

    @property
    def terms(self) -> Terms | None:
        return terms_of(self.agreement) if self.agreement else None

    @property
    def signed(self) -> dict[Party, Signature]:
        """Who has signed the newest version."""
        return {Party(s.party): s for s in self.signatures if self.agreement and s.agreement_id == self.agreement.pk}

    @property
    def void(self) -> dict[Party, int]:
        """Whose signature stands on an earlier version only, and on which; that of an earlier mentor is not the mentor's of now."""
        if self.agreement is None:
            return {}
        mine = [s for s in self.signatures if s.party != Party.MENTOR or s.agreement.assignment_id == self.agreement.assignment_id]
        return void_signatures(newest=self.agreement.number, signed=[(s.agreement.number, Party(s.party)) for s in mine])

    @property
    def period_days(self) -> DaySpan | None:
        """The days that the first period would have; None while that cannot be told."""
        if self.meeting is None or self.meeting.held_on is None or self.agreement is None or self.granted is None:
            return None
        day = startup_day(met_on=self.meeting.held_on, agreed_first_day=self.agreement.first_day)
        if self.assignment is not None:
            day = max(day, self.assignment.first_day)  # the mentor's place was checked from that day on
        return first_period(granted=self.granted, startup_on=day)

    def stops(self) -> list[Answer]:
        """What keeps the period from starting (R58)."""
        return what_stops_the_start(
            met_on=self.meeting.held_on if self.meeting else None,
            terms=self.terms,
            same_mentor=self.agreement_counts,
            signed=self.signed.keys(),
            first_day=self.period_days.first_day if self.period_days else None,
            declared_on=self.assignment.mentor.confidentiality_signed_on if self.assignment else None,
            declaration_until=self.assignment.mentor.confidentiality_valid_until if self.assignment else None,
        )

    @property
    def facts_missing(self) -> bool:
        return self.terms is None or bool(missing_facts(self.terms))


def terms_of(agreement: Agreement) -> Terms:
    """A version as the rules read it. Its goals are those that were fetched with it."""
    goals = sorted(agreement.goals.all(), key=lambda goal: goal.position)
    return Terms(
        goals=tuple((goal.words, goal.by_when) for goal in goals),
        mentor=str(agreement.assignment_id),
        mentor_contact=agreement.mentor_contact,
        tasks=agreement.tasks,
        first_day=agreement.first_day,
        last_day=agreement.last_day,
        minutes_a_week=agreement.minutes_a_week,
        ways_of_meeting=tuple(agreement.ways_of_meeting),
        times=tuple(agreement.times),
        when_where=agreement.when_where,
        cancelling=agreement.cancelling,
        may_write_down=agreement.may_write_down,
        with_workplace=agreement.with_workplace,
    )


def current_assignment(case: Case) -> Assignment | None:
    """The mentor of now; of a closed case, and of a running one whose mentor stops or has stopped, the last one."""
    found = Assignment.objects.filter(case=case).select_related("mentor__organisation", "proposal").order_by(*NEWEST_MENTOR)
    return (found.filter(ended_on__isnull=True) if case.is_open and case.state != State.RUNNING else found).first()


def current_grant(case: Case) -> Decision | None:
    """The newest decision that grants something and stands."""
    return Decision.objects.standing().filter(case=case, outcome__in=GRANTS).select_related("rules").order_by("-created_at").first()


def newest_agreement(case: Case) -> Agreement | None:
    return Agreement.objects.filter(case=case).select_related("made_by").prefetch_related("goals").order_by("-number").first()


def startup_meeting(case: Case, assignment: Assignment | None) -> Meeting | None:
    """The held one, else the planned one; never one that was cancelled or held with an earlier mentor."""
    meetings = Meeting.objects.filter(case=case, kind=MeetingKind.STARTUP, cancelled_on__isnull=True)
    if assignment is None:
        return None
    meetings = meetings.filter(Q(assignment=assignment) | Q(assignment__isnull=True))
    found = sorted(meetings, key=lambda meeting: (meeting.held_on is None, meeting.at))
    return found[0] if found else None


def startup_rows(case: Case) -> StartupRows:
    """Six statements at most."""
    assignment = current_assignment(case)
    agreement = newest_agreement(case)
    signatures = (
        Signature.objects.filter(agreement__case=case).select_related("agreement", "recorded_by").order_by("agreement__number", "pk")
    )
    return StartupRows(
        assignment=assignment,
        grant=current_grant(case),
        agreement=agreement,
        meeting=startup_meeting(case, assignment),
        signatures=tuple(signatures) if agreement else (),
    )
