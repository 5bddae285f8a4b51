"""What pages of one meeting share: move or arrange it, record it as held, cancel it. The hidden field `do` says which form was sent."""

import uuid
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.actions import meetings
from cases.forms.startup import CancelForm, HeldForm, MeetingForm
from cases.models import Meeting
from cases.views.base import CaseFormPage
from core import clock
from core.days import COPENHAGEN
from core.forms import Form


class MeetingForms(CaseFormPage):
    """A page with the three forms; `about` says which meeting they are about, if there is one yet."""

    creates = True
    FORMS: ClassVar[dict[str, type[Form]]] = {"meeting": MeetingForm, "held": HeldForm, "cancel": CancelForm}
    sent = "meeting"

    def about(self) -> Meeting | None:
        raise NotImplementedError

    def build(self, name: str, data: QueryDict | None = None) -> Form:
        meeting = self.about()
        initial: dict[str, Any] = {
            "version": meeting.version if meeting else 0,
            "meeting": meeting.pk if meeting else "",
            "key": uuid.uuid4(),
        }
        if name == "meeting":
            initial |= self.arranged(meeting)
        elif name == "held" and meeting:
            initial["held_on"] = min(meeting.at.astimezone(COPENHAGEN).date(), clock.today())
        return self.FORMS[name](data, initial=initial, auto_id=f"id_{name}_%s")

    def arranged(self, meeting: Meeting | None) -> dict[str, Any]:
        """What stands in the form before anything is typed."""
        if meeting is None:
            return {}
        local = meeting.at.astimezone(COPENHAGEN)
        return {"day": local.date(), "time": local.time(), "place": meeting.place, "who_comes": meeting.who_comes}

    def make_form(self, data: QueryDict | None = None) -> Form:
        if data is not None:
            self.sent = data["do"] if data.get("do") in self.FORMS else "meeting"
        return self.build(self.sent, data)

    def change(self, form: Form, meeting: Meeting) -> None:
        """Do what the form says."""
        typed = form.cleaned_data
        which: dict[str, Any] = {
            "case_id": self.case.pk,
            "meeting_id": meeting.pk,
            "version": typed["version"] or 0,
            "by": self.user,
            "at": clock.now(),
        }
        if isinstance(form, MeetingForm):
            meetings.move_meeting(**which, starts_at=form.starts_at(), place=typed["place"], who_comes=typed["who_comes"])
        elif isinstance(form, HeldForm):
            meetings.hold_meeting(**which, held_on=typed["held_on"])
        else:
            meetings.cancel_meeting(**which)

    def done(self, form: Form) -> str:
        if isinstance(form, HeldForm):
            return _("The meeting is recorded as held.")
        return _("The meeting is cancelled.") if isinstance(form, CancelForm) else _("The meeting is saved.")

    def show(self, status: int = 200, **more: Any) -> Any:
        form = more["form"]
        more |= {f"{name}_form": form if name == self.sent else self.build(name) for name in self.FORMS}
        return super().show(status, **more)
