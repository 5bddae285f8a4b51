"""All clients who wait for a mentor, and the whole register, each read once for many boards: what an allocation is calculated from (R76)."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value

from cases.allocation.facts import Held, Place, Register, Waiting
from cases.enums import GRANTS, OPEN_PROPOSALS, DecisionKind, ProposalState, State
from cases.loads import holding, mentor_facts, with_spans_away
from cases.loads.clients import History, client_facts
from cases.models import Assignment, Case, Conflict, Decision, Need, Proposal, Rematch
from cases.rules.matching import assignment_first_day
from core.days import DaySpan
from mentors.models import Mentor, PlaceGrant

_UNREAD = ("client__cpr_sealed", "client__cpr_index", "client__contact_note", "closing_words")


@dataclass(frozen=True, slots=True)
class Clients:
    """Who waits, and how many in step 4 do not: an answer to a proposal is awaited, or the grant has run out."""

    waiting: tuple[Waiting, ...]
    asked_already: int
    run_out: int


ASKED = Exists(Proposal.objects.filter(case=OuterRef("pk"), state__in=OPEN_PROPOSALS))
"""Of a case: a proposal is open."""


def in_match(*, jobcentre_id: uuid.UUID) -> QuerySet[Case]:
    """The cases of step 4 with a grant."""
    grants = Decision.objects.standing().filter(case=OuterRef("pk"), kind=DecisionKind.FIRST, outcome__in=GRANTS, first_day__isnull=False)
    return Case.objects.filter(Exists(grants), jobcentre_id=jobcentre_id, state=State.MATCH)


def count_waiting(*, jobcentre_id: uuid.UUID) -> int:
    """How many wait, at most: a grant that has run out is only seen when it is read."""
    return in_match(jobcentre_id=jobcentre_id).filter(~ASKED).count()


def waiting_clients(*, jobcentre_id: uuid.UUID, today: dt.date) -> Clients:
    """The facts of all who wait, in a number of statements that does not grow with them."""
    found = in_match(jobcentre_id=jobcentre_id)
    asked_already = found.filter(ASKED).count()
    rows = found.filter(~ASKED).select_related("client", "workplace", "wishes").defer(*_UNREAD)
    cases = {case.pk: case for case in rows}
    needs: dict[uuid.UUID, list[Need]] = defaultdict(list)
    for need in Need.objects.filter(case__in=cases).only("case_id", "area", "weight"):
        needs[need.case_id].append(need)
    ended = Assignment.objects.filter(case=OuterRef("case"), ended_on__isnull=False).order_by("-ended_on").values("ended_on")[:1]
    grants = Decision.objects.standing().filter(case__in=cases, kind=DecisionKind.FIRST, outcome__in=GRANTS, last_day__isnull=False)
    first_days: dict[uuid.UUID, tuple[Decision, dt.date]] = {}
    for decision in grants.annotate(last_ended_on=Subquery(ended)):
        if decision.first_day is None:
            continue  # not in the database: a grant has its days
        granted = DaySpan(decision.first_day, decision.last_day)
        day = assignment_first_day(granted=granted, today=today, last_ended_on=vars(decision)["last_ended_on"])
        if day is not None:
            first_days[decision.case_id] = (decision, day)
    ready = [cases[pk] for pk in first_days]
    proposals: dict[uuid.UUID, list[Proposal]] = defaultdict(list)
    for proposal in Proposal.objects.filter(case__in=first_days).only("case_id", "mentor_id", "state"):
        proposals[proposal.case_id].append(proposal)
    histories = histories_of(ready, before={pk: day for pk, (_decision, day) in first_days.items()})
    waiting = tuple(
        Waiting(
            case_id=case.pk,
            order=(case.year, case.number),
            facts=client_facts(
                case=case,
                decision=first_days[case.pk][0],
                first_day=first_days[case.pk][1],
                needs=needs[case.pk],
                wishes=getattr(case, "wishes", None),
                proposals=proposals[case.pk],
                history=histories[case.pk],
            ),
        )
        for case in ready
    )
    return Clients(waiting=waiting, asked_already=asked_already, run_out=len(cases) - len(ready))


def histories_of(cases: Iterable[Case], *, before: dict[uuid.UUID, dt.date]) -> dict[uuid.UUID, History]:
    """`cases.loads.clients.history_of` for many cases at once; `before` is each case's first day."""
    cases = list(cases)
    clients = {case.client_id for case in cases}
    conflicts: dict[uuid.UUID, dict[uuid.UUID, str]] = defaultdict(dict)
    for client, mentor, kind in Conflict.objects.filter(client__in=clients, lifted_at__isnull=True).values_list(
        "client_id", "mentor_id", "kind"
    ):
        conflicts[client][mentor] = kind
    refused: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for client, mentor in Proposal.objects.filter(case__client__in=clients, state=ProposalState.MENTOR_DECLINED).values_list(
        "case__client_id", "mentor_id"
    ):
        refused[client].add(mentor)
    failed: dict[uuid.UUID, set[tuple[uuid.UUID, uuid.UUID]]] = defaultdict(set)
    had: dict[uuid.UUID, list[tuple[uuid.UUID, dt.date]]] = defaultdict(list)
    annulled = Exists(Decision.objects.filter(case=OuterRef("case"), annulled_on__isnull=False))
    # As `history_of` has it: a match that ended only because its decision was annulled has not failed.
    matches = Assignment.objects.filter(case__client__in=clients).exclude(annulled, ended_on__lt=F("first_day"), ended_why="")
    for client, case_id, mentor, first_day, ended_on in matches.values_list(
        "case__client_id", "case_id", "mentor_id", "first_day", "ended_on"
    ):
        if ended_on is not None and ended_on < first_day:
            failed[client].add((mentor, case_id))
        else:
            had[client].append((mentor, first_day))
    gone = Rematch.objects.filter(Q(closed_on__isnull=True) | Q(new_assignment__isnull=False), case__client__in=clients)
    for client, case_id, mentor in gone.values_list("case__client_id", "case_id", "assignment__mentor_id"):
        failed[client].add((mentor, case_id))
    return {
        case.pk: History(
            conflicts=conflicts[case.client_id],
            refused_by=frozenset(refused[case.client_id]),
            failed=frozenset(mentor for mentor, where in failed[case.client_id] if where == case.pk),
            known=frozenset(mentor for mentor, first_day in had[case.client_id] if first_day < before[case.pk])
            - {mentor for mentor, _where in failed[case.client_id]},
        )
        for case in cases
    }


def register_of(*, jobcentre_id: uuid.UUID, today: dt.date) -> Register:
    """The jobcentre's mentors, the places that are taken of them from today on, and the places that they are place mentors of."""
    nothing = Value(0, output_field=IntegerField())
    mentors = Mentor.objects.filter(jobcentre_id=jobcentre_id).defer("about", "phone", "email", "profession", "area")
    rows = with_spans_away(mentors.annotate(taken=nothing, taken_minutes=nothing), since=today)
    held = Assignment.objects.filter(holding(today), mentor__jobcentre_id=jobcentre_id)
    grants = PlaceGrant.objects.not_over(today).filter(mentor__jobcentre_id=jobcentre_id)
    return Register(
        mentors=tuple(mentor_facts(mentor) for mentor in rows),
        held=tuple(
            Held(mentor_id=mentor, place_id=place, minutes=minutes, ended_on=ended_on)
            for mentor, place, minutes, ended_on in held.values_list("mentor_id", "place_id", "minutes_a_week", "ended_on")
        ),
        places=tuple(
            Place(
                id=grant.pk,
                mentor_id=grant.mentor_id,
                workplace_id=grant.workplace_id,
                minutes=grant.minutes_a_week,
                most_clients=grant.most_clients,
                first_day=grant.first_day,
                last_day=grant.last_day,
            )
            for grant in grants.defer("reasons")
        ),
    )
