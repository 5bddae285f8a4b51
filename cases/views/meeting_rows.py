"""The planned meetings with proposed mentors (R285) as the pages of a case show them, read with the case itself."""

import datetime as dt
from typing import Any

from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import ngettext

from cases.enums_letter import LetterKind
from cases.models import Case
from cases.querysets import CaseQuerySet
from core.templatetags.ui import day, moment

_MEETINGS = """(
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'at', t.at, 'place', t.place, 'who', t.who_comes, 'waits', EXISTS (
        SELECT FROM cases_proposal p WHERE p.case_id = t.case_id AND p.state IN ('client_asked', 'client_thinking', 'mentor_asked', 'accepted')
    )) ORDER BY t.at, t.id), '[]')
    FROM cases_meeting t WHERE t.case_id = cases_case.id AND t.kind = 'match' AND t.held_on IS NULL AND t.cancelled_on IS NULL
)"""


def with_match_meetings(cases: CaseQuerySet) -> CaseQuerySet:
    """The case with its planned meetings with proposed mentors (`meeting_rows`), in the same statement."""
    return cases.annotate(meeting_rows=RawSQL(_MEETINGS, [], output_field=JSONField()))  # noqa: S611 (written above)


def planned_meetings(case: Case) -> list[dict[str, Any]]:
    """What `with_match_meetings` found, with where each is moved and, while a proposal waits, where its invitation is written."""
    return [
        {
            "when": moment(dt.datetime.fromisoformat(row["at"])),
            "place": row["place"],
            "who_comes": row["who"],
            "url": reverse("case_meeting", args=[case.ref, row["id"]]),
            "invitation_url": invitation_url(case, row["id"]) if row["waits"] else "",
        }
        for row in case.meeting_rows  # type: ignore[attr-defined]
    ]


def still_planned(case: Case) -> str:
    """On the page of the match, when a proposal was closed: the meetings that `with_match_meetings` found stand; "" where there are none."""
    days = [day(dt.datetime.fromisoformat(row["at"])) for row in case.meeting_rows]  # type: ignore[attr-defined]
    said = ngettext(
        "The match meeting of %(days)s is still planned. It can be moved or cancelled on this page.",
        "The match meetings of %(days)s are still planned. They can be moved or cancelled on this page.",
        len(days),
    )
    return said % {"days": ", ".join(days)} if days else ""


def invitation_url(case: Any, meeting_id: Any) -> str:
    """Where the letter is written that invites the client to the meeting."""
    return f"{reverse('case_letter_new', args=[case.ref])}?kind={LetterKind.MATCH_MEETING}&meeting={meeting_id}"
