"""What the pages of an extension are asked with: a request, and each decision about it as it is sent."""

import datetime as dt
import uuid
from typing import Any

from cases.models import Case, Extension, Period
from core import clock
from tests.cases.extension_scene import TERMS
from tests.pages import page, typed

TODAY = clock.today()
NOW = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)
BEGAN = NOW - dt.timedelta(days=150)


def last_of(case: Case) -> dt.date:
    found = Period.objects.filter(case=case).order_by("-number").first()
    assert found is not None
    return found.last_day


def decide_data(extension: Extension, choice: str = "granted", **other: Any) -> dict[str, Any]:
    known = {"version": extension.version, "rows": "2", "choice": choice, "sent_on": typed(TODAY), "go": choice, **TERMS}
    return {**known, **other}


def confirmed(client, case: Case, **other: Any):
    """Press the button of the confirm page as it is shown."""
    address = page("case_extension_confirm", case)
    shown = client.get(address)
    assert shown.status_code == 200, shown
    form = shown.context["form"]
    known = {"version": form["version"].value(), "seen": form["seen"].value(), "key": str(uuid.uuid4())}
    return client.post(address, {**known, **other})
