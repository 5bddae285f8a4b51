"""Closing a case before its course is over."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.rules.lifecycle import Event
from core.forms import Form, TextField

LABELS = {
    Event.WITHDRAWN: _("The client withdraws"),
    Event.NOT_RELEVANT: _("A mentor is no longer relevant"),
}


class ExitForm(Form):
    event = forms.ChoiceField(
        label=_("Why is the case closed?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the case is closed.")},
    )
    words = TextField(
        label=_("The reason in words"),
        help_text=_("What the client or you have said. Write nothing about health."),
        error_messages={"required": _("Write in a few words why the case is closed.")},
    )

    def __init__(self, *args: Any, exits: Iterable[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = [(str(event), LABELS[event]) for event in exits]
