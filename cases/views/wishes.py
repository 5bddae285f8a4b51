"""What the client wishes changed in a running course: written down beside the grant, or taken back."""

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.actions.changed_wishes import granted_on, record_wish, take_back_wish
from cases.forms.plan import TakeBackForm, WishForm
from cases.hour_rows import open_wish, wishes_of
from cases.views.hours_base import HoursPage, days_words, wish_rows, wish_words
from core import clock
from core.forms import Form
from core.templatetags.ui import minutes_words
from core.verdicts import Refused


class OpenWishForm(TakeBackForm):
    wish = forms.UUIDField(widget=forms.HiddenInput)


class WishPage(HoursPage):
    """The wish that waits with a button to take it back, or the form for a new one; and all wishes so far."""

    template = "cases/wish.html"
    FORMS: ClassVar[dict[str, type[Form]]] = {"wish": WishForm, "back": OpenWishForm}
    draft_name = "wish"
    sent = "wish"

    def load(self, **kwargs: Any) -> None:
        super().load(**kwargs)
        self.open = open_wish(self.case)

    def initial(self) -> dict[str, Any]:
        values: dict[str, Any] = {"version": self.case.version, "day": clock.today()}
        return {**values, "wish": self.open.pk} if self.open else values

    def build(self, name: str, data: QueryDict | None = None) -> Form:
        return self.FORMS[name](data, initial=self.initial_with_key(), auto_id="id_%s" if name == "wish" else "id_back_%s")

    def make_form(self, data: QueryDict | None = None) -> Form:
        if data is not None:
            self.sent = "back" if data.get("do") == "back" else "wish"
        return self.build(self.sent, data)

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        if isinstance(form, OpenWishForm):
            take_back_wish(case_id=self.case.pk, wish_id=typed["wish"], by=self.user, at=clock.now())
        elif isinstance(form, WishForm):
            record_wish(
                case_id=self.case.pk,
                version=typed["version"] or 0,
                day=typed["day"],
                minutes_a_week=typed["minutes_a_week"],
                last_day=typed["last_day"],
                words=typed["words"],
                by=self.user,
                at=clock.now(),
            )
        else:
            raise Refused("wish_not_open")
        return self.back()

    def done(self, form: Form) -> str:
        if isinstance(form, OpenWishForm):
            return _("The wish is taken back. It can still be read.")
        return _("The wish is written down. What is granted stays as it is until there is a decision.")

    def show(self, status: int = 200, **more: Any) -> Any:
        form = more["form"]
        more |= {f"{name}_form": form if name == self.sent else self.build(name) for name in self.FORMS}
        return super().show(status, **more)

    def context(self) -> dict[str, Any]:
        granted = []
        if self.periods:
            last = self.periods[-1]
            granted = [
                {
                    "label": _("Granted"),
                    "value": _("%(hours)s a week") % {"hours": minutes_words(granted_on(self.case, day=clock.today()))},
                },
                {"label": _("Period"), "value": days_words(last.first_day, last.ended_on or last.last_day)},
            ]
        return {
            **super().context(),
            "heading": _("Changed wish of %(name)s") % {"name": self.case.client.name},
            "open": self.open,
            "open_words": wish_words(self.open) if self.open else "",
            "granted": granted,
            "wishes": wish_rows(self.case, wishes_of(self.case)),
        }
