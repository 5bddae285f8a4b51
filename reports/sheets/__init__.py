"""Sheets that are made at once: the inspection sheet, the practice sheet and the results leaflet."""
