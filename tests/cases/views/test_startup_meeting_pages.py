"""The meeting of the start-up: arranged, moved, held and cancelled from its page."""

import uuid

import pytest

from cases.models import Meeting
from core import clock
from core.days import DAY
from tests.cases.startup_scene import assigned
from tests.cases.views.startup_page_scene import NASTY, meeting_data, planned
from tests.pages import page, text

pytestmark = pytest.mark.django_db


class TestMeeting:
    def test_is_arranged_moved_held_from_the_page(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        assert client.post(page("case_startup", case), meeting_data(time="13:00")).status_code == 302
        meeting = Meeting.objects.get(case=case)
        body = text(client.get(page("case_startup", case)))
        assert "13.00" in body and "Lokale 2" in body
        client.post(page("case_startup", case), meeting_data(version=1, place="Bageriet"))
        meeting.refresh_from_db()
        assert meeting.place == "Bageriet"
        held = {"do": "held", "meeting": planned(), "version": 2, "held_on": clock.today().strftime("%d-%m-%Y"), "key": str(uuid.uuid4())}
        assert client.post(page("case_startup", case), held).status_code == 302
        meeting.refresh_from_db()
        assert meeting.held_on == clock.today()

    def test_a_time_that_a_night_in_march_leaves_out_is_told_at_the_time(self, client):
        case, _assignment, by = assigned(at=clock.now())
        last = clock.today().replace(year=clock.today().year + 1, month=3, day=31)
        sunday = (last - last.isoweekday() % 7 * DAY).strftime("%d-%m-%Y")
        client.force_login(by)
        answer = client.post(page("case_startup", case), meeting_data(day=sunday, time="02.30"))
        assert answer.status_code == 422 and 'href="#id_meeting_time"' in text(answer) and not Meeting.objects.exists()

    def test_two_presses_on_the_same_button_make_one(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        data = meeting_data()
        assert {client.post(page("case_startup", case), data).status_code for _ in range(2)} == {302}
        assert Meeting.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong", [{"time": "25.00"}, {"time": "13.7"}, {"day": "31-02-2027"}, {"place": ""}, {"place": "a\x00b"}, {"day": NASTY}]
    )
    def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(self, client, wrong):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        response = client.post(page("case_startup", case), meeting_data(who_comes=NASTY, **wrong))
        assert response.status_code == 422
        assert "form-error-message" in text(response)
        assert "Ærøskøbing&#x27;&quot;&gt;&lt;script&gt;" in text(response)
        assert not Meeting.objects.exists()

    def test_a_meeting_that_is_still_to_come_is_not_held(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        client.post(page("case_startup", case), meeting_data())
        tomorrow = (clock.today() + DAY).strftime("%d-%m-%Y")
        response = client.post(page("case_startup", case), {"do": "held", "meeting": planned(), "version": 1, "held_on": tomorrow})
        assert response.status_code == 422
        assert 'id="id_held_held_on_error"' in text(response)

    def test_a_colleagues_change_is_shown_beside_mine(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        client.post(page("case_startup", case), meeting_data())
        client.post(page("case_startup", case), meeting_data(version=1, place="Bageriet"))
        response = client.post(page("case_startup", case), meeting_data(version=1, place="Biblioteket"))
        assert response.status_code == 409
        assert "Bageriet" in text(response) and "Biblioteket" in text(response)

    def test_a_meeting_that_was_cancelled_meanwhile_is_not_recorded_as_held(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        client.post(page("case_startup", case), meeting_data())
        client.post(page("case_startup", case), {"do": "cancel", "meeting": planned(), "version": 1, "key": str(uuid.uuid4())})
        held = {"do": "held", "meeting": planned(), "version": 1, "key": str(uuid.uuid4()), "held_on": clock.today().strftime("%d-%m-%Y")}
        response = client.post(page("case_startup", case), held)
        assert response.status_code == 422
        assert "recorded as held" not in text(response)
        assert Meeting.objects.get().held_on is None

    def test_moving_a_meeting_that_was_cancelled_meanwhile_arranges_no_other(self, client):
        case, _assignment, by = assigned(at=clock.now())
        client.force_login(by)
        client.post(page("case_startup", case), meeting_data())
        opened = planned()
        client.post(page("case_startup", case), {"do": "cancel", "meeting": opened, "version": 1, "key": str(uuid.uuid4())})
        response = client.post(page("case_startup", case), meeting_data(meeting=opened, version=1, place="Bageriet"))
        assert response.status_code == 409
        assert "Bageriet" in text(response)
        assert Meeting.objects.count() == 1
