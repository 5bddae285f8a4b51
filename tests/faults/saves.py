"""What a running course saves that writes most rows: who sends it, to which address, and what is typed. Each runs inside the installation."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from accounts.models import Jobcentre, Membership, User
from cases.actions.meetings import arrange_startup_meeting
from cases.models import Approval, Case, Decision
from cases.rules.followup import follow_up_days
from core import clock
from core.days import DAY, WEEK
from tests.cases.closing_scene import ended, met_mentor
from tests.cases.course_scene import running
from tests.cases.extension_scene import asked, decided, limited, manager, proposal
from tests.cases.hours_scene import planned
from tests.cases.repair_scene import REASONS, handed, neighbour, twin
from tests.cases.startup_scene import agreed, assigned
from tests.factories import CaseFactory, JobcentreFactory, NeedFactory, UserFactory

NOW = clock.now()
TODAY = clock.today()


@dataclass
class Save:
    """`before` is sent first, to the same address without `then`; hidden fields are those of the page."""

    email: str
    address: str
    typed: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    then: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def typed_day(day: dt.date) -> str:
    return f"{day:%d-%m-%Y}"


def course(*, weeks: int = 10) -> tuple[Case, User]:
    case, _assignment, by = running(at=NOW - weeks * WEEK)
    return case, by


def log_a_contact() -> Save:
    case, by = course()
    typed = {"day": typed_day(TODAY), "minutes": "0:45", "form": "at_work", "attendance": "attended", "told_by": "mentor"}
    return Save(by.email, f"/cases/{case.ref}/contacts/new/", typed)


def approve_a_week() -> Save:
    case, by = course()
    entries = [met_mentor(case.assignments.get(), by, at=NOW - days * DAY, approved=False) for days in (0, 1, 2)]
    return Save(by.email, f"/cases/{case.ref}/contacts/", {"only": ",".join(str(each.pk) for each in entries)})


def approve_an_extension() -> Save:
    case, by = course(weeks=22)
    limited(case.jobcentre)
    extension = asked(case, by, at=NOW, last_day=case.periods.get().last_day + 90 * DAY)
    waiting = decided(case, extension, by, proposal(sent_on=TODAY), at=NOW)
    assert isinstance(waiting, Approval)
    return Save(manager(case.jobcentre).email, f"/approvals/{waiting.pk}/", {"approve": "1", "words": ""})


def close_a_course() -> Save:
    case, by = course()
    days = {f"day_{point}": typed_day(day) for point, day in follow_up_days(closed_on=TODAY).items()}
    ends = {"reason": "manages_without", "outcome": "ordinary_job", "where": "Egebæk Bibliotek", "benefit": "wage", **days}
    return Save(by.email, f"/cases/{case.ref}/close/", {}, before=ends, then="confirm/")


def open_a_course_again() -> Save:
    case, _assignment, by = ended(at=NOW - 60 * DAY)
    typed = {"words": "Det gik ikke alligevel", "mentor": "same", "consent": "oral", "consent_on": typed_day(TODAY)}
    return Save(by.email, f"/cases/{case.ref}/reopen/", typed)


def change_the_hours() -> Save:
    case, by = course()
    planned(case, by, (0, 180), at=NOW)
    typed = {
        "first_day": typed_day(TODAY + 7 * DAY),
        "minutes_a_week": "1",
        "sent_on": typed_day(TODAY),
        "reasons": "Behovet er mindre",
        "decide": "1",
    }
    return Save(by.email, f"/cases/{case.ref}/hours/", typed)


def annul_a_decision() -> Save:
    case, _assignment, by = assigned(at=NOW)
    arrange_startup_meeting(case_id=case.pk, starts_at=NOW + DAY, place="Lokale 2", who_comes="Alle", by=by, at=NOW)
    agreed(case, by, at=NOW)
    decision = Decision.objects.get(case=case)
    return Save(by.email, f"/cases/{case.ref}/annul/{decision.pk}/", {"why": "Forkert borger"})


def merge_two_records() -> Save:
    case, by = course()
    other = twin(case)
    typed = {"version": str(case.version), "other": str(other.client_id), "keep": "this", "reason": "Samme person"}
    return Save(by.email, f"/cases/{case.ref}/merge/", typed)


def hand_over() -> Save:
    case, by = course()
    to: Jobcentre = neighbour().jobcentre
    return Save(by.email, f"/cases/{case.ref}/handover/", {"to": str(to.pk), "with_challenges": "on", **REASONS})


def take() -> Save:
    there: Membership = neighbour()
    case = CaseFactory(jobcentre=there.jobcentre, caseworker=there.user)
    NeedFactory(case=case)
    here = neighbour()
    row = handed(case, here.jobcentre, there.user, at=NOW)
    return Save(here.user.email, f"/handovers/{row.pk}/", {})


SAVES: dict[str, Callable[[], Save]] = {
    each.__name__: each
    for each in (
        log_a_contact,
        approve_a_week,
        approve_an_extension,
        close_a_course,
        open_a_course_again,
        change_the_hours,
        annul_a_decision,
        merge_two_records,
        hand_over,
        take,
    )
}


def make() -> dict[str, dict[str, Any]]:
    """All of them, each with a course and a jobcentre of its own, beside what other drills have made in the same installation."""
    for factory in (CaseFactory, JobcentreFactory, UserFactory):
        factory.reset_sequence(500, force=True)
    return {name: each().as_json() for name, each in SAVES.items()}
