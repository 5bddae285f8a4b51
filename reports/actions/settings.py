"""What a jobcentre decides about its reports (R190, R220, R221)."""

import datetime as dt
from collections.abc import Sequence

from accounts.administration import save_reference
from accounts.models import User
from reports.models import ReportSettings


def save_report_settings(*, settings: ReportSettings, changed: Sequence[str], by: User, at: dt.datetime) -> None:
    """Write them. Reports that are made are as they are. Refuses with `report_settings_there`, `report_settings_range` or `other_jobcentre`."""
    adding = settings._state.adding
    settings.version += 0 if adding else 1
    save_reference(
        row=settings,
        changed=changed if adding else [*changed, "version"],
        jobcentre_id=settings.jobcentre_id,
        by=by,
        at=at,
        reports_reportsettings_pkey=("report_settings_there", "jobcentre"),
        reportsettings_in_range=("report_settings_range", ""),
        reportsettings_kept_days_in_range=("report_settings_range", "kept_days"),
    )
