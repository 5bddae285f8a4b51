"""A letter: whom it is for, its language, way and day, and the parts that are written by hand; when it was sent, and why it is not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from cases.enums import Channel
from cases.enums_letter import LetterKind, Recipient
from cases.forms.startup import TimeOfDayField
from cases.letter_phrases import TYPED_WORDS
from cases.rules.letter_texts import EDITED, LONGEST
from cases.rules.letters import TYPED, recipients
from core.forms import DayField, Form, TextField

FORM = "f_letter"


def _day(label: Any, name: str) -> DayField:
    return DayField(label=label, error_messages={"required": TYPED_WORDS[name]})


class LetterForm(Form):
    """`seen` is what was read before the letter is made, `shown_language` the language of the texts that stand in the fields."""

    recipient = forms.ChoiceField(
        label=_("To"), choices=(), widget=forms.RadioSelect, error_messages={"required": _("Choose whom it is for.")}
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=Language)
    channel = forms.ChoiceField(label=_("Sent by"), choices=Channel)
    dated_on = DayField(label=_("Date of the letter"), help_text=_("The day on which it is sent. It stands in the letter."))
    expected_on = _day(_("The answer comes by"), "expected_on")
    reply_by = _day(_("The client answers by"), "reply_by")
    meeting_on = _day(_("Day of the meeting"), "meeting_on")
    meeting_time = TimeOfDayField(
        label=_("Time of the meeting"),
        help_text=_("Such as 10.30."),
        error_messages={"required": TYPED_WORDS["meeting_time"]},
    )
    meeting_place = forms.CharField(
        label=_("Place of the meeting"), max_length=200, error_messages={"required": TYPED_WORDS["meeting_place"]}
    )
    why = TextField(label=_("Why"), max_length=LONGEST["why"], required=False, widget=forms.Textarea(attrs={"rows": "7"}))
    what_now = TextField(
        label=_("What happens now"), max_length=LONGEST["what_now"], required=False, widget=forms.Textarea(attrs={"rows": "8"})
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    shown_language = forms.ChoiceField(required=False, choices=Language, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: LetterKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed_names = TYPED.get(kind, ())
        for name in {each for names in TYPED.values() for each in names} - set(self.typed_names):
            del self.fields[name]
        for name in ("recipient", "language", "channel", "dated_on", *self.typed_names):
            self.fields[name].widget.attrs["form"] = FORM  # they stand beside the letter, outside of its form
        known = recipients(kind)
        self.fields["recipient"].choices = [(str(each), each.label) for each in known]
        if len(known) == 1:
            self.fields["recipient"].widget = forms.HiddenInput()

    def value_of(self, name: str) -> Any:
        """What stands in the field now, typed or as it was proposed; None where that is not what the field takes."""
        field = self.fields[name]
        try:
            return field.clean(self[name].value())
        except forms.ValidationError:
            return None

    def asked(self) -> dict[str, Any]:
        """Whom it is for, how and when, as far as the form can tell."""
        return {
            "recipient": Recipient(self.value_of("recipient") or self.fields["recipient"].choices[0][0]),
            "language": self.value_of("language") or Language.DANISH,
            "channel": Channel(self.value_of("channel") or Channel.DIGITAL_POST),
            "dated_on": self.value_of("dated_on"),
            "typed": {name: self.value_of(name) for name in self.typed_names},
        }

    def own(self) -> dict[str, str]:
        """The parts as they stand in the fields."""
        return {name: str(self[name].value() or "") for name in EDITED}


class SentForm(Form):
    """When and how a letter went out."""

    channel = forms.ChoiceField(label=_("Sent by"), choices=Channel)
    sent_on = DayField(label=_("Sent on"))


class AsideForm(Form):
    """Why a letter that was made is not sent."""

    why = TextField(
        label=_("Why is it set aside?"),
        max_length=500,
        help_text=_("Such as: the wrong date, or made twice."),
        error_messages={"required": _("Write why the letter is set aside.")},
    )
