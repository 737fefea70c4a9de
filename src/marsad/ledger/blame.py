"""Who is said to have done it: accusations, denials and admissions about one thing, and whether they compete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations, product

import msgspec

from marsad.ledger.sources import Originators, side_of, sides
from marsad.ledger.standing import Standing
from marsad.model import Actor, Event, Known, Statement, Toll

_ARMED = frozenset(("rebel", "militia"))
_STATE = frozenset(("state", "government", "military", "police"))
_BREATH = 40
"""Characters between a denial and an accusation that are still one sentence."""
DENIED = "the account that is denied"


class Blame(msgspec.Struct, frozen=True, gc=False):
    """That an originator names actors as responsible; `accepts` where they do so themselves."""

    by: str
    actors: tuple[Actor, ...]
    claim: str
    report: str
    accepts: bool = False
    denied: bool = False

    @property
    def says(self) -> str:
        """In words."""
        names = ", ".join(actor.name for actor in self.actors)
        return f"{names} accepts responsibility" if self.accepts else f"{self.by} names {names}"


def group_of_claim(claim: str, groups: Mapping[str, str]) -> str:
    """The matched group of an event or other claim; its own id where it stands alone."""
    return groups.get(claim, claim)


def blames(standing: Standing, groups: Mapping[str, str], originators: Originators) -> dict[str, list[Blame]]:
    """Group -> who names whom; clashes, where both sides fight, blame nobody."""
    known, abouts = standing.by_id(), spoken_of(standing)
    made: dict[str, list[Blame]] = defaultdict(list)
    for item in standing.known:
        claim = item.claim
        if isinstance(claim, Event) and claim.side_a and _one_sided(claim):
            made[group_of_claim(claim.id, groups)].append(_blame(item, claim.side_a, originators))
        elif isinstance(claim, Toll) and claim.responsible:
            group = groups.get(claim.id) or group_of_claim(claim.event or claim.id, groups)
            made[group].append(_blame(item, claim.responsible, originators))
        elif isinstance(claim, Statement) and claim.id in abouts:
            about = known[abouts[claim.id]]
            found = _stated(item, claim, about)
            if found:
                made[group_of_claim(about.claim.id, groups)].append(found)
    return made


def spoken_of(standing: Standing) -> dict[str, str]:
    """Statement -> the claim that it is about: its own link; else, where somebody denies a deed and in the same breath accuses
    another, the report's only deed with a doer whom the accused is opposed to.
    """
    known = standing.by_id()
    made, deeds, denials = {}, defaultdict(list), defaultdict(list)
    for item in standing.known:
        claim = item.claim
        if isinstance(claim, Event) and claim.side_a and _one_sided(claim):
            deeds[item.report].append(claim)
        elif isinstance(claim, Statement) and claim.act == "deny":
            denials[item.report].append(claim)
    for item in standing.known:
        claim = item.claim
        if not isinstance(claim, Statement):
            continue
        if claim.about in known:
            made[claim.id] = str(claim.about)
            continue
        done = deeds[item.report]
        for denial in denials[item.report] if len(done) == 1 and claim.act == "accuse" else ():
            if _one_breath(claim, denial) and claim.addressee and all(opposed(claim.addressee, one) for one in done[0].side_a):
                made[claim.id] = made[denial.id] = done[0].id
    return made


def _one_breath(accusing: Statement, denial: Statement) -> bool:
    if accusing.speaker is None or accusing.speaker != denial.speaker:
        return False
    one, other = accusing.anchors[0], denial.anchors[0]
    return one.start <= other.end + _BREATH and other.start <= one.end + _BREATH


def denied(standing: Standing, groups: Mapping[str, str]) -> frozenset[str]:
    """Groups that somebody's statement denies."""
    known = standing.by_id()
    return frozenset(
        group_of_claim(about, groups)
        for statement, about in spoken_of(standing).items()
        if isinstance(found := known[statement].claim, Statement) and found.act == "deny"
    )


def _one_sided(claim: Event) -> bool:
    return claim.acled_type != "Armed clash" and claim.modality in ("asserted", "possible", "denied")


def _blame(item: Known, actors: tuple[Actor, ...], originators: Originators) -> Blame:
    by = originators.name(item)
    denied = item.claim.modality == "denied"
    own = side_of(by)
    accepts = not denied and own is not None and own in sides(actors) and originators.party(item)
    return Blame(DENIED if denied else by, actors, item.claim.id, item.report, accepts, denied)


def _stated(item: Known, claim: Statement, about: Known) -> Blame | None:
    if claim.act == "accuse" and claim.addressee:
        by = claim.speaker.name if claim.speaker else item.originator
        return Blame(by, (claim.addressee,), claim.id, item.report)
    if claim.act == "claim_responsibility" and claim.speaker and claim.modality == "asserted":
        return Blame(claim.speaker.name, (claim.speaker,), claim.id, item.report, True)
    if claim.act == "confirm" and claim.speaker and isinstance(about.claim, Event):
        own = sides((claim.speaker,)) & sides(about.claim.side_a)
        return Blame(claim.speaker.name, (claim.speaker,), claim.id, item.report, True) if own else None
    return None


def opposed(one: Actor, other: Actor) -> bool:
    """Whether they can't be of one camp: listed on different sides, or one a state's force and the other not."""
    if one.id and other.id:
        return (one.side or one.id) != (other.side or other.id)
    kinds = {one.kind, other.kind}
    return bool(kinds & _ARMED) and bool(kinds & _STATE)


def contests(found: Iterable[Blame]) -> tuple[Blame, Blame] | None:
    """The first two accounts, by different voices, that name opposed sides."""
    ordered = sorted(found, key=lambda blame: (blame.denied, blame.claim, blame.by))
    for one, other in combinations(ordered, 2):
        if (one.by != other.by or one.denied) and all(opposed(a, b) for a, b in product(one.actors, other.actors)):
            return one, other
    return None


def admitted(found: Iterable[Blame]) -> Blame | None:
    """The first that accepts responsibility."""
    return min((blame for blame in found if blame.accepts), key=lambda blame: blame.claim, default=None)
