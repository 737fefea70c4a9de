"""A thing becomes a report: files, folders, pages, feeds, archives, messages and tables."""

from marsad.intake.arrivals import FORMS, Arrival, arrival_of_text, arrivals, arrivals_of
from marsad.intake.feeds import read_feed
from marsad.intake.limits import FetchSettings, Limits
from marsad.intake.reports import Rejected, count_reports, open_reports

__all__ = [
    "FORMS",
    "Arrival",
    "FetchSettings",
    "Limits",
    "Rejected",
    "arrival_of_text",
    "arrivals",
    "arrivals_of",
    "count_reports",
    "open_reports",
    "read_feed",
]
