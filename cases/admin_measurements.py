"""Questionnaires in the administration: their questions and the words of their answers. One that somebody has answered only ends (R103)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.site import EndsAfterStart
from cases.actions.questionnaires import save_questionnaire
from cases.admin_base import ReferenceAdmin
from cases.enums_course import Respondent
from cases.models import AnswerLabel, Measurement, Question, Questionnaire
from core import clock

_WORDS_OF_USED = gettext_lazy(
    "Somebody has answered this questionnaire, so it stays as it is: only its last day can be changed. "
    "Set it, and add a new questionnaire from the day after."
)


def is_answered(code: str | None) -> bool:
    """Whether a measurement stands on the questionnaire, also one that is only said to be missing."""
    return code is not None and Measurement.objects.filter(questionnaire=code).exists()


class QuestionnaireForm(EndsAfterStart):
    respondents = forms.MultipleChoiceField(
        label=gettext_lazy("asked"),
        choices=Respondent,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one.")},
    )

    class Meta:
        model = Questionnaire
        fields = (
            "code",
            "name_da",
            "name_en",
            "intro_da",
            "intro_en",
            "source_da",
            "source_en",
            "respondents",
            "lowest",
            "highest",
            "scoring",
            "factor",
            "notice_at",
            "relevant_change",
            "position",
            "first_day",
            "last_day",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        lowest, highest = data.get("lowest"), data.get("highest")
        if lowest is not None and highest is not None and highest <= lowest:
            self.add_error("highest", _("The highest answer is more than the lowest one."))
        if data.get("factor") == 0:
            self.add_error("factor", _("The sum is multiplied by 1 or more."))
        return data


class KeptAdmin(ReferenceAdmin):
    """Rows that stay as they are when their questionnaire was answered."""

    def code_of(self, obj: Any) -> str | None:
        """The questionnaire that the row belongs to; None of a new one."""
        return obj.questionnaire_id if obj else None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        words = _WORDS_OF_USED if is_answered(self.code_of(obj)) else ""
        return [(None, {"fields": self.get_fields(request, obj), "description": words})]

    def save(self, request: HttpRequest, obj: Any, form: Any, *, change: bool) -> None:
        save_questionnaire(row=obj, changed=form.changed_data, by=request.user, at=clock.now())


@admin.register(Questionnaire)
class QuestionnaireAdmin(KeptAdmin):
    form = QuestionnaireForm
    list_display = ["code", "name_da", "name_en", "position", "first_day", "last_day"]
    ordering = ["position", "code"]
    fields = QuestionnaireForm.Meta.fields

    def code_of(self, obj: Questionnaire | None) -> str | None:
        return obj.pk if obj else None

    def get_readonly_fields(self, request: HttpRequest, obj: Questionnaire | None = None) -> list[str]:
        if is_answered(self.code_of(obj)):
            return [name for name in QuestionnaireForm.Meta.fields if name != "last_day"]
        return ["code"] if obj else []


class PartAdmin(KeptAdmin):
    """A question, or the words of an answer: it is added to a questionnaire that nobody has answered, and then belongs to it."""

    list_select_related = ["questionnaire"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if is_answered(self.code_of(obj)):
            return list(self.fields or ())
        return ["questionnaire"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        answered = Measurement.objects.filter(questionnaire=OuterRef("pk"))
        rows: QuerySet[Questionnaire] = Questionnaire.objects.filter(~Exists(answered)).order_by("position", "code")
        return super().formfield_for_foreignkey(db_field, request, **(kwargs | {"queryset": rows}))


@admin.register(Question)
class QuestionAdmin(PartAdmin):
    list_display = ["words_da", "words_en", "questionnaire", "position"]
    ordering = ["questionnaire__position", "questionnaire", "position"]
    fields = ("questionnaire", "position", "words_da", "words_en")


@admin.register(AnswerLabel)
class AnswerLabelAdmin(PartAdmin):
    list_display = ["words_da", "words_en", "questionnaire", "value"]
    ordering = ["questionnaire__position", "questionnaire", "-value"]
    fields = ("questionnaire", "value", "words_da", "words_en")
