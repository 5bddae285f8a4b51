"""The beat table: one line a job. No job lies between 02:00 and 03:00, which one night a year does not exist and one night exists twice."""

from celery.schedules import crontab

BEAT = {
    # The first tick shows that beat runs; the page of the jobs reads it.
    "heartbeat": {"task": "accounts.heartbeat", "schedule": 60.0},
    # Mails that a nudge did not reach: the broker or the mail server was away.
    "mails": {"task": "accounts.send_messages", "schedule": 60.0},
    # Allocations that a nudge did not reach, or whose worker ended: what was silent for a minute is begun again, once.
    "allocations": {"task": "cases.sweep_allocations", "schedule": 30.0},
    # Reports that a nudge did not reach, or whose worker ended: what was silent for a minute is begun again, once.
    "reports": {"task": "reports.sweep", "schedule": 30.0},
    # Files of reports that were kept long enough are removed, and the report of a new quarter is asked for.
    "report-files": {"task": "reports.keep", "schedule": crontab(hour=4, minute=30)},
    # The figures of the overview as of the end of yesterday; nothing when they are there. What one run leaves, the next one does.
    "overview": {"task": "reports.prepare", "schedule": crontab(minute="5-55/10", hour="4-23")},
    # Files of mentors that were read and not imported are forgotten after a day.
    "mentor-files": {"task": "mentors.forget_uploads", "schedule": crontab(minute=25, hour="0,1,3-23")},
    # Every day at five: reminders are told before people come, and mails of them are due at seven.
    "nightly": {"task": "cases.nightly", "schedule": crontab(hour=5, minute=0)},
    # The same for a night that was missed or broke off, as beat or worker were away; nothing when today is done.
    "nightly-missed": {"task": "cases.nightly", "schedule": crontab(hour="5-23", minute="5-59/10")},
    # What became of the mails of reminders is noted on them.
    "deliveries": {"task": "cases.note_deliveries", "schedule": 60.0},
    "housekeeping": {"task": "accounts.housekeeping", "schedule": crontab(hour=4, minute=10)},
}
