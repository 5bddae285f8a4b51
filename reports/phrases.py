"""The sentences of reports: why one was refused or broke off, and what happened to it."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from accounts.phrases import REFUSALS as OF_ACCOUNTS
from core.words import day_in

REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "role_reads_no_reports": lambda f: _("Your role does not open reports."),
    "role_has_no_overview": lambda f: _("The overview is for managers. Your own cases stand on your desk."),
    "role_inspects_nothing": lambda f: _("The inspection of cases is for managers and auditors."),
    "role_exports_no_statistics": lambda f: _("The export for the statistics is for managers."),
    "statistics_too_many": lambda f: (
        _("These months have more than %(most)s rows. Choose fewer months, and fetch the rest in a second file.") % f
    ),
    "figures_not_counted": lambda f: _("These figures are not counted yet. They are counted every night: come back tomorrow."),
    "report_settings_there": lambda f: _("The jobcentre has its settings of reports already. Change those."),
    "report_settings_range": lambda f: _(
        "Numbers are hidden below 3 to 20, a filter leaves 10 to 100 courses at least, and files are kept for 7 to 1830 days."
    ),
    "report_of_another": lambda f: _("A report tells of your own jobcentre only. Choose it, and nothing else."),
    "report_months_ahead": lambda f: _("These months have not begun yet. Choose months that have."),
    "report_day_ahead": lambda f: _("The data of this day are not there yet. Choose today or an earlier day."),
    "report_without_file": lambda f: _("Choose at least one file, so that the report can be read."),
    "report_too_many": lambda f: _("%(most)s reports are being made already. Wait until one is ready, or stop one.") % {"most": f["most"]},
    "report_is_over": lambda f: _("The report is not being made any more, so there is nothing to stop."),
    "report_is_there": lambda f: _("The files of this report are there. Open them, or ask for a new report."),
    "report_too_small": lambda f: _(
        "With these choices so few courses are left that no number may be shown. Choose more months or fewer filters: a filter must leave at "
        "least 10 courses."
    ),
    "report_took_too_long": lambda f: _("The report took too long and was ended. Try again, with fewer months or fewer sections."),
    "report_fell_silent": lambda f: _(
        "The program that makes reports broke off twice, probably because the machine was restarted or ran short of memory. Nothing is lost: try again."
    ),
    "report_disk_full": lambda f: _(
        "There was no room left to write the report: the disk is full. Tell your administrator; as soon as there is room, press Try again."
    ),
    "report_broke_off": lambda f: _("An error ended the report. Nothing is lost: try again; if it happens again, tell your administrator."),
}


def _months(f: dict[str, Any]) -> dict[str, str]:
    return {"first": day_in(f, "from"), "last": day_in(f, "to")}


EVENTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "report.asked": lambda f: _("Report from %(first)s to %(last)s asked for") % _months(f),
    "report.asked_again": lambda f: _("Report from %(first)s to %(last)s asked for again") % _months(f),
    "report.stopped": lambda f: _("Report from %(first)s to %(last)s stopped") % _months(f),
    "report.made": lambda f: _("Report from %(first)s to %(last)s is ready") % _months(f),
    "report.failed": lambda f: (
        _("Report from %(first)s to %(last)s broke off: %(why)s") % {**_months(f), "why": sentence(f.get("code", ""), f)}
    ),
    "report.files_removed": lambda f: _("Files of the report from %(first)s to %(last)s removed") % _months(f),
}


def sentence(code: str, facts: dict[str, Any]) -> str:
    """The sentence of a reason code of reports, or of those below them. An unknown code is shown as it is, so that support can find it."""
    phrase = REFUSALS.get(code) or OF_ACCOUNTS.get(code)
    return phrase(facts) if phrase else code
