"""The texts of letters: a change is a new version, and letters that were made keep what they were made from (R209)."""

import datetime as dt
import uuid
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.administration import reference_id, require_administrator
from accounts.audit import record
from accounts.enums import SubjectKind
from accounts.models import Jobcentre, User
from cases.enums_letter import LetterKind
from cases.models import LetterTemplate
from cases.rules.letter_texts import Texts, plain, template_gaps
from core.constraints import refusing
from core.verdicts import Refused


@transaction.atomic
def save_template(
    *, jobcentre_id: uuid.UUID | None, kind: LetterKind, language: str, texts: Texts, based_on: int | None, by: User, at: dt.datetime
) -> LetterTemplate:
    """A new version of the texts of a jobcentre, or of the built-in ones (None), which are the platform's. `based_on` is the key of the
    version that was on the screen.

    Refuses with `other_jobcentre`, `letter_template_newer`, or with the code and the part of the first thing that is wrong (R201).
    """
    require_administrator(by, jobcentre_id)
    texts = Texts(**{name: plain(text) for name, text in asdict(texts).items()})
    gaps = template_gaps(texts, kind=kind)
    if gaps:
        raise Refused(gaps[0].code, gaps[0].field, **gaps[0].facts)
    _locked(jobcentre_id, kind=kind, language=language, based_on=based_on)
    return _next(jobcentre_id, "lettertemplate.saved", kind=kind, language=language, by=by, at=at, **asdict(texts))


@transaction.atomic
def use_built_in(*, jobcentre_id: uuid.UUID, kind: LetterKind, language: str, based_on: int, by: User, at: dt.datetime) -> LetterTemplate:
    """A version of the jobcentre that says: from now on the built-in text again. All that was written before stays, and can be followed by a new
    text. Pressed twice it is one. Refuses with `other_jobcentre` or `letter_template_newer`."""
    require_administrator(by, jobcentre_id)
    Jobcentre.objects.select_for_update(no_key=True).get(pk=jobcentre_id)
    newest = LetterTemplate.objects.filter(jobcentre_id=jobcentre_id, kind=kind, language=language).order_by("-number").first()
    if newest is not None and newest.is_built_in_again:
        return newest
    _locked(jobcentre_id, kind=kind, language=language, based_on=based_on)
    said = {"title": "", "decision": "", "is_built_in_again": True}
    return _next(jobcentre_id, "lettertemplate.built_in_again", kind=kind, language=language, by=by, at=at, **said)


def _locked(jobcentre_id: uuid.UUID | None, *, kind: LetterKind, language: str, based_on: int | None) -> None:
    """One at a time, on the version that was on the screen."""
    if jobcentre_id is not None:
        Jobcentre.objects.select_for_update(no_key=True).get(pk=jobcentre_id)
    shown = LetterTemplate.objects.used(jobcentre_id, kind=kind, language=language)
    if based_on is not None and (shown is None or shown.pk != based_on):
        raise Refused("letter_template_newer")


def _next(
    jobcentre_id: uuid.UUID | None, event: str, *, kind: LetterKind, language: str, by: User, at: dt.datetime, **said: Any
) -> LetterTemplate:
    """The next version, and its line in the log."""
    home: Any = jobcentre_id
    versions = LetterTemplate.objects.filter(jobcentre_id=home, kind=kind, language=language)
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    with refusing(lettertemplate_version_once=("letter_template_newer", "")):
        template = LetterTemplate.objects.create(
            jobcentre_id=jobcentre_id,
            kind=kind,
            language=language,
            number=number,
            made_by_id=by.pk,
            made_by_name=by.name,
            made_at=at,
            **said,
        )
    record(
        kind=event,
        subject=(SubjectKind.REFERENCE, reference_id(template)),
        jobcentre_id=jobcentre_id,
        by=by,
        at=at,
        key=str(template.pk),
        letter=str(kind),
        language=language,
        number=template.number,
    )
    return template
