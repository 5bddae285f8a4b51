"""Opening a case and changing its application: numbers, clients found again, deadlines, consent, places."""

import datetime as dt
import uuid

import pytest

from accounts import cpr as sealed
from accounts.models import AuditEvent, Membership
from cases.actions.applications import ApplicationFacts, change_application, open_case
from cases.actions.clients import ClientFacts, change_cpr
from cases.enums import Consent, State
from cases.models import Case, CaseNumber, Client, FormerCpr
from cases.phrases import sentence
from cases.rules import cpr as cpr_rules
from core.verdicts import Refused, Stale
from mentors.models import SituationKind, Workplace
from tests.factories import AT, DAY, CaseFactory, ClientFactory, MembershipFactory, WorkplaceFactory, replacement_cpr

pytestmark = pytest.mark.django_db

IDA = ClientFacts(given_name="Ida", family_name="Skovgaard", phone="20 00 14 52")


def facts(**changes) -> ApplicationFacts:
    values = {
        "proposed_by": "client",
        "arrived_by": "phone",
        "received_on": DAY,
        "situation": SituationKind.objects.get(code="new_job"),
        "starts_on": DAY + dt.timedelta(days=9),
        "consent": Consent.ORAL,
        "consent_on": DAY,
    }
    return ApplicationFacts(**{**values, **changes})


def opened(member: Membership, *, number: str | None = None, client_id: uuid.UUID | None = None, other: bool = False, **changes) -> Case:
    client = changes.pop("client", IDA)
    return open_case(
        member=member,
        client_id=client_id,
        number=number or replacement_cpr(),
        client=client,
        application=facts(**changes),
        other_person=other,
        by=member.user,
        at=changes.pop("at", AT),
    )


@pytest.fixture
def member() -> Membership:
    return MembershipFactory()


def test_with_consent_step_one_is_done_at_once_r17(member: Membership) -> None:
    case = opened(member)
    case.refresh_from_db()
    assert (case.state, case.contact_on, case.caseworker) == (State.CHALLENGES, DAY, member.user)
    assert list(AuditEvent.objects.filter(subject_id=case.pk).order_by("kind").values_list("kind", flat=True)) == [
        "case.contact_done",
        "case.opened",
    ]


def test_without_consent_the_case_waits_in_contact_r17(member: Membership) -> None:
    case = opened(member, consent=Consent.NOT_ASKED, consent_on=None)
    assert (case.state, case.contact_on, case.consent_on) == (State.CONTACT, None, None)


def test_the_answer_is_due_by_the_jobcentres_own_deadline_r11(member: Membership) -> None:
    member.jobcentre.answer_within_days = 28
    member.jobcentre.save()
    case = opened(member, received_on=DAY - dt.timedelta(days=2))
    assert case.answer_due_on == case.due_on == DAY + dt.timedelta(days=26)


def test_numbers_follow_each_other_and_begin_again_with_the_danish_year_r19(member: Membership) -> None:
    first, second = opened(member), opened(member, client=ClientFacts(given_name="Bo", family_name="Holm"))
    assert (first.ref, second.ref) == ("2026-0001", "2026-0002")
    new_year = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)  # half past midnight in Copenhagen
    third = open_case(
        member=member,
        client_id=None,
        number=replacement_cpr(),
        client=ClientFacts(given_name="Per", family_name="Juul"),
        application=facts(),
        other_person=False,
        by=member.user,
        at=new_year,
    )
    assert third.ref == "2027-0001"


def test_a_refused_application_uses_up_no_number_r19(member: Membership) -> None:
    with pytest.raises(Refused):
        opened(member, received_on=DAY + dt.timedelta(days=1))
    assert not CaseNumber.objects.exists()
    assert not Client.objects.exists()


def test_a_known_cpr_number_makes_no_second_client_r18(member: Membership) -> None:
    number = replacement_cpr()
    known = ClientFactory(jobcentre=member.jobcentre, cpr=number)
    with pytest.raises(Refused) as refused:
        opened(member, number=number)
    assert (refused.value.code, refused.value.field) == ("client_known", "cpr")
    running = CaseFactory(client=known, jobcentre=member.jobcentre)
    with pytest.raises(Refused) as refused:
        opened(member, number=number)
    assert (refused.value.code, refused.value.facts) == ("client_has_open_case", {"ref": running.ref})


def test_the_same_number_in_another_jobcentre_is_not_looked_at_r18(member: Membership) -> None:
    number = replacement_cpr()
    ClientFactory(cpr=number)
    assert opened(member, number=number).client.jobcentre == member.jobcentre


def test_a_name_alike_born_on_the_same_day_must_be_looked_at_first_r18(member: Membership) -> None:
    number = replacement_cpr(5000)
    twin = number[:6] + f"{int(number[6:]) + 1:04d}"
    ClientFactory(jobcentre=member.jobcentre, given_name="Ida M.", family_name="Skovgård", cpr=twin)
    with pytest.raises(Refused) as refused:
        opened(member, number=number)
    assert (refused.value.code, refused.value.field) == ("probably_known", "other_person")
    assert opened(member, number=number, other=True).client.name == "Ida Skovgaard"


def test_a_known_client_gets_a_new_case_and_the_new_facts(member: Membership) -> None:
    known = ClientFactory(jobcentre=member.jobcentre, phone="20 00 00 00")
    CaseFactory(client=known, jobcentre=member.jobcentre, state=State.WITHDRAWN)
    case = opened(member, client_id=known.pk)
    known.refresh_from_db()
    assert (case.client, known.phone, known.version) == (known, "20 00 14 52", 2)
    with pytest.raises(Refused) as refused:
        opened(member, client_id=known.pk)
    assert refused.value.code == "client_has_open_case"


def test_a_client_of_another_jobcentre_cannot_be_used_r60(member: Membership) -> None:
    with pytest.raises(Refused) as refused:
        opened(member, client_id=ClientFactory().pk)
    assert refused.value.code == "client_unknown"


def test_a_place_is_found_by_name_or_cvr_and_made_when_it_is_unknown(member: Membership) -> None:
    bakery = WorkplaceFactory(jobcentre=member.jobcentre, name="Havnebageriet", cvr="12345678")
    WorkplaceFactory(name="Skolen")  # another jobcentre's
    assert opened(member, place="havnebageriet ").workplace == bakery
    assert opened(member, place="12345678", client=ClientFacts(given_name="Bo", family_name="Holm")).workplace == bakery
    school = SituationKind.objects.get(code="education")
    made = opened(member, place="Skolen", situation=school, client=ClientFacts(given_name="Per", family_name="Juul")).workplace
    assert made is not None and (made.jobcentre, made.kind) == (member.jobcentre, "school")
    assert opened(member, place="", client=ClientFacts(given_name="Kaj", family_name="Berg")).workplace is None
    assert Workplace.objects.filter(jobcentre=member.jobcentre).count() == 2


def change(case: Case, client: ClientFacts = IDA, version: int | None = None, **changes) -> Case:
    return change_application(
        case_id=case.pk,
        version=case.version if version is None else version,
        client=client,
        application=facts(**changes),
        by=case.caseworker,
        at=AT,
    )


def test_the_consent_that_was_missing_completes_step_one_r17(member: Membership) -> None:
    case = opened(member, consent=Consent.NOT_ASKED, consent_on=None)
    case = change(case)
    assert (case.state, case.contact_on, case.version) == (State.CHALLENGES, DAY, 2)
    with pytest.raises(Refused) as refused:
        change(case, consent=Consent.NOT_ASKED, consent_on=None)
    assert (refused.value.code, refused.value.field) == ("consent_needed", "consent")


@pytest.mark.parametrize(("decided", "latest"), [(2, 2), (40, 21)])
def test_once_decided_the_application_was_received_before_the_decision_and_the_deadline_r16(
    member: Membership, decided: int, latest: int
) -> None:
    case = opened(member, received_on=DAY - dt.timedelta(days=60))
    received = case.received_on
    Case.objects.filter(pk=case.pk).update(state=State.MATCH, assessment_on=received + dt.timedelta(days=decided))
    case.refresh_from_db()
    case = change(case, received_on=received + dt.timedelta(days=latest))
    with pytest.raises(Refused) as refused:
        change(case, received_on=received + dt.timedelta(days=latest + 1))
    assert (refused.value.code, refused.value.field) == ("received_after_decision", "received_on")
    assert sentence(refused.value.code, refused.value.facts)


def test_the_deadline_follows_the_day_of_receipt_until_there_is_a_decision_r11(member: Membership) -> None:
    case = opened(member)
    changed = change(case, received_on=DAY - dt.timedelta(days=3))
    assert changed.due_on == DAY + dt.timedelta(days=18)
    late = CaseFactory(jobcentre=member.jobcentre, state=State.MATCH, due_on=None)
    changed = change(late, client=ClientFacts(given_name="Bo", family_name="Holm"), received_on=DAY - dt.timedelta(days=3))
    assert (changed.answer_due_on, changed.due_on) == (late.answer_due_on, None)


def test_an_event_names_the_changed_fields_and_never_what_stands_in_them(member: Membership) -> None:
    case = opened(member)
    change(case, client=ClientFacts(given_name="Ida", family_name="Skovgaard", phone="30 00 00 00", contact_note="Ring efter kl. 10"))
    event = AuditEvent.objects.get(subject_id=case.pk, kind="case.application_changed")
    assert event.facts == {"fields": ["phone", "contact_note"]}


def test_saving_without_a_change_writes_nothing(member: Membership) -> None:
    case = opened(member)
    assert change(case).version == 1
    assert not AuditEvent.objects.filter(kind="case.application_changed").exists()


def test_an_old_version_is_stale_and_a_closed_case_is_closed(member: Membership) -> None:
    case = opened(member)
    change(case, arrived_by="letter")
    with pytest.raises(Stale):
        change(case, version=1)
    closed = CaseFactory(jobcentre=member.jobcentre, state=State.REFUSED)
    with pytest.raises(Refused) as refused:
        change(closed)
    assert refused.value.code == "case_closed"


def test_the_end_of_a_protection_goes_with_the_protection(member: Membership) -> None:
    until = DAY + dt.timedelta(days=300)
    case = opened(member, client=ClientFacts(given_name="Ida", family_name="Skovgaard", address_protected=True, protected_until=until))
    assert case.client.protected_until == until
    change(case)
    case.client.refresh_from_db()
    assert (case.client.address_protected, case.client.protected_until) == (False, None)


def renumber(case: Case, number: str) -> None:
    change_cpr(case_id=case.pk, version=case.version, number=number, reason="Nyt nummer fra CPR-kontoret", by=case.caseworker, at=AT)


def test_a_changed_cpr_number_keeps_the_old_one_which_still_finds_the_client_r10() -> None:
    old, new = replacement_cpr(), replacement_cpr()
    case = CaseFactory(client__cpr=old)
    renumber(case, f"{new[:6]}-{new[6:]}")
    client = Client.objects.get(pk=case.client_id)
    assert sealed.decrypt(client.cpr_sealed, row_id=client.pk) == new
    former = FormerCpr.objects.get(client=client)
    assert sealed.decrypt(former.cpr_sealed, row_id=former.pk) == old
    for number in (old, new):
        index = sealed.blind_index(number, jobcentre_id=client.jobcentre_id)
        assert list(Client.objects.with_cpr(index)) == [client]
    event = AuditEvent.objects.get(subject_id=case.pk)
    assert (event.kind, event.facts) == ("case.cpr_changed", {"replacement": True})


def test_a_cpr_number_that_somebody_has_or_had_is_refused_r10() -> None:
    case = CaseFactory()
    other_old, other_new = replacement_cpr(), replacement_cpr()
    other = CaseFactory(jobcentre=case.jobcentre, client=ClientFactory(jobcentre=case.jobcentre, cpr=other_old))
    renumber(other, other_new)
    for number in (other_old, other_new):
        with pytest.raises(Refused) as refused:
            renumber(case, number)
        assert (refused.value.code, refused.value.field) == ("cpr_taken", "cpr")


@pytest.mark.parametrize(("number", "code"), [("123", "cpr_shape"), ("3113991234", "cpr_no_such_day")])
def test_what_is_no_cpr_number_is_refused_r10(number: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        renumber(CaseFactory(), number)
    assert refused.value.code == code


def test_the_same_cpr_number_again_is_no_change_r10() -> None:
    number = replacement_cpr()
    with pytest.raises(Refused) as refused:
        renumber(CaseFactory(client__cpr=number), number)
    assert refused.value.code == "cpr_unchanged"
    assert cpr_rules.is_replacement(number)
