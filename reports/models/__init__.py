from reports.models.job import UNDER_WAY, ReportFile, ReportJob
from reports.models.prepared import PreparedFigures
from reports.models.settings import KEPT_DAYS, ReportSettings

__all__ = ["KEPT_DAYS", "UNDER_WAY", "PreparedFigures", "ReportFile", "ReportJob", "ReportSettings"]
