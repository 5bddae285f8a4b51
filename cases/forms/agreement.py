"""The agreement and the signatures on it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.enums import Party, SignedHow
from cases.rules.agreements import MOST_GOALS
from core.forms import DayField, Form, MinutesField, TextField
from mentors.enums import TIMES, PartOfDay, WayOfMeeting, Weekday, time_label


def _goal(number: int) -> forms.CharField:
    field = forms.CharField(max_length=300, required=number == 1)
    field.widget.attrs["autocomplete"] = "off"
    if number == 1:
        field.error_messages["required"] = _("Write at least one goal, in the client's words.")
    return field


def _by_when() -> forms.CharField:
    hint = _("In words, such as: before the summer")
    field = forms.CharField(label=_("By when?"), max_length=120, required=False, help_text=hint)
    field.widget.attrs["autocomplete"] = "off"
    return field


class AgreementForm(Form):
    """`version` is the number of the newest version, 0 when there is none. In a `running` course the days are those of the course."""

    goal1, by1 = _goal(1), _by_when()
    goal2, by2 = _goal(2), _by_when()
    goal3, by3 = _goal(3), _by_when()
    goal4, by4 = _goal(4), _by_when()
    tasks = TextField(
        label=_("The mentor helps with"),
        help_text=_("From the decision. You can make it more concrete, not wider."),
        error_messages={"required": _("Write what the mentor helps with.")},
    )
    first_day = DayField(label=_("First day"), help_text=_("The start-up, or later"))
    minutes_a_week = MinutesField(label=_("Hours a week"))
    ways_of_meeting = forms.MultipleChoiceField(
        label=_("How do you meet?"),
        choices=WayOfMeeting.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one way to meet.")},
    )
    times = forms.MultipleChoiceField(
        label=_("Agreed times of the week"),
        help_text=_("Optional. The mentor’s page shows them as taken."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    when_where = TextField(label=_("When and where?"), error_messages={"required": _("Write when and where you meet.")})
    cancelling = TextField(label=_("If one of you must cancel"), error_messages={"required": _("Write how you cancel.")})
    may_write_down = TextField(
        label=_("The mentor may write down"),
        help_text=_("The client can read all of it"),
        error_messages={"required": _("Write what the mentor may write down.")},
    )
    with_workplace = TextField(
        label=_("Agreed with the workplace or school"), help_text=_("Stands in the agreement. No health information"), required=False
    )

    def __init__(self, *args: Any, running: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if running:
            del self.fields["first_day"]
        self.fields["times"].choices = [(code, time_label(code)) for code in TIMES]
        for number in range(1, MOST_GOALS + 1):
            self.fields[f"goal{number}"].label = gettext("Goal %(number)d") % {"number": number}

    def goals(self) -> list[tuple[str, str]]:
        return [(self.cleaned_data[f"goal{n}"], self.cleaned_data[f"by{n}"]) for n in range(1, MOST_GOALS + 1)]

    def week(self) -> list[dict[str, Any]]:
        """The grid of `times`: a row a part of the day, a box a weekday."""
        boxes = list(self["times"].subwidgets)
        parts = len(PartOfDay)
        return [{"label": part.label, "boxes": boxes[number::parts]} for number, part in enumerate(PartOfDay)]

    def weekdays(self) -> list[str]:
        return [str(day.label) for day in Weekday]

    def goal_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"goal{n}"], self[f"by{n}"]) for n in range(1, MOST_GOALS + 1)]


class SignForm(Form):
    """`version` is the number of the version that is signed. `names` says who the parties are.

    It stands in one `<form>` with the agreement's terms, so that neither loses what was typed in the other: its names begin with `sign_`.
    """

    party = forms.ChoiceField(label=_("Who signed?"), choices=Party.choices, widget=forms.RadioSelect)
    signed_on = DayField(label=_("Day"))
    how = forms.ChoiceField(label=_("How?"), choices=SignedHow.choices)
    on_behalf = forms.BooleanField(
        label=_("Somebody else signed for this party"), required=False, widget=forms.CheckboxInput(attrs={"id": "id_on_behalf_0"})
    )
    on_behalf_by = forms.CharField(label=_("Who signed on behalf?"), max_length=120, required=False)
    on_behalf_reason = forms.CharField(
        label=_("Why, and by what right?"),
        help_text=_("Such as guardian, or power of attorney with its date"),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, names: Mapping[Party, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if names:
            self.fields["party"].choices = [(party.value, name) for party, name in names.items()]

    def not_taken(self) -> list[str]:
        return [] if self["on_behalf"].value() else ["on_behalf_by", "on_behalf_reason"]

    def add_prefix(self, field_name: str) -> str:
        return f"sign_{field_name}"

    def on_behalf_of(self) -> tuple[str, str]:
        """Name and reason. What stands in the folded fields counts only when the box is ticked; ticked, both are asked for."""
        if not self.cleaned_data["on_behalf"]:
            return "", ""
        return self.cleaned_data["on_behalf_by"], self.cleaned_data["on_behalf_reason"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("on_behalf"):
            if not found.get("on_behalf_by") and "on_behalf_by" not in self.errors:
                self.add_error("on_behalf_by", _("Write the name of the person who signed."))
            if not found.get("on_behalf_reason") and "on_behalf_reason" not in self.errors:
                self.add_error("on_behalf_reason", _("Write why, and by what right, such as power of attorney with its date."))
        return found


class StartForm(Form):
    """Only the version of the agreement: a button."""
