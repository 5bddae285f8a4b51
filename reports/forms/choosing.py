"""The small forms of what is made at once: months, how many cases are drawn, and the language. They stand in the address, so that a choice can be kept."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Language
from accounts.models import Jobcentre
from core import clock
from core.forms import Form
from reports.actions.preparing import MONTHS, MONTHS_OUTWARD
from reports.forms.report import MonthField
from reports.rules.months import last_months
from reports.rules.sampling import MOST_SEED

USUAL_SAMPLE, MOST_SAMPLE = 20, 100
"""The state's audit read twenty cases in each municipality."""


class MonthsForm(Form):
    """Whole months that have begun."""

    first_month = MonthField(label=_("First month"))
    last_month = MonthField(label=_("Last month"))

    def clean_first_month(self) -> dt.date:
        first: dt.date = self.cleaned_data["first_month"]
        if first > clock.today():
            raise forms.ValidationError(_("This month has not begun yet. Write one that has."))
        return first

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("first_month"), found.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", _("The last month lies before the first one. Write a later one."))
        return found


class SampleForm(MonthsForm):
    """`seed` names the draw: the same number draws the same cases again. `language` is that of the sheet."""

    size = forms.IntegerField(
        label=_("Number of cases"),
        min_value=1,
        max_value=MOST_SAMPLE,
        error_messages={
            "required": _("Write how many cases are drawn, such as 20."),
            "invalid": _("Write a whole number from 1 to 100."),
            "min_value": _("Write a whole number from 1 to 100."),
            "max_value": _("Write a whole number from 1 to 100."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4", "maxlength": "3", "autocomplete": "off"}),
    )
    seed = forms.IntegerField(
        label=_("Number of the draw"),
        required=False,
        min_value=1,
        max_value=MOST_SEED,
        help_text=_("Leave it empty to draw at random. With a number the same cases are drawn again."),
        error_messages={
            "invalid": _("Write a whole number from 1 to 999999, or nothing."),
            "min_value": _("Write a whole number from 1 to 999999, or nothing."),
            "max_value": _("Write a whole number from 1 to 999999, or nothing."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "8", "maxlength": "6", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of the sheet"), choices=Language)


class SheetForm(MonthsForm):
    """Months and language of a practice sheet or leaflet."""

    language = forms.ChoiceField(label=pgettext_lazy("sheet", "Language"), choices=Language)


class OutwardSheetForm(Form):
    """The same for who administers the platform: figures of all jobcentres are counted by night, of the last so many months."""

    months = forms.TypedChoiceField(label=_("Period"), coerce=int)
    of_jobcentre = forms.ChoiceField(label=pgettext_lazy("report", "Jobcentre"), required=False)
    language = forms.ChoiceField(label=pgettext_lazy("sheet", "Language"), choices=Language)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = [(each, _("The last %(n)s months") % {"n": each}) for each in MONTHS_OUTWARD]  # type: ignore[attr-defined]
        jobcentres = [(str(key), name) for key, name in Jobcentre.objects.order_by("name").values_list("pk", "name")]
        self.fields["of_jobcentre"].choices = [("", _("All jobcentres")), *jobcentres]  # type: ignore[attr-defined]

    @property
    def jobcentre_id(self) -> uuid.UUID | None:
        chosen = self.cleaned_data["of_jobcentre"]
        return uuid.UUID(chosen) if chosen else None


def usual_months(*, today: dt.date, number: int = 12) -> dict[str, Any]:
    """The last so many months, this one included."""
    first, last = last_months(number, on=today)
    return {"first_month": first, "last_month": last.replace(day=1)}


def usual_sheet(*, today: dt.date, language: str, is_outward: bool) -> dict[str, Any]:
    """As the overview: three years."""
    return {"language": language, **({"months": MONTHS} if is_outward else usual_months(today=today, number=MONTHS))}
