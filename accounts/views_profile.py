"""My settings: language, mails, days away with a substitute, and the address of one's calendar."""

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actions import set_language
from accounts.actions_profile import add_absence, make_calendar, remove_absence, revoke_calendar, set_mail_rhythm
from accounts.enums import CASE_READERS, MailRhythm
from accounts.forms import AbsenceForm, CalendarForm, MailForm, RemoveAbsenceForm
from accounts.models import CalendarFeed, MemberAbsence, Membership
from accounts.pages import FormPage
from accounts.permissions import is_member
from core import clock
from core.forms import Form
from core.templatetags.ui import day


class Profile(FormPage):
    """Several small forms; the hidden field `do` says which one was sent. A second sending of one does nothing more (one-time key)."""

    template = "accounts/profile.html"
    permission = staticmethod(is_member)
    creates = True
    FORMS: ClassVar[dict[str, type[Form]]] = {
        "mail": MailForm,
        "absence": AbsenceForm,
        "remove": RemoveAbsenceForm,
        "make": CalendarForm,
        "revoke": CalendarForm,
    }
    SHOWN = ("mail", "absence")
    sent = "mail"

    @property
    def reminded(self) -> bool:
        """Whether the role is told of reminders, and has a calendar."""
        return self.member.role in CASE_READERS

    @cached_property
    def colleagues(self) -> list[tuple[int, str]]:
        """Who can stand in: colleagues of the jobcentre who read cases."""
        if not self.reminded:
            return []
        rows = Membership.objects.filter(jobcentre_id=self.member.jobcentre_id, role__in=CASE_READERS, user__is_active=True)
        return list(rows.exclude(pk=self.member.pk).order_by("user__name", "pk").values_list("pk", "user__name"))

    def initial(self) -> dict[str, Any]:
        return {"language": self.user.language, "rhythm": self.member.mail_rhythm}

    def build(self, name: str, data: QueryDict | None = None) -> Form:
        more: dict[str, Any] = {"mail": {"reminded": self.reminded}, "absence": {"colleagues": self.colleagues}}.get(name, {})
        return self.FORMS[name](data, initial=self.initial_with_key(), auto_id=f"id_{name}_%s", **more)

    def make_form(self, data: QueryDict | None = None) -> Form:
        if data is not None:
            self.sent = data["do"] if data.get("do") in self.FORMS and (self.reminded or data["do"] == "mail") else "mail"
        return self.build(self.sent, data)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "make" and self.reminded:
            return self.make_address()
        return super().post(request, **kwargs)

    def make_address(self) -> HttpResponse:
        """The address stands on this answer and nowhere else: it is as good as a password. Each press makes a new one, and the last one shown works."""
        secret = make_calendar(member_id=self.member.pk, by=self.user, at=clock.now())
        address = settings.PUBLIC_URL + reverse("calendar_feed", args=[secret])
        return self.show(form=self.build("mail"), draft=None, address=address)

    def act(self, form: Form) -> str:
        typed = form.cleaned_data
        known: dict[str, Any] = {"member_id": self.member.pk, "by": self.user, "at": clock.now()}
        if self.sent == "mail":
            if typed["language"] != self.user.language:
                set_language(user=self.user, language=typed["language"])
            if self.reminded:
                set_mail_rhythm(rhythm=MailRhythm(typed["rhythm"]), **known)
            translation.activate(typed["language"])
        elif self.sent == "absence":
            add_absence(first_day=typed["first_day"], last_day=typed["last_day"], substitute_id=typed["substitute"], **known)
        elif self.sent == "remove":
            remove_absence(absence_id=typed["absence"], **known)
        else:
            revoke_calendar(**known)
        return reverse("profile")

    def done(self, form: Form) -> str:
        if self.sent == "absence":
            return _("You are away from %(first)s to %(last)s.") % {
                "first": day(form.cleaned_data["first_day"]),
                "last": day(form.cleaned_data["last_day"]),
            }
        if self.sent == "remove":
            return _("The absence is removed.")
        if self.sent == "revoke":
            return _("The address of your calendar no longer works.")
        return _("Your settings are saved.")

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        form = more["form"]
        more |= {f"{name}_form": form if name == self.sent and form.is_bound else self.build(name) for name in self.SHOWN}
        return super().show(status, **more)

    def context(self) -> dict[str, Any]:
        found: dict[str, Any] = {"reminded": self.reminded, "key": self.initial_with_key()["key"]}
        if self.reminded:
            found["absences"] = self.absences()
            found["stands_in"] = list(
                MemberAbsence.objects.filter(substitute=self.member, last_day__gte=clock.today())
                .select_related("member__user")
                .order_by("first_day", "pk")
            )
            found["feed"] = CalendarFeed.objects.filter(member=self.member, revoked_at__isnull=True).first()
        return found

    def absences(self) -> list[dict[str, Any]]:
        """Those that are not over, the next one first; and whether the substitute is away then, too. Two statements."""
        today = clock.today()
        rows = list(
            MemberAbsence.objects.filter(member=self.member, last_day__gte=today)
            .select_related("substitute__user")
            .order_by("first_day", "pk")
        )
        away = MemberAbsence.objects.filter(Q(last_day__gte=today), member__in={row.substitute_id for row in rows if row.substitute_id})
        others = list(away.values_list("member_id", "first_day", "last_day")) if any(row.substitute_id for row in rows) else []
        return [
            {
                "id": row.pk,
                "first_day": row.first_day,
                "last_day": row.last_day,
                "substitute": row.substitute.user.name if row.substitute else "",
                "both_away": any(
                    member == row.substitute_id and first <= row.last_day and row.first_day <= last for member, first, last in others
                ),
                "now": row.first_day <= today,
            }
            for row in rows
        ]
