"""The hours of a course on one page: chart, the plan of the period in steps, and beside it pauses, wishes and what was decided."""

from typing import Any

from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.plans import check, save_plan
from cases.enums_course import PlanShape
from cases.forms.plan import FEWEST_ROWS, PlanForm
from cases.hour_rows import changes_of, pauses_of, period_to_plan, plans_of, span_of, steps_of, wishes_of
from cases.hours import granted_periods, uses_of
from cases.models import Decision, HourPlan, Period
from cases.rules import plan as rules
from cases.rules.hours import GrantedPeriod, Step, account
from cases.rules.pauses import minutes_paused
from cases.views.hours_base import HoursPage, days_words, pause_row, steps_words, wish_rows, without_optional
from cases.views.weeks_chart import weeks_chart
from core import clock
from core.days import DaySpan
from core.forms import Form
from core.templatetags.ui import date_long, day_short, hours, minutes_words
from core.verdicts import Refused

BUTTONS = frozenset({"add", "fill", "scale", "show"})


class PlanPage(HoursPage):
    """The plan of one period (`?period=2`; else of now). The buttons that save nothing show the form again as it was typed."""

    template = "cases/plan.html"
    form_class = PlanForm
    draft_name = "plan"
    never_in_draft = frozenset({"period"})
    creates = False
    period: Period | None = None
    plans: list[HourPlan]
    asked: Refused | None = None

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        self.plans, self.now = [], None
        if not self.periods:
            return
        typed = self.request.POST.get("period") or self.request.GET.get("period") or ""
        number = int(typed) if typed.isdecimal() and len(typed) < 6 else None
        self.period = period_to_plan(self.periods, today=clock.today(), number=number)
        if self.period is None:
            raise Http404
        self.plans = plans_of(self.period)
        self.now = next((plan for plan in self.plans if plan.replaced_at is None), None)
        self.granted_all, self.pause_spans = granted_periods(self.case)
        self.granted = next(each for each in self.granted_all if each.number == self.period.number)

    @property
    def span(self) -> DaySpan:
        found = span_of(self.period) if self.period is not None else None
        if found is None:
            raise Http404
        return found

    def most(self) -> int:
        return rules.most_a_week(granted=self.granted.granted, span=self.span)

    def suggested(self, shape: PlanShape) -> tuple[Step, ...]:
        """What has been stays, and from the next Monday on what the template says."""
        start = rules.suggested_start(span=self.span, today=clock.today())
        before = steps_of(self.now)
        level = rules.minutes_on(before, day=start) if before and before[0].first_day <= start else 0
        level = level or rules.minutes_on(self.granted.granted, day=start)
        steps = rules.template(shape=shape, start=start, last_day=self.span.last_day or start, minutes_a_week=level)
        whole = (*rules.kept_before(steps=before, start=start), *steps)
        return rules.scaled(steps=whole, granted=self.granted.granted, span=self.span)

    def initial(self) -> dict[str, Any]:
        if self.period is None:
            return {}
        steps = steps_of(self.now) or self.suggested(PlanShape.STAIRS)
        values: dict[str, Any] = {"version": self.now.number if self.now else 0, "period": self.period.number}
        values |= {"shape": PlanShape.OWN if self.now else PlanShape.STAIRS, "rows": len(steps)}
        for n, step in enumerate(steps, start=1):
            values |= {f"day_{n}": step.first_day, f"minutes_{n}": step.minutes_a_week}
        return values

    def make_form(self, data: QueryDict | None = None) -> PlanForm:
        initial = self.initial()
        typed = str(data.get("rows", "")) if data is not None else ""
        number = int(typed) if typed.isdecimal() and len(typed) < 4 else initial.get("rows", FEWEST_ROWS)
        return PlanForm(data, initial=initial, number=number)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        pressed = BUTTONS & set(request.POST)
        if not pressed or self.period is None:
            return super().post(request, **kwargs)
        self.require_write()
        data = request.POST.copy()
        form = self.make_form(data)
        form.is_valid()
        if "add" in pressed:
            data["rows"] = str(min(form.number + 1, rules.MOST_STEPS))
        elif "fill" in pressed:
            shape = form.cleaned_data.get("shape") or PlanShape.STAIRS
            self._put(data, self.suggested(PlanShape(shape)))
        elif "scale" in pressed:
            steps = tuple(step for _row, step in form.steps() if step.first_day in self.span)
            self._put(data, rules.scaled(steps=steps, granted=self.granted.granted, span=self.span))
        form = self.make_form(data)
        if form.is_valid() and "show" in pressed:
            self._refuse(form)
        if "show" not in pressed:
            form._errors = ErrorDict()
        return self.show(form=form, draft=None, focus_row=form.number if "add" in pressed else 0)

    def _put(self, data: QueryDict, steps: tuple[Step, ...]) -> None:
        """The steps as if they had been typed."""
        for name in [name for name in data if name.startswith(("day_", "minutes_"))]:
            del data[name]
        data["rows"] = str(len(steps))
        for n, step in enumerate(steps, start=1):
            data[f"day_{n}"] = step.first_day.strftime("%d-%m-%Y")
            data[f"minutes_{n}"] = f"{step.minutes_a_week // 60}:{step.minutes_a_week % 60:02d}"

    def _refuse(self, form: PlanForm) -> None:
        rows = form.steps()
        try:
            check(steps=[step for _row, step in rows], span=self.span, granted=self.granted.granted)
        except Refused as refused:
            form.refuse(self.sentence(refused.code, refused.facts), _row_field(refused.field, rows))

    def act(self, form: Form) -> str:
        if not isinstance(form, PlanForm) or self.period is None:
            raise Refused("plan_not_running")
        rows = form.steps()
        try:
            save_plan(
                case_id=self.case.pk,
                period=self.period.number,
                based_on=form.cleaned_data["version"] or 0,
                shape=PlanShape(form.cleaned_data["shape"]),
                steps=[step for _row, step in rows],
                words=form.cleaned_data["words"],
                by=self.user,
                at=clock.now(),
            )
        except Refused as refused:
            refused.field = _row_field(refused.field, rows)
            self.asked = refused
            raise
        return f"{self.back()}?period={self.period.number}"

    def done(self, form: Form) -> str:
        return _("The plan is saved. The one before can still be read.") if self.plans else _("The plan is saved.")

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        form = more["form"]
        if self.period is not None:
            more |= self.drawn(form)
        without_optional(form, *(name for name in form.fields if name.startswith(("day_", "minutes_"))))
        return super().show(status, **more)

    def drawn(self, form: PlanForm) -> dict[str, Any]:
        """The chart and the sums: of what is typed, else of what is stored."""
        typed: tuple[Step, ...] = ()
        if form.is_bound:
            if not hasattr(form, "cleaned_data"):
                form.full_clean()
            typed = tuple(sorted(step for _row, step in form.steps() if step.first_day in self.span))
        elif self.now is None and self.is_running:
            typed = tuple(self.suggested(PlanShape.STAIRS))
        shown = typed or steps_of(self.now)
        periods = [_with_plan(each, shown) if each.number == self.granted.number else each for each in self.granted_all]
        found = account(periods=periods, uses=uses_of(self.case), pauses=self.pause_spans, on=clock.today())
        weeks = [week for week in found.weeks if week.period == self.granted.number]
        mine = next(each for each in found.periods if each.number == self.granted.number)
        fit = rules.fit(steps=shown, granted=self.granted.granted, span=self.span)
        return {
            "chart": weeks_chart(weeks, today=clock.today()),
            "is_preview": bool(typed) and typed != steps_of(self.now),
            "is_suggestion": not form.is_bound and self.now is None and bool(typed),
            "fit": {"planned": hours(fit.planned), "granted": hours(fit.granted), "over": minutes_words(fit.over) if fit.over else ""},
            "can_scale": bool(fit.over),
            "sums": [
                {"label": _("Granted in the period"), "value": minutes_words(mine.granted)},
                {"label": _("Planned"), "value": minutes_words(mine.planned)},
                {"label": _("Used"), "value": minutes_words(mine.used)},
                {"label": _("Left"), "value": minutes_words(mine.left)},
                {"label": _("Expected in all"), "value": minutes_words(mine.forecast)},
            ],
            "lines": form.lines(),
        }

    def context(self) -> dict[str, Any]:
        found = {**super().context(), "heading": _("Plan of hours for %(name)s") % {"name": self.case.client.name}}
        if self.period is None:
            return found
        today, here = clock.today(), self.back()
        return found | {
            "period_words": _("Period %(number)d: %(days)s")
            % {"number": self.period.number, "days": days_words(self.span.first_day, self.span.last_day)},
            "pills": [
                {
                    "label": _("Period %(number)d") % {"number": each.number},
                    "url": f"{here}?period={each.number}",
                    "current": each.number == self.period.number,
                }
                for each in self.periods
            ]
            if len(self.periods) > 1
            else [],
            "most": minutes_words(self.most()),
            "start": date_long(rules.suggested_start(span=self.span, today=today)),
            "plan": self.now,
            "period_number": self.period.number,
            "history": [_plan_row(plan) for plan in self.plans],
            "pauses": [
                pause_row(self.case, pause, lapses=self.lapses(DaySpan(pause.first_day, pause.last_day)), today=today)
                for pause in pauses_of(self.case)
            ],
            "wishes": wish_rows(self.case, wishes_of(self.case)),
            "decisions": self.decisions(),
        }

    def lapses(self, pause: DaySpan) -> int:
        """The granted minutes of all periods that fall into the pause."""
        return sum(
            minutes_paused(granted=each.granted, period=each.days, pause=pause) for each in self.granted_all if each.days is not None
        )

    def decisions(self) -> list[dict[str, Any]]:
        """What is granted in this period: its own hours, then every change of them."""
        first = min(self.granted.granted).minutes_a_week
        own = self.period.minutes_a_week if self.period is not None else first
        rows = [
            {
                "what": _("Granted: %(hours)s a week") % {"hours": minutes_words(own)},
                "day": days_words(self.span.first_day, self.span.last_day),
            }
        ]
        mine = [each for each in changes_of(self.case) if self.period is not None and each.changes_id == self.period.pk]
        return rows + [_decision_row(each) for each in reversed(mine)]


def _with_plan(period: GrantedPeriod, steps: tuple[Step, ...]) -> GrantedPeriod:
    return GrantedPeriod(period.number, period.first_day, period.last_day, period.ended_on, period.granted, steps)


def _row_field(field: str, rows: list[tuple[int, Step]]) -> str:
    """The field of the row in which the nth step was typed."""
    name, _sep, place = field.rpartition("_")
    return f"{name}_{rows[int(place) - 1][0]}" if place.isdecimal() and name else field


def _plan_row(plan: HourPlan) -> dict[str, Any]:
    steps = steps_of(plan)
    return {
        "number": plan.number,
        "words": plan.words,
        "shape": plan.get_shape_display(),
        "by": plan.made_by.name,
        "at": plan.made_at,
        "replaced_at": plan.replaced_at,
        "summary": steps_words(steps),
        "steps": [{"day": day_short(step.first_day), "hours": minutes_words(step.minutes_a_week)} for step in steps],
    }


def _decision_row(decision: Decision) -> dict[str, Any]:
    if decision.is_grant:
        what = _("Changed: %(hours)s a week") % {"hours": minutes_words(decision.minutes_a_week)}
        when = _("from %(first)s") % {"first": date_long(decision.first_day)}
    else:
        what, when = _("No to the client’s wish: the hours stay"), date_long(decision.decided_on)
    if decision.annulled_on is not None:
        what = _("%(what)s (annulled)") % {"what": what}
    reasons = decision.why_fewer_hours or decision.reasons
    return {"what": what, "day": when, "reasons": reasons, "url": reverse("case_hours", args=[decision.case.ref])}
