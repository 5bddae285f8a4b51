"""What the frame of every page needs: who is signed in, for which jobcentre, and which pages exist for the role."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import CASE_READERS, Role
from accounts.jobs import NIGHTLY
from accounts.models import Heartbeat, Membership, User
from core import clock
from core.templatetags.ui import moment

JOBS_SILENT = dt.timedelta(minutes=3)
"""The worker beats every minute; after three without a sign the pages say so."""

NIGHT_MISSED = dt.timedelta(hours=26)
"""The nightly run comes every 24 hours; after so many the pages say that it does not."""

DEMO_PASSWORD = "mentorcase-demo"  # noqa: S105 (printed on the sign-in page of demo mode, refused outside it)
# Names as the demo data has them (cases/demo/accounts.py); Viggo works in the other jobcentre and sees none of the others' cases.
DEMO_ACCOUNTS = (
    ("mette@demo.example", "Mette Lindegaard", Role.CASEWORKER),
    ("soren@demo.example", "Søren Åkjær", Role.CASEWORKER),
    ("anne@demo.example", "Anne Bruun", Role.MANAGER),
    ("viggo@demo.example", "Viggo Ærø", Role.CASEWORKER),
    ("admin@demo.example", "Asta Winther", Role.ADMINISTRATOR),
    ("tilsyn@demo.example", "Tobias Krogh", Role.AUDITOR),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of `base.html`. Error pages are rendered without it."""
    found: dict[str, Any] = {"demo": settings.DEMO, "nav": [], "user_menu": [], "jobcentres": [], "staff_notices": []}
    if settings.DEMO:
        found["demo_accounts"] = [
            {"email": email, "name": name, "role": role.label, "note": _("the other jobcentre") if email.startswith("viggo") else ""}
            for email, name, role in DEMO_ACCOUNTS
        ]
        found["demo_password"] = DEMO_PASSWORD
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return found
    member = request.member or None
    role = member.role if member else ""
    found["member"] = member
    found["jobcentre"] = member.jobcentre if member else None
    found["jobcentres"] = [m.jobcentre for m in request.memberships]
    found["user_name"] = user.name
    found["staff_notices"] = staff_notices(user, member)
    match = request.resolver_match
    found["nav"] = navigation(role, user, page=(match.url_name or "") if match else "")
    if role in CASE_READERS:
        found["inbox"] = {"url": reverse("inbox"), "new": member.new_notices, "current": bool(match and match.url_name == "inbox")}
    found["user_menu"] = [
        *([{"label": _("My settings"), "url": reverse("profile")}] if member else []),
        {"label": _("Change password"), "url": reverse("account_change_password")},
        {"label": _("Two-factor sign-in"), "url": reverse("mfa_index")},
        {"label": _("Help"), "url": reverse("help")},
    ]
    if role == Role.CASEWORKER:
        found["new_application_url"] = reverse("case_new")
    return found


def staff_notices(user: User, member: Membership | None) -> list[str]:
    """What everybody who works here should know. Told from the jobs' last signs of life, read with the memberships; no broker is asked.

    Before a user was made nobody could have missed anything, such as on the first day of an installation. Who administers the platform has no
    membership: for them it is a statement of its own.
    """
    if member is not None:
        worker_at, night_at = getattr(member, "worker_at", None), getattr(member, "night_at", None)
    elif user.is_superuser:
        signs = dict(Heartbeat.objects.filter(name__in=["worker", NIGHTLY]).values_list("name", "at"))
        worker_at, night_at = signs.get("worker"), signs.get(NIGHTLY)
    else:
        return []
    if worker_at is None:
        return [_("The background jobs have not run yet, so letters and reminders wait. What you save is saved.")]
    if clock.now() - worker_at > JOBS_SILENT:
        return [
            _("The background jobs have not answered since %(time)s, so letters and reminders wait. What you save is saved.")
            % {"time": moment(worker_at)}
        ]
    if clock.now() - (night_at or user.date_joined) > NIGHT_MISSED:
        look = _("Reminders may be missing.")
        if member is not None and member.role in CASE_READERS:
            look = _("Reminders may be missing, so look at your desk and at the last days of your courses.")
        if night_at is None:
            return [_("The nightly run has not come yet.") + " " + look]
        return [_("The nightly run has not come since %(time)s.") % {"time": moment(night_at)} + " " + look]
    return []


def navigation(role: str, user: Any, *, page: str) -> list[dict[str, Any]]:
    """Only pages that exist and that the role opens. A page belongs to the entry whose key its URL name begins with: case_match to cases."""
    pages: list[tuple[str, str, str]] = []
    if role in (Role.CASEWORKER, Role.MANAGER):
        pages = [("desk", _("My desk"), "desk"), ("case", _("Cases"), "case_list"), ("mentor", _("Mentors"), "mentor_list")]
        if role == Role.MANAGER:
            pages.insert(0, ("overview", _("Overview"), "overview"))
            pages.insert(2, ("approval", _("Approvals"), "approval_list"))
        pages.append(("report", _("Reports"), "report_list"))
    elif role == Role.AUDITOR:
        pages = [("audit", _("Read log"), "audit"), ("report_inspection", _("Inspection"), "report_inspection")]
    if user.is_superuser and role != Role.MANAGER:
        pages.append(("overview", _("Overview"), "overview"))
    if user.is_superuser and role not in CASE_READERS:
        pages.append(("report", _("Reports"), "report_list"))
    if role == Role.ADMINISTRATOR or user.is_superuser:
        pages += [("status", _("State of the jobs"), "status"), ("admin", _("Administration"), "admin:index")]
    return [{"label": label, "url": reverse(name), "current": page.startswith(key)} for key, label, name in pages]
