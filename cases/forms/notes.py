"""A note of a case, and a correction of one."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.enums_course import NoteKind
from core.forms import DayField, Form, TextField

WORDS = forms.Textarea(attrs={"rows": "6"})


class NoteForm(Form):
    """`version` is that of the note where one is changed."""

    kind = forms.ChoiceField(
        label=_("What kind of note is it?"),
        choices=NoteKind,
        widget=forms.RadioSelect,
        help_text=_("What somebody tells you and what a professional assesses is written down as what it is, with the day and the name."),
        error_messages={"required": _("Choose what kind of note it is.")},
    )
    received_on = DayField(label=_("Received"), help_text=_("The day on which it was said or came"))
    from_whom = forms.CharField(
        label=_("From whom"),
        max_length=200,
        required=False,
        help_text=_("For what was told or assessed. Such as: the client, by phone"),
    )
    words = TextField(
        label=pgettext_lazy("field", "Note"),
        max_length=8000,
        widget=WORDS,
        help_text=_("What matters for the case, in plain words that the client could read. No CPR number."),
        error_messages={"required": _("Write the note first.")},
    )


class CorrectionForm(Form):
    words = TextField(
        label=_("The note as it should read"),
        max_length=8000,
        widget=WORDS,
        error_messages={"required": _("Write the note first.")},
    )
    why = forms.CharField(
        label=_("Why is it corrected?"),
        max_length=300,
        help_text=_("The earlier words stay and can be read, with your reason beside them."),
        error_messages={"required": _("Write why the note is corrected. The earlier words stay and can be read.")},
    )
