"""Step 2: what is hard for the client, and what the client wishes."""

import uuid
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions.challenges import describe_challenges
from cases.enums import State, Weight
from cases.forms.challenges import ChallengesForm
from cases.models import Need, Wishes
from cases.views.base import CaseFormPage
from cases.views.match_words import times_words
from core import clock
from core.templatetags.ui import minutes as clock_minutes
from core.verdicts import Refused
from mentors.enums import TIMES, SupportArea
from mentors.models import Zone

_WISHES = (
    "mentor_types",
    "ways_of_meeting",
    "language",
    "gender",
    "age_group",
    "times",
    "place_and_time",
    "words",
    "not_these",
    "minutes_a_week",
    "months",
)


def zones_for(jobcentre_id: uuid.UUID, *, keep: str) -> list[Zone]:
    """The jobcentre's zones in force, and the one that the client has wished already."""
    mine = Zone.objects.filter(jobcentre_id=jobcentre_id)
    now = mine.in_force(clock.today())
    return list((now | mine.filter(pk=keep) if keep else now).order_by("position", "name"))


class Challenges(CaseFormPage):
    """Can be opened in every state: early as a draft, and later to correct."""

    template = "cases/challenges.html"
    form_class = ChallengesForm
    draft_name = "challenges"
    step = State.CHALLENGES

    def load(self, ref: str, **kwargs: Any) -> None:
        super().load(ref, **kwargs)
        self.completed = False

    def initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {"version": self.case.version}
        for need in Need.objects.filter(case=self.case):
            found |= {f"{need.area}_weight": need.weight, f"{need.area}_words": need.words, f"{need.area}_when_where": need.when_where}
        if wishes := Wishes.objects.filter(case=self.case).first():
            found |= {name: getattr(wishes, name) for name in _WISHES} | {"zone": str(wishes.zone_id or "")}
        return found

    def make_form(self, data: QueryDict | None = None) -> ChallengesForm:
        initial = self.initial()
        case = self.case
        zones = zones_for(case.jobcentre_id, keep=initial.get("zone", ""))
        return ChallengesForm(data, initial=initial, name=case.client.given_name, starts_on=case.situation_starts_on, zones=zones)

    def act(self, form: ChallengesForm) -> str:
        complete = "complete" in self.request.POST
        try:
            describe_challenges(
                case_id=self.case.pk,
                version=form.cleaned_data["version"] or 0,
                answers=form.answers(),
                wishes=form.wishes(),
                complete=complete,
                by=self.user,
                at=clock.now(),
            )
        except Refused as refused:
            for code, field, area in refused.facts.get("also", []):
                form.refuse(self.sentence(code, {"area": area}), field)
            raise
        self.completed = complete
        return reverse("case_assessment" if complete else "case_challenges", args=[self.case.ref])

    def done(self, form: ChallengesForm) -> str:
        if self.completed:
            return _("The challenges are described. Next is the assessment.")
        return _("The challenges and wishes are saved.")

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        form: ChallengesForm = more["form"]
        return super().show(
            status,
            **{
                "heading": _("Challenges for %(name)s") % {"name": self.case.client.name},
                "form_show_errors": True,
                "areas": form.areas(),
                "wished_times": times_words([code for code in TIMES if code in (form["times"].value() or [])]),
                "can_complete": self.case.state == State.CHALLENGES,
                "is_early": self.case.state == State.CONTACT,
                **self.panel(form),
                **more,
            },
        )

    def panel(self, form: ChallengesForm) -> dict[str, Any]:
        """What is answered, in words, as it stands in the form."""
        items = []
        for area in SupportArea:
            value = str(form[f"{area}_weight"].value() if form[f"{area}_weight"].value() is not None else "")
            label = {str(code): text for code, text in Weight.choices}.get(value)
            note = label or _("Choose how much it weighs, or “Not a need”.")
            items.append({"label": area.label, "url": f"#s_{area}", "done": label is not None, "note": note})
        answered = sum(item["done"] for item in items)
        return {
            "answered": answered,
            "areas_number": len(items),
            "missing_count": len(items) - answered,
            "items": [
                *items,
                {
                    "label": _("Wishes"),
                    "url": "#s_wishes",
                    "done": self.wished(form) != "",
                    "note": self.wished(form) or _("Wishes can wait."),
                },
            ],
        }

    @staticmethod
    def wished(form: ChallengesForm) -> str:
        minutes, months = form.minutes(), str(form["months"].value() or "")
        if not minutes:
            return ""
        if not (months.isascii() and months.isdigit() and len(months) < 3):
            return _("%(hours)s a week") % {"hours": clock_minutes(minutes)}
        number = int(months)
        words = ngettext("%(hours)s a week for %(months)d month", "%(hours)s a week for %(months)d months", number)
        return words % {"hours": clock_minutes(minutes), "months": number}
