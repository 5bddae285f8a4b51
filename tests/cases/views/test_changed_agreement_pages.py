"""A changed agreement in a running course, and its signatures on the same page."""

import re
from typing import Any

import pytest

from accounts.models import Draft
from cases.models import Agreement, Signature
from core import clock
from core.days import DAY
from tests.cases.course_scene import changed_and_signed, raised
from tests.cases.startup_scene import agreed, assigned
from tests.cases.views.startup_page_scene import sign_data, terms_data
from tests.pages import page, text, typed

pytestmark = pytest.mark.django_db


class TestAgreementOfARunningCourse:
    def test_it_is_read_until_somebody_wants_to_change_it(self, client, course):
        case, _assignment, _by = course
        body = text(client.get(page("case_agreement", case)))
        assert 'id="id_goal1"' not in body
        assert "Version 1 holds" in body
        changing = text(client.get(page("case_agreement", case) + "?change=1"))
        assert 'id="id_goal1"' in changing
        assert 'id="id_first_day"' not in changing

    def test_a_change_waits_for_signatures_and_the_page_says_what_holds(self, client, course):
        case, assignment, _by = course
        data = terms_data(minutes_a_week="2", times=["1_morning", "4_evening"])
        assert client.post(page("case_agreement", case), data).status_code == 302
        body = text(client.get(page("case_agreement", case)))
        assert "Version 2 of the agreement must be signed by" in body
        assert "Until then version 1 holds." in body
        assert "Monday, morning, Thursday, evening" in body
        for party in ("client", "mentor"):
            assert client.post(page("case_sign", case), sign_data(version=2, party=party)).status_code == 302
        assignment.refresh_from_db()
        assert assignment.minutes_a_week == 120
        assert "Version 2 holds" in text(client.get(page("case_agreement", case)))

    def test_two_versions_of_ones_own_choice_are_compared(self, client, course):
        case, _assignment, by = course
        changed_and_signed(case, by, at=clock.now(), first_day=None, cancelling="Ring")
        changed_and_signed(case, by, version=3, at=clock.now(), first_day=None, cancelling="Skriv")
        address = page("case_agreement_version", case, 3)
        before = text(client.get(address))
        assert "Version 3 beside version 2" in before
        assert f"{address}?beside=1" in before
        assert "Version 3 beside version 1" in text(client.get(f"{address}?beside=1"))
        assert "Version 1 beside version 3" in text(client.get(page("case_agreement_version", case, 1) + "?beside=3"))
        for nonsense in ("3", "9", "x", "-1", "1" * 400, "²"):
            assert client.get(f"{address}?beside={nonsense}").status_code == 200

    def test_what_cannot_be_is_said_and_nothing_is_lost(self, client, course):
        case, _assignment, _by = course
        response = client.post(page("case_agreement", case), terms_data(minutes_a_week="3:30", tasks="Min tekst"))
        assert response.status_code == 422
        assert "Min tekst" in text(response)
        assert Agreement.objects.count() == 1

    def test_with_a_mentor_who_has_stopped_the_page_offers_no_form(self, client, course):
        case, _assignment, by = course
        raised(case, by, at=clock.now(), stops_on=clock.today() - DAY)
        body = text(client.get(page("case_agreement", case) + "?change=1"))
        assert "f_agreement" not in body
        assert client.post(page("case_agreement", case), terms_data(tasks="Nyt")).status_code == 422


class TestTwoFormsOnOnePage:
    """What is typed in the one is not lost when the other is sent."""

    @pytest.fixture
    def startup(self, client):
        case, _assignment, by = assigned(at=clock.now())
        agreed(case, by, at=clock.now())
        client.force_login(by)
        return case

    def terms(self, **other: Any) -> dict[str, Any]:
        return terms_data(first_day=typed(clock.today()), **other)

    def test_a_signature_keeps_the_typed_terms_as_a_draft(self, client, startup):
        data = {**self.terms(tasks="Halvt skrevet\r\nover to linjer"), **sign_data(party="client")}
        assert client.post(page("case_sign", startup), data).status_code == 302
        assert Signature.objects.count() == 1
        assert Agreement.objects.count() == 1
        body = text(client.get(page("case_agreement", startup)))
        assert "Halvt skrevet" in body
        assert "mc-errsum" not in body

    def test_terms_that_nobody_touched_leave_no_draft(self, client, startup):
        client.post(page("case_sign", startup), {**self.terms(), **sign_data(party="client")})
        assert Signature.objects.count() == 1
        assert not Draft.objects.exists()

    def test_saving_keeps_a_typed_signature(self, client, startup):
        data = {**self.terms(tasks="Nyt"), **sign_data(party="mentor", on_behalf="on", on_behalf_by="Kirsten Toft")}
        assert client.post(page("case_agreement", startup), data).status_code == 302
        assert (Agreement.objects.count(), Signature.objects.count()) == (2, 0)
        body = text(client.get(page("case_agreement", startup)))
        assert 'value="Kirsten Toft"' in body
        assert re.search(r'name="sign_version" value="2"', body)
        assert client.post(page("case_sign", startup), sign_data(version=2, party="mentor")).status_code == 302
        assert not Draft.objects.exists()

    def test_a_refused_signature_keeps_the_terms_on_the_page(self, client, startup):
        response = client.post(page("case_sign", startup), {**self.terms(tasks="Min tekst"), **sign_data(party="", signed_on="1-1-2020")})
        assert response.status_code == 422
        assert "Min tekst" in text(response)

    def test_refused_terms_keep_the_signature_on_the_page(self, client, startup):
        response = client.post(page("case_agreement", startup), {**self.terms(goal1=""), **sign_data(on_behalf_by="Kirsten Toft")})
        assert response.status_code == 422
        assert "Kirsten Toft" in text(response)

    def test_a_colleagues_version_is_never_overwritten_unseen(self, client, startup):
        """The terms keep the version with which they were opened, whatever happens to the signature beside them."""
        agreed(startup, startup.caseworker, at=clock.now(), based_on=1, cancelling="Ring")
        response = client.post(page("case_sign", startup), {**self.terms(tasks="Min tekst"), **sign_data(version=1)})
        assert response.status_code == 422
        assert re.search(r'name="version" value="1"', text(response))
        assert client.post(page("case_agreement", startup), self.terms(tasks="Min tekst")).status_code == 409

    def test_a_draft_keeps_both(self, client, startup):
        data = {**self.terms(tasks="Halvt"), **sign_data(party="client", on_behalf_by="Kirsten Toft"), "draft": "1"}
        client.post(page("case_agreement", startup), data)
        body = text(client.get(page("case_agreement", startup)))
        assert "Halvt" in body and "Kirsten Toft" in body
