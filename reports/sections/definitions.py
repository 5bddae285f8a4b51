"""What the numbers count, and how the report was made: so that somebody else can make it again."""

from django.utils.translation import get_language, get_language_info, pgettext
from django.utils.translation import gettext as _

from core.templatetags.ui import date_long, number
from reports import words
from reports.about import About, Facts
from reports.enums import Basis, Dimension, Section
from reports.parts import Part, Piece, Points, Terms
from reports.sections.groups import with_a_filter


def definitions(facts: Facts) -> Part:
    counted = {
        Basis.START: _("Courses whose first period began in the months of the report. Who withdrew before the start does not count."),
        Basis.PRESENCE: _(
            "Courses that were under way in the months of the report, whenever they began. Who withdrew before the start does not count."
        ),
        Basis.END: _("Courses that ended in the months of the report, whenever they began. Who withdrew before the start does not count."),
    }
    rows = (
        (
            pgettext("definition", "Course"),
            _("A client's time with a mentor, from the first period to the end. Extensions and a new mentor belong to the same course."),
        ),
        (_("Reached"), counted[facts.figures.scope.basis]),
        (
            _("Completed"),
            _(
                "Courses that ended because the goal was reached, the client manages without, another solution was found, or the period ran out. At least one contact took place."
            ),
        ),
        (_("Under way"), _("Courses that had not ended on the data day.")),
        (_("Broken off"), _("Courses that ended for another reason. Reached = completed + under way + broken off.")),
        (
            _("In work or education"),
            _("Ordinary job, flexible job, ordinary education or kept the job, on the day of the end. A course has one result."),
        ),
        (_("Other or not known"), _("Wage subsidy, another measure, sickness, pension, moved, stopped, unknown and not recorded.")),
        (_("Target group"), _("Set at the assessment. A client can belong to several, so the groups overlap. Diagnoses are not recorded.")),
        (
            _("Waiting time"),
            _(
                "Calendar days from one date to the other. Median: half waited shorter. Quartiles: a quarter waited shorter (lower) or longer (upper)."
            ),
        ),
        (_("Hours"), _("Granted: what the periods that have begun grant in all. Used: what the logs say by the data day.")),
        (_("Wish met"), _("Of the clients who had the wish and were matched: those whose mentor has what was wished.")),
        (
            _("Follow-up"),
            _(
                "3, 6 and 12 months after the end of a completed course. Response rate: those who were reached, of those whose day had come."
            ),
        ),
        (_("Cost"), _("An estimate: hours used, times the mentor's cost an hour. It is not an account.")),
    )
    return Part(Section.DEFINITIONS, _("Definitions"), _("What the numbers count"), "", (Terms(rows),))


def method(facts: Facts) -> Part:
    figures = facts.figures
    intro = _(
        "The report is computed from the cases in MentorCase. The same choices give the same numbers, as long as the data of the same day are there. "
        "Every number can be led back to a list of cases, for whoever may open them."
    )
    reservations = [
        _("There is no group to compare with. The report cannot show an effect."),
        _("Small numbers are hidden, so that nobody can be recognised; and as many others, so that they cannot be computed."),
    ]
    if figures.scope.filters:
        reservations.append(with_a_filter())
    if figures.ongoing.value:
        reservations.append(
            _("Courses under way: %(n)s. Their result is not known and is not guessed.") % {"n": number(figures.ongoing.value)}
        )
    if facts.about.is_demo:
        reservations.append(_("The persons and cases are invented: these are demo data."))
    pieces: tuple[Piece, ...] = (
        Points(tuple(reservations), _("Reservations")),
        Terms(choices(facts), _("Choices")),
    )
    return Part(Section.METHOD, _("Method"), _("How the report was made"), intro, pieces)


def filters(about: About) -> list[tuple[str, str]]:
    """What is filtered by, in words."""
    labels = {**{str(each): str(each.label) for each in Dimension}, "team": pgettext("report", "Team")}
    return [(labels.get(name, name), words.in_language(names)) for name, names in about.filters.items()]


def choices(facts: Facts) -> tuple[tuple[str, str], ...]:
    """The parameters as one reads them, with the checksum."""
    scope, about = facts.figures.scope, facts.about
    language = get_language() or "da"
    rows = [
        (_("Months"), words.months(scope)),
        (_("Basis"), str(Basis(scope.basis).label)),
        (_("Jobcentres"), ", ".join(about.jobcentres) if scope.jobcentres else _("All")),
    ]
    rows += filters(about)
    if not about.filters:
        rows.append((_("Filters"), _("None")))
    return (
        *rows,
        (
            _("Smallest number shown"),
            _("%(smallest)s (smaller ones are hidden, 0 is shown). Filters: at least %(base)s courses")
            % {"smallest": about.smallest, "base": about.least_base},
        ),
        (_("Language"), str(get_language_info(language)["name_local"]).capitalize()),
        (_("Data as of"), date_long(facts.figures.on)),
        (_("Checksum (SHA-256)"), in_groups(facts.checksum)),
    )


def in_groups(checksum: str) -> str:
    """Four letters at a time, so that one can compare it by eye."""
    return " ".join(checksum[n : n + 4] for n in range(0, len(checksum), 4))
