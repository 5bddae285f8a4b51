"""Importing mentors from a file: what was read is kept until it is imported, and then it is imported as a whole or not at all (R82, R83)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.db import OperationalError, transaction
from psycopg.errors import LockNotAvailable

from accounts.audit import record, record_each
from accounts.enums import SubjectKind
from accounts.models import Jobcentre, User
from core.days import day_of
from core.verdicts import Refused
from mentors.actions import Around, Details, check_details, find_or_make_organisation, find_or_make_workplace, place_kind
from mentors.models import Competence, Mentor, MentorImport, Organisation, Workplace
from mentors.rules.imports import Fault, beginning, identities

KEPT = dt.timedelta(days=1)
"""A file that was read and not imported is forgotten after this: it is full of people."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorLine:
    """A line of the file, as the form of a mentor would give it to `add_mentor`."""

    line: int
    details: Details
    around: Around


class FaultyFile(Refused):
    """Nothing was imported: the lines have faults."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("file_has_faults", count=len(faults))
        self.faults = list(faults)


def check_lines(*, jobcentre_id: uuid.UUID, lines: Sequence[MentorLine], on: dt.date) -> list[Fault]:
    """What the register would refuse of these lines, each by line; `column` is the form's field. Reads, and writes nothing.

    Beside R46: an organisation that is new here and of which no line says what kind it is, a mentor who is in the register already,
    and two lines with the same mentor (R83).
    """
    faults = []
    registered = {
        key
        for name, phone, email in Mentor.objects.filter(jobcentre_id=jobcentre_id).values_list("name", "phone", "email")
        for key in identities(name=name, phone=phone, email=email)
    }
    organisations = {name.upper() for name in Organisation.objects.filter(jobcentre_id=jobcentre_id).values_list("name", flat=True)}
    organisations |= {each.around.organisation_name.upper() for each in lines if each.around.organisation_kind}
    seen: dict[tuple[str, str], int] = {}
    for each in lines:
        name = each.details.name
        try:
            check_details(details=each.details, around=each.around, on=on)
        except Refused as refused:
            faults.append(Fault(code=refused.code, line=each.line, column=refused.field, facts=refused.facts))
        if each.around.organisation_name and each.around.organisation_name.upper() not in organisations:
            faults.append(
                Fault(
                    code="organisation_kind_missing_in_file",
                    line=each.line,
                    column="organisation_kind",
                    value=beginning(each.around.organisation_name),
                )
            )
        keys = identities(name=name, phone=each.details.phone, email=each.details.email)
        if keys & registered:
            faults.append(Fault(code="mentor_is_registered", line=each.line, column="name", value=beginning(name)))
        elif before := sorted(seen[key] for key in keys if key in seen):
            faults.append(Fault(code="mentor_is_twice", line=each.line, column="name", value=beginning(name), facts={"other": before[0]}))
        for key in keys:
            seen.setdefault(key, each.line)
    return faults


@transaction.atomic
def keep_import(*, jobcentre_id: uuid.UUID, file_name: str, content: str, mentors: int, by: User, at: dt.datetime) -> MentorImport:
    """Keep a file without faults until somebody imports it."""
    return MentorImport.objects.create(
        jobcentre_id=jobcentre_id, file_name=file_name[:200], content=content, mentors=mentors, read_by=by, read_at=at
    )


@transaction.atomic
def import_mentors(
    *, jobcentre_id: uuid.UUID, lines: Sequence[MentorLine], by: User | None, at: dt.datetime, import_id: uuid.UUID | None = None
) -> int:
    """Add the mentors of all lines, or of none (FaultyFile). How many; 0 when the file is imported already. Nothing in the register changes.

    One import of a jobcentre at a time (`import_is_running`), so that what the second finds registered is what the first left. The file's
    text is emptied: it has done its work.
    """
    _alone(jobcentre_id)
    kept = MentorImport.objects.filter(jobcentre_id=jobcentre_id, pk=import_id).first() if import_id else None
    if import_id and (kept is None or kept.imported_at):
        return 0
    if faults := check_lines(jobcentre_id=jobcentre_id, lines=lines, on=day_of(at)):
        raise FaultyFile(faults)
    mentors = _add(jobcentre_id, lines, by=by, at=at)
    if kept:
        kept.content, kept.imported_at = "", at
        kept.save(update_fields=["content", "imported_at"])
    record_each(
        kind="mentor.added",
        subject_kind=SubjectKind.MENTOR,
        subject_ids=[mentor.pk for mentor in mentors],
        jobcentre_id=jobcentre_id,
        by=by,
        at=at,
        from_file=True,
    )
    record(
        kind="mentor.imported",
        subject=(SubjectKind.JOBCENTRE, jobcentre_id),
        jobcentre_id=jobcentre_id,
        by=by,
        at=at,
        mentors=len(mentors),
    )
    return len(mentors)


@transaction.atomic
def forget_uploads(*, at: dt.datetime) -> int:
    """Remove files that were read and not imported for a day. Running it twice does no harm."""
    gone, _each = MentorImport.objects.filter(imported_at__isnull=True, read_at__lt=at - KEPT).delete()
    return gone


def _alone(jobcentre_id: uuid.UUID) -> None:
    """Until the end of the transaction. Nobody waits: a second press would wait longer than a page may."""
    try:
        with transaction.atomic():
            Jobcentre.objects.select_for_update(no_key=True, nowait=True).get(pk=jobcentre_id)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Refused("import_is_running") from error
        raise


def _add(jobcentre_id: uuid.UUID, lines: Sequence[MentorLine], *, by: User | None, at: dt.datetime) -> list[Mentor]:
    """The rows that `add_mentor` would make, in few statements."""
    organisations: dict[str, Organisation | None] = {}
    for each in sorted(lines, key=lambda each: (not each.around.organisation_kind, each.line)):  # who says the kind comes first
        name = each.around.organisation_name
        if name.upper() not in organisations:
            organisations[name.upper()] = find_or_make_organisation(
                jobcentre_id=jobcentre_id, name=name, kind=each.around.organisation_kind
            )
    workplaces: dict[str, Workplace | None] = {}
    mentors, competences = [], []
    for each in lines:
        place = each.around.workplace_name
        if place.upper() not in workplaces:
            kind = place_kind(details=each.details, around=each.around)
            workplaces[place.upper()] = find_or_make_workplace(jobcentre_id=jobcentre_id, name=place, kind=kind)
        mentor = Mentor(
            jobcentre_id=jobcentre_id,
            organisation=organisations[each.around.organisation_name.upper()],
            workplace=workplaces[place.upper()],
            created_at=at,
            **{one.name: getattr(each.details, one.name) for one in fields(Details)},
        )
        mentors.append(mentor)
        competences += [
            Competence(mentor=mentor, area=area, level=level, assessed_on=day_of(at), assessed_by=by)
            for area, level in each.around.experience.items()
            if level is not None
        ]
    Mentor.objects.bulk_create(mentors, batch_size=AT_ONCE)
    Competence.objects.bulk_create(competences, batch_size=AT_ONCE)
    return mentors
