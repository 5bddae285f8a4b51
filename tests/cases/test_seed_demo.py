"""The demo data: the same ones every time, in every state, with all the rows that the application itself would have written."""

import datetime as dt
from collections import Counter

import pytest
from django.db.models import Count, F, Q

from accounts import cpr as sealed
from accounts.enums import Role
from accounts.jobs import NIGHTLY
from accounts.models import AuditEvent, Heartbeat, Jobcentre, User
from cases.actions.notices import Renewed, renew
from cases.course_rows import due_of_course
from cases.demo.people import PASSWORD
from cases.enums import CLOSED_STATES, GRANTS, OPEN_STATES, State
from cases.enums_notice import NOTICED, NoticeState
from cases.loads import client_facts, mentor_facts, mentors_with_load, weights_of, with_spans_away
from cases.models import (
    Agreement,
    Assignment,
    Case,
    CaseNumber,
    Client,
    Conflict,
    Decision,
    Notice,
    NoticeRecipient,
    Proposal,
    Rematch,
)
from cases.notice_phrases import notice_action, notice_words
from cases.phrases import event
from cases.rules import cpr
from cases.rules.deadlines import answer_due
from cases.rules.matching import fit
from cases.waiting import waiting_clients
from core import clock
from core.days import day_of
from mentors.models import Mentor, PlaceGrant
from mentors.phrases import event as mentor_event
from tests.cases.seed_scene import TODAY, assert_room_everywhere, check_all_constraints, seed


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

    def test_mentors_and_places_have_room_for_the_courses_they_have(self):
        assert_room_everywhere()
        loads = [each for at in Jobcentre.objects.all() for each in mentors_with_load(jobcentre_id=at.pk, on=TODAY)]
        assert any(each.taken == each.most_clients for each in loads), "somebody is full"
        assert any(each.taken == 0 for each in loads), "somebody is free"

    def test_a_place_mentor_has_two_clients_who_share_the_hours_of_the_place(self):
        place = PlaceGrant.objects.get()
        assert (place.mentor.name, place.workplace.name, place.minutes_a_week, place.most_clients) == (
            "Ulla Dahl",
            "Egebæk Genbrug",
            480,
            4,
        )
        shares = Assignment.objects.filter(place=place)
        assert sorted(shares.values_list("case__state", flat=True)) == [State.RUNNING, State.STARTUP]
        assert set(shares.values_list("mentor", "case__workplace")) == {(place.mentor_id, place.workplace_id)}
        assert place.first_day < min(shares.values_list("first_day", flat=True))

    def test_a_rematch_leaves_two_mentors_one_after_the_other_and_two_versions_of_the_agreement(self):
        closed = Rematch.objects.filter(closed_on__isnull=False).select_related("case", "assignment", "new_assignment")
        assert any(each.case.caseworker.email == "mette@demo.example" and each.case.state == State.RUNNING for each in closed)
        for each in closed:
            old, new = each.assignment, each.new_assignment
            assert old.ended_on == new.first_day - dt.timedelta(days=1)
            assert (old.ended_why, old.proposal.state, new.proposal.state) == (each.words, "assigned", "assigned")
            assert each.raised_on <= each.closed_on <= new.first_day
            one, two = each.case.agreements.order_by("number")
            assert (one.assignment, two.assignment) == (old, new)
            assert one.locked_at < two.locked_at
            assert two.mentor_name == new.mentor.name
            assert (two.first_day, two.last_day, two.tasks) == (new.first_day, one.last_day, one.tasks)
            assert set(two.signatures.values_list("party", flat=True)) == {"client", "mentor"}
            kinds = set(AuditEvent.objects.filter(subject_id=each.case_id).values_list("kind", flat=True))
            assert kinds >= {"case.rematch_opened", "case.agreement_changed", "case.rematch_assigned", "case.agreement_in_force"}
            assert AuditEvent.objects.filter(subject_id=old.mentor_id, kind="mentor.place_ends", facts__case=each.case.ref).exists()
            assert AuditEvent.objects.filter(subject_id=new.mentor_id, kind="mentor.assigned", facts__case=each.case.ref).exists()

    def test_nadia_waits_for_another_mentor(self):
        rematch = Rematch.objects.get(closed_on__isnull=True)
        assert (rematch.case.client.given_name, rematch.reason, rematch.new_assignment) == ("Nadia", "times", None)
        assert rematch.assignment.ended_on is None

    def test_the_deadline_of_a_running_course_is_the_one_that_the_actions_keep(self):
        for case in Case.objects.filter(state=State.RUNNING):
            assert case.due_on == due_of_course(case)

    def test_lars_and_bent_know_each_other_privately(self):
        conflict = Conflict.objects.get(client__given_name="Lars", client__family_name="Thygesen")
        assert (conflict.mentor.name, conflict.kind, conflict.lifted_at) == ("Bent Skov", "private", None)
        assert Case.objects.get(client=conflict.client).state == State.MATCH
        assert AuditEvent.objects.filter(kind="mentor.conflict_recorded", subject_id=conflict.mentor_id).exists()

    def test_no_mentor_is_proposed_against_a_conflict(self):
        for client, mentor in Conflict.objects.values_list("client", "mentor"):
            assert not Proposal.objects.filter(case__client=client, mentor=mentor).exists()

    def test_every_proposal_has_a_reason_for_each_unmet_wish_and_the_weights_of_its_board(self):
        """R44."""
        for proposal in Proposal.objects.select_related("case__client", "case__workplace", "case__wishes"):
            case = proposal.case
            weights = weights_of(case.jobcentre_id, TODAY)
            client = client_facts(
                case=case,
                decision=case.decisions.get(kind="first"),
                first_day=TODAY,
                needs=list(case.needs.all()),
                wishes=case.wishes,
                proposals=[],
            )
            row = with_spans_away(mentors_with_load(jobcentre_id=case.jobcentre_id, on=TODAY), since=TODAY).get(pk=proposal.mentor_id)
            assert set(proposal.unmet_wishes) == set(fit(client=client, mentor=mentor_facts(row), weights=weights).unmet)
            assert all(proposal.unmet_wishes.values())
            assert proposal.weights_id == weights.id
            assert proposal.conflict_asked in ("meeting", "phone")
        assert Proposal.objects.exclude(unmet_wishes={}).exists()

    def test_a_day_for_an_answer_has_passed_on_mettes_desk(self):
        passed = Proposal.objects.filter(state="client_asked", answer_by__lt=TODAY).select_related("case__caseworker")
        assert [each.case.caseworker.email for each in passed] == ["mette@demo.example"]

    def test_enough_clients_wait_for_an_allocation(self):
        egebaek = Jobcentre.objects.get(name="Jobcenter Egebæk")
        clients = waiting_clients(jobcentre_id=egebaek.pk, today=TODAY)
        assert 4 <= len(clients.waiting) <= 8
        assert clients.run_out == 0
        waiting = Case.objects.filter(pk__in=[each.case_id for each in clients.waiting])
        assert waiting.values("caseworker").distinct().count() == 3

    def test_times_stand_in_about_half_of_the_agreements_and_both_have_them(self):
        agreements = Agreement.objects.select_related("assignment__mentor")
        with_times = [each for each in agreements if each.times]
        assert 0.2 < len(with_times) / len(agreements) < 0.8
        assert all(set(each.times) <= set(each.assignment.mentor.times) for each in with_times)

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
            extended = case.extensions.filter(decision__isnull=False).count()
            assert case.n_decisions == (case.assessment_on is not None) + extended
            assert case.assessment_on is None or (hasattr(case, "assessment") and case.n_groups)
            taken_over = case.rematches.filter(new_assignment__isnull=False).count()
            assert case.match_on is None or case.n_assignments == 1 + taken_over
            assert case.n_periods == (case.startup_on is not None) + extended
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
        for decision in Decision.objects.filter(outcome__in=GRANTS, kind="first").select_related("case__wishes"):
            case, wishes = decision.case, decision.case.wishes
            assert (decision.wished_minutes_a_week, decision.wished_months) == (wishes.minutes_a_week, wishes.months)
            assert decision.wished_mentor_types == sorted(wishes.mentor_types)
            later = case.situation_starts_on >= case.received_on and decision.first_day > case.situation_starts_on
            below = later or decision.minutes_a_week < wishes.minutes_a_week or bool(decision.why_shorter)
            assert (decision.outcome == "partial") == below
        assert Decision.objects.filter(outcome="partial").exists()

    def test_every_event_has_words_on_the_time_line(self):
        for kind, facts in AuditEvent.objects.values_list("kind", "facts"):
            assert (mentor_event(kind, facts) or event(kind, facts)) != kind

    def test_reminders_are_told_seen_and_coming_and_none_is_over(self):
        """R166: the ledger is as the nightly run would leave it."""
        states = Counter(Notice.objects.values_list("state", flat=True))
        assert min(states[each] for each in (NoticeState.PLANNED, NoticeState.TOLD, NoticeState.SEEN, NoticeState.SUPERSEDED)) >= 5
        assert not Notice.objects.filter(state=NoticeState.PLANNED, due_on__lte=TODAY).exists()
        assert not Case.objects.filter(state__in=OPEN_STATES, notices_on__isnull=True).exists()
        cases = list(Case.objects.values_list("pk", flat=True))
        assert renew(case_ids=cases, on=TODAY, at=clock.now(), dry_run=True) == Renewed()
        for notice in Notice.objects.select_related("case"):
            assert notice_words(notice) and notice_action(notice)
        assert NoticeRecipient.objects.filter(user__email="mette@demo.example", notice__state__in=NOTICED).count() >= 5
        assert day_of(Heartbeat.objects.get(name=NIGHTLY).at) == TODAY  # so that no page says that tonight's run is missing

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
            "soren@demo.example": Role.CASEWORKER,
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
