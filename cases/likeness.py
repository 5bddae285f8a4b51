"""Who in the own jobcentre is like the person that is looked for, and why (rule R18). Reads only."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from accounts import cpr as sealed
from cases.models import Case, Client
from cases.querysets import PHONE_DIGITS, ClientQuerySet
from cases.rules import cpr
from cases.rules.application import ALIKE, Likeness, is_probably_the_same, likeness

MOST_HITS = 10
LONGEST_TEXT = 120
_PHONE = re.compile(r"(?:\+|00)?[\d .()-]{8,20}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A client who is like the one that is looked for. `case` is the open case, else the newest one."""

    client: Client
    number: str
    likeness: Likeness
    case: Case | None = None

    @property
    def birth_day(self) -> dt.date | None:
        return cpr.birth_day(self.number)

    @property
    def masked(self) -> str:
        return cpr.masked(self.number)

    @property
    def open_case(self) -> Case | None:
        return self.case if self.case and self.case.is_open else None


def phone_number(text: str) -> str:
    """The last eight digits of what looks like a phone number, else ""."""
    if not _PHONE.fullmatch(text.strip()):
        return ""
    digits = re.sub(r"\D", "", text)
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS else ""


def search(*, clients: ClientQuerySet, jobcentre_id: uuid.UUID, text: str) -> list[Hit]:
    """Clients found by a CPR number (exactly, former ones too), by a phone number, or by a name (accents and typing errors forgiven).

    `clients` are those whom the member may see.
    """
    text = text.strip()[:LONGEST_TEXT]
    number = cpr.digits(text)
    if number:
        return by_cpr(clients=clients, jobcentre_id=jobcentre_id, number=number)
    if phone := phone_number(text):
        return _hits(clients.phoned(phone).order_by("sort_key", "pk")[:MOST_HITS], phone=phone)
    return _hits(clients.named_like(text, at_least=ALIKE)[:MOST_HITS]) if text else []


def by_cpr(*, clients: ClientQuerySet, jobcentre_id: uuid.UUID, number: str) -> list[Hit]:
    """Who has or had this CPR number."""
    index = sealed.blind_index(number, jobcentre_id=jobcentre_id)
    return _hits(clients.with_cpr(index), number=number)


def probably_the_same(*, clients: ClientQuerySet, name: str, number: str, phone: str) -> list[Hit]:
    """Clients with another CPR number who are so like a new one that somebody must look (R18): a name alike and born on the same day."""
    born = cpr.birth_day(number)
    rows = clients.named_like(name[:LONGEST_TEXT], at_least=ALIKE)[:50]
    found = _hits(rows, phone=phone_number(phone), born=born)
    return [hit for hit in found if is_probably_the_same(name=hit.client.alike, same_birth_day=hit.birth_day == born)]


def _hits(clients: Iterable[Client], *, number: str = "", phone: str = "", born: dt.date | None = None) -> list[Hit]:
    rows = list(clients)
    newest: dict[uuid.UUID, Case] = {}
    cases = Case.objects.filter(client__in=rows).select_related("caseworker").order_by("-year", "-number") if rows else []
    for case in cases:
        known = newest.get(case.client_id)
        if known is None or (case.is_open and not known.is_open):
            newest[case.client_id] = case
    found = []
    for client in rows:
        own = sealed.decrypt(client.cpr_sealed, row_id=client.pk)
        why = likeness(
            same_cpr=own == number,
            former_cpr=bool(number) and own != number,
            name=getattr(client, "alike", 0.0),
            same_name=getattr(client, "same", 0.0) >= 0.999,
            same_phone=bool(phone) and phone_number(client.phone) == phone,
            same_birth_day=born is not None and cpr.birth_day(own) == born,
        )
        found.append(Hit(client, own, why, newest.get(client.pk)))
    return found
