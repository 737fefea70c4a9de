"""Tolls: how many people were killed, injured, captured, detained, displaced or are missing, and who they were."""

from marsad.reading.tolls.read import read_tolls, triggers

__all__ = ["read_tolls", "triggers"]
