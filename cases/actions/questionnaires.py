"""Questionnaires of the administration: new ones, and the end of those that somebody has answered (R103)."""

import datetime as dt
from collections.abc import Sequence

from accounts.administration import save_reference
from accounts.models import User
from cases.models import AnswerLabel, Question, Questionnaire


def save_questionnaire(*, row: Questionnaire | Question | AnswerLabel, changed: Sequence[str], by: User, at: dt.datetime) -> None:
    """Write a questionnaire, one of its questions or the words of an answer. They hold for all jobcentres, so they are the platform's.

    Refuses with `questionnaire_used` or `other_jobcentre`.
    """
    save_reference(
        row=row,
        changed=changed,
        jobcentre_id=None,
        by=by,
        at=at,
        questionnaire_answered_is_kept=("questionnaire_used", ""),
    )
