"""The facts of a client: what is granted and wished in the case, what was tried before, and the weights that hold."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from django.db import connection
from django.db.models import DateField
from django.db.models.expressions import RawSQL

from cases.course_rows import Takeover, takeover
from cases.enums import GRANTS, OPEN_PROPOSALS, DecisionKind, ProposalState
from cases.models import Case, Decision, MatchWeights, Need, Proposal, Wishes
from cases.rules.matching import ClientFacts, Weights, assignment_first_day
from core.days import DaySpan
from core.prepared import Asked, Prepared
from core.verdicts import Refused
from mentors.enums import PlaceKind, SpokenLanguage

_WEIGHTS = Prepared(lambda: MatchWeights.objects.own_first(Asked("jobcentre"), on=Asked("on"))[:1])


def weights_row(jobcentre_id: uuid.UUID | None, on: dt.date) -> MatchWeights:
    """The row of the weights that a board of this jobcentre uses on a day (R66), as `for_jobcentre` finds it. Raises MatchWeights.DoesNotExist."""
    row = _WEIGHTS.first(jobcentre=jobcentre_id, on=on)
    if row is None:
        raise MatchWeights.DoesNotExist
    return row


def weights_of(jobcentre_id: uuid.UUID | None, on: dt.date) -> Weights:
    """The weights that a board of this jobcentre uses on a day (R66). Raises MatchWeights.DoesNotExist where none hold."""
    return weights_in(weights_row(jobcentre_id, on))


def weights_in(row: MatchWeights) -> Weights:
    """The weights of a row."""
    return Weights(**{each.name: getattr(row, each.name) for each in fields(Weights)})


_LAST_ENDED_ON = RawSQL(
    "(SELECT max(a.ended_on) FROM cases_assignment a WHERE a.case_id = cases_decision.case_id)", [], output_field=DateField()
)
_FIRST_GRANT = Prepared(
    lambda: (
        Decision.objects.standing()
        .filter(case=Asked("case"), kind=DecisionKind.FIRST, outcome__in=GRANTS)
        .annotate(last_ended_on=_LAST_ENDED_ON)
    )
)
"""At most one, as no case has two."""


def first_grant(case: Case) -> Decision | None:
    """The first decision of the case that stands, when it grants a mentor; with `last_ended_on`, the last day of the mentor before."""
    return _FIRST_GRANT.first(case=case.pk)


def last_ended_on(decision: Decision) -> dt.date | None:
    """What `first_grant` read beside the decision."""
    found: dt.date | None = vars(decision)["last_ended_on"]
    return found


@dataclass(frozen=True, slots=True)
class History:
    """What was between the client and mentors before, over all the client's cases; what failed, in this case."""

    conflicts: dict[uuid.UUID, str]
    refused_by: frozenset[uuid.UUID]
    failed: frozenset[uuid.UUID]
    known: frozenset[uuid.UUID]


_HISTORY = """
SELECT mentor_id, 'conflict' AS what, kind AS more FROM cases_conflict WHERE client_id = %(client)s AND lifted_at IS NULL
UNION SELECT p.mentor_id, 'refused', '' FROM cases_proposal p JOIN cases_case c ON c.id = p.case_id
    WHERE c.client_id = %(client)s AND p.state = %(declined)s
UNION SELECT a.mentor_id, CASE WHEN a.ended_on < a.first_day THEN 'failed' ELSE 'known' END, a.case_id::text
    FROM cases_assignment a JOIN cases_case c ON c.id = a.case_id
    WHERE c.client_id = %(client)s AND (a.ended_on < a.first_day OR a.first_day < %(before)s)
      -- A match that ended only because its decision was annulled has not failed, and nobody came to know the other.
      AND NOT (a.ended_on < a.first_day AND a.ended_why = ''
               AND EXISTS (SELECT FROM cases_decision d WHERE d.case_id = a.case_id AND d.annulled_on IS NOT NULL))
UNION SELECT a.mentor_id, 'failed', r.case_id::text
    FROM cases_rematch r JOIN cases_assignment a ON a.id = r.assignment_id JOIN cases_case c ON c.id = r.case_id
    WHERE c.client_id = %(client)s AND (r.closed_on IS NULL OR r.new_assignment_id IS NOT NULL)
"""


def history_of(case: Case, *, before: dt.date) -> History:
    """In one statement: conflicts that hold, mentors that said no, matches that failed, and mentors that the client had before a day."""
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, {"client": case.client_id, "declined": ProposalState.MENTOR_DECLINED.value, "before": before})
        told = cursor.fetchall()
    failed = {(mentor, more) for mentor, what, more in told if what == "failed"}
    return History(
        conflicts={mentor: more for mentor, what, more in told if what == "conflict"},
        refused_by=frozenset(mentor for mentor, what, _more in told if what == "refused"),
        failed=frozenset(mentor for mentor, where in failed if where == str(case.pk)),
        known=frozenset(mentor for mentor, what, _more in told if what == "known") - {mentor for mentor, _where in failed},
    )


def client_facts(
    *,
    case: Case,
    decision: Decision,
    first_day: dt.date,
    needs: Sequence[Need],
    wishes: Wishes | None,
    proposals: Sequence[Proposal],
    history: History | None = None,
) -> ClientFacts:
    """The facts of the client from rows that the caller has read, and from `history_of`: what is granted, needed and wished, who was asked.

    `history` is given by who has read it for many clients at once.
    """
    language = (wishes.language if wishes else "") or ("" if case.client.language == SpokenLanguage.DANISH else case.client.language)
    before = history or history_of(case, before=first_day)
    return ClientFacts(
        jobcentre_id=case.jobcentre_id,
        minutes=decision.minutes_a_week or 0,
        first_day=first_day,
        last_day=decision.last_day,
        granted_type=decision.mentor_type,
        needs=tuple((need.area, need.weight) for need in needs),
        situation=case.situation_id,
        workplace_id=case.workplace_id,
        place_contact=case.workplace.contact if case.workplace else "",
        place_is_school=case.workplace is not None and case.workplace.kind == PlaceKind.SCHOOL,
        mentor_types=frozenset(wishes.mentor_types if wishes else ()),
        language=language,
        needs_interpreter=case.client.needs_interpreter,
        gender=wishes.gender if wishes else "",
        age_group=wishes.age_group if wishes else "",
        ways_of_meeting=frozenset(wishes.ways_of_meeting if wishes else ()),
        zone=wishes.zone_id if wishes else None,
        times=frozenset(wishes.times if wishes else ()),
        unwanted=wishes.not_these if wishes else "",
        conflicts=before.conflicts,
        said_no_to=frozenset(p.mentor_id for p in proposals if p.state == ProposalState.CLIENT_DECLINED),
        refused_by=before.refused_by,
        failed_mentors=before.failed,
        known_mentors=before.known,
        proposed=frozenset(p.mentor_id for p in proposals if p.state in OPEN_PROPOSALS),
    )


def client_of(
    *,
    case: Case,
    decision: Decision,
    proposals: Sequence[Proposal],
    today: dt.date,
    needs: Sequence[Need] | None = None,
    wishes: Wishes | None = None,
    first_day: dt.date | None = None,
    coming: Takeover | None = None,
) -> ClientFacts:
    """The facts of the case for the day on which a mentor could begin, from what `first_grant` found. Refuses with `grant_has_run_out`.

    `first_day` is that day where the caller knows it. Needs and wishes are read here unless the caller has read
    the needs (and the wishes with them) already. With an open rematch the days are those left of the course, and the hours those agreed in it
    (R72, R73): `coming`, from `takeover`, which is asked here unless the caller has done so.
    """
    if decision.first_day is None or decision.last_day is None:
        raise Refused("no_grant")
    coming = coming or takeover(case, today=today, first_day=first_day)
    if coming is not None:
        first_day = coming.first_day
    if first_day is None:
        granted = DaySpan(decision.first_day, decision.last_day)
        first_day = assignment_first_day(granted=granted, today=today, last_ended_on=last_ended_on(decision))
    if first_day is None:
        raise Refused("grant_has_run_out", day=decision.last_day.isoformat())
    if needs is None:
        needs, wishes = list(case.needs.all()), Wishes.objects.filter(case=case).first()
    facts = client_facts(case=case, decision=decision, first_day=first_day, needs=needs, wishes=wishes, proposals=proposals)
    return replace(facts, minutes=coming.minutes, last_day=coming.last_day) if coming is not None else facts
