"""The case page, which answers "where is it, what must I decide, how does it go", and the time line of everything that happened."""

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import AuditEvent
from accounts.pages import mark_of, no_such_place, older_than
from cases.course_ends import ending_of, reopening_of
from cases.course_read import NEWEST_EVENTS
from cases.enums import CLOSED_STATES, STEPS, State
from cases.models import Case
from cases.next_rows import with_next
from cases.notice_phrases import ledger_words
from cases.permissions import can_add, can_change
from cases.phrases import event
from cases.querysets import CaseQuerySet
from cases.views import overview_parts as parts
from cases.views.base import CasePage
from cases.views.course_parts import history_rows, mentor_card
from cases.views.ending import ending
from cases.views.feedback import question_due, question_words
from cases.views.frame import place_facts
from cases.views.meeting_rows import planned_meetings, with_match_meetings
from cases.views.overview_course import course_context
from cases.views.overview_rows import find
from cases.views.startup_items import counted
from cases.views.tabs import OF_A_COURSE
from core import clock
from core.days import day_of
from core.templatetags.ui import clock as time_of
from core.templatetags.ui import day_long, moment
from mentors.models import Mentor

ON_A_PAGE = 50

# The groups of the time line: with what the kinds of their events begin, after "case.". A test holds that each kind is in one group;
# what no group knows stands under "Other".
GROUPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "steps": (
        gettext_lazy("Steps and decisions"),
        (
            *("opened", "contact_done", "application_", "challenges_", "assessed", "decided", "approval_", "hours_decided", "wish_"),
            *("extension_", "period_", "ended", "reopened", "withdrawn", "not_relevant"),
        ),
    ),
    "match": (
        gettext_lazy("Match"),
        ("client_answered", "mentor_", "proposal_", "unassigned", "conflict_", "rematch_", "allocation_"),
    ),
    "startup": (gettext_lazy("Meetings and agreement"), ("meeting_", "agreement_")),
    "course": (
        gettext_lazy("Contacts and hours"),
        (*(f"contact_{each}" for each in ("logged", "corrected", "struck", "asked", "answered")), "contacts_", "plan_", "pause_"),
    ),
    "goals": (gettext_lazy("Goals and feedback"), ("goal", "measure", "feedback_", "view_")),
    "after": (gettext_lazy("What became of the client"), ("follow_up_", "benefit_")),
    "papers": (gettext_lazy("Notes and documents"), ("note_", "document_", "letter_")),
    "around": (
        gettext_lazy("Around the course"),
        ("scheme_", "resource_", "talk_", "representative_", "info_consent_", "discharge"),
    ),
    "reminders": (gettext_lazy("Reminders"), ("reminder_",)),
    "repair": (gettext_lazy("Complaints and corrections"), ("appeal_", "annulled", "client_merged", "cpr_", "handed_", "handover_")),
}


def line(row: AuditEvent, *, with_day: bool, mentors: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """One event as components/timeline.html takes it; `mentors` has the names of those whom events are about."""
    who = row.by_name or "MentorCase"
    when = moment(row.at) if with_day else _("at %(time)s") % {"time": time_of(row.at)}
    title = event(row.kind, row.facts)
    if name := mentors.get(row.facts.get("mentor", "")):
        title = _("%(event)s: %(mentor)s") % {"event": title, "mentor": name}
    return {"title": title, "by": f"{when} · {who}", "icon": _icon(row.kind)}


ICONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("reminder_",), "notifications"),
    (("meeting_",), "calendar-month"),
    (("contact_logged", "contact_asked", "contact_answered", "talk_"), "persons"),
    (("feedback_", "view_", "client_answered", "mentor_answered"), "info"),
    (("contact_done",), "assignment"),
    (("contact", "plan_", "pause_", "measure"), "time"),
    (("decided", "hours_decided", "approval_", "annulled", "appeal_", "extension_"), "check"),
    (("period_", "goal", "ended", "reopened", "follow_up_", "withdrawn", "not_relevant"), "flag"),
    (("mentor_", "proposal_", "rematch_", "unassigned", "allocation_", "conflict_", "representative_"), "person"),
    (("agreement_", "application_changed", "challenges_", "wish_", "cpr_", "client_merged"), "edit"),
)
"""By the first words of an event's kind: reminder, meeting, conversation, what somebody says, hours, decision, milestone, person, change; what is left are papers."""


def _icon(kind: str) -> str:
    """What kind of event it is at a glance, beside the words that say it."""
    name = kind.partition(".")[2]
    for words, icon in ICONS:
        if name.startswith(words):
            return icon
    return "assignment"


class CaseOverview(CasePage):
    """A step says what is missing; a course shows its nearest decision, figures, weeks, goals, contacts and how the match is."""

    template = "cases/overview.html"
    tab = "case"

    @classmethod
    def with_rows(cls, cases: CaseQuerySet) -> CaseQuerySet:
        return with_match_meetings(with_next(super().with_rows(cases)))

    def load(self, ref: str, **kwargs: Any) -> None:
        super().load(ref=ref, **kwargs)
        if self.case.state in STEPS:
            self.step = self.case.state
        if self.case.state in OF_A_COURSE:
            self.template = "cases/course.html"

    def show(self, status: int = 200, **more: Any) -> Any:
        case, today = self.case, clock.today()
        found = self.found = find(case, now=clock.now())
        mentor = found.assignment.mentor if found.assignment else None
        known = [{"label": _("Mentor"), "value": mentor.name, "url": reverse("mentor", args=[mentor.pk])}] if mentor else []
        action = parts.primary_action(case, today=today) if can_change(self.member, case) else None
        shown = {"more_facts": known + place_facts(case), "actions": [action] if action else []}
        return super().show(status, **shown, **more)

    def context(self) -> dict[str, Any]:
        case, found, today = self.case, self.found, clock.today()
        read = found.course
        rematches = read.rematches if read else []
        context: dict[str, Any] = {
            "heading": case.client.name,
            "events": [line(row, with_day=True) for row in (read.events if read else newest_events(case))],
            "decision_rows": parts.decision_rows(found.grant),
            "mentor_rows": mentor_card(found.assignment, mentors=found.mentors, rematches=rematches),
            "history": history_rows(found.mentors, rematches),
            "in_steps": case.state in STEPS,
            "running": case.state == State.RUNNING,
            "reminder": read.reminder if read else None,
            "reminder_words": ledger_words(read.reminder) if read and read.reminder else "",
        }
        if case.state in STEPS:
            context |= {
                "notice": parts.alert(case, today=today),
                "step_words": parts.step_words(case),
                "next_title": parts.next_title(case, today=today),
                "left_meetings": planned_meetings(case) if case.state == State.STARTUP else [],
            }
            context |= counted(parts.items(case, found))
        if case.state in CLOSED_STATES:
            context["ending_rows"] = parts.ending_rows(case, found)
        if case.state == State.ENDED:
            may_write = bool(can_add(self.member, case))
            context["ending"] = ending(case, ending_of(case), reopening_of(case, on=today), today=today, may_write=may_write)
        if read is not None and case.state in OF_A_COURSE:
            writes = bool(can_change(self.member, case))
            context |= course_context(case, read, task=parts.task_of(case, today=today), can_change=writes, today=today)
        if read is not None and case.state == State.RUNNING:
            due_on = question_due(case, read)
            context |= {"question": question_words(due_on, today=today), "ask_now": due_on is not None and due_on <= today}
        return context


def newest_events(case: Case) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(subject_id=case.pk).order_by("-at", "-id")[:NEWEST_EVENTS])


class TimeLine(CasePage):
    """Everything that happened, newest first, by day; the next page begins after the last event of this one (`?after=<time>_<id>`)."""

    template = "cases/timeline.html"
    tab = "case_timeline"

    def context(self) -> dict[str, Any]:
        chosen = self.request.GET.get("kind", "")
        events = AuditEvent.objects.filter(subject_id=self.case.pk)
        if chosen in GROUPS:
            events = events.filter(_kinds(chosen))
        elif chosen == "other":
            for name in GROUPS:
                events = events.exclude(_kinds(name))
        else:
            chosen = ""
        mark, known = self.request.GET.get("after", ""), False
        if mark:
            events, known = older_than(rows=events, mark=mark)
        rows = list(events.order_by("-at", "-id")[: ON_A_PAGE + 1])
        more = len(rows) > ON_A_PAGE
        rows = rows[:ON_A_PAGE]
        # A log names nobody: whom an event is about is read from the register, with the rest of the page.
        asked = {row.facts["mentor"] for row in rows if "mentor" in row.facts}
        mentors = {str(pk): name for pk, name in Mentor.objects.filter(pk__in=asked).values_list("pk", "name")}
        here = reverse("case_timeline", args=[self.case.ref])
        names = [("", _("Everything")), *((name, label) for name, (label, _words) in GROUPS.items()), ("other", _("Other"))]
        return {
            "heading": _("Time line for %(name)s") % {"name": self.case.client.name},
            "pills": [{"label": label, "url": f"{here}?kind={name}" if name else here, "current": name == chosen} for name, label in names],
            "days": [
                {"day": day_long(day), "events": [line(row, with_day=False, mentors=mentors) for row in of_day]}
                for day, of_day in groupby(rows, key=lambda row: day_of(row.at))
            ],
            "next_mark": mark_of(rows[-1]) if more else "",
            "chosen": chosen,
            "first_page": not known,
            "problem": no_such_place() if mark and not known else "",
        }


def _kinds(group: str) -> Q:
    found = Q()
    for word in GROUPS[group][1]:
        found |= Q(kind__startswith=f"case.{word}")
    return found
