"""What the full grid looks at: cases of the small demo in every state, and what their running courses lack for every page to show something.

Runs inside the installation. Everything is made through the application's actions, on the day that it is.
"""

from typing import Any

from accounts.models import Jobcentre, Membership, User
from cases.actions.allocations import ask_allocation
from cases.actions.annulling import annul_decision
from cases.actions.approvals import send_back
from cases.actions.closing import close_course
from cases.actions.contact_approvals import approve_contacts
from cases.actions.extension_requests import send_request_back
from cases.actions.handover import take_handover
from cases.actions.reopening import reopen_course
from cases.enums import State
from cases.enums_course import ContactState
from cases.models import Approval, Case, Conflict, Decision, Extension, Rematch
from cases.rules.extensions import Choice
from cases.rules.followup import follow_up_days
from core import clock
from core.days import DAY
from mentors.models import Organisation, PlaceGrant
from tests.cases.around_scene import kept
from tests.cases.closing_scene import closing, reopening
from tests.cases.everything_scene import addressed, write_everything
from tests.cases.extension_scene import TERMS, asked, decided, limited, proposal
from tests.cases.hours_scene import changed
from tests.cases.repair_scene import handed, merged, twin
from tests.factories import MentorImportFactory


class Scene:
    def __init__(self) -> None:
        self.now = clock.now()
        self.today = clock.today()
        self.mette = User.objects.get(email="mette@demo.example")
        self.anne = User.objects.get(email="anne@demo.example")
        self.office: Jobcentre = self.mette.memberships.get().jobcentre
        self.other: Membership = Membership.objects.get(user__email="viggo@demo.example")

    def running(self, given: str) -> Case:
        """The running course of the demo's client with this given name."""
        found: Case = Case.objects.get(jobcentre=self.office, client__given_name=given, state=State.RUNNING, caseworker=self.mette)
        return found

    def ending_within(self, weeks: int, *but: Case) -> Case:
        """A running course without a request, whose period ends soon enough to be extended."""
        near = Case.objects.filter(jobcentre=self.office, state=State.RUNNING, extensions__isnull=True, rematches__isnull=True)
        near = near.filter(periods__last_day__range=(self.today + 5 * DAY, self.today + weeks * 7 * DAY))
        return near.exclude(pk__in=[each.pk for each in but]).order_by("periods__last_day", "pk")[0]

    def asks(self, case: Case) -> Extension:
        last_day = case.periods.latest("number").last_day
        return asked(case, self.mette, at=self.now, last_day=last_day + 90 * DAY, minutes_a_week=60)

    def sent_for_approval(self, case: Case) -> Approval:
        """The extension of the course as it was wished; it waits for a second person."""
        found = decided(case, self.asks(case), self.mette, proposal(sent_on=self.today), at=self.now)
        assert isinstance(found, Approval)
        return found

    def settle(self, case: Case) -> None:
        waiting = case.contacts.filter(state=ContactState.WAITING).values_list("pk", flat=True)
        if waiting:
            approve_contacts(case_id=case.pk, contact_ids=list(waiting), by=self.mette, at=self.now)

    def courses(self) -> tuple[list[Case], dict[str, Any]]:
        """The courses that show most, the fullest first, and what else is named in addresses."""
        full = self.running("Inge")
        write_everything(full, self.mette, at=self.now)
        merged(full, twin(full), self.mette, at=self.now)
        twin(full)

        more_hours, annulled, back = self.running("Camilla"), self.running("Birgitte"), self.running("Grethe")
        changed(more_hours, self.mette, 60, at=self.now, reasons="Behovet er blevet mindre")
        decision = changed(annulled, self.mette, 60, at=self.now, reasons="Behovet er blevet mindre")
        assert isinstance(decision, Decision)
        told: dict[str, Any] = {"version": None, "why": "Skrevet på den forkerte sag", "by": self.mette, "at": self.now}
        annul_decision(case_id=annulled.pk, decision_id=decision.pk, **told)
        kept(annulled, self.mette, at=self.now)

        self.settle(back)
        close_course(case_id=back.pk, by=self.mette, **closing(self.now))
        reopen_course(case_id=back.pk, by=self.mette, **reopening(self.now))
        ended = Case.objects.filter(jobcentre=self.office, state=State.ENDED, end_reason="goal_reached", caseworker=self.mette)
        searches = ended.order_by("-closed_on")[0]
        reopen_course(case_id=searches.pk, by=self.mette, **reopening(self.now, same_mentor=False))

        limited(self.office)
        told = {"version": None, "words": "Hvad er nået?", "answers": "caseworker", "by": self.mette, "at": self.now}
        send_request_back(case_id=annulled.pk, extension_id=self.asks(annulled).pk, **told)
        waits = self.ending_within(8, full, back)
        approval = self.sent_for_approval(waits)
        returned = self.ending_within(8, full, back, waits)
        returned_approval = self.sent_for_approval(returned)
        words = "Hvad siger mentoren til timerne?"
        send_back(case_id=returned.pk, approval_id=returned_approval.pk, version=None, words=words, by=self.anne, at=self.now)

        followed = Case.objects.filter(
            jobcentre=self.office, state=State.ENDED, follow_ups__due_on__lte=self.today, follow_ups__answered_on=None
        ).order_by("number")
        given = Case.objects.filter(jobcentre=self.office, state=State.CHALLENGES).exclude(caseworker=self.mette).order_by("number")[0]
        handed(given, self.other.jobcentre, self.mette, at=self.now)
        theirs = Case.objects.filter(jobcentre=self.other.jobcentre, state__in=(State.MATCH, State.STARTUP))
        comes, taken = theirs.order_by("number")[:2]
        handover = handed(comes, self.office, self.other.user, at=self.now)
        row = handed(taken, self.office, self.other.user, at=self.now)
        here = take_handover(handover_id=row.pk, member=self.mette.memberships.get(), by=self.mette, at=self.now)
        places = {"approval": approval.pk, "handover": handover.pk}
        return [full, waits, more_hours, followed[0], back, annulled, returned, searches, given, here], places

    def drafts(self) -> list[tuple[str, dict[str, str]]]:
        """What the caseworker sends so that the two pages that confirm have something to confirm."""
        ends = self.ending_within(30, self.running("Inge"))
        self.settle(ends)
        days = {f"day_{point}": f"{day:%d-%m-%Y}" for point, day in follow_up_days(closed_on=self.today).items()}
        closes = {"reason": "manages_without", "outcome": "ordinary_job", "where": "Egebæk Bibliotek", "benefit": "wage", **days}
        extends = self.running("Camilla").extensions.get(state="asked")
        grants = {"version": str(extends.version), "choice": str(Choice.AS_WISHED), "sent_on": f"{self.today:%d-%m-%Y}", "go": "1", **TERMS}
        return [(f"/cases/{ends.ref}/close/", closes), (f"/cases/{extends.case.ref}/extension/decide/", grants)]

    def of_the_demo(self) -> list[Case]:
        """A case with a conflict, one of each state, those with a second chance, a pause, a complaint or a discharge."""
        mine = Case.objects.filter(jobcentre=self.office).order_by("pk")
        conflict = Conflict.objects.filter(client__jobcentre=self.office).first()
        assert conflict is not None
        found = [Case.objects.get(client=conflict.client)]
        found += [case for state in State if (case := mine.filter(state=state).first())]
        found += [row.case for row in Rematch.objects.filter(case__jobcentre=self.office).order_by("closed_on", "pk")]
        for rows in ("pauses", "appeals", "discharges"):
            found += mine.filter(**{f"{rows}__isnull": False})[:2]
        return found


def make() -> dict[str, Any]:
    """`cases`: what stands in the addresses of each case, the fullest first. `places`: what else an address names."""
    scene = Scene()
    cases, named = scene.courses()
    cases += [case for case in scene.of_the_demo() if case not in cases]
    office = scene.office
    grant = PlaceGrant.objects.get(mentor__jobcentre=office)
    organisation = Organisation.objects.filter(jobcentre=office).first()
    assert organisation is not None
    named |= {
        "pk": grant.mentor_id,
        "place": grant.pk,
        "organisation": organisation.pk,
        "allocation": ask_allocation(jobcentre_id=office.pk, by=scene.mette, at=scene.now).pk,
        "upload": MentorImportFactory(jobcentre=office).pk,
    }
    return {
        "cases": [addressed(case) for case in dict.fromkeys(cases)],
        "places": {name: str(pk) for name, pk in named.items()},
        "drafts": scene.drafts(),
    }
