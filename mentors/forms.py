"""The mentor's details as typed: shape and types only."""

import re
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.days import FULL_TIME_MINUTES
from core.forms import DayField, Form, MinutesField, PhoneField, TextField
from mentors.actions import Around, Details
from mentors.enums import (
    TIMES,
    AgeGroup,
    Experience,
    Gender,
    MentorSubtype,
    MentorType,
    OrganisationKind,
    PartOfDay,
    PlaceKind,
    SpokenLanguage,
    SupportArea,
    WayOfMeeting,
    Weekday,
    time_label,
)
from mentors.models import Absence, Zone

_KRONER = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,6})(?:,(\d{1,2}))?")


class KronerField(forms.Field):
    """Kroner typed as 410 or 410,50; the value is whole øre."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal", "size": "8", "maxlength": "12"})
    default_error_messages = {"invalid": _("“%(value)s” is not an amount in kroner. Write it as 410 or 410,50.")}

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        found = _KRONER.fullmatch(str(value).strip())
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": str(value)[:40]})
        return int(Decimal(found[1].replace(".", "")) * 100) + int((found[2] or "0").ljust(2, "0"))

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        return f"{value // 100},{value % 100:02d}" if value % 100 else str(value // 100)


def _unknown(choices: Any) -> list[tuple[str, Any]]:
    """A choice that may be left open: what is not known counts neither way in a match."""
    return [("", _("Not known")), *choices.choices]


class Boxes(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class ZoneBoxes(forms.TypedMultipleChoiceField):
    """Zones of the jobcentre, as keys."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=uuid.UUID, empty_value=[], **kwargs)


class MentorForm(Form):
    """All of a mentor. `situations`, `zones` and the absences there are come from the view."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Write the mentor's name.")})
    type = forms.ChoiceField(
        label=_("Type of mentor"),
        choices=MentorType,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the type of mentor.")},
    )
    subtype = forms.ChoiceField(label=_("Comes as"), choices=_unknown(MentorSubtype), required=False)
    profession = forms.CharField(label=_("Profession"), max_length=120, required=False)
    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Choose one from the list, or write a new one."),
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )
    organisation_kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=[("", _("As it is registered")), *OrganisationKind.choices],
        required=False,
        help_text=_("Only for a new organisation."),
    )
    workplace_name = forms.CharField(
        label=_("Workplace or school"),
        max_length=200,
        required=False,
        help_text=_("For a colleague: where the mentor works."),
        widget=forms.TextInput(attrs={"list": "workplaces", "autocomplete": "off"}),
    )
    workplace_kind = forms.ChoiceField(label=_("Kind of place"), choices=PlaceKind, required=False, help_text=_("Only for a new place."))
    phone = PhoneField(label=_("Phone"))
    email = forms.EmailField(
        label=_("Email"), required=False, error_messages={"invalid": _("Write an email address, such as name@example.org.")}
    )
    area = forms.CharField(label=_("Area"), max_length=120, required=False, help_text=_("Where the mentor can meet, such as a town."))
    zones = ZoneBoxes(label=_("Comes to"), required=False, help_text=_("None chosen: not known."))
    gender = forms.ChoiceField(label=_("Gender"), choices=_unknown(Gender), required=False)
    age_group = forms.ChoiceField(label=_("Age"), choices=_unknown(AgeGroup), required=False)
    situations = Boxes(label=_("Experience with"), required=False)
    languages = Boxes(label=_("Languages"), choices=SpokenLanguage, required=False)
    ways_of_meeting = Boxes(label=_("Meets"), choices=WayOfMeeting, required=False)
    most_clients = forms.IntegerField(
        label=_("Most clients at once"),
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
        error_messages={
            "required": _("Write a number from 1 to 99."),
            "invalid": _("Write a whole number from 1 to 99."),
            "min_value": _("Write a number from 1 to 99."),
            "max_value": _("Write a number from 1 to 99."),
        },
    )
    most_minutes = MinutesField(label=_("Most hours a week"), help_text=_("As 10, 2,5 or 2:30. For all clients together."))
    cost_an_hour = KronerField(label=_("Kroner an hour"), required=False)
    available_from = DayField(label=_("Available from"), required=False)
    available_until = DayField(label=_("Available until"), required=False)
    confidentiality_signed_on = DayField(label=_("Declaration of confidentiality signed"), required=False)
    confidentiality_valid_until = DayField(label=_("Declaration valid until"), required=False)
    record_checked_on = DayField(label=_("Criminal record seen"), required=False, help_text=_("Only the day is kept."))
    times = Boxes(label=_("Can meet"), choices=lambda: [(code, time_label(code)) for code in TIMES], required=False)
    away_from = DayField(label=_("Away from"), required=False)
    away_until = DayField(label=_("Away until"), required=False, help_text=_("Empty: until further notice."))
    away_note = forms.CharField(
        label=_("Note about the absence"), max_length=200, required=False, help_text=_("Not the reason when it is illness.")
    )
    about = TextField(label=_("About the mentor"), required=False, widget=forms.Textarea(attrs={"rows": "4"}))

    def __init__(
        self, *args: Any, situations: Sequence[Any] = (), zones: Sequence[Zone] = (), absences: Sequence[Absence] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["situations"].choices = situations
        self.fields["zones"].choices = [(str(zone.pk), zone.name) for zone in zones]
        for area in SupportArea:
            self.fields[f"level_{area}"] = forms.ChoiceField(
                label=area.label, choices=_unknown(Experience), required=False, widget=forms.RadioSelect
            )
        self.absences = list(absences)
        for absence in self.absences:
            self.fields[f"absence_{absence.pk}"] = DayField(label=_("Away until"), required=False, initial=absence.last_day)
            self.fields[f"absence_{absence.pk}_gone"] = forms.BooleanField(label=_("Remove this absence"), required=False)

    def clean_most_minutes(self) -> int:
        minutes = self.cleaned_data["most_minutes"]
        if minutes > FULL_TIME_MINUTES:
            raise ValidationError(_("At most 37 hours a week."))
        return minutes

    def clean_cost_an_hour(self) -> int | None:
        cost = self.cleaned_data["cost_an_hour"]
        if cost is not None and cost > 1_000_000:
            raise ValidationError(_("Write at most 10.000 kroner an hour."))
        return cost

    def absence_rows(self) -> list[dict[str, Any]]:
        return [{"absence": a, "last_day": self[f"absence_{a.pk}"], "gone": self[f"absence_{a.pk}_gone"]} for a in self.absences]

    def week(self) -> list[dict[str, Any]]:
        """The grid of `times`: a row a part of the day, a box a weekday."""
        chosen = set(self["times"].value() or [])
        return [
            {
                "label": part.label,
                "boxes": [
                    {
                        "value": f"{day}_{part}",
                        "label": time_label(f"{day}_{part}"),
                        "checked": f"{day}_{part}" in chosen,
                        "id": f"id_times_{day}_{part}",
                    }
                    for day in Weekday
                ],
            }
            for part in PartOfDay
        ]

    def levels(self) -> list[dict[str, Any]]:
        """The table of experience: a row a support area, a radio a level."""
        rows = []
        for area in SupportArea:
            bound = self[f"level_{area}"]
            chosen = str(bound.value() or "") if bound.value() != 0 else "0"
            rows.append(
                {
                    "label": area.label,
                    "name": bound.html_name,
                    "errors": bound.errors,
                    "radios": [
                        {"value": value, "label": label, "checked": str(value) == chosen, "id": f"id_{bound.html_name}_{n}"}
                        for n, (value, label) in enumerate(self.fields[bound.name].choices)
                    ],
                }
            )
        return rows

    def level_heads(self) -> list[Any]:
        return [_("Not known"), *(level.label for level in Experience)]

    def details(self) -> Details:
        return Details(**{name: self.cleaned_data[name] for name in Details.__dataclass_fields__ if name in self.fields})

    def around(self) -> Around:
        data = self.cleaned_data
        return Around(
            organisation_name=data["organisation_name"].strip(),
            organisation_kind=data["organisation_kind"],
            workplace_name=data["workplace_name"].strip(),
            workplace_kind=data["workplace_kind"] or PlaceKind.WORKPLACE,
            experience={area.value: int(data[f"level_{area}"]) if data[f"level_{area}"] else None for area in SupportArea},
            away_from=data["away_from"],
            away_until=data["away_until"],
            away_note=data["away_note"],
            absences={a.pk: data[f"absence_{a.pk}"] for a in self.absences},
            removed=frozenset(a.pk for a in self.absences if data[f"absence_{a.pk}_gone"]),
        )
