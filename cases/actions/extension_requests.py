"""A request for an extension (R112-R114, R116): written down, changed, withdrawn, sent back. `extensions.py` decides it."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from accounts.audit import last_change
from accounts.models import User
from cases.actions.base import locked_case, record, save_case
from cases.actions.renewing import renews
from cases.course_rows import due_of_course
from cases.enums import State
from cases.enums_course import PENDING_EXTENSIONS, ApprovalState, AskedBy, ExtensionState, GivenHow
from cases.extension_rows import ToExtend, to_extend
from cases.models import Approval, Case, Extension, SchemeRules
from cases.rules import extensions as rules
from cases.rules.extensions import Wished
from core.constraints import refusing
from core.days import day_of
from core.verdicts import Refused, Stale


@transaction.atomic
@renews
def request_extension(
    *,
    case_id: uuid.UUID,
    asked_by: AskedBy,
    asked_on: dt.date,
    asked_how: GivenHow,
    words: str,
    reached: str,
    why_still: str,
    minutes_a_week: int,
    last_day: dt.date,
    by: User,
    at: dt.datetime,
) -> Extension:
    """Write down who asks for a new period, and why (R112, R114). It waits to be decided: silence never decides.

    Refuses as `opening_verdict`, `asked_verdict` and `wish_verdict`, with `words_missing`, `reached_missing`, `why_still_missing`, or `case_closed`.
    """
    case = locked_case(case_id=case_id)
    today, found = day_of(at), to_extend(case)
    answer = rules.opening_verdict(
        state=State(case.state),
        consent_withdrawn=case.consent_withdrawn_on is not None,
        is_pending=Extension.objects.filter(case=case, state__in=PENDING_EXTENSIONS).exists(),
        last_day=found.last_day if found else None,
        days=found.days if found else None,
        today=today,
    )
    Refused.unless(answer)
    if found is None:
        raise Refused("extension_no_period")
    extension = Extension(case=case, period=found.period, recorded_by=by, recorded_at=at)
    told: dict[str, Any] = {"words": words, "reached": reached, "why_still": why_still}
    _put(extension, found, today=today, asked=(asked_by, asked_on, asked_how), wish=Wished(minutes_a_week, last_day), **told)
    with refusing(extension_one_pending_a_case=("extension_pending", "")):
        extension.save(force_insert=True)
    case.due_on = due_of_course(case)
    save_case(case)
    record(case, "case.extension_asked", by=by, at=at, **_facts(extension))
    return extension


@transaction.atomic
@renews
def change_request(
    *,
    case_id: uuid.UUID,
    extension_id: uuid.UUID,
    version: int | None,
    asked_by: AskedBy,
    asked_on: dt.date,
    asked_how: GivenHow,
    words: str,
    reached: str,
    why_still: str,
    minutes_a_week: int,
    last_day: dt.date,
    by: User,
    at: dt.datetime,
) -> Extension:
    """Change what was written of the request; one that was sent back waits to be decided again. The day to decide by stands.

    A caseworker's own request stays that one's, whoever corrects it. Refuses as `request_extension`, and with `own_request_stays`, `extension_over`,
    `approval_waiting` or `stale`.
    """
    case, extension = locked_request(case_id=case_id, extension_id=extension_id, version=version)
    _refuse_second(extension)
    Refused.unless(rules.asker_verdict(before=AskedBy(extension.asked_by), after=asked_by), "asked_by")
    found = to_extend(case)
    if found is None:
        raise Refused("extension_no_period")
    if asked_by == AskedBy.CASEWORKER and extension.asked_by != AskedBy.CASEWORKER:
        extension.recorded_by = by  # now it is the own request of who writes this
    told: dict[str, Any] = {"words": words, "reached": reached, "why_still": why_still}
    _put(extension, found, today=day_of(at), asked=(asked_by, asked_on, asked_how), wish=Wished(minutes_a_week, last_day), **told)
    extension.state = ExtensionState.ASKED
    extension.version += 1
    extension.save()
    save_case(case)
    record(case, "case.extension_changed", by=by, at=at, **_facts(extension))
    return extension


@transaction.atomic
@renews
def withdraw_request(*, case_id: uuid.UUID, extension_id: uuid.UUID, version: int | None, by: User, at: dt.datetime) -> Extension:
    """Nobody asks any more (R116): nothing is decided, and a decision that waits for a second person is taken back with it.

    Refuses with `extension_over` or `stale`.
    """
    case, extension = locked_request(case_id=case_id, extension_id=extension_id, version=version)
    Approval.objects.filter(extension=extension, state=ApprovalState.WAITING).update(
        state=ApprovalState.CANCELLED, closed_by=by, closed_at=at
    )
    extension.state, extension.closed_on = ExtensionState.WITHDRAWN, day_of(at)
    extension.version += 1
    extension.save()
    case.due_on = due_of_course(case)
    save_case(case)
    record(case, "case.extension_withdrawn", by=by, at=at)
    return extension


@transaction.atomic
def send_request_back(
    *, case_id: uuid.UUID, extension_id: uuid.UUID, version: int | None, words: str, answers: str, by: User, at: dt.datetime
) -> Extension:
    """Something is missing: what, and who answers (R116). Nothing is decided, and the day to decide by stands.

    Refuses with `back_words_missing`, `back_to_missing`, `extension_over`, `approval_waiting` or `stale`.
    """
    case, extension = locked_request(case_id=case_id, extension_id=extension_id, version=version)
    _refuse_second(extension)
    if not words.strip():
        raise Refused("back_words_missing", "back_words")
    if not answers.strip():
        raise Refused("back_to_missing", "back_to")
    extension.state, extension.sent_back_words, extension.sent_back_to = ExtensionState.SENT_BACK, words.strip(), answers.strip()
    extension.version += 1
    extension.save()
    save_case(case)
    record(case, "case.extension_sent_back", by=by, at=at, decide_by=extension.decide_by.isoformat())
    return extension


def refuse_pending(case: Case) -> None:
    """For what cannot happen while a request waits, such as closing (R116). Refuses with `extension_pending`."""
    if Extension.objects.filter(case=case, state__in=PENDING_EXTENSIONS).exists():
        raise Refused("extension_pending")


def locked_request(*, case_id: uuid.UUID, extension_id: uuid.UUID, version: int | None) -> tuple[Case, Extension]:
    """Within an action: the locked case and its locked request, which waits. Refuses with `extension_over` or `stale`."""
    case = locked_case(case_id=case_id)
    extension = Extension.objects.select_for_update(of=("self",)).select_related("period").get(pk=extension_id, case=case)
    if not extension.is_pending:
        raise Refused("extension_over", state=str(extension.state))
    if version is not None and version != extension.version:
        raise Stale(**last_change(subject_id=case.pk))
    return case, extension


def _refuse_second(extension: Extension) -> None:
    if extension.state == ExtensionState.SECOND:
        raise Refused("approval_waiting")


def _put(
    extension: Extension,
    found: ToExtend,
    *,
    today: dt.date,
    asked: tuple[AskedBy, dt.date, GivenHow],
    wish: Wished,
    words: str,
    reached: str,
    why_still: str,
) -> None:
    asked_by, asked_on, asked_how = asked
    Refused.unless(rules.asked_verdict(asked_on=asked_on, today=today, course=found.course, days=found.days), "asked_on")
    for name, text in (("words", words), ("reached", reached), ("why_still", why_still)):
        if not text.strip():
            raise Refused(f"{name}_missing", name)
    own = found.period.decision.rules
    try:
        scheme = SchemeRules.objects.for_jobcentre(extension.case.jobcentre_id, on=today)
    except SchemeRules.DoesNotExist:
        scheme = own
    first_day = rules.new_first_day(last_day=found.last_day, decided_on=today)
    gap = rules.wish_verdict(
        minutes_a_week=wish.minutes_a_week, last_day=wish.last_day, first_day=first_day, longest_months=scheme.longest_months
    )
    if gap:
        raise Refused(gap.code, gap.field, **gap.facts)
    extension.asked_by, extension.asked_on, extension.asked_how = asked_by, asked_on, asked_how
    extension.words, extension.reached, extension.why_still = words.strip(), reached.strip(), why_still.strip()
    extension.minutes_a_week, extension.last_day = wish.minutes_a_week, wish.last_day
    extension.is_late = rules.is_late(asked_on=asked_on, last_day=found.last_day)
    if extension._state.adding:
        extension.decide_by = rules.due(last_day=found.last_day, notice_weeks=own.notice_weeks, asked_on=asked_on)


def _facts(extension: Extension) -> dict[str, Any]:
    """What stands on the time line: codes, numbers and days, never the words."""
    return {
        "asked_by": str(extension.asked_by),
        "asked_on": extension.asked_on.isoformat(),
        "minutes": extension.minutes_a_week,
        "last_day": extension.last_day.isoformat(),
        "late": extension.is_late,
    }
