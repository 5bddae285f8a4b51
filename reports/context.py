"""What the pages of others show of reports: those that are ready or broke off, on the desk of whoever asked for them."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.enums import Role
from core import clock
from reports.models import ReportJob
from reports.permissions import can_read_reports
from reports.views import job_words as words


def reports(request: HttpRequest) -> dict[str, Callable[[], list[dict[str, Any]]]]:
    """`reports_of_mine` is put into words when a template wants it, which the desk alone does."""
    return {"reports_of_mine": lambda: of_mine(request)}


def of_mine(request: HttpRequest) -> list[dict[str, Any]]:
    """Reports of the last two weeks that whoever asked for them has not looked at; a scheduled one is of every manager until one has.

    They were read with the membership: no statement of their own.
    """
    member = getattr(request, "member", None)
    if not can_read_reports(member):
        return []
    told = [each for each in getattr(member, "new_reports", ()) if each["asked_by"] or member.role == Role.MANAGER]
    jobs = [
        ReportJob(pk=uuid.UUID(each["pk"]), scope=each["scope"], state=each["state"], asked_at=clock.parse_instant(each["at"]))
        for each in told
    ]
    return [
        {"url": reverse("report", args=[job.pk]), "title": words.title(job), "tag": words.state_tag(job), "at": job.asked_at}
        for job in jobs
    ]
