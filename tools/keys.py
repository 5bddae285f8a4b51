"""The keys and the mode, made once by the first start.

Losing CPR_KEYS means losing every CPR number, so a missing key file beside an existing database is never replaced by a new key.
"""

import json
import secrets

from tools.trouble import Trouble
from tools.var import Var


def make_keys(var: Var, *, demo: bool, database_exists: bool) -> None:
    """Write what is missing in the env files; what the environment names is not written."""
    new = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "CPR_KEYS": json.dumps({"k1": secrets.token_hex(32)}),
        "CPR_INDEX_KEY": secrets.token_hex(32),
        "MENTORCASE_DEMO": "1" if demo else "0",
    }
    missing = [name for name in new if var.setting(name) is None]
    lost = [name for name in missing if name.startswith("CPR_")]
    if database_exists and lost:
        raise Trouble(
            f"The database is there but its key is gone: put back the file {var.env / lost[0]}, without it no CPR number can be read."
        )
    for name in missing:
        var.store(name, new[name])


def is_demo(var: Var) -> bool:
    return var.setting("MENTORCASE_DEMO") == "1"
