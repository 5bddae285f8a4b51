"""A questionnaire as a form: one radio group a question, in the language of the page; or why there is no answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums_course import WhyMissing
from cases.models import Questionnaire
from core.forms import DayField, Form


class MeasurementForm(Form):
    """Answers, or `missing`: with both nobody knows what was meant, so it is asked and nothing that was typed is lost."""

    day = DayField(label=gettext_lazy("Day of the answer"), required=False)
    missing = forms.ChoiceField(
        label=gettext_lazy("Are the answers missing?"),
        choices=[("", gettext_lazy("No, here are the answers")), *WhyMissing.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("That is an answer, too. What is missing counts as missing, never as zero."),
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = sorted(questionnaire.questions.all(), key=lambda question: question.position)
        labels = {label.value: str(label) for label in questionnaire.labels.all()}
        values = range(questionnaire.highest, questionnaire.lowest - 1, -1)
        self.is_worded = len(labels) >= len(values)
        if not self.is_worded:
            values = range(questionnaire.lowest, questionnaire.highest + 1)  # a scale of numbers reads upwards
        choices: list[tuple[Any, Any]] = [(value, _value_words(value, labels.get(value, ""))) for value in values]
        choices.append(("", _("No answer")))
        for number, question in enumerate(self.questions, start=1):
            self.fields[f"answer{number}"] = forms.TypedChoiceField(
                label=str(question), choices=choices, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("day") is None and "day" not in self.errors and not data.get("missing"):
            self.add_error("day", DayField.default_error_messages["required"])
        if data.get("missing") and any(data.get(f"answer{number}") is not None for number in range(1, len(self.questions) + 1)):
            self.add_error("missing", _("There are answers as well. Choose “No, here are the answers”, or “No answer” at each question."))
        return data

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        return [self[f"answer{number}"] for number in range(1, len(self.questions) + 1)]

    def answers(self) -> list[int | None]:
        return [self.cleaned_data[f"answer{number}"] for number in range(1, len(self.questions) + 1)]


def _value_words(value: int, words: str) -> str:
    return _("%(words)s (%(value)s)") % {"words": words, "value": value} if words else str(value)
