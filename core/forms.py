"""Fields that understand what Danes type, and the base of every form. Forms check shape and types; they never save."""

import datetime as dt
import re
import zlib
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core import clock
from core.constraints import FARTHEST_DAY

FIRST_YEAR = 1900
_DAY = re.compile(r"(\d{1,2})[-./ ](\d{1,2})(?:[-./ ](\d{4}|\d{2}))?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_HOURS_AND_MINUTES = re.compile(r"(\d{1,3})[:.](\d{2})")
_HOURS = re.compile(r"(\d{1,3})(?:[,.](\d{1,2}))?")
_PHONE = re.compile(r"[0-9 +()/.-]+")


class DayOutOfRange(ValueError):
    """A day that exists, in a year that nobody means."""


def parse_day(text: str, *, today: dt.date) -> dt.date:
    """A day typed as 16-11-2026, 16.11.26, 16/11 (this year) or 2026-11-16. Raises ValueError, of which DayOutOfRange is one."""
    text = text.strip()
    if iso := _ISO_DAY.fullmatch(text):
        year, month, number = int(iso[1]), int(iso[2]), int(iso[3])
    elif found := _DAY.fullmatch(text):
        year = today.year if found[3] is None else int(found[3])
        if found[3] is not None and len(found[3]) == 2:
            year += 2000
        month, number = int(found[2]), int(found[1])
    else:
        raise ValueError(text)
    day = dt.date(year, month, number)
    if not FIRST_YEAR <= year <= FARTHEST_DAY.year:
        raise DayOutOfRange(text)
    return day


def parse_minutes(text: str) -> int:
    """Whole minutes of hours typed as `2,5`, `2.5`, `2:30` or `2`. Raises ValueError."""
    text = text.strip()
    if ":" in text:
        found = _HOURS_AND_MINUTES.fullmatch(text)
        if not found or int(found[2]) > 59:
            raise ValueError(text)
        return int(found[1]) * 60 + int(found[2])
    found = _HOURS.fullmatch(text)
    if not found:
        raise ValueError(text)
    minutes = int(found[1]) * 60 + (int(found[2]) * 60 / 10 ** len(found[2]) if found[2] else 0)
    if minutes != int(minutes):
        raise ValueError(text)
    return int(minutes)


class DayField(forms.Field):
    """A day. A text input, because pickers are slow for people who know the date."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": "12", "maxlength": "20"})
    default_error_messages = {
        "required": _("Write a date, such as 16-11-2026."),
        "invalid": _("“%(value)s” is not a date. Write it as day-month-year, such as 16-11-2026."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        try:
            return parse_day(str(value), today=clock.today())
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": str(value)[:40]}) from None

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%d-%m-%Y") if isinstance(value, dt.date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")


class MinutesField(forms.Field):
    """Hours typed as 2,5 or 2:30; the value is whole minutes."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": "6", "maxlength": "10"})
    default_error_messages = {
        "required": _("Write the hours, such as 2,5 or 2:30."),
        "invalid": _("“%(value)s” is not a number of hours. Write it as 2,5 or 2:30."),
    }

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return parse_minutes(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": str(value)[:40]}) from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 60}:{value % 60:02d}" if isinstance(value, int) else value


class PhoneField(forms.CharField):
    """A telephone number as it was typed, spaces and all. One that was stored before it was checked is let pass as it is (`PhoneField.known`)."""

    known = ""
    default_error_messages = {
        "invalid": _("“%(value)s” is not a phone number. Write at least 8 digits, such as 20 00 14 52 or +45 20 00 14 52.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, "required": False, **kwargs})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and text != self.known and not (_PHONE.fullmatch(text) and sum(each.isdigit() for each in text) >= 8):
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": text})
        return text


class TextField(forms.CharField):
    """Words: an area of a few lines. The limit is said with the number that was typed."""

    widget = forms.Textarea(attrs={"rows": "2"})

    def __init__(self, *, max_length: int = 2000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A browser that cuts a pasted text at maxlength loses words without a sound; the server's message loses nothing.
        return {}


class Hidden(forms.HiddenInput):
    """As Django's, drawn without its three templates: every form of ours has two."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        shown = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
        return format_html('<input type="hidden" name="{}"{}{}>', name, shown, flatatt(widget["attrs"]))


class Form(forms.Form):
    """The base of our forms: `version` for what is edited, `key` for what is created.

    `opened` is for pages that edit a part of something that has one version: a mark of each value that the page was opened with. It is
    kept in drafts, so nothing that drafts leave out belongs into a form that shows it.
    """

    version = forms.IntegerField(required=False, widget=Hidden)
    key = forms.UUIDField(required=False, widget=Hidden)
    opened = forms.CharField(required=False, widget=Hidden)

    use_required_attribute = False  # the server's sentences are better than the browser's bubble

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # "This field is required" tells nobody what to do: each field has its own words, or these.
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = (
                    _("Fill in this field.") if not isinstance(field, forms.ChoiceField) else _("Choose one.")
                )
        for name, field in self.fields.items():
            if isinstance(field, PhoneField):
                field.known = str(self.initial.get(name) or "").strip()

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "opened":
            return " ".join(f"{name}:{mark}" for name, mark in self.marks().items())
        return super().get_initial_for_field(field, field_name)

    def values(self) -> dict[str, Any]:
        """What stands in the form now, read as far as it can be read: for a draft, for stored values, and beside an error."""
        found: dict[str, Any] = {}
        for name, field in self.fields.items():
            try:
                found[name] = field.clean(self[name].value())
            except ValidationError:
                found[name] = None
        return found

    def marks(self) -> dict[str, str]:
        """A short mark of each stored value."""
        shown = {name: field for name, field in self.fields.items() if not field.widget.is_hidden}
        values = {name: field.prepare_value(self.get_initial_for_field(field, name)) for name, field in shown.items()}
        return {name: f"{zlib.crc32(str(value or 0).encode()):x}" for name, value in values.items()}

    def opened_marks(self) -> dict[str, str]:
        """The marks that were sent; empty of a page that shows none."""
        return {name: mark for name, _sep, mark in (each.rpartition(":") for each in str(self["opened"].value() or "").split())}

    def full_label(self, name: str) -> str:
        """The label of a field where it stands alone, outside its section of the page."""
        return str(self.fields[name].label)

    def not_taken(self) -> Iterable[str]:
        """The fields that belong to a choice that is not taken, as it stands in the form: the page hides them, so nothing is said of them."""
        return ()

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for name in self.not_taken():
            if name in self._errors:  # what was typed stays in the form for who takes the choice again
                del self._errors[name]
                self.cleaned_data[name] = self.fields[name].to_python("")

    def refuse(self, sentence: Callable[[], str] | str, field: str = "") -> None:
        """Put the sentence of a Refused at its field, or over the form when the field is not shown."""
        self.add_error(field if field in self.fields else None, str(sentence))
