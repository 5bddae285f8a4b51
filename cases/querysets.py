"""Which rows: every reader of cases starts with `visible_to(member)`, so that a forgotten check shows nothing instead of somebody else's data."""

import re
from typing import Any, Self

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value
from django.db.models.functions import Coalesce, Concat, Greatest, Lower, Replace, Right

from accounts.enums import CASE_READERS
from accounts.models import Membership, User
from cases.enums import OPEN_PROPOSALS, OPEN_STATES, ProposalState

PHONE_DIGITS = 8
_REF = re.compile(r"\s*(\d{4})-?(\d{4,9})\s*")


def year_and_number(ref: str) -> tuple[int, int] | None:
    """Of a case number (`2026-0312`); None of what is none."""
    found = _REF.fullmatch(ref)
    return (int(found[1]), int(found[2])) if found and int(found[2]) <= 2_000_000_000 else None


class CaseQuerySet(models.QuerySet):
    def visible_to(self, member: Membership | None) -> Self:
        """The cases whose content this member may read: those of the own jobcentre, for the roles that read cases."""
        if member is None or member.role not in CASE_READERS:
            return self.none()
        return self.filter(jobcentre_id=member.jobcentre_id)

    def numbered(self, ref: str) -> Self:
        """The case with this number (`2026-0312`); nothing for what is not a case number."""
        known = year_and_number(ref)
        return self.filter(year=known[0], number=known[1]) if known else self.none()

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def of_caseworker(self, user: User) -> Self:
        return self.filter(caseworker=user)


def folded(text: Func | Value) -> Func:
    """A name without what people spell differently: case, accents, å or aa, ø or oe, æ or ae."""
    lower = Replace(Replace(Lower(text), Value("aa"), Value("å")), Value("oe"), Value("ø"))
    return Func(lower, function="unaccent", output_field=TextField())


def phone_digits(field: str) -> Func:
    """The last eight digits of a phone number, however it is written."""
    return Right(Func(F(field), Value(r"\D"), Value(""), Value("g"), function="regexp_replace", output_field=TextField()), PHONE_DIGITS)


class ClientQuerySet(models.QuerySet):
    def visible_to(self, member: Membership | None) -> Self:
        """The clients that this member may read: those of the own jobcentre, for the roles that read cases."""
        if member is None or member.role not in CASE_READERS:
            return self.none()
        return self.filter(jobcentre_id=member.jobcentre_id)

    def with_cpr(self, index: bytes) -> Self:
        """Who has or had the number behind this blind index; `had_it` tells the second."""
        former = self.model.former_cprs.rel.related_model.objects.filter(client=OuterRef("pk"), cpr_index=index)
        return self.annotate(had_it=Exists(former)).filter(Q(cpr_index=index) | Q(had_it=True))

    def unmerged(self) -> Self:
        """Without records that were merged into another of the same person (R132)."""
        return self.filter(merged_into__isnull=True)

    def named_like(self, text: str, *, at_least: float) -> Self:
        """Whose name is like `text`, with accents and typing errors forgiven, the most alike first. `alike` and `same` are 0 to 1."""
        sought, name = folded(Value(text, output_field=TextField())), folded(Concat(F("given_name"), Value(" "), F("family_name")))
        same = TrigramSimilarity(name, sought)
        found = self.unmerged().annotate(same=same, alike=Greatest(TrigramWordSimilarity(sought, name), same))
        return found.filter(alike__gte=at_least).order_by("-same", "-alike", "sort_key", "pk")

    def phoned(self, digits: str) -> Self:
        """Who has this phone number, written in any way."""
        return self.unmerged().annotate(phone_end=phone_digits("phone")).filter(phone_end=digits[-PHONE_DIGITS:])


class DecisionQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Decisions that have an effect: one that was annulled can be read and counts for nothing (R130)."""
        return self.filter(annulled_on__isnull=True)

    def with_last_day_to_complain(self) -> Self:
        """Adds `complain_until`: the decision's own day, or the later one that a letter about it has told (R206); one that is set aside tells
        nobody (R210)."""
        told = models.Max("letters__appeal_until", filter=Q(letters__aside_on__isnull=True))
        return self.annotate(complain_until=Greatest("appeal_until", Coalesce(told, "appeal_until")))


class ProposalQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_PROPOSALS)

    def most_pressing_first(self) -> Self:
        """Who has said yes stands first, as it waits for us; then by the day on which the answer should be there."""
        accepted = models.Case(models.When(state=ProposalState.ACCEPTED, then=0), default=1)
        return self.order_by(accepted, "answer_by", "pk")


class LetterTemplateQuerySet(models.QuerySet):
    def newest(self) -> Self:
        """Of each jobcentre, kind and language the version that is used; the built-in ones are one of them."""
        one = ("jobcentre", "kind", "language")
        return self.filter(pk__in=self.model._default_manager.order_by(*one, "-number").distinct(*one).values("pk"))

    def used(self, jobcentre_id: Any, *, kind: str, language: str) -> Any:
        """The texts that a letter of the jobcentre is made from: its own newest version, else the built-in one, also where that
        version says so; None where there is none."""
        rows = self.filter(Q(jobcentre_id=jobcentre_id) | Q(jobcentre__isnull=True), kind=kind, language=language)
        newest = rows.order_by(F("jobcentre_id").asc(nulls_last=True), "-number")
        found = newest.first()
        return newest.filter(jobcentre__isnull=True).first() if found is not None and found.is_built_in_again else found
