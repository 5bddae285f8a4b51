"""Step 1: a case is opened with the application, and its facts can be changed while the case is open."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from accounts import cpr as sealed
from accounts.models import Jobcentre, Membership, User
from cases import likeness
from cases.actions.base import locked_case, move, record, save_case
from cases.actions.clients import ClientFacts, make_client, write_client
from cases.actions.notices import renew_clients
from cases.actions.renewing import renews
from cases.enums import Consent, State
from cases.models import Case, CaseNumber, Client, ClientMerge
from cases.rules import cpr
from cases.rules.application import application_verdict, contact_is_done, decided_verdict
from cases.rules.deadlines import answer_due
from cases.rules.lifecycle import Event
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused
from mentors.actions import find_or_make_workplace
from mentors.enums import PlaceKind, SituationGroup
from mentors.models import Organisation, SituationKind

BEFORE_DECISION = frozenset({State.CONTACT, State.CHALLENGES, State.ASSESSMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts:
    """What step 1 writes down about the application. Days are inclusive; `consent_on` counts only with a yes.

    `place_contact` is the contact person at the place, for all its cases; None leaves the one that is known.
    """

    proposed_by: str
    arrived_by: str
    received_on: dt.date
    situation: SituationKind
    starts_on: dt.date
    acknowledged_on: dt.date | None = None
    place: str = ""
    cvr: str = ""
    place_contact: str | None = None
    partner_id: uuid.UUID | None = None
    consent: str = Consent.NOT_ASKED
    consent_on: dt.date | None = None


@transaction.atomic
@renews
def open_case(
    *,
    member: Membership,
    client_id: uuid.UUID | None,
    number: str,
    client: ClientFacts,
    application: ApplicationFacts,
    other_person: bool,
    by: User,
    at: dt.datetime,
) -> Case:
    """Open a case for a known client (`client_id`) or a new one (`number`: the CPR number as typed), in the member's jobcentre.

    With the client's consent step 1 is done at once (R17). Refuses with the codes of `cpr.verdict` and `application_verdict`,
    `client_known`, `client_has_open_case`, `probably_known` (unless `other_person`), `cpr_taken`, `case_open_already`, `partner_not_here` or
    `contact_without_place`.
    """
    _check_days(application, at=at)
    clients = Client.objects.filter(jobcentre_id=member.jobcentre_id)
    if client_id:
        person = clients.select_for_update().filter(pk=client_id).first()
        if person is None or ClientMerge.objects.filter(merged=person).exists():
            raise Refused("client_unknown")
        if running := Case.objects.filter(client=person).open().first():
            raise Refused("client_has_open_case", "", ref=running.ref)
        _write_known(person, client)
    else:
        person = new_client(member=member, number=number, client=client, other_person=other_person, at=at)
    jobcentre = Jobcentre.objects.get(pk=member.jobcentre_id)
    year, running_number = next_number(year=day_of(at).year)
    case = Case(
        jobcentre=jobcentre,
        client=person,
        year=year,
        number=running_number,
        caseworker=by,
        team_id=member.team_id,
        created_at=at,
    )
    write_application(case, application=application, within_days=jobcentre.answer_within_days)
    _write_contact(case, application)
    with refusing(case_one_open_a_client=("case_open_already", "")):
        case.save(force_insert=True)
    record(case, "case.opened", by=by, at=at, proposed_by=case.proposed_by, received_on=case.received_on.isoformat())
    if contact_is_done(consent=Consent(case.consent)):
        move(case, Event.CONTACT_DONE, at=at)
        case.save(update_fields=["state", "contact_on"])
        record(case, "case.contact_done", by=by, at=at, consent=case.consent)
    if person.protected_until is not None:
        renew_clients(client_ids=[person.pk], on=day_of(at), at=at)
    return case


@transaction.atomic
@renews
def change_application(
    *, case_id: uuid.UUID, version: int | None, client: ClientFacts, application: ApplicationFacts, by: User, at: dt.datetime
) -> Case:
    """Correct what step 1 wrote down, in any open state; the consent that was missing completes the step (R17).

    The deadline follows the day of receipt until there is a decision (R11). Refuses with the codes of `application_verdict`,
    `received_after_decision`, `consent_needed` (a consent cannot be unsaid here: that is an exit), `partner_not_here`, `contact_without_place`,
    `case_closed` or `stale`.
    """
    _check_days(application, at=at)
    case = locked_case(case_id=case_id, version=version)
    if case.state != State.CONTACT and application.consent == Consent.NOT_ASKED:
        raise Refused("consent_needed", "consent")
    if State(case.state) not in BEFORE_DECISION and application.received_on != case.received_on:
        latest = min(case.answer_due_on, case.assessment_on or case.answer_due_on)
        Refused.unless(decided_verdict(received_on=application.received_on, latest=latest), "received_on")
    person = Client.objects.select_for_update().get(pk=case.client_id)
    changed = _write_known(person, client)
    before = {name: getattr(case, name) for name in _FIELDS}
    within_days = case.jobcentre.answer_within_days if State(case.state) in BEFORE_DECISION else None
    write_application(case, application=application, within_days=within_days)
    changed += [name for name in _FIELDS if before[name] != getattr(case, name)] + _write_contact(case, application)
    completed = case.state == State.CONTACT and bool(contact_is_done(consent=Consent(case.consent)))
    if changed:
        record(case, "case.application_changed", by=by, at=at, fields=changed)
    if completed:
        move(case, Event.CONTACT_DONE, at=at)
        record(case, "case.contact_done", by=by, at=at, consent=case.consent)
    if changed or completed:
        save_case(case)
    if "protected_until" in changed:
        renew_clients(client_ids=[person.pk], on=day_of(at), at=at)
    return case


_FIELDS = (
    "proposed_by",
    "arrived_by",
    "received_on",
    "acknowledged_on",
    "situation_id",
    "workplace_id",
    "partner_id",
    "situation_starts_on",
    "consent",
    "consent_on",
)


def _check_days(application: ApplicationFacts, *, at: dt.datetime) -> None:
    """Refuses an application whose days cannot be true (R16)."""
    answer, field = application_verdict(
        received_on=application.received_on,
        acknowledged_on=application.acknowledged_on,
        starts_on=application.starts_on,
        consent=Consent(application.consent),
        consent_on=application.consent_on,
        today=day_of(at),
    )
    Refused.unless(answer, field)


def new_client(*, member: Membership, number: str, client: ClientFacts, other_person: bool, at: dt.datetime) -> Client:
    """Make a client after looking once more for the same person (R18)."""
    Refused.unless(cpr.verdict(number, on=day_of(at)), "cpr")
    digits = cpr.digits(number) or ""
    clients = Client.objects.filter(jobcentre_id=member.jobcentre_id)
    index = sealed.blind_index(digits, jobcentre_id=member.jobcentre_id)
    for known in clients.with_cpr(index):
        if running := Case.objects.filter(client=known).open().first():
            raise Refused("client_has_open_case", "cpr", ref=running.ref)
        raise Refused("client_known", "cpr")
    name = f"{client.given_name} {client.family_name}"
    if not other_person and likeness.probably_the_same(clients=clients, name=name, number=digits, phone=client.phone):
        raise Refused("probably_known", "other_person")
    return make_client(jobcentre_id=member.jobcentre_id, number=digits, facts=client, at=at)


def _write_known(person: Client, facts: ClientFacts) -> list[str]:
    """Save what has changed about a locked client; returns the names of the fields."""
    changed = write_client(person, facts=facts)
    if changed:
        person.version += 1
        person.save(update_fields=[*changed, "version"] + (["protected_until"] if "address_protected" in changed else []))
    return changed


def write_application(case: Case, *, application: ApplicationFacts, within_days: int | None) -> None:
    """Put the facts on the case in memory. `within_days` sets the deadline from the day of receipt (R11); None leaves it."""
    case.proposed_by = application.proposed_by
    case.arrived_by = application.arrived_by
    case.received_on = application.received_on
    case.acknowledged_on = application.acknowledged_on
    case.situation = application.situation
    case.situation_starts_on = application.starts_on
    school = application.situation.group == SituationGroup.EDUCATION
    case.workplace = find_or_make_workplace(
        jobcentre_id=case.jobcentre_id,
        name=application.place,
        cvr=application.cvr,
        kind=PlaceKind.SCHOOL if school else PlaceKind.WORKPLACE,
    )
    if application.partner_id and not Organisation.objects.filter(jobcentre_id=case.jobcentre_id, pk=application.partner_id).exists():
        raise Refused("partner_not_here", "partner")
    case.partner_id = application.partner_id
    case.consent = application.consent
    case.consent_on = application.consent_on if application.consent != Consent.NOT_ASKED else None
    if within_days is not None:
        case.answer_due_on = answer_due(received_on=case.received_on, within_days=within_days)
        case.due_on = case.answer_due_on


def _write_contact(case: Case, application: ApplicationFacts) -> list[str]:
    """The contact person belongs to the place and not to the case; returns the names of the fields that changed."""
    if application.place_contact is None:
        return []
    place = case.workplace
    if place is None:
        if application.place_contact:
            raise Refused("contact_without_place", "place")
        return []
    if place.contact == application.place_contact:
        return []
    place.contact = application.place_contact
    place.save(update_fields=["contact"])
    return ["place_contact"]


def next_number(*, year: int) -> tuple[int, int]:
    """The next case number of the year (R19), from a row that is locked until the case is saved: no number is given twice."""
    rows = CaseNumber.objects.select_for_update().filter(year=year)
    row = rows.first()
    if row is None:
        CaseNumber.objects.bulk_create([CaseNumber(year=year)], ignore_conflicts=True)
        row = rows.get()
    row.last += 1
    row.save(update_fields=["last"])
    return year, row.last
