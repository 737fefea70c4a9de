"""Toponyms: which words of a report name a place, and which place each of them means."""

from marsad.reading.places.finding import find_places, find_toponyms

__all__ = ["find_places", "find_toponyms"]
