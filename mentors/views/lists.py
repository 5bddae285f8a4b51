"""The list of mentors, with filters in its address: an unknown value is named and left out (R79)."""

import datetime as dt
import uuid
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import AccessKind, SubjectKind
from accounts.pages import Page, no_such_place
from accounts.permissions import can_read_mentors, can_write_mentors
from cases.loads import mentors_with_load
from core import clock
from core.filters import Filters
from core.templatetags.ui import number
from mentors.enums import MentorType, SpokenLanguage, SupportArea
from mentors.models import Competence, Mentor, Zone
from mentors.views.rows import WARN_DAYS, list_row

ON_A_PAGE = 25
COUNTED = 1000


class MentorList(Page):
    """The mentors of the jobcentre, in Danish order, 25 at a time; behind the last row one goes on by its key."""

    template = "mentors/list.html"
    permission = staticmethod(can_read_mentors)

    def context(self) -> dict[str, Any]:
        today = clock.today()
        zones = list(Zone.objects.filter(jobcentre_id=self.member.jobcentre_id).order_by("position", "name"))
        filters = Filters(self.request.GET, self.request.path)
        selects = self.selects([zone for zone in zones if zone.last_day is None or zone.last_day >= today])
        chosen = {each["name"]: filters.pick(each["name"], [code for code, _label in each["choices"]]) for each in selects}
        mine = mentors_with_load(jobcentre_id=self.member.jobcentre_id, on=today).visible_to(self.member)
        found = fitting(mine, chosen, today)
        count = found.order_by()[: COUNTED + 1].count()
        mark = self.request.GET.get("after", "")
        behind = self.row_behind(mark)
        if mark and not behind:
            filters.unknown.append(no_such_place())
        if behind:
            found = found.after(sort_key=behind["sort_key"], pk=behind["pk"])
        rows = list(found.select_related("organisation", "workplace").defer("about").order_by("sort_key", "pk")[: ON_A_PAGE + 1])
        more = filters.address(after=str(rows[ON_A_PAGE - 1].pk)) if len(rows) > ON_A_PAGE else ""
        rows = rows[:ON_A_PAGE]
        self.log_read(AccessKind.LIST, SubjectKind.MENTOR, [mentor.pk for mentor in rows])
        names = {zone.pk: zone.name for zone in zones}
        return {
            "rows": [list_row(mentor, today=today, zones=names) for mentor in rows],
            "count_words": count_words(shown=len(rows), count=count, filtered=bool(filters.chosen)),
            "selects": [each | {"value": chosen[each["name"]]} for each in selects],
            "unknown": filters.unknown,
            "filtered": bool(filters.chosen),
            "first_url": filters.address() if behind else "",
            "next_url": more,
            "can_change": bool(can_write_mentors(self.member)),
        }

    def selects(self, zones: list[Zone]) -> list[dict[str, Any]]:
        """The filters as they stand in the form; the zones only where the jobcentre has any."""
        found = [
            {"name": "type", "label": _("Type of mentor"), "any": _("All types"), "choices": MentorType.choices},
            {"name": "area", "label": _("Area of support"), "any": _("All areas"), "choices": SupportArea.choices},
            {"name": "language", "label": _("Language"), "any": _("All languages"), "choices": SpokenLanguage.choices},
            {"name": "zone", "label": _("Comes to"), "any": _("All zones"), "choices": [(str(z.pk), z.name) for z in zones]},
            {
                "name": "free",
                "label": _("Places"),
                "any": _("Free or full"),
                "choices": [("yes", _("Has a free place")), ("no", _("Has no free place"))],
            },
            {
                "name": "declaration",
                "label": _("Declaration"),
                "any": _("All declarations"),
                "choices": [
                    ("valid", _("Valid")),
                    ("ending", _("Ends within %(days)s days") % {"days": WARN_DAYS}),
                    ("expired", _("Expired")),
                    ("missing", _("Not signed")),
                ],
            },
        ]
        return [each for each in found if each["name"] != "zone" or each["choices"] or self.request.GET.get("zone")]

    def row_behind(self, after: str) -> dict[str, Any] | None:
        """The key of the last row of the page before: an address carries its id, never a name."""
        try:
            pk = uuid.UUID(after)
        except ValueError:
            return None
        return Mentor.objects.visible_to(self.member).filter(pk=pk).values("pk", "sort_key").first()


def fitting(mentors: QuerySet, chosen: dict[str, str], today: dt.date) -> Any:
    """The mentors whom all chosen filters fit; what is not known of a mentor does not fit."""
    found = mentors
    if kind := chosen.get("type"):
        found = found.filter(type=kind)
    if area := chosen.get("area"):
        found = found.filter(Exists(Competence.objects.filter(mentor=OuterRef("pk"), area=area, level__gt=0)))
    if language := chosen.get("language"):
        found = found.filter(languages__contains=[language])
    if zone := chosen.get("zone"):
        found = found.filter(zones__contains=[uuid.UUID(zone)])
    if free := chosen.get("free"):
        found = found.filter(taken__lt=F("most_clients")) if free == "yes" else found.filter(taken__gte=F("most_clients"))
    if paper := chosen.get("declaration"):
        found = _by_declaration(found, paper, today)
    return found


def _by_declaration(mentors: QuerySet, paper: str, today: dt.date) -> QuerySet:
    until = "confidentiality_valid_until"
    if paper == "missing":
        return mentors.filter(Q(confidentiality_signed_on__isnull=True) | Q(confidentiality_signed_on__gt=today))
    if paper == "expired":
        return mentors.filter(**{f"{until}__lt": today})
    valid = mentors.declared(today)
    return valid.filter(**{f"{until}__lte": today + dt.timedelta(days=WARN_DAYS)}) if paper == "ending" else valid


def count_words(*, shown: int, count: int, filtered: bool) -> str:
    """How many are shown of how many there are, or that fit."""
    if not count:
        return ""
    total = _("over %(number)s") % {"number": number(COUNTED)} if count > COUNTED else number(count)
    if count == shown:
        words = (
            ngettext("%(shown)s mentor fits", "%(shown)s mentors fit", shown)
            if filtered
            else ngettext("%(shown)s mentor", "%(shown)s mentors", shown)
        )
    else:
        words = (
            ngettext("%(shown)s of %(total)s mentors that fit", "%(shown)s of %(total)s mentors that fit", shown)
            if filtered
            else ngettext("%(shown)s of %(total)s mentors", "%(shown)s of %(total)s mentors", shown)
        )
    return words % {"shown": number(shown), "total": total}
