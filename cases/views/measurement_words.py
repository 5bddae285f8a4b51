"""Measurements in words: points, states, scores and what has changed since the first one."""

from decimal import Decimal
from math import ceil, floor
from typing import Any

from django.utils.translation import gettext as _

from cases.enums_course import MeasuredAt, Scoring, WhyMissing
from cases.goal_phrases import point_words
from cases.measurements import Line, Series
from cases.rules.measurements import PointState, range_of
from cases.views.trend import trend
from core.templatetags.ui import date_long, day, number


def point_label(line: Line) -> str:
    """At the start, after 3 months; one whose point has moved away by its day."""
    if line.point is None and line.kind != MeasuredAt.DURING:
        return _("In the course, on %(day)s") % {"day": date_long(line.day)}
    return point_words(line.kind, line.months)


def line_row(line: Line, *, url: str) -> dict[str, Any]:
    """A point as a row of the table; `url` is "" where nothing can be written."""
    row = line.measurement
    return {
        "label": point_label(line),
        "day": day(row.day if row else line.day),
        "tag": _tag(line),
        "score": number(row.score) if row and row.score is not None else None,
        "no_score": line.state == PointState.ANSWERED and row is not None and row.score is None,
        "change": _changed(line.change),
        "url": url,
        "verb": _("Change") if row else _("Say why") if line.state == PointState.PASSED else _("Answer"),
    }


def since_start(series: Series) -> str:
    """What has changed since the first score, when it is a change that counts."""
    newest = series.newest
    if newest is None or not newest.change:
        return ""
    if newest.change > 0:
        return _("%(points)s points more than the first time: a change that counts.") % {"points": number(newest.change)}
    return _("%(points)s points fewer than the first time: a change that counts.") % {"points": number(-newest.change)}


def score_trend(series: Series) -> dict[str, Any] | None:
    """The scores over time; None before there are two."""
    questionnaire = series.questionnaire
    values = [
        (line.measurement.day, _plain(line.measurement.score))
        for line in series.lines
        if line.measurement is not None and line.measurement.score is not None
    ]
    if len(values) < 2:
        return None
    asked = len(questionnaire.questions.all())
    lowest, highest = range_of(
        lowest=questionnaire.lowest,
        highest=questionnaire.highest,
        questions=asked,
        factor=questionnaire.factor,
        scoring=Scoring(questionnaire.scoring),
    )
    lowest, highest = min(lowest, *(floor(value) for _day, value in values)), max(highest, *(ceil(value) for _day, value in values))
    return trend(
        name=f"{questionnaire.pk}-{series.respondent}",
        title=_("%(name)s over time") % {"name": questionnaire},
        series=[(str(series.respondent.label), sorted(values))],
        lowest=lowest,
        highest=highest,
        ticks=(lowest, (lowest + highest) // 2, highest),
    )


def _plain(score: Decimal) -> int | float:
    """For a drawing: whole where it is whole."""
    return int(score) if score == int(score) else float(score)


def _changed(change: Decimal) -> str:
    if not change:
        return ""
    words = _("%(points)s points up") if change > 0 else _("%(points)s points down")
    return words % {"points": number(abs(change))}


def _tag(line: Line) -> dict[str, Any]:
    if line.state == PointState.ANSWERED:
        return {"label": _("Answered"), "state": "ok", "icon": "check"}
    if line.state == PointState.MISSING and line.measurement:
        return {"label": _("Missing: %(why)s") % {"why": _lower(WhyMissing(line.measurement.missing).label)}, "state": "line"}
    if line.state == PointState.PASSED:
        return {"label": _("Missing: nobody has answered"), "state": "line"}
    if line.state == PointState.DUE:
        return {"label": _("Due now"), "state": "warn", "icon": "time"}
    return {"label": _("Coming"), "state": "line"}


def _lower(label: Any) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]
