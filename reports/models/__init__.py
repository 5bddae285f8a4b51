from reports.models.job import UNDER_WAY, ReportFile, ReportJob
from reports.models.settings import KEPT_DAYS, ReportSettings

__all__ = ["KEPT_DAYS", "UNDER_WAY", "ReportFile", "ReportJob", "ReportSettings"]
