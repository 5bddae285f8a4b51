"""What stands in <title> stands in the browser's history and on every tab: the case's number, never its client."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from cases import urls
from cases.enums import State
from core import clock
from tests.cases.startup_scene import ready
from tests.factories import ConflictFactory, ProposalFactory

pytestmark = pytest.mark.django_db
NAMES = [each.name for each in urls.urlpatterns if "ref" in each.pattern.converters]


@pytest.mark.parametrize("state", [State.CONTACT, State.ASSESSMENT, State.MATCH, State.STARTUP, State.WITHDRAWN])
@pytest.mark.parametrize("name", NAMES)
def test_the_clients_name_is_in_no_title(name: str, state: State) -> None:
    case, assignment, by = ready(at=clock.now())
    case.state = state
    case.closed_on = clock.today() if state == State.WITHDRAWN else None
    case.save()
    client = case.client
    client.given_name, client.family_name = "Ida Kirstine", "Skovgaard"
    client.save()
    proposal = ProposalFactory(case=case, mentor=assignment.mentor)
    known = {"ref": case.ref, "proposal": proposal.pk, "conflict": ConflictFactory(client=client, mentor=assignment.mentor).pk, "number": 1}
    converters = next(each.pattern.converters for each in urls.urlpatterns if each.name == name)
    browser = Browser()
    browser.force_login(by)
    page = browser.get(reverse(name, kwargs={part: known[part] for part in converters}), follow=True)
    assert page.status_code == 200
    title = re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)[1]
    assert case.ref in title
    assert not [word for word in ("Ida", "Kirstine", "Skovgaard") if word in title]
