"""Writing the person: made with the first application, changed with the case, and the CPR number with its history."""

import datetime as dt
import uuid
from dataclasses import asdict, dataclass

from django.db import transaction

from accounts import cpr as sealed
from accounts.models import User
from cases.actions.base import locked_open_or_closed, record, save_case
from cases.enums import Channel
from cases.models import Client, FormerCpr
from cases.rules import cpr
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused
from mentors.enums import SpokenLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFacts:
    """What step 1 writes down about the person. `protected_until` counts only with address protection."""

    given_name: str
    family_name: str
    phone: str = ""
    email: str = ""
    address: str = ""
    language: str = SpokenLanguage.DANISH
    needs_interpreter: bool = False
    channel: str = Channel.DIGITAL_POST
    address_protected: bool = False
    protected_until: dt.date | None = None
    contact_note: str = ""


def write_client(client: Client, *, facts: ClientFacts) -> list[str]:
    """Put the facts on the client in memory; returns the names of the fields that changed."""
    values = asdict(facts)
    if not facts.address_protected:
        values["protected_until"] = None
    changed = [name for name, value in values.items() if getattr(client, name) != value]
    for name in changed:
        setattr(client, name, values[name])
    return changed


def _seal_number(client: Client, number: str) -> None:
    """Put ten digits on the client in memory, encrypted for this row and as a blind index of its jobcentre."""
    client.cpr_sealed = sealed.encrypt(number, row_id=client.pk)
    client.cpr_index = sealed.blind_index(number, jobcentre_id=client.jobcentre_id)


def make_client(*, jobcentre_id: uuid.UUID, number: str, facts: ClientFacts, at: dt.datetime) -> Client:
    """A new client in the own jobcentre. Refuses with `cpr_taken` when somebody else was faster."""
    client = Client(jobcentre_id=jobcentre_id, created_at=at)
    write_client(client, facts=facts)
    _seal_number(client, number)
    with refusing(client_cpr_once_a_jobcentre=("cpr_taken", "cpr")):
        client.save(force_insert=True)
    return client


def keep_protection(kept: Client, *, of: Client) -> None:
    """Write on the locked record the protection of name and address that either record of this person has, until the later day (R132, R133).

    Protection without a day has no end.
    """
    if not of.address_protected:
        return
    days = [each.protected_until for each in (kept, of) if each.address_protected]
    kept.protected_until = None if None in days else max(day for day in days if day is not None)
    kept.address_protected = True
    kept.save(update_fields=["address_protected", "protected_until"])


@transaction.atomic
def change_cpr(*, case_id: uuid.UUID, version: int, number: str, reason: str, by: User, at: dt.datetime) -> None:
    """Give the client another CPR number, of an open case or a closed one: a wrong number is wrong in both. The old one is kept with the reason and still finds the client (R10).

    Refuses with `cpr_shape`, `cpr_no_such_day`, `cpr_not_born_yet`, `cpr_unchanged`, `cpr_taken` or `stale`.
    """
    Refused.unless(cpr.verdict(number, on=day_of(at)), "cpr")
    digits = cpr.digits(number) or ""
    case = locked_open_or_closed(case_id=case_id, version=version)
    client = Client.objects.select_for_update().get(pk=case.client_id)
    old = sealed.decrypt(client.cpr_sealed, row_id=client.pk)
    if old == digits:
        raise Refused("cpr_unchanged", "cpr")
    index = sealed.blind_index(digits, jobcentre_id=client.jobcentre_id)
    if Client.objects.filter(jobcentre_id=client.jobcentre_id).with_cpr(index).exclude(pk=client.pk).exists():
        raise Refused("cpr_taken", "cpr")
    former_id = uuid.uuid4()
    FormerCpr.objects.create(
        id=former_id,
        client=client,
        cpr_sealed=sealed.encrypt(old, row_id=former_id),
        cpr_index=client.cpr_index,
        replaced_at=at,
        replaced_by_id=by.pk,
        reason=reason,
    )
    _seal_number(client, digits)
    client.version += 1
    with refusing(client_cpr_once_a_jobcentre=("cpr_taken", "cpr")):
        client.save(update_fields=["cpr_sealed", "cpr_index", "version"])
    save_case(case)
    record(case, "case.cpr_changed", by=by, at=at, replacement=cpr.is_replacement(digits))
