"""The pages of a case beside its steps, as tabs: on every page of a course, and on the pages that are tabs themselves."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases.enums import State
from cases.models import Case

# Name of the page, its words. In this order.
TABS: tuple[tuple[str, Any], ...] = (
    ("case", gettext_lazy("Overview")),
    ("case_log", gettext_lazy("Contacts")),
    ("case_goals", gettext_lazy("Goals and hours")),
    ("case_agreement", gettext_lazy("Agreement")),
    ("case_feedback", gettext_lazy("Feedback")),
    ("case_notes", gettext_lazy("Notes and documents")),
    ("case_letters", gettext_lazy("Letters")),
    ("case_around", gettext_lazy("Around the course")),
    ("case_timeline", gettext_lazy("Time line")),
)
OF_A_COURSE = (State.RUNNING, State.ENDED)


def tabs(case: Case, *, current: str, counts: dict[str, int] | None = None) -> list[dict[str, Any]]:
    """The tabs of a page whose own is `current` ("" for a page that is none); `counts` are numbers to show beside names."""
    if not current and case.state not in OF_A_COURSE:
        return []
    known = counts or {}
    return [
        {"label": label, "url": reverse(name, args=[case.ref]), "current": name == current, "count": known.get(name)}
        for name, label in TABS
    ]
