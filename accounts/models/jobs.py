"""What runs in the background: jobs, their last runs, and mails on their way."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.enums import MessageState, RunState
from accounts.models.people import Jobcentre, User
from core.constraints import choices_check


class Heartbeat(models.Model):
    """When a job last ran, how long it took and what came of it: one row a job. A worker's own sign of life is the row `worker`."""

    name = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class JobRun(models.Model):
    """One run of a long job, and the lease of it: whoever has the running row works, and beats; a silent one is taken over.

    A row and not a lock of the session, so that it holds behind a pooler of connections, too. `on` is the day the run works for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=40)
    on = models.DateField()
    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    begun_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict, blank=True)
    # Numbers of the cases that went wrong, at most the first hundred; never a name.
    failed_cases = models.JSONField(default=list, blank=True)
    error = models.CharField(max_length=200, blank=True)
    # The machine and process that works: one that has ended is taken over at once.
    holder = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            choices_check("state", RunState),
            models.UniqueConstraint(fields=["name"], condition=Q(state=RunState.RUNNING), name="jobrun_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(state=RunState.RUNNING, finished_at__isnull=True) | (~Q(state=RunState.RUNNING) & Q(finished_at__isnull=False)),
                name="jobrun_finished_when_not_running",
            ),
        ]
        indexes = [models.Index(fields=["name", "-begun_at"], name="jobrun_newest")]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"


class Message(models.Model):
    """A mail to a user on its way: written in the transaction that caused it, handed to the mail server by a sweep.

    The text may hold a secret link (a new password), so it is emptied as soon as nobody will send it any more. `key` says what the message
    is: the same one is never written twice. The Message-ID is made of the row's own key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="messages")
    # The jobcentre that the mail is about; none for what belongs to the account, such as a new password.
    jobcentre = models.ForeignKey(Jobcentre, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            choices_check("state", MessageState),
            models.CheckConstraint(
                condition=Q(state__in=[MessageState.WAITING, MessageState.SENDING]) | Q(body="", html=""),
                name="message_body_gone_when_closed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=[MessageState.WAITING, MessageState.SENDING]), name="message_open_by_due"
            ),
            models.Index(
                fields=["closed_at"], condition=Q(state__in=[MessageState.FAILED, MessageState.UNCERTAIN]), name="message_not_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
