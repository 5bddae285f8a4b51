"""The scheme's reference data, and cases as numbers, states and days: a repair desk never shows a name."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.administration import save_reference
from accounts.models import Jobcentre
from accounts.site import RoleAdmin, administers_own
from cases.actions.reference import less_favourable, save_rules
from cases.models import Case, Decision, SchemeRules, TargetGroup
from cases.phrases import sentence
from core import clock
from core.verdicts import Refused


class ReferenceAdmin(RoleAdmin):
    """National rows: the platform administrator changes them, a role administrator reads them."""

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows

    def sentence(self, refused: Refused) -> str:
        return sentence(refused.code, refused.facts)


@admin.register(TargetGroup)
class TargetGroupAdmin(ReferenceAdmin):
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
    "legal_basis_da",
    "legal_basis_en",
    "complaint_da",
    "complaint_en",
)


class SchemeRulesForm(forms.ModelForm):
    class Meta:
        model = SchemeRules
        fields = RULES_FIELDS

    def clean(self) -> dict[str, Any]:
        """Two rows of one jobcentre share no day; the database says so, too, but only when all is typed."""
        data = super().clean() or self.cleaned_data
        first_day = data.get("first_day") or self.instance.first_day
        last_day = data.get("last_day")
        if first_day is None or self.errors:
            return data
        others = SchemeRules.objects.filter(jobcentre=data["jobcentre"] if "jobcentre" in self.fields else self.instance.jobcentre)
        others = others.exclude(pk=self.instance.pk).not_over(first_day)
        if last_day is not None:
            others = others.filter(first_day__lte=last_day)
        if others.exists():
            self.add_error("first_day" if "first_day" in self.fields else "last_day", sentence("rules_overlap", {}))
        return data

    def _post_clean(self) -> None:
        """With the instance filled in: a jobcentre's own rules give no less than the national ones (R65)."""
        super()._post_clean()
        found = None if self.errors else less_favourable(self.instance)
        if found:
            name, least = found
            self.add_error(name if name in self.fields else "last_day", sentence("rules_less_favourable", {"what": name, "least": least}))


@admin.register(SchemeRules)
class SchemeRulesAdmin(ReferenceAdmin):
    form = SchemeRulesForm
    list_display = ["of", "first_day", "last_day", "longest_months", "appeal_weeks", "letter_working_days"]
    list_select_related = ["jobcentre"]
    ordering = ["-first_day", "pk"]
    own_may_add = True

    @admin.display(description=gettext_lazy("holds for"))
    def of(self, rules: SchemeRules) -> str:
        return str(rules.jobcentre) if rules.jobcentre else _("All jobcentres (national)")

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(Q(jobcentre_id=request.member.jobcentre_id) | Q(jobcentre__isnull=True))

    def own_may_change(self, request: HttpRequest, obj: SchemeRules) -> bool:
        return obj.jobcentre_id == request.member.jobcentre_id

    def is_used(self, obj: SchemeRules | None) -> bool:
        return obj is not None and Decision.objects.filter(rules=obj).exists()

    def get_fieldsets(self, request: HttpRequest, obj: SchemeRules | None = None) -> list[Any]:
        words = ""
        if self.is_used(obj):
            words = _(
                "Decisions were made under these rules, so they stay as they are: only the last day can be changed. "
                "Set it, and add new rules from the day after."
            )
        return [(None, {"fields": RULES_FIELDS, "description": words})]

    def get_readonly_fields(self, request: HttpRequest, obj: SchemeRules | None = None) -> list[str]:
        if self.is_used(obj):
            return [name for name in RULES_FIELDS if name != "last_day"]
        return ["jobcentre"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if not administers_own(request):
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        kwargs |= {"queryset": Jobcentre.objects.filter(pk=request.member.jobcentre_id), "initial": request.member.jobcentre_id}
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.required, field.empty_label = True, None  # empty would mean national
        return field

    def save(self, request: HttpRequest, obj: SchemeRules, form: Any, *, change: bool) -> None:
        save_rules(rules=obj, changed=form.changed_data, by=request.user, at=clock.now())


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
