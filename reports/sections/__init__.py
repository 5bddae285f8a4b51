"""The sections of a report: each makes one part out of the facts, in the language that is active, or None where there is nothing to tell."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from reports.about import Facts
from reports.enums import Section
from reports.parts import Part
from reports.sections.definitions import definitions, method
from reports.sections.delivery import hours, wishes
from reports.sections.groups import groups, jobcentres, splits
from reports.sections.later import cost, follow_up
from reports.sections.pilot import beside_the_pilot
from reports.sections.reached import reached
from reports.sections.summary import summary
from reports.sections.waiting import waiting

MAKERS: dict[Section, Callable[[Facts], Part | None]] = {
    Section.SUMMARY: summary,
    Section.REACHED: reached,
    Section.GROUPS: groups,
    Section.SPLITS: splits,
    Section.WAITING: waiting,
    Section.HOURS: hours,
    Section.WISHES: wishes,
    Section.FOLLOW_UP: follow_up,
    Section.COST: cost,
    Section.JOBCENTRES: jobcentres,
    Section.PILOT: beside_the_pilot,
    Section.DEFINITIONS: definitions,
    Section.METHOD: method,
}
"""In the order in which they stand in a report."""
ALWAYS = (Section.SUMMARY, Section.DEFINITIONS, Section.METHOD)
"""Without these a number could be misread."""

TOLD_OF_FILTERED = (Section.REACHED, Section.WAITING, Section.PILOT)
"""All else of a report with a filter could be held against the report without it, so it is hidden (R193)."""


def in_order(chosen: Iterable[str]) -> tuple[Section, ...]:
    """The chosen sections and those that every report has, in the order of a report."""
    wanted = {*map(Section, chosen), *ALWAYS}
    return tuple(section for section in MAKERS if section in wanted)


def words_of_numbers() -> dict[str, str]:
    """How tables and charts are counted through."""
    return {"table": _("Table %(n)s"), "figure": _("Figure %(n)s")}
