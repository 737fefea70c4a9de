"""Which fields of a claim can be mended in a form, and what a sent form changes. The choices are the model's own."""

from __future__ import annotations

from typing import Any, Literal, get_args

import msgspec

from marsad.errors import MarsadError
from marsad.model import Agreement, Claim, Control, Event, Figure, Movement, Relation, Statement, Toll
from marsad.model.claim import (
    Act,
    Action,
    AgreementStatus,
    AgreementType,
    Extent,
    Modality,
    Outcome,
    RelationType,
    Scope,
    Side,
    Status,
)
from marsad.model.figure import Bound

Form = Literal["choice", "text", "number", "day", "yes_no"]


class BadValue(MarsadError):
    """A value that the field can't have."""

    stage = "desk"
    remedy = "Go back and mend it."


class Field(msgspec.Struct, frozen=True):
    """A field in a form: its name, how it is given, its present value, and what it may be."""

    name: str
    form: Form
    value: str
    choices: tuple[str, ...] = ()


_OWN: dict[type[Claim], dict[str, Any]] = {
    Event: {"acled_type": "text", "weapon": "text", "first_since": "text"},
    Toll: {"outcome": Outcome, "group.side": Side, "scope": Scope, "figure.bound": Bound,
           "figure.low": "number", "figure.best": "number", "figure.high": "number"},
    Control: {"status": Status, "extent": Extent},
    Movement: {"action": Action},
    Statement: {"act": Act, "content": "text"},
    Agreement: {"agreement_type": AgreementType, "status": AgreementStatus},
    Relation: {"relation": RelationType},
}  # fmt: skip
_EVERY: dict[str, Any] = {"modality": Modality, "background": "yes_no"}


def fields_of(claim: Claim) -> list[Field]:
    """The fields of a claim, with what stands in them."""
    return [_field(claim, name, form) for name, form in {**_OWN[type(claim)], **_EVERY}.items()]


def changed(claim: Claim, sent: dict[str, str | None]) -> dict[str, Any]:
    """The contract's fields that a form changes, with their new values. Raises BadValue."""
    fields: dict[str, Any] = {}
    for field in fields_of(claim):
        if field.name not in sent or (sent[field.name] or "") == field.value:
            continue
        whole, _, part = field.name.partition(".")
        value = _value(field, sent[field.name])
        if part:
            held = fields.get(whole) or msgspec.to_builtins(getattr(claim, whole))
            fields[whole] = {**held, part: value}
        else:
            fields[whole] = value
    if isinstance(claim, Toll) and "figure" in fields:
        _check(msgspec.convert(fields["figure"], Figure))
    return fields


def _field(claim: Claim, name: str, form: Any) -> Field:
    value: Any = claim
    for part in name.split("."):
        value = getattr(value, part)
    shown = "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value)
    if form == "yes_no":
        return Field(name, "choice", shown, ("no", "yes"))
    if isinstance(form, str):
        return Field(name, form, shown)  # type: ignore[arg-type]
    choices = tuple(str(choice) for choice in get_args(form))
    return Field(name, "choice", shown, choices if value is not None else ("", *choices))


def _value(field: Field, text: str | None) -> Any:
    if field.choices and (text or "") not in field.choices:
        raise BadValue(f"{field.name} can't be {text!r}", remedy=f"It is one of: {', '.join(field.choices)}.")
    if field.choices == ("no", "yes"):
        return text == "yes"
    if field.form != "number" or not text:
        return text
    if not text.isdecimal() or len(text) > 12:
        raise BadValue(f"{field.name} can't be {text!r}", remedy="Write a whole number in digits, or leave it empty for unknown.")
    return int(text)


def _check(figure: Figure) -> None:
    given = [number for number in (figure.low, figure.best, figure.high) if number is not None]
    if not given:
        raise BadValue("a toll needs a number", remedy="Give low, best or high; to take the toll away, reject the claim.")
    if given != sorted(given):
        raise BadValue("low, best and high aren't in order", remedy="Low is at most best, best at most high.")
