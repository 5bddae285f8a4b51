"""A document that came, and why one is struck out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums_course import DocumentKind
from core.forms import DayField, Form, TextField


class DocumentForm(Form):
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # our own sentence says so
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.txt,.docx,.odt"}),
        help_text=_("At most 10 MB. PDF, PNG, JPEG, plain text, DOCX or ODT. After an error the file has to be chosen again."),
        error_messages={"required": _("Choose a file."), "missing": _("Choose a file."), "invalid": _("Choose a file.")},
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("What it is, such as: doctor’s statement of 3 March. No CPR number."),
        error_messages={"required": _("Write what the document is.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "–"), *DocumentKind.choices], error_messages={"required": _("Choose what kind of document it is.")}
    )
    received_on = DayField(label=_("Received"))
    from_whom = forms.CharField(label=_("From whom"), max_length=200, required=False)


class StrikeForm(Form):
    why = TextField(
        label=_("Why is the document struck out?"),
        max_length=300,
        help_text=_("Stands beside the document. Such as: belongs to another case."),
        error_messages={"required": _("Write why the document is struck out.")},
    )
