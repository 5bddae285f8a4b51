"""The demo data: the same ones every time, in every state, with all the rows that the application itself would have written."""

import datetime as dt
import hashlib
import random
from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F, Q, Sum
from django.urls import reverse

from accounts import cpr as sealed
from accounts.enums import Role
from accounts.models import AuditEvent, Jobcentre, User
from cases.demo import store
from cases.demo.people import PASSWORD
from cases.enums import CLOSED_STATES, GRANTS, OPEN_STATES, State
from cases.models import Case, CaseNumber, Client, Decision, SchemeRules
from cases.phrases import event
from cases.rules import cpr
from cases.rules.deadlines import answer_due
from core import clock
from mentors.models import Mentor, SituationKind
from tests.conftest import as_owner
from tests.factories import CaseFactory, JobcentreFactory

TODAY = dt.date(2026, 11, 17)


def seed(size: str = "small", *, number: int = 1, today: dt.date | None = TODAY) -> str:
    out = StringIO()
    with as_owner():
        call_command("seed_demo", size=size, seed=number, today=today, stdout=out)
    return out.getvalue()


NOT_COMPARED = {"cpr_sealed", "password"}
"""Differ by a nonce or a salt each time."""


def checksum() -> str:
    """A digest of every row of every table that the demo fills, with CPR numbers opened."""
    total = hashlib.sha256()
    for table in store.Store().tables():
        model = next(each for each in apps.get_models() if each._meta.db_table == table.name)
        names = [field.attname for field in model._meta.concrete_fields if field.name not in NOT_COMPARED]
        for row in sorted(map(repr, model._default_manager.values_list(*names))):
            total.update(row.encode())
    for key, number in sorted((each.pk, sealed.decrypt(each.cpr_sealed, row_id=each.pk)) for each in Client.objects.all()):
        total.update(f"{key} {number}".encode())
    return total.hexdigest()


def check_all_constraints() -> None:
    """Foreign keys are deferred: ask for them now. Everything else the database has refused already."""
    connection.check_constraints()


@pytest.mark.django_db
class TestEverySize:
    """What holds of small holds of the others: there is one way from a plan to rows."""

    @pytest.fixture(autouse=True)
    def _seeded(self):
        seed()

    def test_every_state_is_there_and_every_open_case_has_a_deadline(self):
        assert {State(state) for state in Case.objects.values_list("state", flat=True)} == set(State)
        assert not Case.objects.filter(state__in=OPEN_STATES, due_on__isnull=True).exists()
        assert not Case.objects.filter(state__in=CLOSED_STATES, due_on__isnull=False).exists()
        check_all_constraints()

    def test_it_is_about_sixty_cases_twenty_mentors_and_two_jobcentres(self):
        assert 55 <= Case.objects.count() <= 75
        assert Mentor.objects.count() == 20
        assert sorted(Jobcentre.objects.annotate(n=Count("teams")).values_list("name", "n")) == [
            ("Jobcenter Egebæk", 2),
            ("Jobcenter Fjordby", 1),
        ]

    def test_cpr_numbers_are_all_of_the_replacement_kind_valid_and_no_two_alike(self):
        numbers = [sealed.decrypt(each.cpr_sealed, row_id=each.pk) for each in Client.objects.all()]
        assert len(numbers) == len(set(numbers)) > 50
        assert all(cpr.is_replacement(number) and cpr.verdict(number, on=TODAY) for number in numbers)
        one = Client.objects.first()
        assert bytes(one.cpr_index) == sealed.blind_index(sealed.decrypt(one.cpr_sealed, row_id=one.pk), jobcentre_id=one.jobcentre_id)

    def test_mentors_have_room_for_the_courses_they_have(self):
        running = Q(assignments__ended_on__isnull=True, assignments__isnull=False)
        loads = Mentor.objects.annotate(
            taken=Count("assignments", filter=running), minutes=Sum("assignments__minutes_a_week", filter=running)
        )
        assert not loads.filter(Q(taken__gt=F("most_clients")) | Q(minutes__gt=F("most_minutes"))).exists()
        assert loads.filter(taken=F("most_clients")).exists(), "somebody is full"
        assert loads.filter(taken=0).exists(), "somebody is free"

    def test_mentors_are_of_every_kind_some_away_and_one_with_an_expired_declaration(self):
        assert set(Mentor.objects.values_list("type", flat=True)) == {"colleague", "external", "professional"}
        assert Mentor.objects.filter(absences__isnull=False).count() >= 2
        assert Mentor.objects.filter(confidentiality_valid_until__lt=TODAY).count() == 1
        assert Mentor.objects.filter(organisation__kind="users").exists()
        assert not Mentor.objects.filter(type="colleague", workplace__isnull=True).exists()
        bound = Q(assignments__mentor__type="colleague") & ~Q(assignments__mentor__workplace=F("workplace"))
        assert not Case.objects.filter(bound).exists()

    def test_every_case_has_the_rows_of_the_steps_it_has_taken(self):
        cases = Case.objects.annotate(
            n_needs=Count("needs", distinct=True),
            n_decisions=Count("decisions", distinct=True),
            n_assignments=Count("assignments", distinct=True),
            n_groups=Count("target_groups", distinct=True),
            n_periods=Count("periods", distinct=True),
            n_signed=Count("agreements__signatures", distinct=True),
            n_outcomes=Count("outcomes", distinct=True),
        )
        for case in cases:
            assert (case.contact_on is not None) == (case.consent != "not_asked")
            assert case.challenges_on is None or (case.n_needs == 5 and hasattr(case, "wishes"))
            assert (case.assessment_on is not None) == (case.n_decisions == 1)
            assert case.assessment_on is None or (hasattr(case, "assessment") and case.n_groups)
            assert case.match_on is None or case.n_assignments == 1
            assert (case.startup_on is not None) == (case.n_periods == 1)
            assert case.startup_on is None or case.n_signed >= 2
            assert (case.state == State.ENDED) == bool(case.n_outcomes)
            assert (case.state == State.ENDED) == bool(case.end_reason)
            assert case.answer_due_on == answer_due(received_on=case.received_on, within_days=21)

    def test_what_has_happened_lies_in_order_before_today(self):
        for case in Case.objects.all():
            days = [
                case.received_on,
                case.contact_on,
                case.challenges_on,
                case.assessment_on,
                case.match_on,
                case.startup_on,
                case.closed_on,
            ]
            known = [day for day in days if day]
            assert known == sorted(known)
            assert known[-1] < TODAY
        assert AuditEvent.objects.latest("at").at.date() < TODAY

    def test_grants_are_granted_in_full_only_when_nothing_lies_below_the_wish(self):
        """R36."""
        for decision in Decision.objects.filter(outcome__in=GRANTS).select_related("case__wishes"):
            case, wishes = decision.case, decision.case.wishes
            assert (decision.wished_minutes_a_week, decision.wished_months) == (wishes.minutes_a_week, wishes.months)
            assert decision.wished_mentor_types == sorted(wishes.mentor_types)
            later = case.situation_starts_on >= case.received_on and decision.first_day > case.situation_starts_on
            below = later or decision.minutes_a_week < wishes.minutes_a_week or bool(decision.why_shorter)
            assert (decision.outcome == "partial") == below
        assert Decision.objects.filter(outcome="partial").exists()

    def test_every_event_has_words_on_the_time_line(self):
        for kind, facts in AuditEvent.objects.values_list("kind", "facts"):
            assert event(kind, facts) != kind

    def test_the_desk_of_mette_is_alive(self):
        due = Counter(
            "over" if day < TODAY else "today" if day == TODAY else "week" if day <= TODAY + dt.timedelta(days=7) else "later"
            for day in Case.objects.filter(caseworker__email="mette@demo.example", state__in=OPEN_STATES).values_list("due_on", flat=True)
        )
        assert due["over"] >= 2
        assert due["today"] >= 2
        assert due["week"] >= 4
        assert due["later"] >= 4

    def test_the_next_case_gets_the_next_number(self):
        for year, last in CaseNumber.objects.values_list("year", "last"):
            assert last == max(Case.objects.filter(year=year).values_list("number", flat=True))

    def test_demo_accounts_sign_in_and_other_staff_cannot(self):
        roles = {user.email: user.memberships.get().role for user in User.objects.filter(email__endswith="@demo.example")}
        assert roles == {
            "mette@demo.example": Role.CASEWORKER,
            "viggo@demo.example": Role.CASEWORKER,
            "anne@demo.example": Role.MANAGER,
            "admin@demo.example": Role.ADMINISTRATOR,
            "tilsyn@demo.example": Role.AUDITOR,
        }
        assert all(user.check_password(PASSWORD) == (user.email in roles) for user in User.objects.all())
        assert list(User.objects.filter(is_staff=True).values_list("email", flat=True)) == ["admin@demo.example"]
        assert not User.objects.filter(is_superuser=True).exists()

    def test_no_address_or_number_belongs_to_anybody(self):
        for model in (Client, Mentor, User):
            assert not model._default_manager.exclude(email="").exclude(email__endswith=".example").exists()
        assert not Client.objects.exclude(phone__startswith="20 00 ").exists()


@pytest.mark.django_db
class TestEmptying:
    def test_run_twice_it_is_the_same_and_another_seed_gives_others(self):
        seed()
        first = checksum()
        seed()
        assert checksum() == first
        seed(number=2)
        assert checksum() != first

    def test_everything_but_reference_data_goes_first_logs_included(self):
        case = CaseFactory()
        AuditEvent.objects.create(at=clock.now(), kind="case.opened", subject_kind="case", subject_id=case.pk)
        own = SchemeRules.objects.create(
            jobcentre=case.jobcentre, first_day=TODAY, legal_basis_da="a", legal_basis_en="a", complaint_da="a", complaint_en="a"
        )
        kinds = SituationKind.objects.count()
        seed()
        assert not Case.objects.filter(pk=case.pk).exists()
        assert not AuditEvent.objects.filter(subject_id=case.pk).exists()
        assert not SchemeRules.objects.filter(pk=own.pk).exists()
        assert SchemeRules.objects.count() == 1
        assert SituationKind.objects.count() == kinds > 0

    def test_outside_demo_mode_it_refuses_where_somebody_works(self, settings):
        settings.DEMO = False
        centre = JobcentreFactory()
        with pytest.raises(CommandError, match="not a demo installation"):
            seed()
        assert list(Jobcentre.objects.all()) == [centre]

    def test_outside_demo_mode_nobody_gets_the_password_of_the_documentation(self, settings):
        settings.DEMO = False
        seed()
        assert not any(user.has_usable_password() for user in User.objects.all())

    def test_too_little_disk_is_said_before_anything_is_removed(self, monkeypatch):
        centre = JobcentreFactory()
        monkeypatch.setattr(store, "free_bytes", lambda: 3_000_000)
        with pytest.raises(CommandError, match="needs 50 MB of free disk, and there are 3 MB"):
            seed()
        assert list(Jobcentre.objects.all()) == [centre]


PAGES = (
    "case",
    "case_contact",
    "case_challenges",
    "case_assessment",
    "case_decide",
    "case_match",
    "case_startup",
    "case_agreement",
    "case_timeline",
    "case_exit",
)


@pytest.mark.django_db
def test_mette_opens_every_page_of_ten_cases_picked_at_random(client):
    seed(today=None)
    mette = User.objects.get(email="mette@demo.example")
    client.force_login(mette)
    assert client.get(reverse("desk")).status_code == 200
    assert client.get(reverse("case_list")).status_code == 200
    cases = list(Case.objects.filter(jobcentre__name="Jobcenter Egebæk").order_by("year", "number"))
    for case in random.Random(TODAY.toordinal()).sample(cases, 10):
        for name in PAGES:
            assert client.get(reverse(name, args=[case.ref])).status_code == 200, (name, case.state)
        for proposal in case.proposals.all():
            assert client.get(reverse("case_proposal", args=[case.ref, proposal.pk])).status_code == 200
        for agreement in case.agreements.all():
            assert client.get(reverse("case_agreement_version", args=[case.ref, agreement.number])).status_code == 200
