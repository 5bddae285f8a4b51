"""Whether an error says that the disk is full: of this machine, or of the database's."""

import errno

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_TEMPORARY = "No usable temporary directory"
"""How Python says that it could write to none of the folders for what is short-lived."""
SQLSTATE = "53100"


def is_full(error: BaseException) -> bool:
    """An error of a file (no space, quota, limit), or PostgreSQL's `disk_full` under an error of Django."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM or NO_TEMPORARY in str(error)
    return getattr(error.__cause__, "sqlstate", None) == SQLSTATE
