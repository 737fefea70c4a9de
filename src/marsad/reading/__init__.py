"""A report becomes claims: pure, one module a question, a language's words and rules as data beside them."""

from marsad.reading.reader import Reader, failure

__all__ = ["Reader", "failure"]
