"""Putting right: a decision annulled, two records merged, a case handed over. Each asks for its reason."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form, TextField


class AnnulForm(Form):
    why = TextField(
        label=_("Why was the decision wrong?"),
        help_text=_("Stands beside the decision for as long as it is kept."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": _("Write why the decision was wrong.")},
    )


class MergeForm(Form):
    """`other` is the record that was found; `names` are the words of the two choices."""

    other = forms.UUIDField(widget=forms.HiddenInput)
    keep = forms.ChoiceField(
        label=_("Which record is kept?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the record that is kept.")},
    )
    reason = TextField(
        label=_("How do you know that both are the same person?"),
        help_text=_("Stands with the case. Write nothing about health."),
        max_length=500,
        error_messages={"required": _("Write how you know that both are the same person.")},
    )

    def __init__(self, *args: Any, names: tuple[str, str] = ("", ""), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [("this", names[0]), ("other", names[1])]


class TakeBackForm(Form):
    why = TextField(
        label=_("Why is the case taken back?"),
        help_text=_("Stands with the case here. The other jobcentre no longer sees the case."),
        max_length=500,
        error_messages={"required": _("Write why the case is taken back.")},
    )


class HandoverForm(Form):
    to = forms.TypedChoiceField(
        label=_("Which jobcentre takes over?"),
        coerce=uuid.UUID,
        empty_value=None,
        error_messages={
            "required": _("Choose the jobcentre that takes over."),
            "invalid_choice": _("Choose the jobcentre that takes over."),
        },
    )
    reason = TextField(
        label=_("Why is the case handed over?"),
        help_text=_("Both jobcentres can read it. Write nothing about health."),
        max_length=500,
        error_messages={"required": _("Write why the case is handed over.")},
    )
    ground = TextField(
        label=_("What has the client agreed to, or what is the legal ground?"),
        help_text=_("Such as: agreed at the meeting on 16 November that the application and the challenges are passed on."),
        max_length=300,
        error_messages={"required": _("Write what the client has agreed to, or the legal ground for passing it on.")},
    )
    with_challenges = forms.BooleanField(
        label=_("Challenges and wishes go along"),
        help_text=_("Only when the client has agreed to that, too. Without a tick the other jobcentre asks the client again."),
        required=False,
    )

    def __init__(self, *args: Any, jobcentres: Iterable[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Choose")), *((str(pk), name) for pk, name in jobcentres)]
