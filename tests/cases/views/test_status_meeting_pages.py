"""The status meetings of a running course: arranged, moved, held, cancelled, fetched for a calendar."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import AccessKind
from accounts.models import AccessEvent
from cases.models import Meeting
from core import clock
from core.days import DAY
from tests.cases.course_scene import running
from tests.cases.hours_scene import arranged
from tests.pages import page, text, typed

pytestmark = pytest.mark.django_db


class TestTheMeetings:
    def data(self, **other: Any) -> dict[str, Any]:
        known = {"key": str(uuid.uuid4()), "day": typed(clock.today() + 3 * DAY), "time": "13.00", "place": "Lokale 2", "who_comes": "Alle"}
        return {**known, **other}

    def test_is_arranged_once_moved_held_and_fetched(self, client, course):
        """R111"""
        case, _assignment, _by = course
        data = self.data()
        for _click in range(2):
            client.post(page("case_meetings", case), data)
        meeting = Meeting.objects.get(kind="status")
        shown = text(client.get(page("case_meetings", case)))
        assert "Status meeting, planned" in shown
        assert page("case_meeting_ics", case, meeting.pk) in shown
        one = {"meeting": meeting.pk, "version": 1, "key": str(uuid.uuid4())}
        client.post(page("case_meeting", case, meeting.pk), {"do": "meeting", **one, **self.data(time="14.30")})
        meeting.refresh_from_db()
        assert (meeting.version, f"{meeting.at.astimezone(dt.timezone(dt.timedelta(0))):%M}") == (2, "30")
        stale = client.post(page("case_meeting", case, meeting.pk), {"do": "meeting", **one, **self.data(time="15.30")})
        assert stale.status_code == 409
        held = {"do": "held", **one, "version": 2, "key": str(uuid.uuid4()), "held_on": typed(clock.today())}
        assert "held on" in text(client.post(page("case_meeting", case, meeting.pk), held, follow=True))

    def test_the_file_is_an_export_in_the_read_log(self, client, course):
        """R111"""
        case, _assignment, by = course
        meeting = arranged(case, by, starts_at=clock.now() + 3 * DAY, at=clock.now())
        answer = client.get(page("case_meeting_ics", case, meeting.pk))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Content-Disposition"] == f'attachment; filename="{case.ref}.ics"'
        assert f"Status meeting\\, case {case.ref}" in answer.content.decode()
        assert AccessEvent.objects.filter(kind=AccessKind.EXPORT, subject_id=case.pk).count() == 1
        other, _a, _b = running(at=clock.now() - DAY)
        assert client.get(reverse("case_meeting_ics", args=[other.ref, meeting.pk])).status_code == 404

    def test_a_time_that_a_night_in_march_leaves_out_is_told_and_one_that_october_has_twice_is_the_first(self, client, course):
        """R111"""
        case, _assignment, _by = course
        year = clock.today().year + 1
        spring, autumn = (dt.date(year, month, 31) - dt.date(year, month, 31).isoweekday() % 7 * DAY for month in (3, 10))
        answer = client.post(page("case_meetings", case), self.data(day=typed(spring), time="2.30"))
        assert answer.status_code == 422 and "There is no 02.30 on" in text(answer) and 'value="Lokale 2"' in text(answer)
        assert not Meeting.objects.filter(kind="status").exists()
        assert client.post(page("case_meetings", case), self.data(day=typed(autumn), time="2.30")).status_code == 302
        assert Meeting.objects.get(kind="status").at == dt.datetime.combine(autumn, dt.time(0, 30), tzinfo=dt.UTC)

    def test_a_missing_time_keeps_the_rest(self, client, course):
        case, _assignment, _by = course
        answer = client.post(page("case_meetings", case), self.data(time=""))
        assert answer.status_code == 422
        assert 'value="Lokale 2"' in text(answer)
