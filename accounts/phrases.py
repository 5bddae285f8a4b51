"""Reason codes as sentences: what is wrong and how to put it right. Apps with codes of their own have their own `phrases.py`."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "role_reads_no_cases": lambda f: _("Your role does not open cases."),
    "role_approves_nothing": lambda f: _("Your role approves no decisions. A manager of the jobcentre does."),
    "role_writes_no_cases": lambda f: _("Your role reads cases but does not change them. A caseworker can do this."),
    "role_reads_no_mentors": lambda f: _("Your role does not open the mentor register."),
    "role_writes_no_mentors": lambda f: _("Your role reads the mentor register but does not change it. A caseworker can do this."),
    "role_reads_no_log": lambda f: _("Only an auditor opens the read log."),
    "role_sees_no_status": lambda f: _("Only administrators and managers see whether the background jobs run."),
    "role_administers_nothing": lambda f: _("Only an administrator does this."),
    "no_jobcentre": lambda f: _("You do not belong to a jobcentre yet. Ask your administrator to add you."),
    "jobcentre_gone": lambda f: _(
        "You no longer belong to the jobcentre that you had chosen. On the front page you work in another of yours."
    ),
    "form_of_other_jobcentre": lambda f: _(
        "This form was opened in another of your jobcentres, and nothing was saved. "
        "Choose that jobcentre in another tab, and send this form again."
    ),
    "pdf_not_possible": lambda f: _(
        "PDFs cannot be made on this machine: the library Pango is missing. Nothing was changed. Ask your administrator to install it."
    ),
    "too_many_opinions": lambda f: _("Many readers answer just now, so your answer was not kept. Please send it again in an hour."),
    "stale_elsewhere": lambda f: (
        _("%(by)s saved something else here while you were writing. It changes nothing of what you wrote: press the button again to save.")
        % {"by": f.get("by") or _("Somebody")}
    ),
    "stale_elsewhere_mine": lambda f: _(
        "You saved something else here in another tab. It changes nothing of what you wrote: press the button again to save."
    ),
    "stale": lambda f: _("Somebody else saved this while you were writing. Nothing of yours is lost."),
    "own_role": lambda f: _("You cannot change your own role. Ask another administrator."),
    "other_jobcentre": lambda f: _("You administer your own jobcentre only."),
    "own_account": lambda f: _("You cannot close your own account. Ask another administrator."),
    "email_taken": lambda f: _("There is a user with this email. Ask the platform administrator to add the person to your jobcentre."),
    "member_already": lambda f: _("The user already has a role in this jobcentre. Change that one."),
    "team_elsewhere": lambda f: _("The team belongs to another jobcentre. Choose one of this jobcentre."),
    "away_ends_before_start": lambda f: _("The last day lies before the first day. Write a later one."),
    "away_over": lambda f: _("These days are over. Write the days that come, or leave it out."),
    "away_overlaps": lambda f: _("You are already away on one of these days. Remove that absence first, or choose other days."),
    "away_substitute_is_self": lambda f: _("Nobody stands in for himself or herself. Choose a colleague, or nobody."),
    "away_substitute_not_here": lambda f: _("This colleague no longer reads cases of the jobcentre. Choose another, or nobody."),
    "team_name_taken": lambda f: _("The jobcentre already has a team with this name."),
}


def refusal(code: str, facts: dict[str, Any]) -> str:
    """The sentence of a reason code. An unknown code is a fault of ours and is shown as the code, so that support can find it."""
    phrase = REFUSALS.get(code)
    return phrase(facts) if phrase else code
