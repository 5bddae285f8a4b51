"""The scheme's dated rules and the weights of the match: new rows, and the end of old ones."""

import datetime as dt
from collections.abc import Sequence

from accounts.administration import save_reference
from accounts.models import User
from cases.models import CourseSettings, MatchWeights, SchemeRules
from core.verdicts import Refused


def less_favourable(rules: SchemeRules) -> tuple[str, int] | None:
    """Where a jobcentre's own rules give the client less than the national ones of the same days (R65): the field, and the least it can be."""
    if rules.jobcentre_id is None or rules.first_day is None:
        return None
    national = SchemeRules.objects.filter(jobcentre__isnull=True).not_over(rules.first_day)
    if rules.last_day is not None:
        national = national.filter(first_day__lte=rules.last_day)
    for name in ("appeal_weeks", "letter_working_days"):
        least = max(national.values_list(name, flat=True), default=0)
        if getattr(rules, name) < least:
            return name, least
    return None


def save_rules(*, rules: SchemeRules, changed: Sequence[str], by: User, at: dt.datetime) -> None:
    """Write dated rules. Refuses with `rules_used`, `rules_overlap`, `rules_less_favourable` or `other_jobcentre`; national rows are the
    platform's."""
    if found := less_favourable(rules):
        name, least = found
        raise Refused("rules_less_favourable", name, what=name, least=least)
    save_reference(
        row=rules,
        changed=changed,
        jobcentre_id=rules.jobcentre_id,
        by=by,
        at=at,
        schemerules_used_are_kept=("rules_used", ""),
        schemerules_national_no_overlap=("rules_overlap", "first_day"),
        schemerules_jobcentre_no_overlap=("rules_overlap", "first_day"),
    )


def save_weights(*, weights: MatchWeights, changed: Sequence[str], by: User, at: dt.datetime) -> None:
    """Write dated weights of the match (R66). National rows are the platform's; weights with which a mentor was proposed stay as they were.

    Refuses with `weights_used`, `weights_overlap`, `weights_range`, `weights_needs_count` or `other_jobcentre`.
    """
    save_reference(
        row=weights,
        changed=changed,
        jobcentre_id=weights.jobcentre_id,
        by=by,
        at=at,
        matchweights_used_are_kept=("weights_used", ""),
        matchweights_national_no_overlap=("weights_overlap", "first_day"),
        matchweights_jobcentre_no_overlap=("weights_overlap", "first_day"),
        matchweights_range=("weights_range", ""),
        matchweights_needs_count=("weights_needs_count", "some"),
    )


def save_course_settings(*, settings: CourseSettings, changed: Sequence[str], by: User, at: dt.datetime) -> None:
    """Write what a jobcentre decides for its own courses (R118). Decisions that wait for a second person keep waiting.

    Refuses with `course_settings_there`, `course_settings_range` or `other_jobcentre`.
    """
    adding = settings._state.adding
    settings.version += 0 if adding else 1
    save_reference(
        row=settings,
        changed=changed if adding else [*changed, "version"],
        jobcentre_id=settings.jobcentre_id,
        by=by,
        at=at,
        cases_coursesettings_pkey=("course_settings_there", "jobcentre"),
        coursesettings_in_range=("course_settings_range", ""),
    )
