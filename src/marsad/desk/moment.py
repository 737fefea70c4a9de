"""The moment that a page shows: both clocks and the counting policy. In the address: a link always shows the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from marsad.errors import MarsadError
from marsad.ledger.clock import instant
from marsad.ledger.policy import DEFAULT, policies

CARRIED = ("as_of", "known_at", "policy")


class BadMoment(MarsadError):
    """An address with a clock that is no day, or a policy that isn't there."""

    stage = "desk"
    remedy = "Write a day as 2024-11-30, or a time as 2024-11-30T10:00:00Z."


class Moment(msgspec.Struct, frozen=True):
    """`as_of`: what had been said by then. `known_at`: what the record held by then. None is now. `policy`: how to count."""

    as_of: str | None = None
    known_at: str | None = None
    policy: str = DEFAULT

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Moment:
        """The moment in an address' query. Raises BadMoment."""
        for name in ("as_of", "known_at"):
            if query.get(name) and instant(query[name], end=True) is None:
                raise BadMoment(f"{query[name]!r} is neither a day nor a time")
        policy = query.get("policy") or DEFAULT
        if policy not in policies():
            raise BadMoment(f"there is no policy {policy!r}", remedy=f"It is one of: {', '.join(policies())}.")
        return cls(query.get("as_of") or None, query.get("known_at") or None, policy)

    @property
    def clocks(self) -> dict[str, Any]:
        """Both clocks, as the observatory's questions take them."""
        return {"as_of": self.as_of, "known_at": self.known_at}

    @property
    def clock(self) -> tuple[str | None, str | None]:
        """Both clocks, as a key of what doesn't depend on the policy."""
        return self.as_of, self.known_at

    @property
    def now(self) -> bool:
        """Whether neither clock is set."""
        return not (self.as_of or self.known_at)

    def query(self) -> dict[str, str]:
        """What has to stand in an address."""
        given = {name: getattr(self, name) for name in CARRIED}
        return {name: value for name, value in given.items() if value and (name, value) != ("policy", DEFAULT)}

    def link(self, path: str, /, **more: str | int | None) -> str:
        """The address of `path` at this moment; `more` is added, and None takes away."""
        query = {**self.query(), **{name: str(value) for name, value in more.items() if value is not None}}
        for name, value in more.items():
            if value is None:
                query.pop(name, None)
        path, hash, fragment = path.partition("#")
        return path + (f"?{urlencode(query)}" if query else "") + hash + fragment
