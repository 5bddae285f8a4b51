"""The mentor register: the list, a mentor's page, and the form. The web layer may read what cases know of a mentor's load."""

import uuid
from typing import Any

from django.db.models import F
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import FormPage, Page
from accounts.permissions import can_read_mentors, can_write_mentors
from cases.loads import load_of, mentors_with_load, with_spans_away
from core import clock
from core.forms import Form
from mentors.actions import add_mentor, change_mentor
from mentors.enums import MentorType, SituationGroup, Weekday
from mentors.forms import MentorForm
from mentors.models import Absence, Mentor, Organisation, SituationKind, Workplace
from mentors.phrases import sentence
from mentors.views.rows import list_row, overview

ON_A_PAGE = 25


class MentorList(Page):
    """All mentors of the jobcentre, in Danish order, 25 at a time; behind the last row one goes on by its key."""

    template = "mentors/list.html"
    permission = staticmethod(can_read_mentors)

    def context(self) -> dict[str, Any]:
        query, today = self.request.GET, clock.today()
        kind = query.get("type", "") if query.get("type", "") in MentorType.values else ""
        free, area = query.get("free") == "1", query.get("area", "").strip()[:120]
        mine = mentors_with_load(jobcentre_id=self.member.jobcentre_id, on=today).visible_to(self.member)
        found = mine
        if kind:
            found = found.filter(type=kind)
        if free:
            found = found.filter(taken__lt=F("most_clients"))
        if area:
            found = found.filter(area__icontains=area)
        if behind := self.row_behind(query.get("after", "")):
            found = found.after(sort_key=behind["sort_key"], pk=behind["pk"])
        rows = list(found.select_related("organisation", "workplace").defer("about").order_by("sort_key", "pk")[: ON_A_PAGE + 1])
        more = rows[ON_A_PAGE - 1].pk if len(rows) > ON_A_PAGE else None
        rows = rows[:ON_A_PAGE]
        self.log_read(AccessKind.LIST, SubjectKind.MENTOR, [mentor.pk for mentor in rows])
        return {
            "rows": [list_row(mentor, today=today) for mentor in rows],
            "more": more,
            "continued": bool(behind),
            "types": MentorType.choices,
            "type": kind,
            "free": free,
            "area": area,
            "filtered": bool(kind or free or area),
            "can_change": bool(can_write_mentors(self.member)),
        }

    def row_behind(self, after: str) -> dict[str, Any] | None:
        """The key of the last row of the page before: an address carries its id, never a name."""
        try:
            pk = uuid.UUID(after)
        except ValueError:
            return None
        return Mentor.objects.visible_to(self.member).filter(pk=pk).values("pk", "sort_key").first()


class MentorPage(Page):
    """One mentor: places and time, clients now, what the mentor can help with, papers and history."""

    template = "mentors/mentor.html"
    permission = staticmethod(can_read_mentors)

    def load(self, pk: uuid.UUID, **kwargs: Any) -> None:
        self.mentor = find(self.member, pk)

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        context = overview(self.mentor, today=clock.today(), can_change=bool(can_write_mentors(self.member)))
        self.log_read(AccessKind.PAGE, SubjectKind.MENTOR, [self.mentor.pk])
        self.log_read(AccessKind.LIST, SubjectKind.CASE, context.pop("case_ids"))
        return super().show(status, **context, **more)


def find(member: Any, pk: uuid.UUID) -> Mentor:
    """The mentor with load; 404 for another jobcentre's."""
    mentors = mentors_with_load(jobcentre_id=member.jobcentre_id, on=clock.today()).visible_to(member)
    found = with_spans_away(mentors, since=clock.today()).select_related("organisation", "workplace").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


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

    def absences(self) -> list[Absence]:
        return []

    def make_form(self, data: QueryDict | None = None) -> Form:
        return MentorForm(data, initial=self.initial_with_key(), situations=self.situations(), absences=self.absences())

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
