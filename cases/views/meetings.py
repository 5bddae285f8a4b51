"""Status meetings of a running course, one meeting with a mentor or about the course, and every meeting of a case as a file for calendars."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import Page
from cases.actions import meetings
from cases.calendar import meeting_calendar
from cases.enums import MeetingKind, State
from cases.enums_letter import LetterKind
from cases.forms.startup import CancelForm, MeetingForm
from cases.models import Letter, Meeting, Proposal
from cases.startup_rows import current_assignment
from cases.views.base import CaseFormPage, CaseMixin
from cases.views.meeting_forms import MeetingForms
from cases.views.meeting_rows import invitation_url
from cases.views.startup import waits_for
from core import clock
from core.forms import Form
from core.templatetags.ui import day, moment
from core.verdicts import Refused

_ONE_MEETING = Meeting.objects.exclude(kind=MeetingKind.STARTUP).annotate(
    waits=Exists(Proposal.objects.open().filter(case=OuterRef("case"))),
    invited=Exists(Letter.objects.filter(case=OuterRef("case"), kind=LetterKind.MATCH_MEETING, aside_on__isnull=True)),
)
"""With whether a proposal waits, and whether an invitation to a match meeting was made and not set aside."""


class MeetingsPage(CaseFormPage):
    """All meetings of the case, the newest first, and a form for the next status meeting."""

    template = "cases/meetings.html"
    form_class = MeetingForm
    creates = True
    draft_name = "meeting"

    def initial(self) -> dict[str, Any]:
        return {"who_comes": self.usual_company()}

    def usual_company(self) -> str:
        assignment = current_assignment(self.case) if self.case.state == State.RUNNING else None
        if assignment is None:
            return ""
        return _("%(client)s, %(mentor)s (mentor)") % {"client": self.case.client.given_name, "mentor": assignment.mentor.name}

    def act(self, form: Form) -> str:
        if not isinstance(form, MeetingForm):
            raise Refused("meeting_over")
        typed = form.cleaned_data
        meetings.arrange_status_meeting(
            case_id=self.case.pk,
            starts_at=form.starts_at(),
            place=typed["place"],
            who_comes=typed["who_comes"],
            by=self.user,
            at=clock.now(),
        )
        return reverse("case_meetings", args=[self.case.ref])

    def done(self, form: Form) -> str:
        return _("The status meeting is arranged.")

    def context(self) -> dict[str, Any]:
        rows = list(Meeting.objects.filter(case=self.case).order_by("-at"))
        return {
            "heading": _("Meetings with %(name)s") % {"name": self.case.client.name},
            "waits": waits_for(self.case) if not rows else None,
            "running": self.case.state == State.RUNNING,
            "meetings": [meeting_row(self.case, each) for each in rows],
        }


class MeetingPage(MeetingForms):
    """One meeting with a proposed mentor, or one status meeting: move, held, cancel. The start-up meeting has its page in step 5."""

    template = "cases/meeting.html"

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        found = _ONE_MEETING.filter(case=self.case, pk=kwargs["meeting"]).first()
        if found is None:
            raise Http404
        self.meeting = found
        self.is_match, self.waits, self.invited = found.kind == MeetingKind.MATCH, found.waits, found.invited
        self.step = State.MATCH if self.is_match and self.case.state == State.MATCH else ""

    def about(self) -> Meeting:
        return self.meeting

    def act(self, form: Form) -> str:
        self.change(form, self.meeting)
        if self.is_match and isinstance(form, MeetingForm):
            return self.request.path  # from here the invitation is made again
        return self.back()

    def done(self, form: Form) -> str:
        """Of a match meeting, too, that the client may have been told of the old day."""
        said, more = super().done(form), ""
        if self.is_match and self.invited and isinstance(form, CancelForm):
            more = _("An invitation that was made still names it: tell the client.")
        elif self.is_match and self.invited and isinstance(form, MeetingForm) and self.was_moved(form):
            more = _("An invitation that was made names the old day, time or place: make a new one, or tell the client.")
        return f"{said} {more}".rstrip()

    def was_moved(self, form: MeetingForm) -> bool:
        """Whether what the invitation says is another now; `meeting` is still as it was read before."""
        return (form.starts_at(), form.cleaned_data["place"]) != (self.meeting.at, self.meeting.place)

    def back(self) -> str:
        """The page from which the meeting was arranged."""
        return reverse("case_match" if self.step else "case_meetings", args=[self.case.ref])

    def context(self) -> dict[str, Any]:
        row = meeting_row(self.case, self.meeting)
        return {
            "heading": (_("Match meeting with %(name)s") if self.is_match else _("Status meeting with %(name)s"))
            % {"name": self.case.client.name},
            "meeting": self.meeting,
            "kind": MeetingKind(self.meeting.kind).label,
            "is_open": row["can_move"],
            "invitation_url": invitation_url(self.case, self.meeting.pk) if self.is_match and self.waits and row["can_move"] else "",
            "rows": [
                {"label": _("When"), "value": row["when"]},
                {"label": _("Where"), "value": self.meeting.place},
                {"label": _("Who comes"), "value": self.meeting.who_comes or _("Not written down")},
                {"label": _("State"), "value": row["state"]},
            ],
            "ics_url": row["ics_url"],
            "back": self.back(),
            "back_words": _("Back to the mentors of the case") if self.step else _("All meetings"),
        }


class MeetingCalendar(CaseMixin, Page):
    """The meeting as a file. It leaves the application, so it is logged as an export."""

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        found = Meeting.objects.filter(case=self.case, pk=kwargs["meeting"]).first()
        if found is None:
            raise Http404
        self.log_read(AccessKind.EXPORT, SubjectKind.CASE, [self.case.pk])
        host = request.get_host().partition(":")[0]
        body = meeting_calendar(meeting=found, case=self.case, host=host, at=clock.now())
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.case.ref}.ics"'
        return response


def meeting_row(case: Any, meeting: Meeting) -> dict[str, Any]:
    """A meeting in a list, with where it is moved and fetched."""
    if meeting.cancelled_on is not None:
        state = _("cancelled on %(day)s") % {"day": day(meeting.cancelled_on)}
    elif meeting.held_on is not None:
        state = _("held on %(day)s") % {"day": day(meeting.held_on)}
    else:
        state = pgettext("meeting", "planned")
    is_startup = meeting.kind == MeetingKind.STARTUP
    is_planned = meeting.held_on is None and meeting.cancelled_on is None
    here = {MeetingKind.STARTUP: case.state == State.STARTUP, MeetingKind.STATUS: case.state == State.RUNNING}
    return {
        "what": MeetingKind(meeting.kind).label,
        "when": moment(meeting.at),
        "place": meeting.place,
        "who_comes": meeting.who_comes,
        "state": state,
        "is_planned": is_planned,
        "can_move": is_planned and here.get(MeetingKind(meeting.kind), case.is_open),
        "url": reverse("case_startup", args=[case.ref]) if is_startup else reverse("case_meeting", args=[case.ref, meeting.pk]),
        "ics_url": reverse("case_meeting_ics", args=[case.ref, meeting.pk]),
    }
