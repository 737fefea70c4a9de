"""Why a claim is set aside, widens the range only, or sets best: named rules that a policy calls, each with its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from marsad.ledger.policy import Policy
from marsad.ledger.sources import Originators, side_of, sides
from marsad.ledger.standing import Standing
from marsad.ledger.voices import Voice, ceiling


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may look at besides the claim."""

    policy: Policy
    standing: Standing
    originators: Originators

    def reliability(self, voice: Voice) -> str:
        """Our rating of the originator, A to F: the newest assessment, else the registry's."""
        if not self.standing.reliability and not self.originators.registered:
            return "F"
        entry = self.originators.entry(voice.originator)
        rated = self.standing.reliability
        return rated.get(voice.originator) or (rated.get(entry.id) if entry else None) or (entry.reliability if entry else "F")

    def credibility(self, voice: Voice) -> int:
        """Our rating of the claim's information, 1 to 6; the worst of several."""
        if not self.standing.credibility:
            return 6
        rated = [self.standing.credibility[claim] for claim in voice.claims if claim in self.standing.credibility]
        return max((number for number in rated if number < 6), default=6)


Rule = Callable[[Voice, Context], str | None]

_MODALITIES = {
    "denied": "it is a denial",
    "planned": "it is planned and hasn't happened",
    "called_for": "it is called for and hasn't happened",
    "conditional": "it holds only under a condition",
}


def not_asserted(voice: Voice, context: Context) -> str | None:
    """Denials, plans, calls and conditions are no count of the dead."""
    return _MODALITIES.get(voice.toll.modality)


def rejected(voice: Voice, context: Context) -> str | None:
    """A person has looked at it and said no."""
    if not context.standing.rejected:
        return None
    return next((context.standing.rejected[claim] for claim in voice.claims if claim in context.standing.rejected), None)


def unreliable(voice: Voice, context: Context) -> str | None:
    """Admiralty's E."""
    return f"{voice.originator} is rated E, unreliable" if context.reliability(voice) == "E" else None


def improbable(voice: Voice, context: Context) -> str | None:
    """Admiralty's 5."""
    return "its information is rated 5, improbable" if context.credibility(voice) == 5 else None


def unspecified_share(voice: Voice, context: Context) -> str | None:
    """ "17 of whom died on Sunday": a part of a figure that is counted, without a group of its own."""
    return "it is a part of another figure" if voice.unspecified else None


def no_deaths(voice: Voice, context: Context) -> str | None:
    """UCDP counts from one death."""
    top = voice.figure.high if voice.figure.bound != "at_least" else None
    if voice.toll.outcome == "killed" and top is not None and top < context.policy.at_least_deaths:
        return "it says that nobody was killed, and this policy counts from one death"
    return None


def party_on_enemy(voice: Voice, context: Context) -> str | None:
    """A party's word about losses of fighters that aren't its own."""
    if not voice.party or voice.toll.group.side != "combatants":
        return None
    own = side_of(voice.originator)
    if own and own in sides(voice.toll.group.actors):
        return None
    return f"{voice.originator} is party to the conflict and speaks of its enemy's losses"


def only_possible(voice: Voice, context: Context) -> str | None:
    """ "may have been killed"."""
    return "it is said to be possible, not to have happened" if voice.toll.modality == "possible" else None


def doubtful(voice: Voice, context: Context) -> str | None:
    """Admiralty's D or 4."""
    if context.reliability(voice) == "D":
        return f"{voice.originator} is rated D, not usually reliable"
    return "its information is rated 4, doubtful" if context.credibility(voice) == 4 else None


LEAVE_OUT: dict[str, Rule] = {
    rule.__name__: rule for rule in (not_asserted, rejected, unreliable, improbable, unspecified_share, no_deaths)
}
WIDEN_ONLY: dict[str, Rule] = {rule.__name__: rule for rule in (party_on_enemy, only_possible, doubtful)}


def fired(names: tuple[str, ...], table: dict[str, Rule], voice: Voice, context: Context) -> tuple[str, str] | None:
    """The first rule of the policy that speaks, and its reason."""
    for name in names:
        reason = table[name](voice, context)
        if reason:
            return name, reason
    return None


Preference = Callable[[Voice, Context, int], tuple[float, str]]
"""A rank (higher is preferred) and, in words, why it was preferred; the number is how many originators give this figure."""

_RELIABLE = {"A": 3.0, "B": 2.0, "C": 1.0}
PREFER: dict[str, Preference] = {
    "credible": lambda v, c, n: (float(c.credibility(v) in (1, 2)), "its information is confirmed or probably true"),
    "reliable": lambda v, c, n: (_RELIABLE.get(c.reliability(v), 0.0), f"{v.originator} is rated {c.reliability(v)}"),
    "independent": lambda v, c, n: (float(not v.party), f"{v.originator} is not party to the conflict"),
    "named": lambda v, c, n: (float(bool(v.toll.attribution)), f"it is {v.originator}'s, not a report's own voice"),
    "stated": lambda v, c, n: (float(not v.summed), "the figure is stated, not added up from groups"),
    "specific": lambda v, c, n: (_specific(v), "it is the most specific"),
    "later": lambda v, c, n: (_when(v), f"it is the latest, of {v.said[:10]}"),
    "backed": lambda v, c, n: (float(n), f"{n} originators give it"),
    "lower": lambda v, c, n: (-float(ceiling(v.figure) or 0), "of equals, the lower one is taken"),
}


def _specific(voice: Voice) -> float:
    return {"exact": 2.0, "at_least": 2.0, "about": 1.0, "between": 1.0}.get(voice.figure.bound, 0.0)


def _when(voice: Voice) -> float:
    digits = "".join(char for char in voice.said if char.isdigit())
    return float(digits or 0)


def preferred(found: list[Voice], context: Context) -> tuple[Voice, str, str]:
    """The figure to be best, the name of the preference that decided, and why in words."""
    backers = {id(voice): len({other.originator for other in found if other.figure == voice.figure}) for voice in found}
    left = sorted(found, key=lambda voice: (voice.known.report, voice.claims))
    if len(left) == 1:
        return left[0], "only", "it is the only figure that stands"
    for name in context.policy.prefer:
        ranks = [PREFER[name](voice, context, backers[id(voice)]) for voice in left]
        top = max(rank for rank, _ in ranks)
        kept = [voice for voice, (rank, _) in zip(left, ranks, strict=True) if rank == top]
        if len({(voice.figure.low, voice.figure.best, voice.figure.high) for voice in kept}) == 1:
            words = next(says for rank, says in ranks if rank == top) if len(kept) < len(left) else "all agree"
            return kept[0], name, words
        left = kept
    return left[0], "equal", "nothing tells them apart"
