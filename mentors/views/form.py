"""Adding and changing a mentor."""

import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import FormPage
from accounts.permissions import can_read_mentors, can_write_mentors
from cases.loads import load_of
from core import clock
from core.forms import Form
from mentors.actions import add_mentor, change_mentor
from mentors.enums import SituationGroup, Weekday
from mentors.forms import MentorForm
from mentors.models import Absence, Mentor, Organisation, SituationKind, Workplace, Zone
from mentors.phrases import sentence
from mentors.views.rows import find


class MentorFormPage(FormPage):
    """What adding and changing share: the form with its lists of names, and the words."""

    permission = staticmethod(can_read_mentors)
    may_write = staticmethod(can_write_mentors)
    template = "mentors/form.html"
    mentor: Mentor | None = None

    def sentence(self, code: str, facts: dict[str, Any]) -> str:
        return sentence(code, facts)

    def situations(self) -> list[Any]:
        """Kinds of situation in force, by group, and those that the mentor is registered with already."""
        old = self.mentor.situations if self.mentor else []
        kinds = list(
            (SituationKind.objects.in_force(clock.today()) | SituationKind.objects.filter(pk__in=old)).order_by("position", "code")
        )
        return [
            (str(g.label), [(k.code, str(k)) for k in kinds if k.group == g]) for g in SituationGroup if any(k.group == g for k in kinds)
        ]

    def zones(self) -> list[Zone]:
        """The jobcentre's zones in force, and those that the mentor is registered with already."""
        old = Q(pk__in=self.mentor.zones) if self.mentor else Q()
        mine = Zone.objects.filter(jobcentre_id=self.member.jobcentre_id)
        now = mine.in_force(clock.today())
        return list((now | mine.filter(old) if old else now).order_by("position", "name"))

    def absences(self) -> list[Absence]:
        return []

    def make_form(self, data: QueryDict | None = None) -> Form:
        return MentorForm(data, initial=self.initial_with_key(), situations=self.situations(), zones=self.zones(), absences=self.absences())

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        if self.mentor:
            self.log_read(AccessKind.PAGE, SubjectKind.MENTOR, [self.mentor.pk])
        names = {"jobcentre_id": self.member.jobcentre_id}
        return super().show(
            status,
            mentor=self.mentor,
            can_change=bool(can_write_mentors(self.member)),
            why_not="" if can_write_mentors(self.member) else self.sentence("role_writes_no_mentors", {}),
            weekdays=[day.label for day in Weekday],
            organisations=Organisation.objects.filter(**names).order_by("name").values_list("name", flat=True)[:500],
            workplaces=Workplace.objects.filter(**names).order_by("name").values_list("name", flat=True)[:500],
            **more,
        )


class NewMentor(MentorFormPage):
    """Add a mentor."""

    permission = staticmethod(can_write_mentors)
    draft_name = "mentor_new"
    creates = True

    def initial(self) -> dict[str, Any]:
        return {"most_clients": 1, "languages": ["da"], "workplace_kind": "workplace"}

    def act(self, form: Form) -> str:
        mentor = add_mentor(
            jobcentre_id=self.member.jobcentre_id, details=form.details(), around=form.around(), by=self.user, at=clock.now()
        )
        return reverse("mentor", args=[mentor.pk])

    def done(self, form: Form) -> str:
        return _("%(mentor)s is in the register.") % {"mentor": form.cleaned_data["name"]}


class ChangeMentor(MentorFormPage):
    """Change a mentor: details, capacity, times, absences."""

    draft_name = "mentor"

    def load(self, pk: uuid.UUID, **kwargs: Any) -> None:
        self.mentor = find(self.member, pk)

    def subject_id(self) -> uuid.UUID:
        return self.mentor.pk

    def absences(self) -> list[Absence]:
        """Those that are not over, and none that ended before today."""
        return list(Absence.objects.not_over(clock.today()).filter(mentor=self.mentor).order_by("first_day"))

    def initial(self) -> dict[str, Any]:
        mentor = Mentor.objects.select_related("organisation", "workplace").get(pk=self.mentor.pk)
        values = {name: getattr(mentor, name) for name in MentorForm.base_fields if hasattr(mentor, name)}
        return values | {
            "zones": [str(zone) for zone in mentor.zones],
            "version": mentor.version,
            "organisation_name": mentor.organisation.name if mentor.organisation else "",
            "workplace_name": mentor.workplace.name if mentor.workplace else "",
            "workplace_kind": mentor.workplace.kind if mentor.workplace else "workplace",
            **{f"level_{row.area}": str(row.level) for row in mentor.competences.all()},
        }

    def act(self, form: Form) -> str:
        change_mentor(
            mentor_id=self.mentor.pk,
            version=form.cleaned_data["version"] or 0,
            details=form.details(),
            around=form.around(),
            load_of=load_of,
            by=self.user,
            at=clock.now(),
        )
        return reverse("mentor", args=[self.mentor.pk])

    def done(self, form: Form) -> str:
        return _("The details of %(mentor)s are saved.") % {"mentor": form.cleaned_data["name"]}

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        taken = ngettext("%(n)s place is taken now", "%(n)s places are taken now", self.mentor.taken) % {"n": self.mentor.taken}
        return super().show(status, taken=taken if self.mentor.taken else "", **more)
