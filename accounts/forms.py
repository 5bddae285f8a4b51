"""A member's own settings as typed: shape and types only."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, MailRhythm
from core.forms import DayField, Form


class MailForm(Form):
    """The language of pages and mails, and when mails come; the second only for roles that are reminded."""

    language = forms.ChoiceField(label=_("Language of pages and mails"), choices=Language, widget=forms.RadioSelect)
    rhythm = forms.ChoiceField(
        label=_("When do mails of reminders come?"),
        help_text=_("The inbox tells at once in any case. A mail has case numbers and links, and never a name."),
        choices=MailRhythm,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, reminded: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reminded:
            del self.fields["rhythm"]


class AbsenceForm(Form):
    """Days away. `colleagues` are the members who can stand in, as (key, name)."""

    first_day = DayField(label=_("First day away"))
    last_day = DayField(label=_("Last day away"))
    substitute = forms.TypedChoiceField(
        label=_("Who stands in for you?"),
        help_text=_("Gets your reminders of these days, too, in the inbox and by mail."),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose a colleague of this jobcentre, or nobody.")},
    )

    def __init__(self, *args: Any, colleagues: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].choices = [("", _("Nobody: a manager sees what waits")), *((str(pk), name) for pk, name in colleagues)]


class RemoveAbsenceForm(Form):
    absence = forms.UUIDField(widget=forms.HiddenInput)


class CalendarForm(Form):
    """A button: a new address, or none any more."""


OPEN_PAGES = {"leaflet": _("The leaflet about the mentor scheme"), "help": _("Help and the rules of the scheme")}
"""The pages that ask "Was this helpful?", by the word in their form."""


class OpinionForm(Form):
    """What a reader of an open page says of it. `helpful` is the button that was pressed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    page = forms.ChoiceField(choices=OPEN_PAGES.items(), widget=forms.HiddenInput)
    next = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What was good, or what is missing?"),
        help_text=_("Write no names and nothing about your health. Nobody can answer you here: ask your caseworker."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    helpful = forms.ChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={"required": _("Choose one of the two buttons.")},
        widget=forms.HiddenInput,
    )
