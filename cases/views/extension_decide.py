"""Deciding an extension: everything on one screen beside the decision. What is decided is read once more on the confirm page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts import drafts
from cases.actions.course_views import views_of
from cases.actions.extension_requests import send_request_back
from cases.enums_course import AskedBy
from cases.forms.extension import DecideForm, field_of
from cases.goals import goals_of
from cases.hours import account_of
from cases.rules.extension_sums import part_of, total_of
from cases.rules.extensions import MOST_STEPS, Choice
from cases.rules.hours import Step
from cases.views import assessment_parts
from cases.views import extension_parts as parts
from cases.views import extension_words as words
from cases.views.approval_rows import the_manager
from cases.views.both_views import both_views
from cases.views.discharge_parts import discharge_notices
from cases.views.extension_base import DRAFT, ExtensionPage
from cases.views.extension_chart import gap_words, hours_words, weeks_words
from cases.views.extension_over import show_over
from cases.views.goal_words import goal_levels
from core import clock
from core.days import DaySpan
from core.forms import Form
from core.templatetags.ui import date_long, day
from core.verdicts import Refused, Stale

BUTTONS = frozenset({"go", "update", "add", "draft", "discard_draft"})


class DecidePage(ExtensionPage):
    """What was reached, what both say, what it comes to, and the decision."""

    template = "cases/extension_decide.html"
    form_class = DecideForm
    draft_name = DRAFT

    def initial(self) -> dict[str, Any]:
        values: dict[str, Any] = {
            "version": self.extension.version if self.extension else 0,
            "rows": parts.SHOWN_STEPS,
            "sent_on": clock.today(),
            "step_day_1": self.first_day,
        }
        if self.found is not None:
            before = self.found.period.decision
            values |= {name: getattr(before, name) for name in ("purpose", "tasks", "mentor_type", "funding")}
        if self.extension is not None:
            values |= {"last_day": self.extension.last_day, "step_minutes_1": self.extension.minutes_a_week}
        return values

    def make_form(self, data: QueryDict | None = None) -> DecideForm:
        return DecideForm(data, initial=self.initial_with_key(), given_name=self.case.client.given_name)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.open:
            return super().get(request, **kwargs)
        draft = self.my_draft()
        if draft is None:
            return HttpResponseRedirect(reverse("case_extension", args=[self.case.ref]))
        return show_over(self, self.make_form(drafts.as_data(draft)), draft=draft, status=200)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_write()
        if not self.open and "discard_draft" not in request.POST:
            return show_over(self, self.make_form(request.POST))
        if {"draft", "discard_draft"} & set(request.POST):
            return super().post(request, **kwargs)
        data = request.POST.copy()
        if {"update", "add"} & set(data):
            if "add" in data:
                data["rows"] = str(min(parts.rows_in(data) + 1, MOST_STEPS))
            form = self.make_form(data)
            return self.show(200 if form.is_valid() else 422, form=form, draft=None)
        form = self.make_form(data)
        if form.is_valid() and form.cleaned_data["choice"] != Choice.SEND_BACK and not self.may_decide():
            proposed = self.proposed(form.cleaned_data)
            for gap in self.gaps(proposed):
                form.refuse(self.sentence(gap.code, gap.facts), field_of(gap.field, proposed.choice))
            if form.errors:
                return self.show(422, form=form, draft=None)
        return super().post(request, **kwargs)

    def act_and_forget_draft(self, form: Form) -> str:
        """Nothing is forgotten here: what was sent stays the draft that the confirm page reads."""
        return self.act(form)

    def act(self, form: Form) -> str:
        if self.extension is None:
            raise Stale()
        values = form.cleaned_data
        if values["choice"] == Choice.SEND_BACK:
            send_request_back(
                case_id=self.case.pk,
                extension_id=self.extension.pk,
                version=values["version"] or 0,
                words=values["back_words"],
                answers=values["back_to"],
                by=self.user,
                at=clock.now(),
            )
            drafts.discard(user=self.user, member=self.member, form=DRAFT, subject_id=self.case.pk)
            return reverse("case_extension", args=[self.case.ref])
        if answer := self.decider():
            if (values["version"] or 0) != self.extension.version:
                raise Stale()
        else:
            raise Refused(answer.code, "", **answer.facts)
        data = {name: texts for name, texts in self.request.POST.lists() if name not in {"csrfmiddlewaretoken", "key", *BUTTONS}}
        drafts.keep(user=self.user, member=self.member, form=DRAFT, subject_id=self.case.pk, data=data, at=clock.now())
        return reverse("case_extension_confirm", args=[self.case.ref])

    def done(self, form: Form) -> str:
        if form.cleaned_data["choice"] != Choice.SEND_BACK:
            return ""
        return _("The request is sent back. The day to decide by stands.")

    def show_both(self, form: Form, stale: Stale) -> HttpResponse:
        """The request was changed since: it stands on the page as it is now, and what was typed stays in the form."""
        self.load(ref=self.case.ref)
        if not self.open:
            return show_over(self, form)
        form.data = form.data.copy()
        form.data["version"] = str(self.extension.version if self.extension else 0)
        form.refuse(_("The request was changed after you opened this page. Read it again before you decide: your text is still here."))
        return self.show(409, form=form, draft=None)

    def show(self, status: int = 200, **more: Any) -> Any:
        return super().show(status, **{**self.seen(more["form"]), **more})

    def seen(self, form: DecideForm) -> dict[str, Any]:
        """Everything beside the form, and what the form comes to as it stands."""
        extension, wished, found = self.extension, self.wished, self.found
        if extension is None or wished is None or found is None:
            return {}
        today, client, first_day = clock.today(), self.case.client.given_name, self.first_day
        values = form.values()
        choice = values["choice"]
        less = self.proposed({**values, "choice": Choice.LESS})
        mine = self.part(less)
        span = DaySpan(first_day, max(wished.last_day, first_day))
        wish = part_of(steps=(Step(first_day, wished.minutes_a_week),), span=span)
        shown = mine if choice == Choice.LESS else None
        new = shown or wish
        goals = goals_of(self.case)
        views = list(views_of(self.case, extension_id=extension.pk).select_related("recorded_by"))
        hint = _("The first day is %(first)s. The latest possible day is %(latest)s.")
        form.fields["last_day"].help_text = hint % {"first": day(first_day), "latest": day(self.latest)}
        who = client if extension.asked_by == AskedBy.CLIENT else str(extension.get_asked_by_display()).lower()
        return {
            "heading": _("Extension for %(name)s") % {"name": self.case.client.name},
            "extension": extension,
            "discharge": discharge_notices(self.case, proposed=new.span),
            "may_not_decide": self.may_decide(),
            "back": reverse("case_extension", args=[self.case.ref]),
            "figures": parts.key_figures(
                account=account_of(self.case, on=today),
                number=found.period.number,
                goals=goals,
                parts=self.parts,
                extensions=self.extensions_before,
                last_day=found.last_day,
                first_day=first_day,
                latest=self.latest,
                months=self.longest_months,
            ),
            "asker": who,
            "asked": words.asked_words(extension),
            "written_by": words.written_by(extension, client, self.mentor_name),
            "wish_words": words.wish_words(wished.minutes_a_week, wished.last_day),
            "levels": goal_levels(goals, client=client, mentor=self.mentor_name.split()[0] if self.mentor_name else ""),
            "both_views": both_views(self.case, views, mentor=self.mentor_name, may_write=not self.may_decide()),
            "lead": parts.lead(self.parts, wish=wish, mine=shown),
            "gap": gap_words([*self.parts, new]),
            "chart": parts.chart(
                self.parts,
                wish=wish,
                mine=shown,
                name=client,
                today=today,
                latest=self.latest,
                asker=capfirst(_("%(name)s wishes") % {"name": who}),
            ),
            "live": words.live_words(last_day=less.last_day, latest=self.latest, total=total_of([*self.parts, mine]))
            if mine and less.last_day
            else None,
            "lines": parts.lines(form, less),
            "lines_total": {"weeks": weeks_words(mine.span.days()), "hours": hours_words(mine.minutes)} if mine else None,
            "more_lines": parts.rows_in(form.data or form.initial) < MOST_STEPS,
            "second_wish": self.second(wish),
            "second_less": self.second(mine),
            "second_name": the_manager(self.case) if self.second(wish) or self.second(mine) else "",
            "mentor_notes": parts.mentor_notes(self.assignment, new.span.last_day),
            "rule": assessment_parts.rule(self.scheme),
            "terms_open": any(form[each].errors for each in ("purpose", "tasks", "mentor_type", "funding")),
            "silence": _("A new period needs a new, concrete assessment. If nobody answers, the course ends on %(day)s.")
            % {"day": date_long(found.last_day)},
        }
