"""Step 2: five support areas and the client's wishes. All fields may be empty: what is missing is the rule's to say."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from cases.actions.challenges import WishFacts
from cases.enums import Weight
from cases.forms.week import TimesField, week
from cases.rules.challenges import AreaAnswer, wished_last_day
from cases.rules.periods import LAW_MONTHS
from core import clock
from core.forms import Form, MinutesField, TextField, parse_minutes
from core.templatetags.ui import date_long, minutes_words
from mentors.enums import AgeGroup, Gender, MentorType, SpokenLanguage, SupportArea, WayOfMeeting
from mentors.models import Zone

HINTS = {
    SupportArea.PRACTICAL: gettext_lazy("Such as structure, planning, and an overview of tasks and deadlines."),
    SupportArea.SOCIAL: gettext_lazy("Such as unwritten rules, being with others, and working with colleagues or a class."),
    SupportArea.EMOTIONAL: gettext_lazy("Such as somebody to talk to about worries and what is hard."),
    SupportArea.ROUTINES: gettext_lazy("Such as getting up in the morning, keeping appointments, and other things of the day."),
    SupportArea.TASKS: gettext_lazy("Such as learning new tasks and fixed ways of working."),
}
NO_WISH = ("", gettext_lazy("No wish"))


def _weight(value: Any) -> Weight:
    return Weight(int(value))


class ChallengesForm(Form):
    """`zones` are the jobcentre's, where the client can wish to meet; without any nothing is asked."""

    mentor_types = forms.MultipleChoiceField(
        label=gettext_lazy("Who should the mentor be?"), choices=MentorType.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    ways_of_meeting = forms.MultipleChoiceField(
        label=gettext_lazy("How to meet?"), choices=WayOfMeeting.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("The mentor’s language"), choices=[NO_WISH, *SpokenLanguage.choices], required=False)
    gender = forms.ChoiceField(label=gettext_lazy("The mentor’s gender"), choices=[NO_WISH, *Gender.choices], required=False)
    age_group = forms.ChoiceField(label=gettext_lazy("The mentor’s age"), choices=[NO_WISH, *AgeGroup.choices], required=False)
    zone = forms.TypedChoiceField(label=gettext_lazy("Where to meet?"), coerce=uuid.UUID, empty_value=None, required=False)
    times = TimesField(label=gettext_lazy("Times of the week"), required=False)
    place_and_time = forms.CharField(
        label=gettext_lazy("Place and time"), max_length=300, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    not_these = forms.CharField(
        label=gettext_lazy("Persons not to be proposed"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = TextField(label=gettext_lazy("The wish in the client’s own words"), required=False)
    minutes_a_week = MinutesField(label=gettext_lazy("Hours a week"), help_text=gettext_lazy("Such as 2,5 or 2:30"), required=False)
    months = forms.TypedChoiceField(label=gettext_lazy("For how long?"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, name: str, starts_on: dt.date, zones: Sequence[Zone] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = [NO_WISH, *((str(zone.pk), zone.name) for zone in zones)]
        self.starts_on = max(starts_on, clock.today())
        for area in SupportArea:
            self.fields[f"{area}_weight"] = forms.TypedChoiceField(
                label=_("How much does it weigh?"),
                choices=Weight.choices,
                coerce=_weight,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"{area}_words"] = TextField(label=_("What does %(name)s say?") % {"name": name}, required=False)
            self.fields[f"{area}_when_where"] = TextField(label=_("When and where?"), required=False)
        own = self.initial.get("months")
        lengths = sorted({*range(1, LAW_MONTHS + 1), *([own] if own else [])})
        unknown = ("", pgettext_lazy("length", "Not known yet"))
        self.fields["months"].choices = [unknown] + [(n, ngettext("%(n)d month", "%(n)d months", n) % {"n": n}) for n in lengths]
        self.fields["months"].help_text = _("From %(day)s") % {"day": date_long(self.starts_on)}
        self.fields["minutes_a_week"].widget.attrs["class"] = "mc-w10"
        self.read_back()

    def full_label(self, name: str) -> str:
        area = next((area for area in SupportArea if name.startswith(f"{area}_")), None)
        return f"{area.label}: {super().full_label(name)}" if area else super().full_label(name)

    def not_taken(self) -> list[str]:
        none = [area for area in SupportArea if str(self[f"{area}_weight"].value()) == str(Weight.NONE)]
        return [f"{area}_{name}" for area in none for name in ("words", "when_where")]

    def read_back(self) -> None:
        minutes = self.minutes()
        if minutes is not None:
            self.fields["minutes_a_week"].note = minutes_words(minutes)
        months = str(self["months"].value() or "")
        if months.isascii() and months.isdigit() and len(months) < 3 and 1 <= int(months) <= 24:
            last_day = wished_last_day(starts_on=self.starts_on, today=self.starts_on, months=int(months))
            self.fields["months"].note = _("to %(day)s") % {"day": date_long(last_day)}

    def minutes(self) -> int | None:
        """The minutes that stand in the field now, if they can be read."""
        value = self["minutes_a_week"].value()
        try:
            return value if isinstance(value, int) or value in (None, "") else parse_minutes(str(value))
        except ValueError:
            return None

    def areas(self) -> list[dict[str, Any]]:
        """The five areas with their bound fields, for the template."""
        return [
            {
                "code": str(area),
                "label": area.label,
                "hint": HINTS[area],
                "weight": self[f"{area}_weight"],
                "words": self[f"{area}_words"],
                "when_where": self[f"{area}_when_where"],
            }
            for area in SupportArea
        ]

    def week(self) -> dict[str, Any]:
        """The grid of `times`."""
        return week(self["times"])

    def answers(self) -> list[AreaAnswer]:
        data = self.cleaned_data
        return [AreaAnswer(area, data[f"{area}_weight"], data[f"{area}_words"], data[f"{area}_when_where"]) for area in SupportArea]

    def wishes(self) -> WishFacts:
        names = WishFacts.__dataclass_fields__
        return WishFacts(**{name: self.cleaned_data[name] for name in names})
