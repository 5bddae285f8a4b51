"""Real connections racing at step 1: one client a CPR number (R18), one open case a client and one number a case (R19), one end a case."""

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pytest

from accounts.models import Membership
from cases.actions.applications import ApplicationFacts, open_case
from cases.actions.clients import ClientFacts
from cases.actions.exits import close_case
from cases.enums import Consent, State
from cases.models import Assignment, Case, Client
from cases.rules.lifecycle import Event
from mentors.models import SituationKind
from tests.factories import AT, DAY, AssignmentFactory, CaseFactory, ClientFactory, MembershipFactory, replacement_cpr
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def opening(member: Membership, *, name: str, number: str = "", client: Client | None = None) -> Callable[[], Case]:
    facts = ApplicationFacts(
        proposed_by="client",
        arrived_by="phone",
        received_on=DAY,
        situation=SituationKind.objects.get(code="new_job"),
        starts_on=DAY + dt.timedelta(days=9),
        consent=Consent.ORAL,
        consent_on=DAY,
    )
    return lambda: open_case(
        member=member,
        client_id=client.pk if client else None,
        number=number,
        client=ClientFacts(given_name=name, family_name="Skovgaard"),
        application=facts,
        other_person=True,
        by=member.user,
        at=AT,
    )


def test_the_same_cpr_number_twice_at_once_makes_one_client_r18() -> None:
    member, number = MembershipFactory(), replacement_cpr()
    ends = race([opening(member, name=name, number=number) for name in ("Ida", "Ida", "Ida", "Ida")])
    assert ends.pop("won") == 1
    assert set(ends) <= {"cpr_taken", "client_known", "client_has_open_case"}
    assert ends.total() == 3
    assert (Client.objects.count(), Case.objects.count()) == (1, 1)


def test_two_cases_for_one_client_at_once_make_one_r19() -> None:
    member = MembershipFactory()
    known = ClientFactory(jobcentre=member.jobcentre)
    ends = race([opening(member, name="Ida", client=known) for _ in range(3)])
    assert ends == Counter({"won": 1, "client_has_open_case": 2})


def test_case_numbers_given_at_once_are_all_different_and_without_a_gap_r19() -> None:
    member = MembershipFactory()
    ends = race([opening(member, name=name, number=replacement_cpr()) for name in ("Ida", "Bo", "Per", "Kaj", "Eva", "Liv")])
    assert ends == Counter({"won": 6})
    assert sorted(Case.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_case_closed_twice_at_once_is_closed_once_and_its_place_ends_once_r08() -> None:
    case = CaseFactory(state=State.STARTUP)
    AssignmentFactory(case=case, first_day=DAY)

    def close() -> None:
        close_case(case_id=case.pk, version=case.version, event=Event.WITHDRAWN, words="Vil ikke", by=case.caseworker, at=AT)

    assert race([close, close]) == Counter({"won": 1, "case_closed": 1})
    assert Assignment.objects.get(case=case).ended_on == DAY
