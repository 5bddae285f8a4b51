"""Pauses of a course: recorded, ended, taken back before they begin."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.actions.pauses import end_pause, record_pause, take_back_pause
from cases.enums_course import PauseReason
from cases.forms.plan import EndPauseForm, PauseForm, TakeBackForm
from cases.hour_rows import pauses_of
from cases.hours import granted_periods
from cases.models import Pause
from cases.rules.hours import GrantedPeriod
from cases.rules.pauses import course_last_day, has_begun, minutes_paused
from cases.views.hours_base import HoursPage, pause_row
from core import clock
from core.days import DaySpan
from core.forms import Form
from core.templatetags.ui import date_long, minutes_words


class PauseBase(HoursPage):
    """What falls into a pause, and that the last day stays."""

    @cached_property
    def granted(self) -> list[GrantedPeriod]:
        return granted_periods(self.case)[0]

    def lapses(self, pause: DaySpan) -> int:
        """The granted minutes of all periods that fall into the pause."""
        return sum(minutes_paused(granted=each.granted, period=each.days, pause=pause) for each in self.granted if each.days is not None)

    def last_day_words(self) -> str:
        latest = course_last_day(self.spans)
        if latest is None:
            return ""
        return _("A pause does not move the last day: the course ends on %(day)s. What is not used by then needs an extension.") % {
            "day": date_long(latest)
        }


class PausePage(PauseBase):
    """The pauses so far, and a form for the next one."""

    template = "cases/pause.html"
    form_class = PauseForm
    draft_name = "pause"

    def initial(self) -> dict[str, Any]:
        return {"version": self.case.version}

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        self.pause = record_pause(
            case_id=self.case.pk,
            version=typed["version"] or 0,
            first_day=typed["first_day"],
            last_day=typed["last_day"],
            reason=PauseReason(typed["reason"]),
            words=typed["words"],
            by=self.user,
            at=clock.now(),
        )
        return self.back()

    def done(self, form: Form) -> str:
        lapses = self.lapses(DaySpan(self.pause.first_day, self.pause.last_day)) if hasattr(self, "pause") else 0
        said = _("The pause is recorded. %(last_day)s") % {"last_day": self.last_day_words()}
        return _("%(said)s %(hours)s fall into the pause.") % {"said": said, "hours": minutes_words(lapses)} if lapses else said

    def context(self) -> dict[str, Any]:
        today = clock.today()
        rows = pauses_of(self.case)
        return {
            **super().context(),
            "heading": _("Pause for %(name)s") % {"name": self.case.client.name},
            "last_day_words": self.last_day_words(),
            "pauses": [
                pause_row(self.case, pause, lapses=self.lapses(DaySpan(pause.first_day, pause.last_day)), today=today) for pause in rows
            ],
        }


class EndPause(PauseBase):
    """One pause: its last day, or that it is taken back. The hidden field `do` says which form was sent."""

    template = "cases/pause_end.html"
    FORMS: ClassVar[dict[str, type[Form]]] = {"end": EndPauseForm, "back": TakeBackForm}
    pause: Pause | None
    sent = "end"

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        self.key = kwargs["pause"]
        self.pause = Pause.objects.filter(case=self.case, pk=self.key).first()
        if self.pause is None and self.request.method != "POST":
            raise Http404

    def build(self, name: str, data: QueryDict | None = None) -> Form:
        initial = self.initial_with_key()
        if name == "end" and self.pause is not None:
            initial["last_day"] = self.pause.last_day or max(clock.today(), self.pause.first_day)
        return self.FORMS[name](data, initial=initial, auto_id=f"id_{name}_%s")

    def initial(self) -> dict[str, Any]:
        return {"version": self.pause.version if self.pause else 0}

    def make_form(self, data: QueryDict | None = None) -> Form:
        if data is not None:
            self.sent = data["do"] if data.get("do") in self.FORMS else "end"
        return self.build(self.sent, data)

    def act(self, form: Form) -> str:
        which: dict[str, Any] = {"case_id": self.case.pk, "pause_id": self.key, "version": form.cleaned_data["version"] or 0}
        if isinstance(form, EndPauseForm):
            end_pause(**which, last_day=form.cleaned_data["last_day"], by=self.user, at=clock.now())
        else:
            take_back_pause(**which, by=self.user, at=clock.now())
        return self.back()

    def done(self, form: Form) -> str:
        if isinstance(form, EndPauseForm):
            return _("The pause ends on %(day)s. %(last_day)s") % {
                "day": date_long(form.cleaned_data["last_day"]),
                "last_day": self.last_day_words(),
            }
        return _("The pause is taken back.")

    def show(self, status: int = 200, **more: Any) -> Any:
        form = more["form"]
        more |= {f"{name}_form": form if name == self.sent else self.build(name) for name in self.FORMS}
        return super().show(status, **more)

    def context(self) -> dict[str, Any]:
        found = {**super().context(), "heading": _("End the pause for %(name)s") % {"name": self.case.client.name}, "pause": None}
        if self.pause is None:
            return found
        today = clock.today()
        lapses = self.lapses(DaySpan(self.pause.first_day, self.pause.last_day))
        row = pause_row(self.case, self.pause, lapses=lapses, today=today)
        rows = [
            {"label": _("Days"), "value": row["days"]},
            {"label": _("Reason"), "value": row["reason"], "note": row["words"]},
            {"label": _("Hours that fall into it"), "value": row["lapses"] or pgettext("hours", "None")},
        ]
        begun = has_begun(first_day=self.pause.first_day, today=today)
        return found | {"pause": self.pause, "rows": rows, "has_begun": begun, "last_day_words": self.last_day_words()}
