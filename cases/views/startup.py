"""Step 5, the start-up meeting, and that the match does not work after all."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.audit import last_change
from cases.actions import meetings
from cases.actions.startup import unassign
from cases.enums import STEPS, State
from cases.forms.startup import MeetingForm, UnassignForm
from cases.models import Assignment, Meeting
from cases.querysets import CaseQuerySet
from cases.startup_rows import StartupRows, startup_rows
from cases.views.base import CaseFormPage
from cases.views.frame import STEP_PAGES
from cases.views.meeting_forms import MeetingForms
from cases.views.meeting_rows import planned_meetings, with_match_meetings
from cases.views.startup_items import counted, missing_items
from core import clock
from core.forms import Form
from core.templatetags.ui import date_long, day, minutes_words, moment
from core.verdicts import Refused, Stale
from mentors.models import Mentor


def waits_for(case: Any) -> dict[str, Any] | None:
    """What a page of step 5 says before the step is reached, and after the case was closed before it."""
    if case.state in (State.STARTUP, State.RUNNING, State.ENDED):
        return None
    if case.state not in STEPS:
        return {"text": _("The case was closed before the start-up."), "hint": "", "actions": []}
    return {
        "text": _("The start-up begins when both client and mentor have said yes and the mentor is assigned."),
        "hint": _("The case is now in step %(number)d: %(step)s.")
        % {"number": STEPS.index(case.state) + 1, "step": State(case.state).label},
        "actions": [{"label": _("Go to that step"), "url": reverse(STEP_PAGES[State(case.state)], args=[case.ref]), "primary": True}],
    }


def known(rows: StartupRows) -> list[dict[str, Any]]:
    """What step 5 adds to the identity bar: who helps, and what is granted."""
    found = []
    if rows.assignment:
        mentor = rows.assignment.mentor
        found.append({"label": _("Mentor"), "value": mentor.name, "url": reverse("mentor", args=[mentor.pk])})
    if rows.grant and rows.grant.last_day:
        words = _("%(hours)s a week until %(day)s") % {
            "hours": minutes_words(rows.grant.minutes_a_week),
            "day": date_long(rows.grant.last_day),
        }
        found.append({"label": _("Granted"), "value": words})
    return found


def mentor_rows(assignment: Assignment) -> list[dict[str, Any]]:
    """The mentor as a summary list."""
    mentor = assignment.mentor
    kind = str(mentor.get_type_display())
    return [
        {
            "label": _("Mentor"),
            "value": mentor.name,
            "url": reverse("mentor", args=[mentor.pk]),
            "note": f"{kind}, {mentor.organisation.name}" if mentor.organisation else kind,
        },
        {"label": _("Phone"), "value": mentor.phone},
        {"label": _("Email"), "value": mentor.email},
        {
            "label": _("Declaration of confidentiality"),
            "value": declaration_words(mentor),
        },
    ]


def declaration_words(mentor: Mentor) -> str:
    """Until when the declaration holds; one without a last day holds without end."""
    if mentor.confidentiality_valid_until:
        return _("Valid until %(day)s") % {"day": date_long(mentor.confidentiality_valid_until)}
    if mentor.confidentiality_signed_on:
        return _("Signed %(day)s, without a last day") % {"day": date_long(mentor.confidentiality_signed_on)}
    return _("There is none. It is recorded on the mentor's page")


class Startup(MeetingForms):
    """The start-up meeting: arrange, move, cancel, hold."""

    template = "cases/startup.html"
    step = State.STARTUP
    rows: StartupRows

    @classmethod
    def with_rows(cls, cases: CaseQuerySet) -> CaseQuerySet:
        return with_match_meetings(super().with_rows(cases))

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        self.rows = startup_rows(self.case)

    def about(self) -> Meeting | None:
        return self.rows.meeting

    def arranged(self, meeting: Meeting | None) -> dict[str, Any]:
        if meeting or self.rows.assignment is None:
            return super().arranged(meeting)
        known = {"client": self.case.client.given_name, "mentor": self.rows.assignment.mentor.name}
        return {"who_comes": _("%(client)s, %(mentor)s (mentor)") % known}

    def act(self, form: Form) -> str:
        page = reverse("case_startup", args=[self.case.ref])
        typed, meeting = form.cleaned_data, self.rows.meeting
        if typed["meeting"] != (meeting.pk if meeting else None):
            # The meeting of the form has been cancelled, or one was arranged meanwhile.
            raise Stale(**last_change(subject_id=self.case.pk)) if isinstance(form, MeetingForm) else Refused("meeting_over")
        if isinstance(form, MeetingForm) and meeting is None:
            meetings.arrange_startup_meeting(
                case_id=self.case.pk,
                starts_at=form.starts_at(),
                place=typed["place"],
                who_comes=typed["who_comes"],
                by=self.user,
                at=clock.now(),
            )
            return page
        if meeting is None:
            raise Refused("meeting_over")
        self.change(form, meeting)
        return page

    def show_both(self, form: Form, stale: Stale) -> Any:
        form.data = form.data.copy()
        form.data["meeting"] = self.rows.meeting.pk if self.rows.meeting else ""
        return super().show_both(form, stale)

    def show(self, status: int = 200, **more: Any) -> Any:
        return super().show(status, more_facts=known(self.rows), **more)

    def context(self) -> dict[str, Any]:
        rows, case = self.rows, self.case
        ended = None
        if case.state == State.MATCH:
            ended = Assignment.objects.filter(case=case, ended_on__isnull=False).exclude(ended_why="").select_related("mentor").last()
        found = {
            "heading": _("Start-up for %(name)s") % {"name": case.client.name},
            "waits": waits_for(case),
            "rows": rows,
            "meeting": rows.meeting,
            "meeting_rows": meeting_rows(rows),
            "mentor_rows": mentor_rows(rows.assignment) if rows.assignment else [],
            "in_step": case.state == State.STARTUP,
            "ended": ended,
            "left_meetings": planned_meetings(case) if case.state == State.STARTUP else [],
        }
        if case.state == State.STARTUP:
            found |= counted(missing_items(case, rows))
        return found


def meeting_rows(rows: StartupRows) -> list[dict[str, Any]]:
    if rows.meeting is None:
        return []
    return [
        {"label": _("When"), "value": moment(rows.meeting.at)},
        {"label": _("Where"), "value": rows.meeting.place},
        {"label": _("Who comes"), "value": rows.meeting.who_comes or _("Not written down")},
        {"label": _("Held"), "value": day(rows.meeting.held_on) if rows.meeting.held_on else _("Not yet")},
    ]


class Unassign(CaseFormPage):
    """Confirms that the match does not work after all, with the reason."""

    template = "cases/unassign.html"
    step = State.STARTUP
    form_class = UnassignForm
    creates = True

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        self.rows = startup_rows(self.case)

    def initial(self) -> dict[str, Any]:
        return {"version": self.case.version}

    def act(self, form: Form) -> str:
        unassign(
            case_id=self.case.pk, version=form.cleaned_data["version"] or 0, why=form.cleaned_data["why"], by=self.user, at=clock.now()
        )
        return reverse("case_match", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The mentor's place is free again. The case is back in step 4: find another mentor.")

    def context(self) -> dict[str, Any]:
        possible = self.case.state == State.STARTUP and self.rows.assignment is not None
        return {
            "heading": _("The match does not work after all"),
            "possible": possible,
            "summary": mentor_rows(self.rows.assignment)[:1] if possible and self.rows.assignment else [],
            "waits": waits_for(self.case)
            or {
                "text": _("The period has started. A change of mentor in a running course is another matter than this."),
                "hint": "",
                "actions": [],
            },
        }
