"""The agreement: its five facts, versions beside each other, signatures."""

import re

import pytest

from accounts.models import Draft
from cases.enums import Party
from cases.models import Agreement, Signature
from core import clock
from tests.cases.startup_scene import TERMS, agreed, assigned, signs
from tests.cases.views.startup_page_scene import NASTY, agreement_data, sign_data
from tests.pages import english, page, text

pytestmark = pytest.mark.django_db


class TestAgreement:
    def test_is_prefilled_from_the_decision(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        body = text(client.get(page("case_agreement", case)))
        assert case.decisions.get().tasks in body
        assert 'value="3:00"' in body

    def test_versions_stand_beside_each_other(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        client.post(page("case_agreement", case), agreement_data())
        signs(case, by, Party.MENTOR, at=clock.now())
        client.post(page("case_agreement", case), agreement_data(version=1, cancelling="Ring dagen før"))
        assert Agreement.objects.filter(case=case).count() == 2
        body = text(client.get(page("case_agreement_version", case, 2)))
        assert TERMS["cancelling"] in body and "Ring dagen før" in body
        assert body.count("mc-tag--warn") == 1
        headings = re.findall(r'alert-heading">(.*?)</h2>', text(client.get(page("case_agreement", case))))
        assert any(case.assignments.get().mentor.name in heading for heading in headings)

    def test_a_new_phone_number_is_told_and_nothing_is_told_when_nothing_changed(self, client):
        """R51"""
        case, assignment, by = assigned(at=clock.now())
        english(client, by).post(page("case_agreement", case), agreement_data())

        def said() -> str:
            response = client.post(page("case_agreement", case), agreement_data(version=1), follow=True)
            return str(list(response.context["messages"])[-1])

        assert said() == "Nothing was changed: version 1 stands as it is."
        assignment.mentor.phone = "20 99 99 99"
        assignment.mentor.save()
        assert said() == "Version 1 has the mentor’s new phone or e-mail. The signatures still count."

    def test_a_draft_is_kept_and_shown_again(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        client.post(page("case_agreement", case), agreement_data(goal1="", tasks="Halvt skrevet", draft="1"))
        assert Draft.objects.get().form == "agreement"
        assert "Halvt skrevet" in text(client.get(page("case_agreement", case)))
        assert not Agreement.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"goal1": ""},
            {"minutes_a_week": "3:30"},
            {"minutes_a_week": "0"},
            {"minutes_a_week": "mange"},
            {"first_day": "1-1-2020"},
            {"tasks": "x" * 1_000_000},
            {"tasks": "a\x00b"},
            {"ways_of_meeting": ["flying"]},
            {"ways_of_meeting": []},
            {"goal2": "x" * 301},
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_is_lost(self, client, wrong):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        response = client.post(page("case_agreement", case), agreement_data(when_where=NASTY, **wrong))
        assert response.status_code == 422
        assert "mc-errsum" in text(response)
        assert "&lt;script&gt;" in text(response)
        assert not Agreement.objects.exists()

    def test_a_colleagues_version_is_shown_beside_mine(self, client):
        case, _assignment, by = assigned(at=clock.now())
        agreed(case, by, at=clock.now(), cancelling="Ring")
        client.force_login(by)
        response = client.post(page("case_agreement", case), agreement_data(version=0, cancelling="Skriv"))
        assert response.status_code == 409
        assert "mc-conflict" in text(response)
        assert Agreement.objects.count() == 1

    def test_two_presses_make_one_version(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        data = agreement_data()
        assert {client.post(page("case_agreement", case), data).status_code for _ in range(2)} == {302}
        assert Agreement.objects.count() == 1


class TestSignature:
    def test_is_recorded(self, client):
        case, _assignment, by = assigned(at=clock.now())
        agreed(case, by, at=clock.now())
        client.force_login(by)
        assert client.post(page("case_sign", case), sign_data()).status_code == 302
        assert Signature.objects.get().party == Party.CLIENT

    def test_folded_fields_do_not_count(self, client):
        """R56: the box is not ticked."""
        case, _assignment, by = assigned(at=clock.now())
        agreed(case, by, at=clock.now())
        client.force_login(by)
        client.post(page("case_sign", case), sign_data(on_behalf_by="Kirsten"))
        assert Signature.objects.get().on_behalf_by == ""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"party": ""},
            {"party": "nobody"},
            {"signed_on": "1-1-2020"},
            {"on_behalf": "on", "on_behalf_by": "Kirsten"},
            {"on_behalf": "on"},
            {"how": "telepathy"},
            {"version": 9},
        ],
    )
    def test_what_cannot_be_is_said_on_the_same_page(self, client, wrong):
        case, _assignment, by = assigned(at=clock.now())
        agreed(case, by, at=clock.now())
        client.force_login(by)
        response = client.post(page("case_sign", case), sign_data(**wrong))
        assert response.status_code == 422
        assert "mc-errsum" in text(response)
        assert not Signature.objects.exists()

    def test_after_a_newer_version_the_next_press_is_about_that_one(self, client):
        case, _assignment, by = assigned(at=clock.now())
        agreed(case, by, at=clock.now())
        agreed(case, by, at=clock.now(), based_on=1, cancelling="Ring")
        client.force_login(by)
        response = client.post(page("case_sign", case), sign_data(version=1))
        assert response.status_code == 422
        assert re.search(r'name="sign_version" value="2" id="id_sign_version"', text(response))
