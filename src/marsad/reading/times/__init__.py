"""When: every time expression of a report, with its TIMEX3 value and the days that it stands for."""

from marsad.reading.times.find import find_times

__all__ = ["find_times"]
