"""Who looks at the pages of a case, and at which case."""

import pytest
from django.test import Client as Browser

from accounts.models import Membership, User
from cases.enums import State
from cases.models import Assignment, Case, Extension
from core import clock
from core.days import DAY
from tests.cases.closing_scene import ended
from tests.cases.course_scene import running
from tests.cases.extension_scene import asked
from tests.cases.views.extension_page_scene import BEGAN, NOW, last_of
from tests.factories import CaseFactory, MembershipFactory
from tests.pages import english, signed_in

Course = tuple[Case, Assignment, User]
"""A course, its mentor's place in it, and its caseworker, who is signed in."""


@pytest.fixture
def member() -> Membership:
    """A caseworker who reads English."""
    return MembershipFactory(user__language="en")


@pytest.fixture
def browser(member: Membership) -> Browser:
    return signed_in(member)


@pytest.fixture
def scene(client: Browser, member: Membership) -> tuple[Case, User]:
    """A case that runs, without rows of its steps, and its caseworker signed in."""
    client.force_login(member.user)
    return CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.RUNNING), member.user


@pytest.fixture
def course(client: Browser) -> Course:
    """A running course that began yesterday."""
    case, assignment, by = running(at=clock.now() - DAY, name="Susanne Brandt")
    english(client, by)
    return case, assignment, by


@pytest.fixture
def month_old(client: Browser) -> Course:
    """A running course that began 30 days ago."""
    case, assignment, by = running(at=clock.now() - 30 * DAY, name="Bente Hald")
    english(client, by)
    return case, assignment, by


@pytest.fixture
def over(client: Browser) -> Course:
    """A course that was closed yesterday."""
    case, assignment, by = ended(at=clock.now() - 30 * DAY, closed_at=clock.now() - DAY)
    english(client, by)
    return case, assignment, by


@pytest.fixture
def near_end(client: Browser) -> Course:
    """A running course near its end; the caseworker reads Danish."""
    case, assignment, by = running(at=BEGAN)
    client.force_login(by)
    return case, assignment, by


@pytest.fixture
def asked_for(near_end: Course) -> tuple[Case, Assignment, User, Extension]:
    """The same with a request for an extension."""
    case, assignment, by = near_end
    extension = asked(case, by, at=NOW, last_day=last_of(case) + 120 * DAY)
    case.refresh_from_db()
    return case, assignment, by, extension
