"""An account's facts in words, for the reasons of a match."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from marsad.matching.accounts import Account
from marsad.matching.facets import Faces, Range

_MOST_WORDS = 6


def show(comparison: str, says: str, one: Account, other: Account) -> str:
    """`says` with the two accounts' facts put in."""
    if "{" not in says:
        return says
    fact = _FACTS.get(comparison, _nothing)
    return says.format(
        one=fact(one, other, comparison), other=fact(other, one, comparison), what=_WHAT.get(comparison, comparison)
    )


def _place(account: Account, other: Account, _: str) -> str:
    return max(account.spot.names, key=lambda name: (len(name), name)) if account.spot else "no place"


def _date(account: Account, other: Account, _: str) -> str:
    if account.span is None:
        return "no date"
    first, last = date.fromordinal(account.span.first).isoformat(), date.fromordinal(account.span.last).isoformat()
    return first if first == last else f"{first} to {last}"


def _figures(account: Account, other: Account, comparison: str) -> str:
    wanted = ("captured", "detained", "displaced", "missing") if comparison == "others" else (comparison,)
    keys = [key for key in account.figures if comparison in ("growth", "outcome") or key.partition("/")[0] in wanted]
    if comparison == "outcome":
        return ", ".join(dict.fromkeys(key.partition("/")[0] for key in keys))
    whole = [key for key in keys if "/" not in key] or [key for key in keys if key in other.figures] or keys
    return " or ".join(dict.fromkeys(_range(bounds) for key in whole for bounds in account.figures[key])) or "none"


def _range(bounds: Range) -> str:
    return str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]} to {bounds[1]}"


def _victims(account: Account, other: Account, _: str) -> str:
    return ", ".join(sorted(account.victims))


def _type(account: Account, other: Account, _: str) -> str:
    return "/".join(part for part in (account.type or ())[:2] if part)


def _names(faces: Faces) -> str:
    return ", ".join(sorted(faces.who) or sorted(faces.kin)) or "nobody named"


def _actors(account: Account, other: Account, _: str) -> str:
    return f"{_names(account.doers)} against {_names(account.targets)}" if account.targets.kin else _names(account.doers)


def _doers(account: Account, other: Account, _: str) -> str:
    return _names(account.doers)


def _targets(account: Account, other: Account, _: str) -> str:
    return _names(account.targets)


def _words(account: Account, other: Account, _: str) -> str:
    return ", ".join(sorted(account.words & other.words)[:_MOST_WORDS])


def _originator(account: Account, other: Account, _: str) -> str:
    return ", ".join(sorted(account.originators))


def _article(account: Account, other: Account, _: str) -> str:
    return account.article[0] if account.article else ""


def _nothing(account: Account, other: Account, comparison: str) -> str:
    return str(getattr(account, comparison, ""))


def _status(account: Account, other: Account, _: str) -> str:
    return account.status


_WHAT = {"killed": "killed", "injured": "injured"}
_FACTS: dict[str, Callable[[Account, Account, str], str]] = {
    "place": _place, "date": _date, "since": _date, "killed": _figures, "injured": _figures, "others": _figures,
    "growth": _figures, "victims": _victims,
    "outcome": _figures, "type": _type, "actors": _actors, "doers": _doers, "holder": _doers, "targets": _targets,
    "wording": _words,
    "categories": _words,
    "originator": _originator, "telling": _article, "turn": _status,
}  # fmt: skip
