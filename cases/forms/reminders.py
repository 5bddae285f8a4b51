"""Stopping a reminder: with a reason."""

from django.utils.translation import gettext_lazy as _

from core.forms import Form, TextField


class StopForm(Form):
    why = TextField(
        label=_("Why is it stopped?"),
        help_text=_("Stands with the case. Write nothing about health."),
        max_length=500,
        error_messages={"required": _("Write why it is stopped.")},
    )
