"""Step 3 in the browser: the assessment with the draft of a decision, and the page that issues it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from accounts import drafts
from accounts.models import Draft
from cases.actions.approvals import needs_second
from cases.actions.assessments import save_assessment
from cases.actions.decisions import decide, first_figures
from cases.course_settings import settings_of
from cases.enums import State
from cases.forms.assessment import AssessmentForm, DecideForm, answers_in, groups_in, proposed_in
from cases.models import Approval, Decision
from cases.rules import assessment as assessment_rules
from cases.rules import decisions as decision_rules
from cases.rules.assessment import advice_of, writable
from cases.rules.periods import latest_last_day
from cases.rules.second_person import Limits
from cases.views import assessment_parts as parts
from cases.views.approval_rows import dearest_words, the_manager
from cases.views.assessment_base import DRAFT, StepThree
from cases.views.extension_words import limit_words
from core import clock
from core.forms import Form
from core.verdicts import Refused, Stale

BUTTONS = frozenset({"advice", "save", "discard_draft"})


class Assess(StepThree):
    """The assessment and the draft of the decision. It can be saved as far as it is; reviewing says what is missing."""

    template = "cases/assessment.html"
    form_class = AssessmentForm
    draft_name = DRAFT

    def initial(self) -> dict[str, Any]:
        words = {True: "yes", False: "no", None: ""}
        answers = self.answers
        values: dict[str, Any] = {name: getattr(answers, name) for name in answers.__dataclass_fields__}
        values |= {name: words[values[name]] for name in assessment_rules.SHORT_QUESTIONS}
        values["groups"] = list(self.groups)
        values |= {f"since_{code}": since for code, since in self.groups.items()}
        return {**self.proposal_from_wish(), **values, "version": self.case.version}

    def proposal_from_wish(self) -> dict[str, Any]:
        """The grant as the client wishes it, to begin with: what is known is not asked again."""
        wish = self.wish
        values: dict[str, Any] = {"sent_on": clock.today(), "minutes_a_week": wish.minutes_a_week, "first_day": wish.first_day}
        if wish.last_day and wish.first_day and self.scheme:
            values["last_day"] = min(wish.last_day, latest_last_day(first_day=wish.first_day, longest_months=self.scheme.longest_months))
        if len(wish.mentor_types) == 1:
            values["mentor_type"] = next(iter(wish.mentor_types))
        return values

    def make_form(self, data: QueryDict | None = None) -> AssessmentForm:
        return self.assessment_form(data, self.initial())

    @property
    def editable(self) -> bool:
        return (
            bool(self.may_write(self.member))
            and bool(writable(state=State(self.case.state)))
            and self.decision is None
            and not self.approval
        )

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return super().get(request, **kwargs) if self.editable else self.show(form=self.assessment_form(), draft=None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answer = self.may_write(self.member)
        if not answer:
            raise PermissionDenied(str(self.sentence(answer.code, answer.facts)))
        if not self.editable or {"draft", "discard_draft", "save"} & set(request.POST):
            return super().post(request, **kwargs)
        form = self.make_form(request.POST)
        if "advice" in request.POST:
            return self.show(200 if form.is_valid() else 422, form=form, draft=None)
        if form.is_valid():
            for gap in self.gaps(answers_in(form.cleaned_data), groups_in(form.cleaned_data), proposed_in(form.cleaned_data)):
                form.refuse(self.sentence(gap.code, gap.facts), gap.field)
            if form.errors:
                return self.show(422, form=form, draft=None)
        return super().post(request, **kwargs)

    def act_and_forget_draft(self, form: Form) -> str:
        """Nothing is forgotten here: what was sent stays the draft that the confirm page reads."""
        with transaction.atomic():
            return self.act(form)

    def act(self, form: Form) -> str:
        values = form.cleaned_data
        version = save_assessment(
            case_id=self.case.pk,
            version=values["version"] or 0,
            by=self.user,
            at=clock.now(),
            answers=answers_in(values),
            groups=groups_in(values),
        )
        data = {name: texts for name, texts in self.request.POST.lists() if name not in {"csrfmiddlewaretoken", "key", *BUTTONS}}
        self.forget_stored()
        drafts.keep(
            user=self.user,
            member=self.member,
            form=DRAFT,
            subject_id=self.case.pk,
            data={**data, "version": [str(version)], "opened": [self.make_form()["opened"].value()]},
            at=clock.now(),
        )
        if "save" in self.request.POST:
            messages.success(self.request, _("The assessment is saved. The decision is kept as a draft that only you can see."))
            return self.request.path
        return f"{self.request.path}decide/"

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        form: AssessmentForm = more["form"]
        context: dict[str, Any] = {
            "heading": _("Assessment of %(name)s") % {"name": self.case.client.name},
            "editable": self.editable,
            "notice": self.notice(),
            "needs": [need.get_area_display() for need in self.case.needs.all() if need.weight],
            "late": parts.late(self.case, today=clock.today()) if self.editable else {},
            **self.reading(),
        }
        if self.editable:
            context |= self.writing(form, checked=status == 422)
        return super().show(status, **{**context, **more})

    def writing(self, form: AssessmentForm, *, checked: bool) -> dict[str, Any]:
        """Context of the form: the comparison with the wish, the advice, and what is missing."""
        values = form.values()
        answers, groups, proposed = answers_in(values), groups_in(values), proposed_in(values)
        advice = advice_of(answers=answers)
        gaps = self.gaps(answers, groups, proposed)
        name = self.case.client.given_name
        letter = parts.letter(sent_on=proposed.sent_on, channel=self.case.client.channel, scheme=self.scheme)
        form.fields["sent_on"].note = letter.get("words", "")
        return {
            "checks": [
                {
                    "field": form[question],
                    "evidence": form[f"{question}_evidence"],
                    "open": any(gap.field in (question, f"{question}_evidence") for gap in gaps),
                }
                for question in assessment_rules.QUESTIONS
            ],
            "group_fields": [
                {"value": row.pk, "number": number, "label": str(row), "ticked": row.pk in groups, "since": form[f"since_{row.pk}"]}
                for number, row in enumerate(self.group_rows)
            ],
            "short": [form[question] for question in assessment_rules.SHORT_QUESTIONS],
            "advice": advice,
            "advice_words": parts.advice_words(advice, name),
            "versus": parts.versus(form=form, wish=self.wish, proposed=proposed),
            "letter": letter,
            "rule": parts.rule(self.scheme),
            "missing_items": parts.missing(gaps=gaps, groups=len(groups), advice=advice),
            "missing_count": len(gaps),
            "discharge": self.discharge(parts.granted_span(proposed)),
            "annulled": self.annulled(),
        }


class Decide(StepThree):
    """The confirm page: the stored assessment and the draft of the decision to read, and one button that issues it."""

    template = "cases/decide.html"
    form_class = DecideForm
    creates = True
    made: Decision | Approval | None = None

    @cached_property
    def draft(self) -> Draft | None:
        return self.find_draft()

    @cached_property
    def proposed(self) -> decision_rules.Proposed:
        """The decision as the user's draft has it, without the fields of choices not taken."""
        if self.draft is None:
            return decision_rules.Proposed()
        values = self.assessment_form(drafts.as_data(self.draft)).values()
        return decision_rules.as_taken(proposed=proposed_in(values), wish=self.wish)

    def initial(self) -> dict[str, Any]:
        return {"version": self.case.version, "seen": self.draft.saved_at.isoformat() if self.draft else ""}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(form=self.make_form())

    def act(self, form: Form) -> str:
        if self.draft is None:
            raise Refused("no_draft_of_a_decision")
        if form.cleaned_data["seen"] != self.draft.saved_at.isoformat():
            raise Refused("draft_changed")
        self.made = decide(
            case_id=self.case.pk,
            version=form.cleaned_data["version"] or 0,
            by=self.user,
            at=clock.now(),
            proposed=self.proposed,
        )
        self.forget_draft()
        return self.request.path

    def second(self) -> str:
        """Why a second person must approve the grant; "" where nobody must (R118)."""
        own = settings_of(self.case.jobcentre)
        figures = first_figures(proposed=self.proposed, own=own)
        limits = needs_second(case=self.case, figures=figures, own=own) if figures is not None else ()
        if figures is None or not limits:
            return ""
        most = Limits(minutes=own.second_minutes, cost=own.second_cost, extensions=own.second_extensions)
        return f"{limit_words(limits, figures, most, jobcentre=self.case.jobcentre.name)} {dearest_words(limits)}".strip()

    def done(self, form: Form) -> str:
        if isinstance(self.made, Approval):
            return _("The grant is sent for approval. A second person issues it or sends it back.")
        return (
            _("The decision is made: %(decision)s.") % {"decision": str(self.proposed.outcome.label).lower()}
            if self.proposed.outcome
            else ""
        )

    def show_both(self, form: Form, stale: Stale) -> HttpResponse:
        """Nothing was typed here that could be lost: the page is shown as it is now, to be read again."""
        self.load(ref=self.case.ref)
        self.forget_stored()
        return self.show(409, form=self.make_form(), stale=stale.facts)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        not_yet = parts.why_not_yet(self.case)
        gaps = self.gaps(self.answers, self.groups, self.proposed) if self.draft and not self.decision else []
        may = bool(self.may_write(self.member))
        context: dict[str, Any] = {
            "heading": _("Decision for %(name)s") % {"name": self.case.client.name},
            "notice": self.notice(),
            "change_url": parts.change_url(self.case),
            "may_decide": may,
            **self.reading(),
        }
        if not self.decision and not self.approval and self.draft and may and self.case.is_open:
            sent_on = self.proposed.sent_on
            letter = parts.letter(sent_on=sent_on, channel=self.case.client.channel, scheme=self.scheme)
            context |= {
                "proposed": self.proposed,
                "proposed_rows": [
                    *parts.decision_rows(proposed=self.proposed, wish=self.wish),
                    *parts.letter_rows(
                        channel=self.case.client.channel,
                        sent_on=sent_on,
                        received_on=letter.get("received_on"),
                        appeal_until=letter.get("appeal_until"),
                    ),
                ],
                "missing_items": parts.missing(
                    gaps=gaps, groups=len(self.groups), advice=advice_of(answers=self.answers), url=parts.change_url(self.case)
                ),
                "missing_count": len(gaps),
                "can_decide": not gaps and not not_yet,
                "second_words": (second := self.second()),
                "second_name": the_manager(self.case) if second else "",
                "discharge": self.discharge(parts.granted_span(self.proposed)),
                "rule": parts.rule(self.scheme),
            }
        return super().show(status, **{**context, **more})
