"""Both nights in which clocks are moved, and New Year, gone through by a whole installation whose clock is ahead of the machine's.

Database, broker, two workers, beat and web run by one moved clock, quickly through the dull hours and slowly where something is due; between the
seasons everything is off, and on days between the machine sleeps. Courses end and deadlines fall on each of the days. Afterwards every reminder
was told exactly once, in the night of its day, and its mail came once, on the morning of a working day. The web answers within five seconds.
"""

import datetime as dt
import re
import shutil
from collections import Counter
from collections.abc import Iterator

import pytest

from core.days import COPENHAGEN, is_working_day
from tests.faults.installation import Installation, make_installation, new_folder
from tests.faults.moved_clock import MovedClock, local
from tests.faults.season import Season

pytestmark = pytest.mark.drill

QUICK, WATCHED, SLOW = 360, 180, 60
"""Seconds in one: through the night, over the hour that is moved, and around seven. While jobs pile up or reminders are told it is one in one."""
PEOPLE = """
from accounts.enums import MailRhythm, Role
from tests.factories import *
office = JobcentreFactory(name="Jobcenter Prøve", municipality_code="901")
for name, role, rhythm in (("ida", Role.CASEWORKER, MailRhythm.WEEKDAYS), ("mai", Role.CASEWORKER, MailRhythm.MONDAYS),
                           ("ove", Role.MANAGER, MailRhythm.WEEKDAYS)):
    user = UserFactory(email=f"{name}@faults.example", name=name.title(), password="en-lang-adgangskode")
    MembershipFactory(user=user, jobcentre=office, role=role, mail_rhythm=rhythm)
"""
OF_THE_DAYS = """
SELECT n.kind, n.due_on, u.email, array_agg(r.told_at), array_agg(m.state)
FROM cases_notice n JOIN cases_case c ON c.id = n.case_id JOIN accounts_user u ON u.id = c.caseworker_id
JOIN cases_noticerecipient r ON r.notice_id = n.id AND r.user_id = u.id LEFT JOIN accounts_message m ON m.id = r.message_id
WHERE r.told_at > %(since)s AND n.due_on = ANY(%(days)s)
AND (n.kind = 'course_over' OR n.kind = 'extension' AND n.level = 1 OR n.kind = 'answer') GROUP BY 1, 2, 3
"""
NOT_TOLD = "SELECT count(*) FROM cases_notice WHERE due_on <= %(last)s AND state IN ('planned', 'failed', 'uncertain')"
# What a newer level has taken the place of before its mail left stands in none.
MAILED = """
SELECT u.email, m.id::text, m.state, count(*) FROM cases_noticerecipient r JOIN accounts_user u ON u.id = r.user_id
JOIN cases_notice n ON n.id = r.notice_id LEFT JOIN accounts_message m ON m.id = r.message_id
WHERE r.told_at > %(since)s AND (m.id IS NOT NULL OR n.closed_at IS NULL) GROUP BY 1, 2, 3
"""
RUNS = """SELECT "on", begun_at, state FROM accounts_jobrun WHERE name = 'nightly' AND begun_at > %(since)s ORDER BY begun_at"""
ASKED = re.compile(r"^(\S+) (\d\d):(\d\d):\S+ INFO celery.beat Scheduler: Sending due task (\S+)", re.M)


def check(season: Season, *, mails: dict[str, list[str]], seconds: list[float]) -> None:
    nights = check_nights(season)
    told = check_told(season, nights)
    lines = check_mails(season, mails)
    check_hours(season)
    print(
        f"{len(nights)} days, one run each, begun at {', '.join(f'{at:%d-%m %H.%M}' for at in nights.values())}; "
        f"{told} reminders of these days told once in the night of their day, in all {lines} lines in {len(season.post.mails)} mails: "
        f"{', '.join(f'{at:%d-%m %H.%M}' for at in season.post.came)}; slowest of {len(seconds)} pages {max(seconds):.2f} s"
    )


def check_nights(season: Season) -> dict[dt.date, dt.datetime]:
    """One run for each day, never in the hour that is missing or double; when each began."""
    runs = [(on, at.astimezone(COPENHAGEN), state) for on, at, state in season.ask(RUNS)]
    assert {state for _on, _at, state in runs} == {"done"}, runs
    assert len({on for on, _at, _state in runs}) == len(runs), runs
    assert {on for on, _at, _state in runs} >= set(season.days), runs
    assert all(on == at.date() and at.hour != 2 for on, at, _state in runs), runs
    return {on: at for on, at, _state in runs}


def check_told(season: Season, nights: dict[dt.date, dt.datetime]) -> int:
    """Each reminder of the days is there, told once, in the night of its day, and mailed."""
    rows = {(kind, due_on, email): (told, mails) for kind, due_on, email, told, mails in season.ask(OF_THE_DAYS)}
    expected = {
        (kind, day, f"{name}@faults.example")
        for kind in ("answer", "course_over", "extension")
        for day in season.days
        for name in ("ida", "mai")
    }
    assert expected <= rows.keys(), sorted(expected - rows.keys())
    for (kind, day, email), (told, mails) in rows.items():
        assert (len(told), mails) == (1, ["sent"]), (kind, day, email, told, mails)
        late = told[0] - nights[day]
        assert dt.timedelta() <= late < dt.timedelta(minutes=5), (kind, day, email, told, nights[day])
    assert season.ask(NOT_TOLD) == [(0,)]
    return len(rows)


def check_mails(season: Season, expected: dict[str, list[str]]) -> int:
    """Whatever was told to anybody stands in one mail, which came once, on a working day's morning; the number of lines."""
    assert len(set(season.post.ids())) == len(season.post.ids())
    for at in season.post.came:
        assert is_working_day(at.date()), at
        assert (at.hour, at.minute // 10) == (7, 0), at
    came: dict[str, list[str]] = {}
    for mail, at in zip(season.post.mails, season.post.came, strict=True):
        came.setdefault(str(mail["To"]).partition("@")[0], []).append(f"{at:%d-%m-%Y}")
    assert came == expected
    rows = season.ask(MAILED)
    assert {state for _email, _key, state, _lines in rows} == {"sent"}, rows
    sent = {str(mail["Message-ID"]).strip("<>").partition("@")[0]: str(mail["To"]) for mail in season.post.mails}
    assert {key: email for email, key, _state, _lines in rows} == sent
    return sum(lines for _email, _key, _state, lines in rows)


def check_hours(season: Season) -> None:
    """No line of beat's table that has an hour was asked for between two and three."""
    asked = Counter((name, day, hour) for day, hour, _minute, name in ASKED.findall(season.beat_log()[season.beats_before :]))
    often = {"heartbeat", "mails", "deliveries", "allocations", "reports"}
    assert {name for name, _day, _hour in asked} > {*often, "nightly", "mentor-files"}
    assert [each for each in asked if each[0] not in often and each[2] == "02"] == []


@pytest.fixture(scope="module")
def clock() -> Iterator[MovedClock]:
    folder = new_folder()
    found = MovedClock(folder, local("2026-10-24", "21:00"))
    yield found
    found.end()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def moved(clock: MovedClock) -> Iterator[Installation]:
    """An installation of this drill's own: everything that it starts goes by the moved clock."""
    folder = new_folder()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in clock.service_env.items():
            patch.setenv(name, value)
        installation = make_installation(folder)
    installation.env |= clock.env
    installation.shell(PEOPLE)
    yield installation
    installation.stop_all()
    installation.services.leave()
    shutil.rmtree(folder, ignore_errors=True)
    if installation.services.home != folder:
        shutil.rmtree(installation.services.home, ignore_errors=True)


def morning(clock: MovedClock, day: str, *, mails: bool) -> None:
    """From where the clock is over five o'clock, and with `mails` over seven."""
    clock.run(until=local(day, "05:16"), pace=QUICK)
    if mails:
        clock.run(until=local(day, "06:58"), pace=QUICK)
        clock.run(until=local(day, "07:06"), pace=SLOW)


def test_the_night_in_which_an_hour_comes_twice(moved: Installation, clock: MovedClock) -> None:
    """A second beat starts in the evening and works the whole night."""
    meetings = ["2026-10-24T23:30Z", "2026-10-25T00:30Z", "2026-10-25T01:30Z", "2026-10-25T02:30Z"]
    season = Season(moved, clock, start=local("2026-10-24", "23:30"), days=["2026-10-25", "2026-10-26"], meetings=meetings)
    with season.running() as seconds:
        clock.run(until=local("2026-10-24", "23:45"), pace=QUICK)
        second = season.start_beat("second-beat")
        clock.run(until=local("2026-10-25", "01:50"), pace=QUICK)
        for at in (local("2026-10-25", "02:30"), local("2026-10-25", "02:30", again=True), local("2026-10-25", "03:10")):
            clock.run(until=at, pace=WATCHED)
            season.write_note("25-10-2026")
        assert season.hours_of_notes() == ["03.10", "02.30", "02.30"]
        hours = ["01:30", "02:30", "02:30", "03:30"]
        assert season.calendar() == [(f"25-10 {each}", "1:00:00") for each in hours]
        morning(clock, "2026-10-25", mails=False)
        moved.stop(second)
        clock.leap(local("2026-10-26", "04:50"))
        morning(clock, "2026-10-26", mails=True)
    check(season, mails={"ida": ["26-10-2026"], "mai": ["26-10-2026"]}, seconds=seconds)


def test_new_year(moved: Installation, clock: MovedClock) -> None:
    """From the last working day of the old year, on whose morning everything is switched on, to the first one of the new year."""
    days = ["2026-12-31", "2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"]
    season = Season(moved, clock, start=local("2026-12-30", "06:30"), days=days, meetings=[])
    with season.running() as seconds:
        clock.run(until=local("2026-12-30", "06:58"), pace=WATCHED)
        clock.run(until=local("2026-12-30", "07:06"), pace=SLOW)
        clock.leap(local("2026-12-31", "04:50"))
        morning(clock, "2026-12-31", mails=False)
        clock.leap(local("2026-12-31", "23:50"))
        clock.run(until=local("2027-01-01", "00:10"), pace=WATCHED)
        morning(clock, "2027-01-01", mails=True)
        for day in days[2:]:
            clock.leap(local(day, "04:50"))
            morning(clock, day, mails=day == days[-1])
    check(season, mails={"ida": ["30-12-2026", "04-01-2027"], "mai": ["04-01-2027"], "ove": ["30-12-2026"]}, seconds=seconds)


def test_the_night_in_which_an_hour_is_missing(moved: Installation, clock: MovedClock) -> None:
    """Into Easter Monday: the mails of both days leave on the Tuesday."""
    days = ["2027-03-28", "2027-03-29", "2027-03-30"]
    meetings = ["2027-03-28T00:30Z", "2027-03-28T01:30Z"]
    season = Season(moved, clock, start=local("2027-03-27", "23:40"), days=days, meetings=meetings)
    with season.running() as seconds:
        clock.run(until=local("2027-03-28", "01:50"), pace=QUICK)
        for at in (local("2027-03-28", "01:59"), local("2027-03-28", "03:01")):
            clock.run(until=at, pace=SLOW)
            season.write_note("28-03-2027")
        clock.run(until=local("2027-03-28", "03:10"), pace=SLOW)
        assert season.hours_of_notes() == ["03.01", "01.59"]
        assert season.calendar() == [("28-03 01:30", "1:00:00"), ("28-03 03:30", "1:00:00")]
        morning(clock, "2027-03-28", mails=False)
        for day in days[1:]:
            clock.leap(local(day, "04:50"))
            morning(clock, day, mails=True)
    check(season, mails={"ida": ["30-03-2027"], "mai": ["30-03-2027"], "ove": ["30-03-2027"]}, seconds=seconds)
