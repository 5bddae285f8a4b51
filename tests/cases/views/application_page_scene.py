"""What the page of an application is sent."""

import datetime as dt
import uuid

from accounts.models import AccessEvent
from cases.models import Case
from core import clock
from tests.factories import replacement_cpr

NEW = "/cases/new/"
EVIL = "Ærøskøbing'\"><script>alert(1)</script>"


def typed(**changes) -> dict:
    today = clock.today()
    return {
        "given_name": "Ida",
        "family_name": "Skovgaard",
        "cpr": replacement_cpr(),
        "phone": "20 00 14 52",
        "language": "da",
        "needs_interpreter": "no",
        "channel": "digital_post",
        "proposed_by": "client",
        "received_on": today.strftime("%d-%m-%Y"),
        "arrived_by": "phone",
        "situation": "new_job",
        "situation_starts_on": (today + dt.timedelta(days=30)).strftime("%d-%m-%Y"),
        "consent": "oral",
        "consent_on": today.strftime("%d-%m-%Y"),
        "key": str(uuid.uuid4()),
        **changes,
    }


def changed(case: Case, **changes) -> dict:
    return {**typed(given_name=case.client.given_name, family_name=case.client.family_name), "version": case.version, **changes}


def looking_for(text: str, **form: str) -> dict:
    """What the search button sends: the text, and the whole form as far as it is typed."""
    return {"find": "1", "find_text": text, **form}


def searches() -> list[tuple]:
    return list(AccessEvent.objects.filter(kind="search").values_list("subject_kind", "subject_id"))
