"""Two records of one client become one (R132)."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from accounts import cpr
from accounts.models import AuditEvent, Membership
from cases import likeness
from cases.actions.clients import change_cpr
from cases.actions.conflicts import record_conflict
from cases.actions.merging import merge_clients
from cases.enums import ConflictKind, State
from cases.models import Case, Client, ClientMerge, Conflict, Representative
from core.days import day_of
from core.verdicts import Refused, Stale
from tests.cases.actions.test_applications import opened
from tests.cases.repair_scene import merged, twin
from tests.factories import AT, CaseFactory, ConflictFactory, MembershipFactory, MentorFactory
from tests.races import race

pytestmark = pytest.mark.django_db
TWIN, OWN = "6107821111", "6107822222"


def pair(**other) -> tuple[Case, Case]:
    """An open case, and a closed one of the same person's second record."""
    case = CaseFactory(state=State.MATCH, client__cpr=OWN)
    return case, twin(case, cpr=TWIN, **other)


def found(case: Case, number: str) -> list[Client]:
    clients = Client.objects.filter(jobcentre=case.jobcentre)
    return [hit.client for hit in likeness.by_cpr(clients=clients, jobcentre_id=case.jobcentre_id, number=number)]


def test_the_cases_move_and_both_numbers_find_the_record_that_is_kept() -> None:
    case, other = pair()
    row = merged(case, other, case.caseworker)
    gone = other.client
    other.refresh_from_db()
    case.refresh_from_db()
    assert other.client_id == case.client_id and row.cases == [str(other.pk)]
    assert found(case, TWIN) == found(case, OWN) == [case.client]
    gone.refresh_from_db()
    assert cpr.decrypt(gone.cpr_sealed, row_id=gone.pk) == TWIN, "the merged record is readable"
    kinds = AuditEvent.objects.filter(kind="case.client_merged").values_list("subject_id", "facts__moved")
    assert set(kinds) == {(case.pk, False), (other.pk, True)}


def test_the_merged_record_is_found_by_no_search_and_opens_no_case() -> None:
    case, other = pair(phone="20 11 22 33")
    gone = other.client
    clients = Client.objects.filter(jobcentre=case.jobcentre)
    merged(case, other, case.caseworker)
    for text in (gone.name, "20112233"):
        assert gone not in [hit.client for hit in likeness.search(clients=clients, jobcentre_id=case.jobcentre_id, text=text)]
    alike = likeness.probably_the_same(clients=clients, name=gone.name, number=TWIN, phone="")
    assert gone not in [hit.client for hit in alike]
    Case.objects.filter(pk=case.pk).update(state=State.WITHDRAWN, closed_on=day_of(AT))
    member = Membership.objects.create(user=case.caseworker, jobcentre=case.jobcentre, role="caseworker")
    with pytest.raises(Refused, match="client_unknown"):
        opened(member, client_id=gone.pk)


def test_the_other_record_can_be_the_one_that_is_kept() -> None:
    case, other = pair(address_protected=False)
    Client.objects.filter(pk=case.client_id).update(address_protected=True, protected_until=day_of(AT))
    merged(case, other, case.caseworker, keep_other=True)
    case.refresh_from_db()
    kept = Client.objects.get(pk=other.client_id)
    assert case.client_id == kept.pk
    assert (kept.address_protected, kept.protected_until) == (True, day_of(AT)), "protection is never lost"
    assert found(case, OWN) == found(case, TWIN) == [kept]


def test_conflicts_and_representatives_move_and_the_same_conflict_stays_once() -> None:
    case, other = pair()
    shared, own, lifted = (MentorFactory(jobcentre=case.jobcentre) for _n in range(3))
    ConflictFactory(client=case.client, mentor=shared)
    ConflictFactory(client=other.client, mentor=shared)
    ConflictFactory(client=other.client, mentor=own)
    ConflictFactory(client=other.client, mentor=lifted, lifted_at=AT, lifted_why="Nej")
    Representative.objects.create(
        client=other.client, kind="companion", name="Kaj Bro", first_day=day_of(AT), recorded_by=case.caseworker, recorded_at=AT
    )
    merged(case, other, case.caseworker)
    held = Conflict.objects.filter(client_id=case.client_id, lifted_at=None).values_list("mentor_id", flat=True)
    assert sorted(held) == sorted([shared.pk, own.pk])
    assert Conflict.objects.filter(client_id=case.client_id).count() == 3
    assert Representative.objects.filter(client_id=case.client_id).count() == 1


def test_the_kept_record_can_take_the_number_of_the_merged_one() -> None:
    case, other = pair()
    merged(case, other, case.caseworker)
    case.refresh_from_db()
    change_cpr(case_id=case.pk, version=case.version, number=TWIN, reason="Det rigtige nummer", by=case.caseworker, at=AT)
    assert found(case, OWN) == found(case, TWIN) == [case.client]


def test_a_record_that_was_merged_before_points_to_the_one_that_is_kept_now() -> None:
    case, other = pair()
    third = twin(case)
    first = merged(case, other, case.caseworker)
    case.refresh_from_db()
    merged(case, third, case.caseworker, keep_other=True)
    first.refresh_from_db()
    assert first.kept_id == third.client_id and found(case, TWIN) == [third.client]
    assert set(Case.objects.values_list("client_id", flat=True)) == {third.client_id}


def refusal(case: Case, other_id, **other) -> str:
    known = {"version": None, "keep_other": False, "reason": "Samme", "by": case.caseworker, "at": AT}
    with pytest.raises(Refused) as told:
        merge_clients(case_id=case.pk, other_id=other_id, **{**known, **other})
    return told.value.code


def test_what_cannot_be_merged_is_refused_and_nothing_moves() -> None:
    case, other = pair()
    assert refusal(case, case.client_id) == "merge_itself"
    assert refusal(case, CaseFactory().client_id) == "client_unknown", "of another jobcentre"
    assert refusal(case, other.client_id, reason=" ") == "merge_reason_missing"
    assert refusal(case, twin(case, state=State.CHALLENGES).client_id) == "merge_two_open"
    with pytest.raises(Stale):
        merge_clients(case_id=case.pk, other_id=other.client_id, version=99, keep_other=False, reason="Samme", by=case.caseworker, at=AT)
    assert not ClientMerge.objects.exists()
    gone = other.client_id
    merged(case, other, case.caseworker)
    assert refusal(case, gone) == "merged_already"


@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_make_one() -> None:
    case, other = pair()
    by = case.caseworker

    def merge(first: Case, second: Case) -> Callable[[], object]:
        return lambda: merged(first, second, by)

    ends = race([merge(case, other), merge(other, case)])
    assert ends["won"] == 1 and sum(ends.values()) == 2
    assert set(ends) <= {"won", "stale", "merged_already", "merge_itself", "client_unknown"}, ends
    assert ClientMerge.objects.count() == 1
    assert Case.objects.values("client").distinct().count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_writes_in_a_case_that_is_being_moved_writes_to_the_record_that_is_kept() -> None:
    """The case is locked by the merge: the writer waits, reads it again with its new client, and goes on"""
    case = CaseFactory(state=State.WITHDRAWN)
    moved = twin(case, state=State.MATCH)
    mentor = MentorFactory(jobcentre=case.jobcentre)
    ends: list[object] = []

    def write() -> None:
        try:
            conflict = record_conflict(
                case_id=moved.pk, mentor_id=mentor.pk, kind=ConflictKind.FAMILY, words="", by=moved.caseworker, at=AT
            )
            ends.append(conflict.client_id)
        except BaseException as error:
            ends.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    with transaction.atomic():
        merged(case, moved, case.caseworker)
        writer.start()
        writer.join(timeout=1.5)
        assert writer.is_alive(), "it waits for the case"
    writer.join(timeout=30)
    assert ends == [case.client_id]


@pytest.mark.django_db(transaction=True)
def test_a_case_that_is_opened_meanwhile_is_not_lost() -> None:
    member = MembershipFactory()
    case = CaseFactory(jobcentre=member.jobcentre, caseworker=member.user, state=State.MATCH)
    other = twin(case)
    ends = race([lambda: opened(member, client_id=other.client_id), lambda: merged(case, other, member.user)])
    assert ends["won"] == 1 and set(ends) <= {"won", "stale", "merge_two_open", "client_unknown", "client_has_open_case"}, ends
    kept = case.client_id if ClientMerge.objects.exists() else None
    for each in Case.objects.exclude(pk=case.pk):
        assert kept is None or each.client_id == kept, "no case is left with a merged record"
