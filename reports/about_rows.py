"""What a report tells of itself, read when its figures are: names of jobcentres, filters and target groups as they are on that day."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.enums import Language, Role
from accounts.models import Jobcentre, Membership, Team, User
from cases.enums import Funding
from cases.models import TargetGroup
from mentors.enums import MentorType, SituationGroup
from mentors.models import Organisation
from reports.about import About, Names
from reports.enums import Step
from reports.figures.outward import hiding_of
from reports.scope import Scope

MOST_NAMED = 12
"""So many jobcentres are named; of more it is said how many they are."""


def about_rows(*, scope: Scope, at: dt.datetime, language: str, by: User | None = None, report: str = "") -> About:
    """About a report of this scope. At most seven statements."""
    jobcentres = list(Jobcentre.objects.filter(pk__in=scope.jobcentres).order_by("name"))
    hiding = hiding_of(scope)
    one = jobcentres[0] if len(jobcentres) == 1 else None
    with translation.override(language):
        return About(
            authority=one.name if one else _("All jobcentres") if not jobcentres else _("Several jobcentres"),
            place=one.municipality if one and one.municipality not in one.name else "",
            made_at=at.isoformat(),
            made_by=by.name if by else "",
            role=_role(by, one),
            report=report,
            filters=filter_names(scope),
            groups={group.code: {"da": group.name_da, "en": group.name_en} for group in TargetGroup.objects.all()},
            goals={str(Step.ASSESSED): one.answer_within_days, str(Step.MATCHED): one.usual_days_to_match} if one else {},
            smallest=hiding.smallest,
            least_base=hiding.least_base,
            jobcentres=tuple(each.name for each in jobcentres[:MOST_NAMED])
            + ((_("and %(n)s more") % {"n": len(jobcentres) - MOST_NAMED},) if len(jobcentres) > MOST_NAMED else ()),
            is_demo=settings.DEMO,
        )


def _role(by: User | None, jobcentre: Jobcentre | None) -> str:
    if by is None:
        return ""
    member = Membership.objects.filter(user=by, jobcentre=jobcentre).first() if jobcentre else None
    return str(Role(member.role).label).lower() if member else _("platform administrator")


def filter_names(scope: Scope) -> dict[str, Names]:
    """The names of what is filtered by, in every language."""
    enums: dict[str, Any] = {"situation": SituationGroup, "mentor_type": MentorType, "funding": Funding}
    found: dict[str, Names] = {}
    for name, value in scope.filters.items():
        if name in enums:
            found[name] = _in_languages(enums[name](value))
        elif name == "target_group":
            group = TargetGroup.objects.filter(pk=value).first()
            found[name] = {"da": group.name_da, "en": group.name_en} if group else {"da": str(value)}
        else:
            model = {"partner": Organisation, "team": Team}.get(name)
            row = model.objects.filter(pk=value).first() if model else None  # type: ignore[attr-defined]
            found[name] = {"da": row.name if row else str(value)}
    return found


def _in_languages(code: Any) -> Names:
    found = {}
    for language in Language.values:
        with translation.override(language):
            found[language] = str(code.label)
    return found
