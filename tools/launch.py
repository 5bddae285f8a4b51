"""Where every file in `script/` goes first: finds a Python that is new enough and calls the command's module.

The scripts are started by whatever `python3` is; this file alone must be readable for old ones.
"""

import importlib
import os
import shutil
import sys

OLDEST = (3, 11)


def launch(command):  # type: ignore[no-untyped-def]  # this file must load on a Python that is too old
    if sys.version_info < OLDEST:
        newer = next(filter(None, (shutil.which("python3.%d" % minor) for minor in (13, 12, 11))), None)
        if newer:
            os.execv(newer, [newer, *sys.argv])
        sys.exit("MentorCase needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])
    from tools import trouble

    trouble.run(importlib.import_module("tools." + command).main)
