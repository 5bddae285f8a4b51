"""What the pages of others show of reports: those that are ready or broke off, on the desk of whoever asked for them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from accounts.enums import Role
from core import clock
from reports.models import ReportJob
from reports.permissions import can_read_reports
from reports.views import job_words as words

SHOWN_FOR = dt.timedelta(days=14)
MOST = 5


def reports(request: HttpRequest) -> dict[str, Callable[[], list[dict[str, Any]]]]:
    """`reports_of_mine` asks when a template wants it, which the desk alone does."""
    return {"reports_of_mine": lambda: of_mine(request)}


def of_mine(request: HttpRequest) -> list[dict[str, Any]]:
    """Reports of the last two weeks that whoever asked for them has not looked at; a scheduled one is of every manager until one has."""
    member = getattr(request, "member", None)
    if not can_read_reports(member):
        return []
    mine = Q(asked_by=request.user)
    if member.role == Role.MANAGER:
        mine |= Q(asked_by__isnull=True)
    jobs = ReportJob.objects.filter(mine, jobcentre_id=member.jobcentre_id, seen_at__isnull=True, asked_at__gte=clock.now() - SHOWN_FOR)
    rows = jobs.only("pk", "scope", "state", "asked_at").order_by("-asked_at")[:MOST]
    return [
        {"url": reverse("report", args=[job.pk]), "title": words.title(job), "tag": words.state_tag(job), "at": job.asked_at}
        for job in rows
    ]
