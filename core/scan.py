"""The installation's own program that looks at files before they are kept: a virus scanner, named by `MENTORCASE_SCAN_COMMAND`."""

import shlex
import subprocess

from django.conf import settings

from core.verdicts import YES, Answer, no

PATIENCE_SECONDS = 20


def scan(data: bytes) -> Answer:
    """What the scanner says of these bytes, which it gets on its standard input. Without a command nothing is asked.

    It ends with 0 for a file that may be kept and with 1 for one that may not (`file_infected`). Anything else, a program that is missing
    and one that takes longer than 20 seconds is `scan_failed`: what could not be looked at is not kept. What it prints is read by nobody.
    """
    if not settings.MENTORCASE_SCAN_COMMAND:
        return YES
    try:
        ended = subprocess.run(
            shlex.split(settings.MENTORCASE_SCAN_COMMAND),
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return no("scan_failed")
    if ended.returncode == 0:
        return YES
    return no("file_infected") if ended.returncode == 1 else no("scan_failed")
