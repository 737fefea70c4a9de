"""Tolls: how many people were killed, injured, captured, detained, displaced or are missing, and who they were."""

from marsad.reading.tolls.read import read_tolls, triggers
from marsad.reading.tolls.vocabulary import risen_words, singular_people

__all__ = ["read_tolls", "risen_words", "singular_people", "triggers"]
