"""How much of a mentor is taken, and the facts that the match needs. An assignment takes its place from the second it is made until its last day."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value, When
from django.db.models import Case as Cases
from django.db.models.functions import Cast, Coalesce, Concat

from cases.enums import GRANTS, OPEN_PROPOSALS, DecisionKind, ProposalState
from cases.models import Assignment, Case, Decision, Proposal, Wishes
from cases.rules.matching import ClientFacts, MentorFacts
from core.days import DAY, DaySpan
from mentors.enums import MentorType, SpokenLanguage
from mentors.models import Absence, Competence, Mentor


@dataclass(frozen=True, slots=True)
class Load:
    """Places and minutes a week that are taken."""

    clients: int
    minutes: int


def holding(on: dt.date) -> Q:
    """Assignments that take a place on `on` or on any later day: one that is to begin counts from the moment it is made.

    One that was given up before it began ended on the day before its first: it takes no place on any day (R08, R49).
    """
    return Q(ended_on__isnull=True) | (Q(ended_on__gte=on) & Q(ended_on__gte=F("first_day")))


def load_of(mentor_id: uuid.UUID, on: dt.date) -> Load:
    """What is taken of one mentor; read it under the lock on the mentor's row before giving a place away."""
    found = Assignment.objects.filter(holding(on), mentor_id=mentor_id).aggregate(
        clients=Count("id"), minutes=Coalesce(Sum("minutes_a_week"), 0)
    )
    return Load(**found)


def mentors_with_load(*, jobcentre_id: uuid.UUID, on: dt.date) -> QuerySet[Mentor]:
    """The jobcentre's mentors with `taken` places and `taken_minutes` on and after a day."""
    mine = Assignment.objects.filter(holding(on), mentor=OuterRef("pk")).order_by().values("mentor")
    return Mentor.objects.filter(jobcentre_id=jobcentre_id).annotate(
        taken=Coalesce(Subquery(mine.annotate(n=Count("*")).values("n"), output_field=IntegerField()), 0),
        taken_minutes=Coalesce(Subquery(mine.annotate(n=Sum("minutes_a_week")).values("n"), output_field=IntegerField()), 0),
    )


def with_spans_away(mentors: QuerySet[Mentor], *, since: dt.date) -> QuerySet[Mentor]:
    """Adds `spans_away`: the absences that are not over by `since`, in the same statement."""
    away = Absence.objects.not_over(since).filter(mentor=OuterRef("pk")).order_by("first_day")
    return with_experience(mentors.annotate(spans_away=ArraySubquery(away.values("days"))))


def with_experience(mentors: QuerySet[Mentor]) -> QuerySet[Mentor]:
    """Adds `experience`: the levels that are known, as `area:level`, in the same statement."""
    rows = Competence.objects.filter(mentor=OuterRef("pk")).order_by("area")
    return mentors.annotate(experience=ArraySubquery(rows.values_list(Concat("area", Value(":"), Cast("level", TextField())))))


def spans_away(mentor: Any) -> tuple[DaySpan, ...]:
    """What `with_spans_away` read into a mentor, as inclusive days."""
    return tuple(DaySpan(r.lower, r.upper - DAY if r.upper.year < 9999 else None) for r in mentor.spans_away)


def with_candidacy(mentors: QuerySet[Mentor], *, client: ClientFacts) -> QuerySet[Mentor]:
    """Adds `is_candidate`: the hard stops (R40) in SQL, so that a large register is not scored for nothing. The rule has the last word."""
    day = client.first_day
    away = Absence.objects.in_force(day).filter(mentor=OuterRef("pk"))
    free = (
        Q(taken__lt=F("most_clients"))
        & Q(most_minutes__gte=F("taken_minutes") + client.minutes)
        & (Q(available_from__isnull=True) | Q(available_from__lte=day))
        & (Q(available_until__isnull=True) | Q(available_until__gte=day))
        & Q(confidentiality_signed_on__lte=day)
        & (Q(confidentiality_valid_until__isnull=True) | Q(confidentiality_valid_until__gte=day))
        & ~Q(pk__in=client.said_no_to | client.proposed)
        & (~Q(type=MentorType.COLLEAGUE) | Q(workplace__isnull=True) | Q(workplace_id=client.workplace_id))
        & ~Exists(away)
    )
    return mentors.annotate(is_candidate=Cases(When(free, then=Value(True)), default=Value(False), output_field=BooleanField()))


def mentor_facts(mentor: Any) -> MentorFacts:
    """The facts of a mentor from `mentors_with_load` and `with_spans_away`."""
    return MentorFacts(
        id=mentor.pk,
        jobcentre_id=mentor.jobcentre_id,
        name=mentor.name,
        sort_key=mentor.sort_key,
        type=mentor.type,
        colleague_at=mentor.workplace_id if mentor.type == MentorType.COLLEAGUE else None,
        experience=tuple((area, int(level)) for area, level in (each.split(":") for each in mentor.experience)),
        situations=frozenset(mentor.situations),
        languages=frozenset(mentor.languages),
        gender=mentor.gender,
        age_group=mentor.age_group,
        ways_of_meeting=frozenset(mentor.ways_of_meeting),
        most_clients=mentor.most_clients,
        most_minutes=mentor.most_minutes,
        taken=mentor.taken,
        taken_minutes=mentor.taken_minutes,
        available_from=mentor.available_from,
        available_until=mentor.available_until,
        declared_on=mentor.confidentiality_signed_on,
        declaration_until=mentor.confidentiality_valid_until,
        away=spans_away(mentor),
    )


def client_facts(
    *, case: Case, decision: Decision, first_day: dt.date, needs: list, wishes: Wishes | None, proposals: list[Proposal]
) -> ClientFacts:
    """The facts of the client from rows that the caller has read: the granted hours, what is needed, what is wished, who was asked."""
    language = (wishes.language if wishes else "") or ("" if case.client.language == SpokenLanguage.DANISH else case.client.language)
    return ClientFacts(
        jobcentre_id=case.jobcentre_id,
        minutes=decision.minutes_a_week or 0,
        first_day=first_day,
        granted_type=decision.mentor_type,
        needs=tuple((need.area, need.weight) for need in needs),
        situation=case.situation_id,
        workplace_id=case.workplace_id,
        mentor_types=frozenset(wishes.mentor_types if wishes else ()),
        language=language,
        needs_interpreter=case.client.needs_interpreter,
        gender=wishes.gender if wishes else "",
        age_group=wishes.age_group if wishes else "",
        ways_of_meeting=frozenset(wishes.ways_of_meeting if wishes else ()),
        unwanted=wishes.not_these if wishes else "",
        said_no_to=frozenset(p.mentor_id for p in proposals if p.state == ProposalState.CLIENT_DECLINED),
        refused_by=frozenset(p.mentor_id for p in proposals if p.state == ProposalState.MENTOR_DECLINED),
        proposed=frozenset(p.mentor_id for p in proposals if p.state in OPEN_PROPOSALS),
    )


def first_grant(case: Case) -> Decision | None:
    """The first decision of the case, when it grants a mentor; with `last_ended_on`, the last day of the mentor before."""
    ended = Assignment.objects.filter(case=OuterRef("case"), ended_on__isnull=False).order_by("-ended_on").values("ended_on")[:1]
    grants = Decision.objects.filter(case=case, kind=DecisionKind.FIRST, outcome__in=GRANTS)
    return grants.annotate(last_ended_on=Subquery(ended)).first()


def last_ended_on(decision: Decision) -> dt.date | None:
    """What `first_grant` read beside the decision."""
    found: dt.date | None = vars(decision)["last_ended_on"]
    return found
