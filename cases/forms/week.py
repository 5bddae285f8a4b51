"""Parts of the week as boxes: a row a part of the day, a column a weekday (templates/components/week.html)."""

from typing import Any

from django import forms

from mentors.enums import TIMES, PartOfDay, Weekday, time_label


class TimesField(forms.MultipleChoiceField):
    """Codes of `mentors.enums.TIMES`, in their order and each once."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [(code, time_label(code)) for code in TIMES], **kwargs)

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        return [code for code in TIMES if code in chosen]


def week(bound: forms.BoundField) -> dict[str, Any]:
    """The grid of a bound `TimesField`."""
    boxes, parts = list(bound.subwidgets), list(PartOfDay)
    return {
        "field": bound,
        "weekdays": [str(day.label) for day in Weekday],
        "rows": [{"label": part.label, "boxes": boxes[number :: len(parts)]} for number, part in enumerate(parts)],
    }
