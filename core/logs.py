"""Logs without personal data: the last net under the rule that nothing personal is logged in the first place."""

import logging
import re

SECRET_ADDRESS = re.compile(r"/calendar/[\w-]+\.ics")
CPR_LIKE = re.compile(r"(?<!\d)\d{6}[- ]?\d{4}(?!\d)")


class ScrubFilter(logging.Filter):
    """Removes what looks like a CPR number and the secret in a calendar's address, and keeps every record on one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = SECRET_ADDRESS.sub("/calendar/[secret].ics", CPR_LIKE.sub("[cpr]", record.getMessage()))
        record.msg, record.args = message.replace("\r", "\\r").replace("\n", "\\n"), ()
        return True


class PlainFormatter(logging.Formatter):
    """Traces show file, line and the kind of error, not its message: messages of exceptions quote what people typed."""

    def formatException(self, ei) -> str:  # noqa: N802 (the name is the standard library's)
        kind, _error, trace = ei
        frames = []
        while trace is not None:
            frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno} {trace.tb_frame.f_code.co_name}")
            trace = trace.tb_next
        return f"{kind.__module__}.{kind.__name__} at " + " < ".join(reversed(frames[-12:]))
