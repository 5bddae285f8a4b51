"""The choices of a report: whole months and which courses they count, filters, and what it is to contain."""

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Language
from accounts.models import Jobcentre, Team
from cases.enums import Funding
from cases.models import TargetGroup
from core import clock
from core.days import DAY
from core.forms import DayField, Form
from core.templatetags.ui import MONTHS
from mentors.enums import MentorType, SituationGroup
from mentors.models import Organisation
from reports.actions.asking import Choices, ordered
from reports.enums import Basis, FileFormat, Section
from reports.scope import Scope
from reports.sections import ALWAYS

OPTIONAL = [section for section in Section if section not in ALWAYS]
_NUMBERS = re.compile(r"(\d{1,2})[-./ ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})")
_WORDS = re.compile(r"([^\W\d]+)\.? (\d{4})")


def parse_month(text: str) -> dt.date:
    """The first day of a month typed as 11-2026, 11/2026, 2026-11 or november 2026. Raises ValueError."""
    text = " ".join(text.lower().split())
    if found := _ISO.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif found := _NUMBERS.fullmatch(text):
        month, year = int(found[1]), int(found[2])
    elif found := _WORDS.fullmatch(text):
        names = [
            n for each in MONTHS.values() for n, name in enumerate(each, 1) if len(found[1]) >= 3 and name.lower().startswith(found[1])
        ]
        month, year = (names or [0])[0], int(found[2])
    else:
        raise ValueError(text)
    if not 1990 <= year <= 2199:
        raise ValueError(text)
    return dt.date(year, month, 1)


class MonthField(forms.Field):
    """A month, typed. The value is its first day."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": "12", "maxlength": "20"})
    default_error_messages = {
        "required": _("Write a month, such as 11-2026."),
        "invalid": _("“%(value)s” is not a month. Write it as month and year, such as 11-2026."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        try:
            return parse_month(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": str(value)[:40]}) from None

    def prepare_value(self, value: Any) -> Any:
        """As a person types it, also when it came from an address in another spelling."""
        try:
            day = value if isinstance(value, dt.date) else parse_month(str(value))
        except ValueError:
            return value
        return day.strftime("%m-%Y")


class ReportForm(Form):
    """`jobcentre_id` is the jobcentre whose report it is; None: the authority, which chooses among all."""

    first_month = MonthField(label=_("First month"))
    last_month = MonthField(label=_("Last month"))
    basis = forms.ChoiceField(label=_("Which courses count?"), choices=Basis, widget=forms.RadioSelect)
    on = DayField(label=_("Data as of"), help_text=_("What was written later is not in the report."))
    of_jobcentre = forms.ChoiceField(label=pgettext_lazy("report", "Jobcentre"), required=False)
    target_group = forms.ChoiceField(label=pgettext_lazy("report", "Target group"), required=False)
    situation = forms.ChoiceField(label=pgettext_lazy("report", "Situation"), required=False)
    mentor_type = forms.ChoiceField(label=_("Type of mentor"), required=False)
    funding = forms.ChoiceField(label=_("Funding"), required=False)
    partner = forms.ChoiceField(label=_("Partner organisation"), required=False)
    team = forms.ChoiceField(label=pgettext_lazy("report", "Team"), required=False)
    sections = forms.MultipleChoiceField(
        label=_("Sections"),
        choices=[(str(each), each.label) for each in OPTIONAL],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The most important, the definitions and the method are always there."),
    )
    language = forms.ChoiceField(label=_("Language of the report"), choices=Language, widget=forms.RadioSelect)
    formats = forms.MultipleChoiceField(
        label=_("Files"),
        choices=FileFormat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one file, so that the report can be read.")},
    )

    def __init__(self, *args: Any, jobcentre_id: uuid.UUID | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jobcentre_id = jobcentre_id
        choices = {
            "target_group": [
                (group.code, str(group)) for group in TargetGroup.objects.in_force(clock.today()).order_by("position", "code")
            ],
            "situation": SituationGroup.choices,
            "mentor_type": MentorType.choices,
            "funding": Funding.choices,
        }
        if jobcentre_id is None:
            choices["of_jobcentre"] = _keyed(Jobcentre.objects.order_by("name"))
            del self.fields["partner"], self.fields["team"]
        else:
            choices["partner"] = _keyed(Organisation.objects.filter(jobcentre_id=jobcentre_id).order_by("name"))
            choices["team"] = _keyed(Team.objects.filter(jobcentre_id=jobcentre_id).order_by("name"))
            del self.fields["of_jobcentre"]
        for name, each in choices.items():
            self.fields[name].choices = [("", pgettext_lazy("filter", "All")), *each]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("first_month"), found.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", _("The last month lies before the first one. Write a later one."))
        return found

    def wanted(self) -> Choices:
        """What was chosen, for the action."""
        data = self.cleaned_data
        jobcentres: tuple[uuid.UUID, ...] = (self.jobcentre_id,) if self.jobcentre_id else ()
        if data.get("of_jobcentre"):
            jobcentres = (uuid.UUID(data["of_jobcentre"]),)
        keys = {name: uuid.UUID(data[name]) for name in ("partner", "team") if data.get(name)}
        codes = {name: data[name] for name in ("target_group", "situation", "mentor_type", "funding") if data.get(name)}
        scope = Scope.months(data["first_month"], data["last_month"], basis=Basis(data["basis"]), jobcentres=jobcentres, **codes, **keys)
        return ordered(scope=scope, on=data["on"], sections=data["sections"], language=data["language"], formats=data["formats"])


def _keyed(rows: Any) -> list[tuple[str, str]]:
    return [(str(row.pk), row.name) for row in rows]


def beginning(*, today: dt.date, language: str) -> dict[str, Any]:
    """What stands in the form at first: the last twelve whole months, all sections, PDF and workbook."""
    last = today.replace(day=1) - DAY
    return {
        "first_month": last.replace(year=last.year - 1, day=1) if last.month == 12 else dt.date(last.year - 1, last.month + 1, 1),
        "last_month": last.replace(day=1),
        "basis": str(Basis.START),
        "on": today,
        "sections": [str(each) for each in OPTIONAL],
        "language": language,
        "formats": [str(FileFormat.PDF), str(FileFormat.XLSX)],
    }


def as_initial(*, scope: Scope, on: dt.date, sections: Sequence[str], language: str, formats: Sequence[str]) -> dict[str, Any]:
    """The choices of a report that is there, to be changed."""
    found = {
        "first_month": scope.first_day,
        "last_month": scope.last_day.replace(day=1),
        "basis": str(scope.basis),
        "on": on,
        "sections": list(sections),
        "language": language,
        "formats": list(formats),
        **{name: str(value) for name, value in scope.filters.items()},
    }
    if len(scope.jobcentres) == 1:
        found["of_jobcentre"] = str(scope.jobcentres[0])
    return found


STOP, AGAIN = "stop", "again"


class PressForm(Form):
    """One of the two buttons of a report's page."""

    what = forms.ChoiceField(choices=[(STOP, STOP), (AGAIN, AGAIN)])
