"""A thing becomes a report: files, folders, standard input, JSON Lines."""

from marsad.intake.reports import Rejected, count_reports, open_reports

__all__ = ["Rejected", "count_reports", "open_reports"]
