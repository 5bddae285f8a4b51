"""The scheme's dated rules: new rows, and the end of old ones."""

import datetime as dt
from collections.abc import Sequence

from accounts.administration import save_reference
from accounts.models import User
from cases.models import SchemeRules


def save_rules(*, rules: SchemeRules, changed: Sequence[str], by: User, at: dt.datetime) -> None:
    """Write dated rules. Refuses with `rules_used`, `rules_overlap` or `other_jobcentre`; national rows are the platform's."""
    save_reference(
        row=rules,
        changed=changed,
        jobcentre_id=rules.jobcentre_id,
        by=by,
        at=at,
        schemerules_used_are_kept=("rules_used", ""),
        schemerules_national_no_overlap=("rules_overlap", "first_day"),
        schemerules_jobcentre_no_overlap=("rules_overlap", "first_day"),
    )
