"""What client and mentor say of the course stands in two views beside each other."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.enums_course import View
from cases.models import CourseView
from core import clock
from tests.cases.actions.test_course_views import request as asked_for
from tests.cases.closing_scene import says
from tests.cases.startup_scene import assigned
from tests.factories import MembershipFactory
from tests.pages import english, page, text, typed

pytestmark = pytest.mark.django_db


class TestBothViews:
    def data(self, **other: Any) -> dict[str, Any]:
        known = {"version": 0, "extension": "", "day": typed(clock.today()), "how": "meeting", "words": "Jeg tør spørge nu", "better": "4"}
        return {**known, "helpful": "5", "needs_minutes": "", "needs_months": "", **other}

    def test_a_view_is_written_down_and_stands_beside_the_other_that_is_missing(self, client, month_old):
        case, _assignment, _by = month_old
        assert client.post(page("case_view_client", case), self.data()).url == page("case_close", case)
        body = text(client.get(page("case_close", case)))
        assert "»Jeg tør spørge nu«" in body
        assert "Better (4 of 5)" in body
        assert "Very much (5 of 5)" in body
        assert "Bente’s view is missing." in body
        assert "The difference" not in body
        client.post(page("case_view_mentor", case), self.data(better="5", words="Hun styrer selv"))
        assert "Bente sees more progress than Ida." in text(client.get(page("case_close", case)))

    def test_it_is_corrected_and_two_who_write_see_both_texts(self, client, month_old):
        case, _assignment, by = month_old
        says(case, by, View.CLIENT, at=clock.now())
        response = client.post(page("case_view_client", case), self.data(words="Noget andet"))
        assert response.status_code == 409
        assert "Jeg tør spørge nu." in text(response)
        assert "Noget andet" in text(response)
        assert client.post(page("case_view_client", case), self.data(version=1, words="Noget andet")).status_code == 302
        assert CourseView.objects.get().words == "Noget andet"

    def test_with_a_request_it_is_about_the_request(self, client, month_old):
        case, _assignment, by = month_old
        extension = asked_for(case, by)
        assert "For the extension that is asked for" in text(client.get(page("case_view_client", case)))
        response = client.post(page("case_view_client", case), self.data())
        assert response.status_code == 422
        assert "has changed since the page was opened" in text(response)
        assert client.post(page("case_view_client", case), self.data(extension=str(extension.pk))).status_code == 302
        assert CourseView.objects.get().extension == extension

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"words": "", "better": "", "helpful": ""}, "words"),
            ({"day": "1-1-2030"}, "day"),
            ({"needs_minutes": "50"}, "needs_minutes"),
            ({"needs_months": "x"}, "needs_months"),
            ({"needs_months": "99"}, "needs_months"),
            ({"better": "9"}, "better"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(self, client, month_old, wrong, field):
        case, _assignment, _by = month_old
        response = client.post(page("case_view_client", case), self.data(**wrong))
        assert response.status_code == 422
        assert field in response.context["form"].errors

    def test_it_is_drafted(self, client, month_old):
        case, _assignment, _by = month_old
        client.post(page("case_view_mentor", case), self.data(draft="1", words="Kladden"))
        assert "Kladden" in text(client.get(page("case_view_mentor", case)))
        assert "Kladden" not in text(client.get(page("case_view_client", case)))
        assert page("case_view_mentor", case) in text(client.get(reverse("desk")))

    def test_before_the_course_nobody_is_asked_and_a_manager_only_reads(self, client):
        case, _assignment, by = assigned(at=clock.now())
        english(client, by)
        assert "when it has begun" in text(client.get(page("case_view_client", case)))
        client.force_login(MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER).user)
        assert client.post(page("case_view_client", case), self.data()).status_code == 403
