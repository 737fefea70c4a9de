"""A toll's id: it names the smallest claim that the toll counts, and so leads to that claim's toll whatever joins or leaves it.

`toll-CLAIM`, or `toll-CLAIM-all` where nobody gives the total and it is added up from an account's groups.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from marsad.ledger.tally import Line, Tally
from marsad.ledger.voices import EVERYBODY, Bucket, Voice, line_of

_TOLL, _ALL = "toll-", "-all"
_STEPS = 8


def id_of(bucket: Bucket, found: Sequence[Voice]) -> str:
    """The id of a bucket's tally, under whichever policy: of figures that are given rather than added up, if there are any."""
    given = [voice for voice in found if not _is_made(bucket, voice)]
    first = min(claim for voice in given or found for claim in voice.claims)
    return f"{_TOLL}{first}{'' if given else _ALL}"


def _is_made(bucket: Bucket, voice: Voice) -> bool:
    """Whether it is a total of an account's groups: their claims count in their own tallies, too."""
    return voice.summed or (bucket.line == EVERYBODY and line_of(voice.toll) != EVERYBODY)


def claim_of(id: str) -> str | None:
    """The claim that an id names; None for what is no toll's id."""
    return id.removeprefix(_TOLL).removesuffix(_ALL) or None if id.startswith(_TOLL) else None


def claims_of(tally: Tally) -> frozenset[str]:
    """Every claim that is in a tally, counted or set aside."""
    return frozenset(claim for entry in (*tally.counted, *tally.set_aside) for claim in entry.claims)


def led_to(id: str, tallies: Sequence[Tally], claims: frozenset[str], like: Tally | None = None) -> list[Tally]:
    """The tallies of some that an id leads to: its own, or those that now have one of the `claims` that it stood for.

    `like` is what it was before, where that is known: of several, those of the same victims and outcome. Under a policy of one
    originator a toll is several tallies, all of one id.
    """
    own = [one for one in tallies if one.id == id]
    if own:
        return own
    having = [one for one in tallies if claims_of(one) & claims]
    if like:
        alike = [one for one in having if _kind(one) == _kind(like)]
    else:
        alike = [one for one in having if (one.line == EVERYBODY) == id.endswith(_ALL)]
    first = min((one.id for one in alike or having), default=None)
    return [one for one in tallies if one.id == first]


def _kind(tally: Tally) -> tuple[str, Line]:
    return tally.outcome, tally.line


Ask = Callable[[frozenset[str]], Sequence[Tally]]
"""Claims -> the tallies of the groups that have one of them."""


def follow(id: str, tolls: Ask, last: Ask) -> list[Tally]:
    """The tallies that an id leads to, once given: `tolls` of the moment asked for, `last` of when the claims last held.

    Where the claim that it names doesn't hold at that moment (retracted, read otherwise, not known yet), those that were in one
    toll with it lead on. Empty where nothing that it ever stood for holds.
    """
    claims = frozenset(filter(None, (claim_of(id),)))
    seen, like = claims, None
    for _ in range(_STEPS):
        if not claims:
            break
        if found := led_to(id, tolls(claims), claims, like):
            return found
        before = last(claims)
        if like is None:
            like = next(iter(led_to(id, before, claims)), None)
        # each claim may have held last at another moment, in a toll that others had joined
        kin = [one for one in before if like and _kind(one) == _kind(like) and claims_of(one) & claims]
        claims = frozenset(claim for one in kin or led_to(id, before, claims, like) for claim in claims_of(one)) - seen
        seen |= claims
    return []


Pair = tuple[Tally | None, Tally | None]


def paired(then: Sequence[Tally], now: Sequence[Tally], *, split: bool = False) -> list[Pair]:
    """The tallies of two moments, each with what it was or has become, in the order of their ids.

    One that another claim has come to name is found by the claims that both have: of several, the one with most. `split`: under a
    policy of one originator, where tallies of several share an id.
    """
    old, new = _by_key(then, split), _by_key(now, split)
    pairs: dict[_Key, Pair] = {key: (old.pop(key), new.pop(key)) for key in sorted(old.keys() & new.keys())}
    held: dict[tuple[str, bool], list[_Key]] = defaultdict(list)
    for key, one in old.items():
        for claim in claims_of(one):
            held[claim, one.line == EVERYBODY].append(key)
    for key, one in sorted(new.items()):
        shared = Counter(was for claim in claims_of(one) for was in held[claim, one.line == EVERYBODY] if was in old)
        was = min(shared, key=lambda was: (-shared[was], was), default=None)
        pairs[key] = (old.pop(was) if was else None, one)
    pairs |= {key: (one, None) for key, one in old.items()}
    return [pairs[key] for key in sorted(pairs)]


_Key = tuple[str, str]


def _by_key(tallies: Sequence[Tally], split: bool) -> dict[_Key, Tally]:
    return {(tally.id, "+".join(tally.originators) if split else ""): tally for tally in tallies}
