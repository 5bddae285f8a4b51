"""A change of hours in a running course: the form, the page on which it is read through, and the decisions so far."""

import datetime as dt
from typing import Any

from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from cases.actions.approvals import needs_second, waiting_approval
from cases.actions.decisions import letter_days
from cases.actions.hour_changes import Meets, change_hours, figures_of, gaps_of, what_it_meets
from cases.enums import Channel, DecisionOutcome, State
from cases.enums_course import Limit
from cases.forms.plan import HourChangeForm
from cases.hour_rows import changes_of, open_wish
from cases.models import Approval, Decision, SchemeRules
from cases.rules import hour_changes as rules
from cases.rules.hour_changes import Change
from cases.rules.letters import kind_of_decision
from cases.rules.plan import monday_of
from cases.views.hours_base import HoursPage, wish_words, without_optional
from core import clock
from core.days import WEEK
from core.forms import Form
from core.templatetags.ui import date_long, day, minutes_words
from core.words import listed


class ChangeHours(HoursPage):
    """The form first; then the decision as it will be issued, with one button; `edit` goes back to the form with what was typed."""

    template = "cases/hours.html"
    form_class = HourChangeForm
    draft_name = "hours"
    made: Decision | Approval | None = None

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        self.wish = open_wish(self.case)
        self.says_no = self.wish is not None
        self.wishes_hours = self.wish is not None and self.wish.minutes_a_week is not None and self.wish.last_day is None

    def initial(self) -> dict[str, Any]:
        today = clock.today()
        values: dict[str, Any] = {"version": self.case.version, "keeps": "no", "sent_on": today, "first_day": self.next_monday(today)}
        return {**values, "minutes_a_week": self.wish.minutes_a_week} if self.wish is not None and self.wishes_hours else values

    def next_monday(self, today: dt.date) -> dt.date:
        """The next Monday that lies in a period, else today."""
        monday = monday_of(today) + WEEK
        return monday if any(monday in span for span in self.spans) else today

    def make_form(self, data: QueryDict | None = None) -> HourChangeForm:
        form = HourChangeForm(data, initial=self.initial_with_key())
        if not self.says_no:
            # Only a wish can be answered with a no.
            del form.fields["keeps"]
            del form.fields["offered_instead"]
        return form

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if {"decide", "draft", "discard_draft"} & set(request.POST):
            return super().post(request, **kwargs)
        self.require_write()
        form = self.make_form(request.POST)
        if "edit" in request.POST:
            form.is_valid()
            form._errors = ErrorDict()
            return self.show(form=form, draft=None)
        if not form.is_valid():
            return self.show(status=422, form=form, draft=None)
        change = change_in(form)
        meets = what_it_meets(self.case, change=change, on=clock.today())
        for gap in gaps_of(self.case, change=change, meets=meets, on=clock.today()):
            form.refuse(self.sentence(gap.code, gap.facts), gap.field)
        if form.errors:
            return self.show(status=422, form=form, draft=None)
        return self.show(form=form, draft=None, **self.review(change, meets))

    def review(self, change: Change, meets: Meets) -> dict[str, Any]:
        """The decision as it will be issued, and who must approve it."""
        now, today = meets.now, clock.today()
        if now is None:
            return {}
        outcome = rules.outcome_of(change=change, now=now)
        rows: list[dict[str, Any]] = [{"label": _("Decision"), "value": str(DecisionOutcome(outcome).label)}]
        if change.keeps:
            rows.append({"label": _("The hours stay at"), "value": _a_week(now.before(today))})
        else:
            rows += [
                {"label": _("Hours now"), "value": _a_week(now.before(change.first_day or today))},
                {"label": _("New hours"), "value": _a_week(change.minutes_a_week or 0)},
                {"label": _("From"), "value": date_long(change.first_day)},
                {"label": _("Until"), "value": date_long(now.period.last_day), "note": _("The last day of the period does not move.")},
            ]
        if now.is_wished and self.wish is not None:
            rows.append({"label": _("The client wishes"), "value": wish_words(self.wish)})
        if change.reasons.strip():
            rows.append({"label": _("Reasons"), "value": change.reasons.strip()})
        if change.keeps:
            rows.append({"label": _("What is offered instead"), "value": change.offered_instead.strip()})
        rows += self.letter_rows(change)
        figures = figures_of(self.case, change=change, meets=meets)
        limits = needs_second(case=self.case, figures=figures) if figures is not None else ()
        return {
            "review_rows": rows,
            "limits": listed([str(Limit(limit).label) for limit in limits]),
            "hidden": list(self.make_form(self.request.POST)),
        }

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        without_optional(more["form"], "keeps", "first_day", "minutes_a_week", "reasons", "sent_on", "offered_instead")
        return super().show(status, **more)

    def letter_rows(self, change: Change) -> list[dict[str, Any]]:
        channel, sent_on = Channel(self.case.client.channel), change.sent_on or clock.today()
        try:
            scheme = SchemeRules.objects.for_jobcentre(self.case.jobcentre_id, on=clock.today())
        except SchemeRules.DoesNotExist:
            return []
        received, until = letter_days(sent_on=sent_on, channel=channel, scheme=scheme)
        return [
            {"label": _("The letter is sent"), "value": day(sent_on), "note": str(channel.label)},
            {"label": _("Counts as received"), "value": day(received)},
            {"label": _("The client can complain until"), "value": day(until)},
        ]

    def act(self, form: Form) -> str:
        self.made = change_hours(
            case_id=self.case.pk, version=form.cleaned_data["version"] or 0, change=change_in(form), by=self.user, at=clock.now()
        )
        return self.back()

    def done(self, form: Form) -> str:
        if isinstance(self.made, Approval):
            return _("The decision waits for a second person. Until then nothing changes.")
        if isinstance(self.made, Decision) and not self.made.is_grant:
            return _("The wish is answered. What is granted stays as it is.")
        return _("The new hours are decided. Save the agreement again with the new hours, and let client and mentor sign it.")

    def context(self) -> dict[str, Any]:
        today = clock.today()
        has_days = any(span.last_day is not None and span.last_day >= today for span in self.spans)
        answer = rules.change_possible(
            state=State(self.case.state), consent_withdrawn_on=self.case.consent_withdrawn_on, has_days=has_days, keeps=self.says_no
        )
        waiting = waiting_approval(self.case) if self.is_running else None
        now = what_it_meets(self.case, change=Change(keeps=True), on=today).now if self.periods else None
        return {
            **super().context(),
            "heading": _("Change of hours for %(name)s") % {"name": self.case.client.name},
            "closed_words": "" if answer else self.sentence(answer.code, answer.facts),
            "waiting_words": self.sentence("approval_waiting", {}) if waiting else "",
            "wish_words": wish_words(self.wish) if self.wish is not None else "",
            "wish": self.wish,
            "now_words": _a_week(now.before(max(today, now.period.first_day))) if now is not None else "",
            "until": date_long(now.period.last_day) if now is not None else "",
            "decisions": [decision_row(each) for each in changes_of(self.case)],
        }


def change_in(form: Form) -> Change:
    """The change that was typed, without the fields of the choice that was not taken."""
    typed = form.cleaned_data
    keeps = typed.get("keeps") == "yes"
    return Change(
        keeps=keeps,
        first_day=None if keeps else typed["first_day"],
        minutes_a_week=None if keeps else typed["minutes_a_week"],
        reasons=typed["reasons"],
        offered_instead=typed.get("offered_instead", "") if keeps else "",
        sent_on=typed["sent_on"],
    )


def decision_row(decision: Decision) -> dict[str, Any]:
    """A change of hours as it was decided."""
    if decision.is_grant:
        what = _("%(hours)s a week from %(day)s") % {"hours": minutes_words(decision.minutes_a_week), "day": date_long(decision.first_day)}
    else:
        what = _("The hours stay as they are")
    return {
        "what": what,
        "outcome": decision.get_outcome_display(),
        "decided_on": day(decision.decided_on),
        "by": decision.decided_by.name,
        "reasons": decision.why_fewer_hours or decision.reasons,
        "offered": decision.offered_instead,
        "appeal_until": day(decision.appeal_until),
        "annulled": day(decision.annulled_on) if decision.annulled_on else "",
        "letter_kind": str(kind_of_decision(kind=decision.kind, outcome=decision.outcome)),
    }


def _a_week(minutes: int) -> str:
    return _("%(hours)s a week") % {"hours": minutes_words(minutes)}
