"""What each part of the figures is called: on the page of all figures, and above its cases."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports import words
from reports.enums import OutcomeGroup
from reports.figures.sections import POINTS


def part_words(part: str) -> str:
    """`part` is one of `reports.figures.cases.PARTS`."""
    known = {
        "reached": _("Courses that began"),
        "completed": _("Courses completed"),
        "ongoing": _("Courses under way"),
        "dropped_out": pgettext("courses", "Broken off"),
        "extended": _("Courses that were extended"),
        "rematched": _("Courses with a new mentor"),
        "in_work": _("In work or education"),
        "other": _("Other or not known"),
        "goals_client": _("Goals, as the client sees it"),
        "goals_mentor": _("Goals, as the mentor sees it"),
        "who5": _("Well-being (WHO-5), start and end"),
        "who5_better": _("Well-being (WHO-5), clearly better"),
        "motivation": _("Motivation, start and end"),
        "motivation_better": _("Motivation, clearly better"),
        "benefit_before": _("Weeks on a benefit before the first day are known"),
        "benefit_after": _("Weeks on a benefit after the end are known"),
    }
    if part in known:
        return known[part]
    if part.startswith("waited_"):
        return _("Courses with both days: %(step)s") % {"step": words.step(part.removeprefix("waited_")).lower()}
    if part.startswith("wish_"):
        wish = part.removeprefix("wish_").removesuffix("_met")
        said = _("Wish met: %(wish)s") if part.endswith("_met") else _("Had a wish: %(wish)s")
        return said % {"wish": words.inside(words.wish(wish))}
    point, _sep, what = part.partition("_")
    if point in POINTS:
        return f"{point_words(point)}: {_later(what)}"
    return str(OutcomeGroup(part).label) if part in OutcomeGroup.values else words.outcome(part)


def point_words(point: str) -> str:
    return {"m3": _("3 months after"), "m6": _("6 months after"), "m12": _("12 months after")}[point]


def _later(what: str) -> str:
    return {
        "due": _("the day has come"),
        "answered": _("answered"),
        "unknown": _("not reached"),
        "in_work": _("in work or education"),
    }[what]
