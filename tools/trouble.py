"""The one way in which a command gives up: a clear sentence, exit code 1, no traceback."""

import errno
import os
import sys
from collections.abc import Callable


class Trouble(Exception):
    """What is wrong and what to do about it, in one sentence that a newcomer understands."""


def run(main: Callable[[list[str]], int]) -> None:
    """Run a command's `main` and turn what can be foreseen into one sentence and exit code 1."""
    os.umask(0o022)  # the programs must be readable for the account of the database; what is secret names its own mode
    try:
        code = main(sys.argv[1:])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        code = 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        print(
            f"The disk is full: no space left for {error.filename or 'the files of MentorCase'}; make room and start again.",
            file=sys.stderr,
        )
        code = 1
    sys.exit(code)
