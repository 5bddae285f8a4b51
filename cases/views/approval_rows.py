"""A prepared decision in words, whatever its kind: what will be issued, what it answers, and the limits that ask for a second person."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership
from cases.actions.assessments import stored_answers
from cases.actions.decisions import letter_days, proposed_from_json, wish_of
from cases.actions.extensions import proposed_from_json as extension_from_json
from cases.actions.hour_changes import change_from_json, what_it_meets
from cases.enums import Channel, DecisionKind
from cases.enums_course import ApprovalKind, Limit
from cases.forms.assessment import AssessmentForm
from cases.models import Approval, Assessment, Case, CourseSettings, SchemeRules, TargetGroup, Wishes
from cases.rules.assessment import advice_of
from cases.rules.extensions import Wished
from cases.rules.second_person import Figures, Limits
from cases.views import assessment_parts
from cases.views import extension_words as words
from core.templatetags.ui import date_long, minutes_words, number
from mentors.models import Mentor

Rows = list[dict[str, Any]]


def why_second(approval: Approval, own: CourseSettings) -> str:
    """The limits that the case passes with this decision, with the figure beside each."""
    limits = Limits(minutes=own.second_minutes, cost=own.second_cost, extensions=own.second_extensions)
    names = Figures.__dataclass_fields__
    figures = Figures(**{name: value for name, value in approval.figures.items() if name in names})
    said = words.limit_words(approval.limits, figures, limits, jobcentre=approval.case.jobcentre.name)
    return said if approval.kind != DecisionKind.FIRST else f"{said} {dearest_words(approval.limits)}".strip()


def the_manager(case: Case) -> str:
    """The name of the second person where the jobcentre has one manager; "" where it has none or could be asked of several. One statement."""
    rows = Membership.objects.filter(jobcentre_id=case.jobcentre_id, role=Role.MANAGER, user__is_active=True)
    names = list(rows.values_list("user__name", flat=True)[:2])
    return names[0] if len(names) == 1 else ""


def dearest_words(limits: Sequence[str]) -> str:
    """How the cost of a first grant is reckoned, where its limit is passed; else ""."""
    if Limit.COST not in limits:
        return ""
    return _("The mentor is found later, so the cost is that of the dearest mentor of the granted type.")


def decision_rows(approval: Approval, *, today: dt.date, scheme: SchemeRules | None) -> Rows:
    """The decision as it will be issued when it is approved today, with the days of its letter."""
    case, kept = approval.case, approval.proposed
    if approval.kind == ApprovalKind.TAKEOVER:
        return _takeover_rows(approval)
    if approval.kind == DecisionKind.FIRST:
        wish = wish_of(case=case, wishes=Wishes.objects.filter(case=case).first())
        rows = assessment_parts.decision_rows(proposed=proposed_from_json(kept), wish=wish)
    elif approval.kind == DecisionKind.EXTENSION and approval.extension is not None:
        asked = Wished(approval.extension.minutes_a_week, approval.extension.last_day)
        rows = words.decision_rows(extension_from_json(kept), asked)
    else:
        rows = _change_rows(case, kept, today)
    return rows + _letter_rows(case, kept, today, scheme)


def _takeover_rows(approval: Approval) -> Rows:
    """The mentor who would take over, from which day, and what the course then costs."""
    mentor = Mentor.objects.get(pk=approval.proposed["mentor"])
    price = "" if mentor.cost_an_hour is None else _("DKK %(cost)s an hour") % {"cost": number(mentor.cost_an_hour / 100)}
    return [
        {"label": _("The new mentor"), "value": mentor.name, "note": price},
        {"label": _("From"), "value": date_long(dt.date.fromisoformat(approval.proposed["first_day"]))},
        {"label": _("Cost of the case in all"), "value": _("DKK %(cost)s") % {"cost": number((approval.figures.get("cost") or 0) / 100)}},
        {"label": _("What does not change"), "value": _("goals, hours and period")},
    ]


def _letter_rows(case: Case, kept: dict[str, Any], today: dt.date, scheme: SchemeRules | None) -> Rows:
    if scheme is None:
        return []
    sent_on = max(dt.date.fromisoformat(kept["sent_on"]) if kept.get("sent_on") else today, today)
    received_on, until = letter_days(sent_on=sent_on, channel=Channel(case.client.channel), scheme=scheme)
    return assessment_parts.letter_rows(channel=case.client.channel, sent_on=sent_on, received_on=received_on, appeal_until=until)


def _change_rows(case: Case, kept: dict[str, Any], today: dt.date) -> Rows:
    change = change_from_json(kept)
    now = what_it_meets(case, change=change, on=today).now
    rows: Rows = []
    if now is not None:
        before = now.before(change.first_day or today)
        rows.append({"label": _("Hours now"), "value": _("%(hours)s a week") % {"hours": minutes_words(before)}})
    rows += [
        {"label": _("New hours"), "value": _("%(hours)s a week") % {"hours": minutes_words(change.minutes_a_week)}},
        {"label": _("From"), "value": date_long(change.first_day)},
    ]
    if now is not None:
        rows.append({"label": _("Until"), "value": date_long(now.period.last_day)})
    if change.reasons.strip():
        rows.append({"label": _("Reasons"), "value": change.reasons.strip()})
    return rows


def background(approval: Approval) -> tuple[str, Rows]:
    """What the decision builds on: heading and rows."""
    case = approval.case
    if approval.kind == DecisionKind.EXTENSION and approval.extension is not None:
        return _("The request"), words.request_rows(approval.extension)
    if approval.kind == DecisionKind.FIRST:
        groups = dict(case.target_groups.order_by("group__position").values_list("group_id", "since"))
        answers = stored_answers(Assessment.objects.filter(case=case).first())
        form = AssessmentForm(given_name=case.client.given_name, groups=TargetGroup.objects.filter(pk__in=list(groups)))
        rows = assessment_parts.assessment_rows(form=form, answers=answers, groups=groups, advice=advice_of(answers=answers))
        return _("The assessment"), rows
    return "", []
