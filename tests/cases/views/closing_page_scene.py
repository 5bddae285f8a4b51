"""What the pages of the end are asked with."""

import uuid
from typing import Any

from django.test import Client as Browser

from cases.models import Case
from tests.pages import page


def confirm(client: Browser, case: Case, **other: Any) -> Any:
    """Press the button of the confirm page as it is shown now."""
    shown = client.get(page("case_close_confirm", case)).context["form"]
    data = {"version": shown["version"].value(), "seen": shown["seen"].value(), "key": str(uuid.uuid4()), **other}
    return client.post(page("case_close_confirm", case), data)
