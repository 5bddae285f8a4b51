"""What a practice sheet and a leaflet tell: outward figures, and whose they are. Nothing of a single case."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Jobcentre
from cases.enums import DecisionKind, Funding
from cases.models import Decision, Period, TargetGroup
from mentors.models import Organisation
from reports.scope import Scope
from reports.shown import Shown

MOST_PARTNERS = 12


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """`shown` are figures that may leave the system. `since`: the first day of the first course. `funding` are codes of Funding.

    `groups` are the names of target groups in the sheet's language; `contact` are lines.
    """

    shown: Shown
    scope: Scope
    on: dt.date
    language: str
    authority: str
    place: str
    since: dt.date | None
    partners: tuple[str, ...]
    groups: tuple[str, ...]
    funding: tuple[str, ...]
    contact: tuple[str, ...]

    @classmethod
    def of(cls, shown: Shown, *, scope: Scope, on: dt.date, jobcentre: Jobcentre | None, language: str) -> "SheetFacts":
        """Four statements. Without a jobcentre it is about all of them."""
        periods, decisions, partners = Period.objects.all(), Decision.objects.all(), Organisation.objects.all()
        if scope.jobcentres:
            periods = periods.filter(case__jobcentre__in=scope.jobcentres)
            decisions = decisions.filter(case__jobcentre__in=scope.jobcentres)
            partners = partners.filter(jobcentre__in=scope.jobcentres)
        paid = decisions.filter(kind=DecisionKind.FIRST, annulled_on__isnull=True).exclude(funding="")
        codes = set(paid.order_by().values_list("funding", flat=True).distinct())
        began = {"cases__periods__first_day__range": (scope.first_day, scope.last_day)}
        names = partners.filter(**began).order_by("name").values_list("name", flat=True).distinct()
        with translation.override(language):
            groups = tuple(str(each) for each in TargetGroup.objects.in_force(on).order_by("position", "code"))
            authority = jobcentre.name if jobcentre else _("All jobcentres")
        return cls(
            shown=shown,
            scope=scope,
            on=on,
            language=language,
            authority=authority,
            place=jobcentre.municipality if jobcentre and jobcentre.municipality not in jobcentre.name else "",
            since=periods.filter(first_day__lte=on).aggregate(first=Min("first_day"))["first"],
            partners=tuple(names[:MOST_PARTNERS]),
            groups=groups,
            funding=tuple(code for code in Funding.values if code in codes),
            contact=_contact(jobcentre),
        )


def _contact(jobcentre: Jobcentre | None) -> tuple[str, ...]:
    if jobcentre is None:
        return ()
    lines = [jobcentre.name, *jobcentre.address.splitlines(), jobcentre.phone, jobcentre.email]
    return tuple(line.strip() for line in lines if line.strip())
