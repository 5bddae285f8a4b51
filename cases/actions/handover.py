"""A case for another jobcentre: closed here, a new application there (R133)."""

import datetime as dt
import uuid

from django.db import transaction

from accounts import cpr as sealed
from accounts.models import Jobcentre, Membership, User
from cases.actions.applications import ApplicationFacts, next_number, write_application
from cases.actions.base import locked_case, locked_open_or_closed, move, record, save_case
from cases.actions.clients import ClientFacts, keep_protection, make_client
from cases.actions.closing import end_case
from cases.actions.letting_go import let_go, lock_mentors
from cases.actions.renewing import renews
from cases.enums import ArrivedBy, EndReason, ProposedBy, State
from cases.models import Case, Client, Handover, Need, Wishes
from cases.rules.handover import handover_verdict, take_back_verdict, take_verdict
from cases.rules.lifecycle import Event
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused


@transaction.atomic
@renews
def hand_over(
    *,
    case_id: uuid.UUID,
    version: int | None,
    to_id: uuid.UUID,
    reason: str,
    ground: str,
    with_challenges: bool,
    by: User,
    at: dt.datetime,
) -> Handover:
    """Close the case here and offer it to another jobcentre, with what the consent or the legal ground covers.

    What is under way ends as with an exit. Refuses with `case_closed`, `handover_to_itself`, `handover_reason_missing`,
    `handover_ground_missing`, `handover_to_nobody` or `stale`.
    """
    today = day_of(at)
    mentors = lock_mentors(case_id=case_id, on=today)
    case = locked_case(case_id=case_id, version=version)
    Refused.unless(handover_verdict(state=State(case.state), from_id=case.jobcentre_id, to_id=to_id), "to")
    for text, code, field in ((reason, "handover_reason_missing", "reason"), (ground, "handover_ground_missing", "ground")):
        if not text.strip():
            raise Refused(code, field)
    to = Jobcentre.objects.filter(pk=to_id).first()
    if to is None:
        raise Refused("handover_to_nobody", "to")
    before = case.state
    move(case, Event.HANDED_OVER, at=at)
    ended = let_go(case, mentors=mentors, by=by, at=at)
    if case.state == State.ENDED:
        end_case(case, reason=EndReason.MOVED, words=reason, on=today)
    else:
        case.closed_on, case.closing_words, case.due_on = today, reason.strip(), None
    save_case(case)
    row = Handover.objects.create(
        case=case,
        from_jobcentre_id=case.jobcentre_id,
        to_jobcentre=to,
        reason=reason.strip(),
        ground=ground.strip(),
        with_challenges=with_challenges,
        handed_by=by,
        handed_on=today,
        handed_at=at,
    )
    record(case, "case.handed_over", by=by, at=at, state=str(before), to=to.name, with_challenges=with_challenges, **ended)
    return row


@transaction.atomic
def take_back_handover(*, case_id: uuid.UUID, why: str, by: User, at: dt.datetime) -> Handover:
    """Until somebody there has taken it, the case is no longer offered to the other jobcentre (R133), which sees nothing of it any more.

    The case stays closed: a course can be opened again, or handed over anew after that, and before a course a new application is the way.
    Refuses with `handover_not_there`, `handover_taken_there` or `handover_why_missing`. Event `case.handover_taken_back`.
    """
    case = locked_open_or_closed(case_id=case_id)
    rows = Handover.objects.select_for_update(of=("self",)).select_related("to_jobcentre")
    row = rows.filter(case=case, taken_back_on__isnull=True).first()
    verdict = take_back_verdict(is_there=row is not None, taken=row is not None and row.new_case_id is not None, why=why)
    Refused.unless(verdict, "why" if verdict.code == "handover_why_missing" else "")
    if row is None:
        raise Refused("handover_not_there")
    row.taken_back_on, row.taken_back_by, row.taken_back_why = day_of(at), by, why.strip()
    row.save(update_fields=["taken_back_on", "taken_back_by", "taken_back_why"])
    save_case(case)
    record(case, "case.handover_taken_back", by=by, at=at, to=row.to_jobcentre.name)
    return row


@transaction.atomic
@renews
def take_handover(*, handover_id: uuid.UUID, member: Membership, by: User, at: dt.datetime) -> Case:
    """Open a new application in the member's jobcentre with what was handed over, received on the day it was handed over.

    The client is found by CPR number (a former one, too) and keeps what is known here, or is made anew. Consent to the course is asked for
    here. In the old jobcentre stands that it was taken, and nothing of the new case. Refuses with `handover_taken`,
    `handover_taken_back` or `client_has_open_case`.
    """
    row = Handover.objects.select_for_update(of=("self",)).get(pk=handover_id, to_jobcentre_id=member.jobcentre_id)
    Refused.unless(take_verdict(taken=row.new_case_id is not None, taken_back=row.taken_back_on is not None))
    old = Case.objects.select_related("client", "jobcentre", "situation", "workplace").get(pk=row.case_id)
    client = _client_here(old.client, jobcentre_id=member.jobcentre_id, at=at)
    running = Case.objects.filter(client=client).open().first()
    Refused.unless(take_verdict(open_ref=running.ref if running else ""))
    here = Jobcentre.objects.get(pk=member.jobcentre_id)
    year, number = next_number(year=day_of(at).year)
    case = Case(jobcentre=here, client=client, year=year, number=number, caseworker=by, team_id=member.team_id, created_at=at)
    application = ApplicationFacts(
        proposed_by=ProposedBy.OTHER,
        arrived_by=ArrivedBy.DIGITAL_POST,
        received_on=row.handed_on,
        situation=old.situation,
        starts_on=old.situation_starts_on,
        place=old.workplace.name if old.workplace else "",
        cvr=old.workplace.cvr if old.workplace else "",
    )
    write_application(case, application=application, within_days=here.answer_within_days)
    with refusing(case_one_open_a_client=("case_open_already", "")):
        case.save(force_insert=True)
    if row.with_challenges:
        _copy_challenges(old, case)
    row.new_case, row.taken_by, row.taken_at = case, by, at
    row.save(update_fields=["new_case", "taken_by", "taken_at"])
    record(case, "case.opened", by=by, at=at, proposed_by=case.proposed_by, received_on=case.received_on.isoformat())
    record(case, "case.handover_received", by=by, at=at, come_from=old.jobcentre.name, with_challenges=row.with_challenges)
    record(old, "case.handover_taken", by=None, at=at, to=here.name)
    return case


def _client_here(client: Client, *, jobcentre_id: uuid.UUID, at: dt.datetime) -> Client:
    """The same person in this jobcentre, locked: found by the CPR number, or made with what a letter and a call need."""
    number = sealed.decrypt(client.cpr_sealed, row_id=client.pk)
    index = sealed.blind_index(number, jobcentre_id=jobcentre_id)
    here = Client.objects.filter(jobcentre_id=jobcentre_id)
    known = here.filter(cpr_index=index).first() or here.with_cpr(index).order_by("pk").first()
    if known is not None:
        found: Client = Client.objects.select_for_update().get(pk=known.pk)
        keep_protection(found, of=client)
        return found
    names = ("given_name", "family_name", "phone", "email", "address", "language", "needs_interpreter", "channel")
    facts = ClientFacts(
        **{name: getattr(client, name) for name in names},
        address_protected=client.address_protected,
        protected_until=client.protected_until,
    )
    return make_client(jobcentre_id=jobcentre_id, number=number, facts=facts, at=at)


def _copy_challenges(old: Case, new: Case) -> None:
    """Needs and wishes as the client told them. A place on the map belongs to the jobcentre that drew it."""
    needs = Need.objects.filter(case=old).order_by("pk")
    Need.objects.bulk_create([Need(case=new, area=n.area, weight=n.weight, words=n.words, when_where=n.when_where) for n in needs])
    wishes = Wishes.objects.filter(case=old).first()
    if wishes is not None:
        wishes.case, wishes.zone_id = new, None
        wishes.save(force_insert=True)
