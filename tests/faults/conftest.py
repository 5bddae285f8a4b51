"""One installation for all drills of this folder; each drill starts and stops the processes it is about."""

import logging
import shutil
from collections.abc import Iterator

import pytest

from tests.faults.installation import Installation, make_installation, new_folder

# The mail servers of these tests tell each connection from a thread of their own, also when the test's output is already closed.
logging.getLogger("mail").setLevel(logging.WARNING)

PEOPLE = """
from accounts.enums import Role
from cases.enums import State
from tests.factories import *
office = JobcentreFactory(name="Jobcenter Prøve", municipality_code="901")
for name, role in (("ida", Role.CASEWORKER), ("ove", Role.MANAGER), ("pia", Role.ADMINISTRATOR)):
    user = UserFactory(email=f"{name}@faults.example", name=name.title(), password="en-lang-adgangskode", is_staff=role == Role.ADMINISTRATOR)
    MembershipFactory(user=user, jobcentre=office, role=role)
case = CaseFactory(jobcentre=office)
mentor = MentorFactory(jobcentre=office)
print(case.ref, mentor.pk)
"""


@pytest.fixture(scope="session")
def made() -> Iterator[Installation]:
    folder = new_folder()
    installation = make_installation(folder)
    installation.ref, installation.mentor = installation.shell(PEOPLE).split()  # type: ignore[attr-defined]
    yield installation
    installation.stop_all()
    installation.services.leave()
    shutil.rmtree(folder, ignore_errors=True)
    if installation.services.home != folder:
        shutil.rmtree(installation.services.home, ignore_errors=True)


@pytest.fixture
def installation(made: Installation) -> Iterator[Installation]:
    """With database and broker running before and after, and no web left behind."""
    yield made
    made.stop_all()
    for service in made.services.all:
        if not service.running():
            service.start()


@pytest.fixture
def pages(made: Installation) -> list[str]:
    """Every page that a caseworker can open."""
    case = f"/cases/{made.ref}/"  # type: ignore[attr-defined]
    below = "contact/ cpr/change/ challenges/ assessment/ assessment/decide/ match/ startup/ startup/unassign/ agreement/ agreement/sign/ "
    below += "agreement/start/ rematch/ rematch/drop/ timeline/ exit/"
    return [
        *("/desk/", "/cases/", "/cases/new/", "/mentors/", f"/mentors/{made.mentor}/", "/help/", "/password/change/", "/2fa/"),  # type: ignore[attr-defined]
        case,
        *(case + page for page in below.split()),
    ]
