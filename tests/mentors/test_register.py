"""The mentor register: what it takes (R46, R47), who may, and what is logged."""

import datetime as dt

import pytest

from accounts.enums import AccessKind, Role
from accounts.models import AccessEvent
from mentors.models import Mentor
from mentors.rules.register import capacity_verdict, details_verdict
from tests.factories import MembershipFactory, MentorFactory
from tests.mentors.scene import of, typed
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


VALID = {
    "type": "external",
    "subtype": "",
    "has_workplace": False,
    "available_from": None,
    "available_until": None,
    "signed_on": None,
    "valid_until": None,
    "on": dt.date(2026, 11, 16),
}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, ""),
        ({"subtype": "workplace"}, "subtype_of_other_type"),
        ({"subtype": "volunteer"}, ""),
        ({"type": "colleague"}, "colleague_needs_workplace"),
        ({"type": "colleague", "has_workplace": True}, ""),
        ({"available_from": dt.date(2026, 2, 1), "available_until": dt.date(2026, 1, 31)}, "available_until_before_from"),
        ({"signed_on": dt.date(2026, 11, 17)}, "declaration_ahead"),
        ({"signed_on": dt.date(2026, 11, 16)}, ""),
        ({"valid_until": dt.date(2026, 11, 16)}, "declaration_not_signed"),
        ({"signed_on": dt.date(2026, 11, 16), "valid_until": dt.date(2026, 11, 15)}, "declaration_ends_before_signed"),
    ],
)
def test_details_must_go_together(more, code):
    """R46"""
    assert details_verdict(**VALID | more).code == code


def test_capacity_is_never_set_below_what_is_taken():
    """R47"""
    assert capacity_verdict(most_clients=2, most_minutes=300, taken=2, taken_minutes=300)
    assert capacity_verdict(most_clients=1, most_minutes=300, taken=2, taken_minutes=300).facts == {"taken": 2}
    assert capacity_verdict(most_clients=2, most_minutes=299, taken=2, taken_minutes=300).code == "fewer_minutes_than_taken"


def test_every_page_of_the_register_logs_the_read(http, mentor):
    for address in ["/mentors/", of(mentor), of(mentor) + "change/"]:
        before = AccessEvent.objects.filter(subject_id=mentor.pk).count()
        http.get(address)
        assert AccessEvent.objects.filter(subject_id=mentor.pk).count() == before + 1
    assert AccessEvent.objects.filter(kind=AccessKind.LIST, subject_id=mentor.pk).exists()


def test_another_jobcentres_mentor_is_not_found(http):
    stranger = MentorFactory()
    for address in [of(stranger), of(stranger) + "change/"]:
        assert http.get(address).status_code == 404
        assert http.post(address, typed(version=1)).status_code in (404, 405)
    assert http.get("/mentors/").context["rows"] == []


def test_a_manager_reads_and_cannot_write(member, mentor):
    manager = signed_in(MembershipFactory(jobcentre=member.jobcentre, role=Role.MANAGER, user__language="en"))
    page = manager.get(of(mentor)).content.decode()
    assert "Change the details" not in page
    for address, status in [("/mentors/new/", 403), (of(mentor) + "change/", 200)]:
        page = manager.get(address)
        assert page.status_code == status
        assert "Your role reads the mentor register" in page.content.decode()
        assert manager.post(address, typed(version=1)).status_code == 403
    assert Mentor.objects.count() == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_other_roles_do_not_open_the_register(member, mentor, role):
    other = signed_in(MembershipFactory(jobcentre=member.jobcentre, role=role))
    for address in ["/mentors/", "/mentors/new/", of(mentor), of(mentor) + "change/"]:
        assert other.get(address).status_code == 403
