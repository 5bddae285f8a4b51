"""The ledger of reminders: what falls due, as rows that every reminder can be traced in. A mail of them is `accounts.Message`."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Jobcentre, Message, User
from cases.enums_notice import OPEN_NOTICES, UNSEEN_NOTICES, NoticeKind, NoticeState, ToldAs
from cases.models.case import Case
from cases.models.client import Client
from core.constraints import choices_check, near_days
from core.ids import NOTHING
from mentors.models import Mentor

_WAITING = Q(state__in=[NoticeState.PLANNED, NoticeState.SNOOZED])


class Notice(models.Model):
    """One reminder: of a case, a client or a mentor, of a kind and level, on a day. The key is unique, so that none is told twice.

    `about` is the row it is about (the period, the proposal ...), the nil UUID where the subject says all. `facts` are codes, numbers and
    ISO days for its sentence, never a name. `due_on` is the day on which it is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jobcentre = models.ForeignKey(Jobcentre, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="notices")
    client = models.ForeignKey(Client, models.CASCADE, null=True, blank=True, related_name="notices")
    mentor = models.ForeignKey(Mentor, models.CASCADE, null=True, blank=True, related_name="notices")
    kind = models.CharField(_("what"), max_length=20, choices=NoticeKind)
    level = models.PositiveSmallIntegerField(_("level"), default=0)
    due_on = models.DateField(_("due on"))
    about = models.UUIDField(default=NOTHING)
    facts = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=NoticeState, default=NoticeState.PLANNED)
    told_at = models.DateTimeField(_("told"), null=True, blank=True)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    snoozed_until = models.DateField(_("put off until"), null=True, blank=True)
    why = models.TextField(_("why it was put off or stopped"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Who put it off, stopped it or marked it done; None: the clock or an action on the case did.
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        indexes = [
            models.Index(fields=["jobcentre", "due_on"], condition=_WAITING, name="notice_waiting_by_day"),
            models.Index(fields=["case", "due_on"], name="notice_of_case"),
            models.Index(
                fields=["jobcentre", "due_on"], condition=Q(case__isnull=True, state__in=OPEN_NOTICES), name="notice_beside_cases"
            ),
            models.Index(fields=["jobcentre", "told_at"], condition=Q(state__in=UNSEEN_NOTICES), name="notice_told_unseen"),
        ]
        constraints = [
            choices_check("kind", NoticeKind),
            choices_check("state", NoticeState),
            near_days("due_on", "snoozed_until"),
            models.CheckConstraint(
                condition=Q(case__isnull=False, client__isnull=True, mentor__isnull=True)
                | Q(case__isnull=True, client__isnull=False, mentor__isnull=True)
                | Q(case__isnull=True, client__isnull=True, mentor__isnull=False),
                name="notice_has_one_subject",
            ),
            models.UniqueConstraint(
                fields=["case", "client", "mentor", "kind", "level", "due_on", "about"], nulls_distinct=False, name="notice_once"
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.SNOOZED, snoozed_until__isnull=False)
                | (~Q(state=NoticeState.SNOOZED) & Q(snoozed_until__isnull=True)),
                name="notice_snoozed_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[NoticeState.SNOOZED, NoticeState.STOPPED]) | (~Q(why="") & Q(changed_by__isnull=False)),
                name="notice_put_off_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[NoticeState.TOLD, NoticeState.SEEN, NoticeState.FAILED, NoticeState.UNCERTAIN])
                | Q(told_at__isnull=False),
                name="notice_told_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(OPEN_NOTICES), closed_at__isnull=True)
                | (~Q(state__in=list(OPEN_NOTICES)) & Q(closed_at__isnull=False)),
                name="notice_closed_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.level} {self.due_on} {self.state}"


class NoticeRecipient(models.Model):
    """Somebody who is told of a notice: the inbox reads these rows. `message` is the mail that listed it; none yet until there was one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="recipients")
    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    told_as = models.CharField(max_length=12, choices=ToldAs)
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="listed")
    # Whether a mail is still to list it: not when it was acted on before the mail went out.
    to_mail = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("recipient of a reminder")
        verbose_name_plural = _("recipients of reminders")
        constraints = [
            models.UniqueConstraint(fields=["notice", "user"], name="noticerecipient_once"),
            choices_check("told_as", ToldAs),
            models.CheckConstraint(condition=Q(to_mail=False) | Q(message__isnull=True), name="noticerecipient_mailed_once"),
        ]
        indexes = [
            models.Index(fields=["user", "-told_at"], name="noticerecipient_newest"),
            models.Index(fields=["user", "told_at"], condition=Q(to_mail=True), name="noticerecipient_waits_for_mail"),
            # The bell of every page counts what is new; what was seen grows for years.
            models.Index(fields=["user"], condition=Q(seen_at=None), name="noticerecipient_new"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.told_as}"
