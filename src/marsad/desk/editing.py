"""Which fields of a claim can be mended in a form, and what a sent form changes. The choices are the model's own."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any, Literal, get_args

import msgspec

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


class BadValue(ValueError):
    """A value that the field can't have: what to write, as a text of the interface."""


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
_DATED: dict[str, Any] = {"when.start": "day", "when.end": "day"}
_EVERY: dict[str, Any] = {"modality": Modality, "background": "yes_no"}


def fields_of(claim: Claim) -> list[Field]:
    """The fields of a claim, with what stands in them."""
    dated = _DATED if claim.when is not None else {}
    return [_field(claim, name, form) for name, form in {**_OWN[type(claim)], **dated, **_EVERY}.items()]


class Mended(msgspec.Struct, frozen=True, kw_only=True):
    """What a form changes: the contract's fields with their new values, or else field of the form -> what to write there."""

    fields: dict[str, Any]
    wrong: dict[str, str]


def mended(claim: Claim, sent: dict[str, str | None]) -> Mended:
    """What a sent form changes; a field that it doesn't name stays."""
    fields: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field in fields_of(claim):
        if field.name not in sent or (sent[field.name] or "") == field.value:
            continue
        whole, _, part = field.name.partition(".")
        try:
            value = _value(field, sent[field.name])
        except BadValue as error:
            wrong[field.name] = str(error)
            continue
        if part:
            held = fields.get(whole) or msgspec.to_builtins(getattr(claim, whole))
            fields[whole] = {**held, part: value}
        else:
            fields[whole] = value
    if isinstance(claim, Toll) and "figure" in fields and not any(name.startswith("figure.") for name in wrong):
        wrong |= _disordered(msgspec.convert(fields["figure"], Figure))
    if "when" in fields and not wrong:
        wrong |= _backward(fields["when"])
    return Mended(fields={} if wrong else fields, wrong=wrong)


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


def _(text: str) -> str:
    return text


def _value(field: Field, text: str | None) -> Any:
    if field.choices and (text or "") not in field.choices:
        raise BadValue(_("Take one of the choices."))
    if field.choices == ("no", "yes"):
        return text == "yes"
    if not text or field.form not in ("number", "day"):
        return text
    if field.form == "day":
        return _day(text)
    if not text.isdecimal() or len(text) > 12:
        raise BadValue(_("Write a whole number in digits, or leave it empty for unknown."))
    return int(text)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadValue(_("Write a day as 2024-11-30, or leave it empty.")) from None


def _disordered(figure: Figure) -> dict[str, str]:
    given = {name: number for name in ("low", "best", "high") if (number := getattr(figure, name)) is not None}
    if not given:
        return {"figure.best": _("Give low, best or high; to take the toll away, reject the claim.")}
    for one, other in pairwise(given):
        if given[one] > given[other]:
            return {f"figure.{other}": _("Low is at most best, best at most high.")}
    return {}


def _backward(when: dict[str, Any]) -> dict[str, str]:
    start, end = when.get("start"), when.get("end")
    return {"when.end": _("Give a last day that isn't before the first.")} if start and end and start > end else {}
