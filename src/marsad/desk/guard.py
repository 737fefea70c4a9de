"""Who is here, and what they may do: the one place that every handler asks.

One desk on one machine: whoever opens it says their name once, and every judgement carries it. Roles come in here, nowhere else.
"""

from __future__ import annotations

import unicodedata
from typing import Literal
from urllib.parse import quote, unquote

from marsad.errors import MarsadError

Action = Literal["see", "add", "review", "correct", "judge", "retract", "assess", "undo"]
COOKIE = "marsad_who"
LONGEST = 80


class NotNamed(MarsadError):
    """A decision by somebody who hasn't said their name."""

    stage = "desk"
    remedy = "Say your name first."


class NotAllowed(MarsadError):
    """A decision that this person may not make."""

    stage = "desk"
    remedy = "Ask somebody who may."


class Guard:
    """`who` is the desk's own person where it was started with a name."""

    def __init__(self, who: str | None = None) -> None:
        self._who = clean_name(who or "") or None

    def person(self, cookie: str | None) -> str | None:
        """Who is here, or None where nobody has said."""
        return clean_name(unquote(cookie or "")) or self._who

    def may(self, person: str | None, action: Action, thing: str = "") -> bool:
        """Whether the person may do this to the thing: everybody may see, whoever has a name may decide."""
        return action == "see" or person is not None

    def need(self, person: str | None, action: Action, thing: str = "") -> str:
        """The person's name, where they may do this. Raises NotNamed, NotAllowed."""
        if person is None:
            raise NotNamed("every judgement carries a name")
        if not self.may(person, action, thing):
            raise NotAllowed(f"{person} may not {action} {thing}".rstrip())
        return person


def clean_name(name: str) -> str:
    """A name without control and direction signs, at most 80 characters; empty where nothing is left."""
    shown = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return " ".join(shown.split())[:LONGEST]


def cookie_of(name: str) -> str:
    """A name as a cookie carries it."""
    return quote(clean_name(name))
