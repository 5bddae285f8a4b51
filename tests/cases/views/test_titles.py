"""What stands in <title> stands in the browser's history and on every tab: the case's number, never its client."""

import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from cases import urls
from cases.actions.exits import close_case
from cases.enums import State
from cases.models import Case, Client
from cases.rules.lifecycle import Event
from core import clock
from core.days import DAY
from tests.cases.course_scene import running
from tests.cases.everything_scene import addressed, write_everything
from tests.cases.repair_scene import told
from tests.cases.startup_scene import ready
from tests.factories import ConflictFactory, ProposalFactory

pytestmark = pytest.mark.django_db
OF_A_CASE = {each.name: set(each.pattern.converters) for each in urls.urlpatterns if "ref" in each.pattern.converters}
WORDS = {"point": "start", "months": 0, "after": 3, "respondent": "client", "code": "who5"}
"""What an address names by a word or a number."""


def assert_nameless(title: str, case: Case) -> None:
    assert case.ref in title
    assert not [word for word in ("Ida", "Kirstine", "Skovgaard") if word in title]


@pytest.mark.parametrize(
    "state",
    [
        State.MATCH,
        *(pytest.param(each, marks=pytest.mark.drill) for each in (State.CONTACT, State.ASSESSMENT, State.STARTUP, State.WITHDRAWN)),
    ],
)
def test_the_clients_name_is_in_no_title_before_the_course(state: State) -> None:
    case, assignment, by = ready(at=clock.now())
    told(case, by, at=clock.now())
    case.refresh_from_db()
    case.state = state
    case.closed_on = clock.today() if state == State.WITHDRAWN else None
    case.save()
    ConflictFactory(client=case.client, mentor=assignment.mentor)
    ProposalFactory(case=case, mentor=assignment.mentor)
    assert titles_seen(case, by) >= 40


@pytest.mark.parametrize("state", [State.RUNNING, State.ENDED])
def test_the_clients_name_is_in_no_title_of_a_course(state: State) -> None:
    at = clock.now()
    case, assignment, by = running(at=at - 30 * DAY)
    write_everything(case, by, at=at)
    ConflictFactory(client=case.client, mentor=assignment.mentor)
    ProposalFactory(case=case, mentor=assignment.mentor)
    if state == State.ENDED:
        close_case(case_id=case.pk, version=None, event=Event.WITHDRAWN, words="Vil ikke mere", by=by, at=at)
    assert titles_seen(case, by) > 50


def titles_seen(case: Case, by: User) -> int:
    """Opens each page of the case whose address names rows that the case has; how many were shown."""
    Client.objects.filter(pk=case.client_id).update(given_name="Ida Kirstine", family_name="Skovgaard")
    browser = Browser()
    browser.force_login(by)
    known: dict[str, Any] = {**WORDS, **addressed(case)}
    seen = 0
    for name, parts in OF_A_CASE.items():
        page = browser.get(reverse(name, kwargs={part: known[part] for part in parts}), follow=True) if parts <= set(known) else None
        if page is not None and page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            assert_nameless(re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)[1], case)
            seen += 1
    return seen
