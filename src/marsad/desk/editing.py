"""Which fields of a claim can be mended in a form, and what a sent form changes. The choices are the model's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any, Literal, get_args

import msgspec

from marsad.desk.naming import Ask, Choice, actor_named, finest, place_named
from marsad.model import Actor, Agreement, Claim, Control, Event, Figure, Movement, Place, Relation, Statement, Toll, Where
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

Form = Literal["choice", "text", "number", "day", "yes_no", "place", "actor", "actors"]


class BadValue(ValueError):
    """A value that the field can't have: what to write, as a text of the interface."""


class Field(msgspec.Struct, frozen=True):
    """A field in a form: its name, how it is given, its present value, and what it may be.

    A place is given by its name and NAME.precision; actors by NAME.0, NAME.1 and so on, each with one empty for another.
    """

    name: str
    form: Form
    value: str
    choices: tuple[str, ...] = ()
    precision: str = ""
    values: tuple[str, ...] = ()

    @property
    def inputs(self) -> list[tuple[str, str]]:
        """The inputs of actors: their names, and what stands in them."""
        if self.form == "actor":
            return [(self.name, self.values[0])]
        return [(f"{self.name}.{n}", value) for n, value in enumerate(self.values)]


_OWN: dict[type[Claim], dict[str, Any]] = {
    Event: {"acled_type": "text", "side_a": "actors", "side_b": "actors", "weapon": "text", "first_since": "text"},
    Toll: {"outcome": Outcome, "group.side": Side, "scope": Scope, "figure.bound": Bound,
           "figure.low": "number", "figure.best": "number", "figure.high": "number", "group.actors": "actors",
           "responsible": "actors"},
    Control: {"actors": "actors", "status": Status, "extent": Extent, "previous": "actors"},
    Movement: {"actors": "actors", "action": Action, "from": "place", "to": "place"},
    Statement: {"speaker": "actor", "act": Act, "addressee": "actor", "content": "text"},
    Agreement: {"agreement_type": AgreementType, "status": AgreementStatus, "parties": "actors", "brokers": "actors"},
    Relation: {"from": "actor", "relation": RelationType, "to": "actor"},
}  # fmt: skip
_NEEDED = {(Relation, "from"), (Relation, "to")}
_HELD: dict[type[Claim], dict[str, str]] = {Movement: {"from": "origin"}, Relation: {"from": "subject", "to": "object"}}
"""Where the model calls a field otherwise than the public format."""
_DATED: dict[str, Any] = {"when.start": "day", "when.end": "day"}
_EVERY: dict[str, Any] = {"where": "place", "modality": Modality, "background": "yes_no"}
PRECISIONS = ("", *map(str, range(1, 8)))


def fields_of(claim: Claim) -> list[Field]:
    """The fields of a claim, with what stands in them."""
    dated = _DATED if claim.when is not None else {}
    return [_field(claim, name, form) for name, form in {**_OWN[type(claim)], **dated, **_EVERY}.items()]


class Mended(msgspec.Struct, frozen=True, kw_only=True):
    """What a form changes: the contract's fields with their new values, or else input of the form -> what to write there.

    `choices`: input -> what its name may mean, where a person must say which.
    """

    fields: dict[str, Any]
    wrong: dict[str, str]
    choices: dict[str, tuple[Choice, ...]]


def mended(claim: Claim, sent: dict[str, str | None], *, held: Claim, near: Mapping[str, Actor]) -> Mended:
    """What a sent form changes of a claim as it was shown; a field that it doesn't name stays.

    `held` is the claim as the record has it (what is shown may have aliases), `near` the actors of its report by name.
    """
    mending = _Mending(claim, sent, held, near)
    for field in fields_of(claim):
        mending.take(field)
    fields, wrong = mending.fields, mending.wrong
    if isinstance(claim, Toll) and "figure" in fields and not any(name.startswith("figure.") for name in wrong):
        wrong |= _disordered(msgspec.convert(fields["figure"], Figure))
    if "when" in fields and not wrong:
        wrong |= _backward(fields["when"])
    return Mended(fields={} if wrong else fields, wrong=wrong, choices=mending.choices)


class _Mending:
    """Goes through the fields of a form, and gathers what they change and what is wrong with them."""

    def __init__(self, claim: Claim, sent: dict[str, str | None], held: Claim, near: Mapping[str, Actor]) -> None:
        self.claim, self._held, self._near = claim, held, near
        self._sent = {name: (text or "").strip() for name, text in sent.items()}
        self.fields: dict[str, Any] = {}
        self.wrong: dict[str, str] = {}
        self.choices: dict[str, tuple[Choice, ...]] = {}

    def take(self, field: Field) -> None:
        """One field."""
        read = {"place": self._place, "actor": self._actors, "actors": self._actors}.get(field.form, self._plain)
        found = read(field)
        if found is None or found[0] == _part(self._held, field.name):
            return
        whole, _, part = field.name.partition(".")
        value = msgspec.to_builtins(found[0])
        held = self.fields.get(whole) or (msgspec.to_builtins(_part(self._held, whole)) if part else {})
        self.fields[whole] = {**held, part: value} if part else value

    def _plain(self, field: Field) -> tuple[Any] | None:
        if field.name not in self._sent or self._sent[field.name] == field.value.strip():
            return None
        try:
            return (_value(field, self._sent[field.name] or None),)
        except BadValue as error:
            self.wrong[field.name] = str(error)
            return None

    def _place(self, field: Field) -> tuple[Place | None] | None:
        """The place that the form says; nothing where it says none, or what is wrong is noted."""
        if field.name not in self._sent:
            return None
        text, exact = self._sent[field.name], self._sent.get(f"{field.name}.precision", field.precision)
        if not text:
            return (None,)
        old: Place | None = _part(self._held, field.name)
        near = old or self._held.where
        try:
            taken = self._sent.get(f"{field.name}.take", "")
            place = old if old and text == field.value else place_named(text, taken, near.country if near else None)
        except Ask as ask:
            self.wrong[field.name], self.choices[field.name] = str(ask), ask.choices
            return None
        if place is old and exact == field.precision:
            return (old,)
        if exact not in PRECISIONS or (place.id and (not exact or int(exact) < finest(place))):
            self.wrong[f"{field.name}.precision"] = _NOT_SO_EXACT if exact else _HOW_EXACT
            return None
        if place is old or place.id:
            place = msgspec.structs.replace(place, precision=int(exact) if exact else None)
        return (place if field.name != "where" or isinstance(place, Where) else self._said(place),)

    def _said(self, place: Place) -> Where:
        """A place as the claim's own: with the words that the old one stands on, or the claim."""
        old = self._held.where
        anchor = old.anchor if old else self._held.anchors[0]
        return Where(**msgspec.structs.asdict(place), text=old.text if old else anchor.text, anchor=anchor)

    def _actors(self, field: Field) -> tuple[Any] | None:
        """The actors (or the one) that the form says; nothing where it says none, or what is wrong is noted."""
        inputs = field.inputs
        if not any(name in self._sent for name, _ in inputs):
            return None
        olds = _listed(_part(self._held, field.name))
        made = [self._actor(name, shown, olds[n] if n < len(olds) else None) for n, (name, shown) in enumerate(inputs)]
        if any(name in self.wrong for name, _ in inputs):
            return None
        found = tuple(dict.fromkeys(one for one in made if one))
        if field.form == "actors":
            return (found,)
        if not found and (type(self.claim), field.name) in _NEEDED:
            self.wrong[field.name] = _WHO
            return None
        return (found[0] if found else None,)

    def _actor(self, name: str, shown: str, old: Actor | None) -> Actor | None:
        text, where = self._sent.get(name, shown), self._held.where
        if not text or (text == shown and old):
            return old if text else None
        try:
            return actor_named(text, self._sent.get(f"{name}.take", ""), self._near, where.country if where else None)
        except Ask as ask:
            self.wrong[name], self.choices[name] = str(ask), ask.choices
            return None


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _part(claim: Claim, name: str) -> Any:
    value: Any = claim
    for part in name.split("."):
        value = getattr(value, _HELD.get(type(claim), {}).get(part, part))
    return value


def _field(claim: Claim, name: str, form: Any) -> Field:
    value: Any = _part(claim, name)
    if form == "place":
        return Field(name, form, value.name if value else "", PRECISIONS, str(value.precision or "") if value else "")
    if form in ("actor", "actors"):
        names = tuple(actor.name for actor in _listed(value))
        return Field(name, form, "", values=(*names, "") if form == "actors" or not names else names)
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


_HOW_EXACT = _("Say how exactly the words give the place.")
_NOT_SO_EXACT = _("Of such a place it can't be told so exactly: take a coarser one.")
_WHO = _("Write who it is; to take the claim away, reject it.")


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
