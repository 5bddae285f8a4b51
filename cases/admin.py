"""The scheme's reference data, and cases as numbers, states and days: a repair desk never shows a name."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.administration import save_reference
from accounts.models import Jobcentre
from accounts.site import EndsAfterStart, RoleAdmin, administers_own
from cases import admin_letters, admin_measurements, admin_settings  # noqa: F401  # they register themselves
from cases.actions.reference import less_favourable, save_rules, save_weights
from cases.admin_base import ReferenceAdmin
from cases.models import Case, Decision, MatchWeights, Proposal, SchemeRules, TargetGroup
from cases.models.weights import WEIGHTS
from cases.phrases import sentence
from core import clock


@admin.register(TargetGroup)
class TargetGroupAdmin(ReferenceAdmin):
    form = EndsAfterStart
    list_display = ["code", "name_da", "name_en", "position", "first_day", "last_day"]
    ordering = ["position", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: TargetGroup | None = None) -> list[str]:
        return ["code"] if obj else []

    def save(self, request: HttpRequest, obj: TargetGroup, form: Any, *, change: bool) -> None:
        save_reference(row=obj, changed=form.changed_data, jobcentre_id=None, by=request.user, at=clock.now())


RULES_FIELDS = (
    "jobcentre",
    "first_day",
    "last_day",
    "longest_months",
    "appeal_weeks",
    "letter_working_days",
    "request_weeks",
    "late_request_days",
    "notice_weeks",
    "reassess_weeks",
    "legal_basis_da",
    "legal_basis_en",
    "complaint_da",
    "complaint_en",
)


class DatedForm(EndsAfterStart):
    """Two rows of one jobcentre share no day; the database says so, too, but only when all is typed."""

    overlap = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first_day = data.get("first_day") or self.instance.first_day
        last_day = data.get("last_day")
        if first_day is None or self.errors:
            return data
        others = self._meta.model.objects.filter(jobcentre=data["jobcentre"] if "jobcentre" in self.fields else self.instance.jobcentre)
        others = others.exclude(pk=self.instance.pk).not_over(first_day)
        if last_day is not None:
            others = others.filter(first_day__lte=last_day)
        if others.exists():
            self.say("first_day" if "first_day" in self.fields else "last_day", self.overlap)
        return data

    def say(self, name: str, code: str, **facts: Any) -> None:
        self.add_error(name if name in self.fields else "last_day", sentence(code, facts))


class SchemeRulesForm(DatedForm):
    overlap = "rules_overlap"

    class Meta:
        model = SchemeRules
        fields = RULES_FIELDS

    def _post_clean(self) -> None:
        """With the instance filled in: a jobcentre's own rules give no less than the national ones (R65)."""
        super()._post_clean()
        found = None if self.errors else less_favourable(self.instance)
        if found:
            name, least = found
            self.say(name, "rules_less_favourable", what=name, least=least)


class OwnOrNationalAdmin(ReferenceAdmin):
    """Dated rows that a jobcentre may have of its own: its administrator changes those, the platform administrator all. A used row only ends."""

    list_select_related = ["jobcentre"]
    ordering = ["-first_day", "pk"]
    own_may_add = True
    row_fields: tuple[str, ...] = ()
    words = ""
    words_of_used = ""

    @admin.display(description=gettext_lazy("holds for"))
    def of(self, row: Any) -> str:
        return str(row.jobcentre) if row.jobcentre else _("All jobcentres (national)")

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(Q(jobcentre_id=request.member.jobcentre_id) | Q(jobcentre__isnull=True))

    def own_may_change(self, request: HttpRequest, obj: Any) -> bool:
        return obj.jobcentre_id == request.member.jobcentre_id

    def is_used(self, obj: Any) -> bool:
        raise NotImplementedError

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        words = self.words_of_used if self.is_used(obj) else self.words
        return [(None, {"fields": self.row_fields, "description": words})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if self.is_used(obj):
            return [name for name in self.row_fields if name != "last_day"]
        return ["jobcentre"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if not administers_own(request):
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        kwargs |= {"queryset": Jobcentre.objects.filter(pk=request.member.jobcentre_id), "initial": request.member.jobcentre_id}
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.required, field.empty_label = True, None  # empty would mean national
        return field


@admin.register(SchemeRules)
class SchemeRulesAdmin(OwnOrNationalAdmin):
    form = SchemeRulesForm
    row_fields = RULES_FIELDS
    list_display = ["of", "first_day", "last_day", "longest_months", "appeal_weeks", "letter_working_days"]
    words_of_used = gettext_lazy(
        "Decisions were made under these rules, so they stay as they are: only the last day can be changed. "
        "Set it, and add new rules from the day after."
    )

    def is_used(self, obj: SchemeRules | None) -> bool:
        return obj is not None and Decision.objects.filter(rules=obj).exists()

    def save(self, request: HttpRequest, obj: SchemeRules, form: Any, *, change: bool) -> None:
        save_rules(rules=obj, changed=form.changed_data, by=request.user, at=clock.now())


class MatchWeightsForm(DatedForm):
    overlap = "weights_overlap"

    class Meta:
        model = MatchWeights
        fields = ("jobcentre", "first_day", "last_day", *WEIGHTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & set(WEIGHTS):
            words = sentence("weights_range", {})
            self.fields[name].error_messages |= dict.fromkeys(["required", "invalid", "min_value", "max_value"], words)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        much, some = data.get("much"), data.get("some")
        if much is not None and some is not None and not much >= some >= 1:
            self.say("some" if some < 1 else "much", "weights_needs_count")
        return data


@admin.register(MatchWeights)
class MatchWeightsAdmin(OwnOrNationalAdmin):
    form = MatchWeightsForm
    row_fields = MatchWeightsForm.Meta.fields
    list_display = ["of", "first_day", "last_day", *WEIGHTS]
    words = gettext_lazy(
        "Whole numbers from 0 (does not count) to 10. Needs come first on every list: each weighs as much as the client says, times the "
        "weight of the mentor's experience. Then come the wishes: a wish that is met gives its weight, one that is not met takes it, and "
        "what is not known counts neither way."
    )
    words_of_used = gettext_lazy(
        "Mentors were proposed with these weights, so they stay as they are: only the last day can be changed. "
        "Set it, and add new weights from the day after."
    )

    def is_used(self, obj: MatchWeights | None) -> bool:
        return obj is not None and Proposal.objects.filter(weights=obj).exists()

    def save(self, request: HttpRequest, obj: MatchWeights, form: Any, *, change: bool) -> None:
        save_weights(weights=obj, changed=form.changed_data, by=request.user, at=clock.now())


def completed(step: str, words: Any) -> Any:
    """The day on which a step was completed, with words of its own."""

    @admin.display(description=words)
    def shown(self: admin.ModelAdmin, case: Case) -> Any:
        return getattr(case, f"{step}_on")

    return shown


@admin.register(Case)
class CaseAdmin(RoleAdmin):
    """To answer "does this case exist, and where is it": number, state and days, read only."""

    list_display = ["ref", "state", "received_on", "due_on", "closed_on"]
    list_filter = ["state"]
    allowed_lookups = ("state__exact",)
    ordering = ["-year", "-number"]
    list_per_page = 50
    show_full_result_count = False
    platform_may_add = False
    platform_may_change = False
    fields = [
        "ref",
        "state",
        "received_on",
        "answer_due_on",
        "due_on",
        "contact_completed",
        "challenges_completed",
        "assessment_completed",
        "match_completed",
        "startup_completed",
        "closed_on",
    ]

    contact_completed = completed("contact", gettext_lazy("Contact completed"))
    challenges_completed = completed("challenges", gettext_lazy("Challenges completed"))
    assessment_completed = completed("assessment", gettext_lazy("Assessment completed"))
    match_completed = completed("match", gettext_lazy("Match completed"))
    startup_completed = completed("startup", gettext_lazy("Start-up completed"))

    @admin.display(description=gettext_lazy("case no."), ordering="-number")
    def ref(self, case: Case) -> str:
        return case.ref

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(jobcentre_id=request.member.jobcentre_id)
