"""The comparisons: small functions from two accounts to the name of a level. Their weights and words stand in comparisons.yaml.

A measure says nothing of how much a level counts. A level whose bits are `never` there keeps the two apart whatever else agrees.
"""

from __future__ import annotations

from collections.abc import Callable

from marsad.matching.accounts import Account
from marsad.matching.facets import UNRESOLVED, Faces, Range, Spot, kilometres
from marsad.matching.vocabulary import neighbours

Measure = Callable[[Account, Account], str]

_RINGS = ((0.5, "same_spot"), (2.0, "within_2_km"), (5.0, "within_5_km"), (10.0, "within_10_km"), (15.0, "within_15_km"))
_LEEWAY = {2: 25.0, 3: 60.0, 4: 150.0, 5: 300.0}
"""Kilometres by which a place of this where_prec may be off its coordinates."""


def place(one: Account, other: Account) -> str:
    """How near the two are, given how exactly each is placed."""
    a, b = one.spot, other.spot
    if a is None or b is None:
        return "unknown"
    if a.country and b.country and a.country != b.country:
        return "other_country"
    if UNRESOLVED in (a.precision, b.precision):
        return "same_name" if a.names & b.names else "unknown"
    if a.is_point and b.is_point:
        return _points(a, b)
    return _areas(a, b)


def _points(a: Spot, b: Spot) -> str:
    distance = kilometres(a, b) or 0.0
    if _RINGS[0][0] < distance <= _RINGS[-1][0] and a.words & b.words:
        return "alike_name"
    for most, level in _RINGS:
        if distance <= most:
            return level
    if a.id and a.id == b.id:
        return "within_15_km"
    leeway = sum(_LEEWAY[2] for spot in (a, b) if spot.precision == 2)
    return "may_be_near" if leeway and distance <= 15 + leeway else "other_town"


def _areas(a: Spot, b: Spot) -> str:
    """At least one is an area."""
    coarse, fine = (a, b) if a.precision >= b.precision else (b, a)
    both = fine.precision >= 3
    if coarse.precision in (3, 4) and fine.precision <= 4 and a.adm1 and b.adm1 and a.adm1 != b.adm1:
        return "other_province"
    if coarse.precision >= 6:
        return "both_country_wide" if fine.precision >= 6 else "country_wide"
    distance = kilometres(a, b)
    leeway = _LEEWAY.get(coarse.precision, 0.0) + _LEEWAY.get(fine.precision, 0.0)
    if distance is not None and distance > leeway:
        return "other_area"
    if both:
        return "same_area" if a.names & b.names or (a.id and a.id == b.id) else "areas_overlap"
    return "within_area"


def date(one: Account, other: Account) -> str:
    """How the days overlap, given how exactly each is dated."""
    a, b = one.span, other.span
    if a is None or b is None:
        return "unknown"
    gap = max(a.first, b.first) - min(a.last, b.last)
    if not (a.stated and b.stated):
        return "assumed_near" if gap <= 0 else "assumed_next" if gap <= 2 else "assumed_far"
    if gap > 0:
        exact = a.days == 1 and b.days == 1
        return ("next_day" if exact else "just_outside") if gap == 1 else "days_apart" if gap == 2 else "far_apart"
    if a.days == 1 and b.days == 1:
        return "same_day"
    if a.first == b.first and a.last == b.last:
        return "same_days"
    share = (1 - gap) / (a.days + b.days - (1 - gap))
    return "most_days" if share >= 0.4 else "some_days" if share >= 0.1 else "few_days" if share >= 0.04 else "hardly_a_day"


def killed(one: Account, other: Account) -> str:
    """How the numbers of killed agree."""
    return _outcome(one, other, "killed")


def injured(one: Account, other: Account) -> str:
    """How the numbers of injured agree."""
    return _outcome(one, other, "injured")


def others(one: Account, other: Account) -> str:
    """How the numbers of missing, captured, detained and displaced agree: the best of them."""
    shared = [outcome for outcome in one.totals if outcome not in ("killed", "injured") and outcome in other.totals]
    if not shared:
        return "unknown"
    levels = {"equal" if level.startswith("equal") else level for level in (_outcome(one, other, outcome) for outcome in shared)}
    return next((level for level in ("equal", "agree", "close", "apart", "far") if level in levels), "unknown")


def _outcome(one: Account, other: Account, outcome: str) -> str:
    mine, theirs = one.totals.get(outcome), other.totals.get(outcome)
    if mine is None or theirs is None:
        return _silence(one, other, mine or theirs)
    if mine[1] and theirs[1] and (mine[0] == theirs[0] or outcome in (mine[0], theirs[0])):
        return _closest(mine[1], theirs[1])
    keys = (key for key in one.figures if key in other.figures and key.startswith(outcome))
    levels = {_closest(one.figures[key], other.figures[key]) for key in keys}
    return next((level for level in _LEVELS if level in levels), "other_groups")


_LEVELS = ("equal_many", "equal_some", "equal_few", "agree", "close", "apart", "far")


def _closest(mine: tuple[Range, ...], theirs: tuple[Range, ...]) -> str:
    return min((_ranges(a, b) for a in mine for b in theirs), key=_LEVELS.index)


def _ranges(a: Range, b: Range) -> str:
    if a == b:
        return "equal_many" if a[0] >= 8 else "equal_some" if a[0] >= 3 else "equal_few"
    if a[0] <= b[1] and b[0] <= a[1]:
        return "agree"
    low, high = (a[1], b[0]) if a[1] < b[0] else (b[1], a[0])
    ratio = high / max(1, low)
    return "close" if ratio <= 1.5 else "apart" if ratio <= 3 else "far"


def _silence(one: Account, other: Account, given: tuple[str, tuple[Range, ...]] | None) -> str:
    """A coded row that gives no figure means none or not reported; a report's silence means less."""
    rows = one.coder and other.coder
    if given is None:
        return "both_rows_silent" if rows else "unknown"
    if not rows:
        return "one_silent"
    return "one_row_silent_on_many" if any(high >= 5 for _, high in given[1]) else "one_row_silent"


def victims(one: Account, other: Account) -> str:
    """Whether the same kind of people were hit: civilians, or combatants."""
    if not one.victims or not other.victims:
        return "unknown"
    return "same" if one.victims & other.victims else "opposed"


def type_(one: Account, other: Account) -> str:
    """Whether it is the same type of event (PLOVER root and mode)."""
    if one.type is None or other.type is None:
        return "unknown"
    (root, mode, family), (its_root, its_mode, its_family) = one.type, other.type
    if root != its_root:
        return "other_root"
    if family is None or its_family is None:
        return "unknown" if family == its_family and mode == its_mode else "one_general"
    if family == its_family:
        return "same" if mode == its_mode else "same_family"
    return "neighbours" if frozenset((family, its_family)) in neighbours() else "other_family"


def actors(one: Account, other: Account) -> str:
    """Whether the same actors take part, on whichever side."""
    if _reversed(one, other):
        return "sides_swapped"
    mine, theirs = _both(one), _both(other)
    level = _faces(mine, theirs)
    if level == "different" and mine.kin & theirs.kin:
        return "same_kin"
    return level


def doers(one: Account, other: Account) -> str:
    """Whether the same are said to have done it."""
    return _faces(one.doers, other.doers)


def targets(one: Account, other: Account) -> str:
    """Whether the same were hit."""
    return _faces(one.targets, other.targets)


def _both(account: Account) -> Faces:
    a, b = account.doers, account.targets
    return Faces(a.who | b.who, a.words | b.words, a.sides | b.sides, a.kin | b.kin)


def _faces(a: Faces, b: Faces) -> str:
    if (not a.kin and not a.who) or (not b.kin and not b.who):
        return "unknown"
    if a.who & b.who:
        return "same" if a.who == b.who else "shared"
    if a.words & b.words:
        return "shared_words"
    if a.sides & b.sides:
        return "same_side"
    if not a.who or not b.who:
        return "same_kin" if a.kin & b.kin else "other_kin" if a.kin and b.kin else "unknown"
    return "different"


def _reversed(one: Account, other: Account) -> bool:
    """An attack and its counter-attack: each side does to the other what the other account has it suffer.

    In a clash or a battle either side may be named first.
    """
    if one.mutual or other.mutual:
        return False
    mine, theirs = (one.doers, one.targets), (other.doers, other.targets)
    straight = _alike(mine[0], theirs[0]) or _alike(mine[1], theirs[1])
    return not straight and _alike(mine[0], theirs[1]) and _alike(mine[1], theirs[0])


def _alike(a: Faces, b: Faces) -> bool:
    return bool(a.who & b.who or a.sides & b.sides)


def wording(one: Account, other: Account) -> str:
    """How many of the words that say what happened are shared; a coder's categories are no wording."""
    return "unknown" if one.coder and other.coder else _words(one.words, other.words)


def categories(one: Account, other: Account) -> str:
    """Whether two coded rows say with the same words what happened."""
    if not (one.coder and other.coder):
        return "unknown"
    level = _words(one.words, other.words)
    return "same" if level.startswith("same") else "some" if level in ("most", "some", "few") else level


def _words(a: frozenset[str], b: frozenset[str]) -> str:
    if not a or not b:
        return "unknown"
    common = len(a & b)
    share = common / min(len(a), len(b))
    if a == b:
        return "same_few" if common <= 2 else "same"
    if common == 0:
        return "none"
    return "most" if share >= 0.6 and common >= 3 else "some" if share >= 0.3 else "few"


def telling(one: Account, other: Account) -> str:
    """Whether one teller, who keeps its events apart, tells both: one report, or one article that a coder parted into rows."""
    if one.report == other.report:
        return "one_report"
    if not one.coder or not other.coder:
        return "two_reports"
    if one.article is None or one.article != other.article:
        return "one_outlet" if one.article and other.article and one.article[0] == other.article[0] else "two_articles"
    return "one_article" if one.article[1] is not None else "one_outlet"


def day_and_toll(one: Account, other: Account) -> str:
    """Another day with another toll is another event."""
    a, b = one.span, other.span
    if a is None or b is None or not (a.stated and b.stated and a.days == 1 and b.days == 1) or a.first == b.first:
        return "no_objection"
    level = killed(one, other)
    if level in ("close", "apart", "far"):
        return "both_differ"
    return "both_differ" if injured(one, other) in ("close", "apart", "far") and not level.startswith("equal") else "no_objection"


def originator(one: Account, other: Account) -> str:
    """Whether one originator keeps both counts."""
    return "different" if one.originators.isdisjoint(other.originators) else "same"


def scope(one: Account, other: Account) -> str:
    """Whether both are running totals, or both counts of a period."""
    return "same" if one.scope == other.scope else "different"


def outcome(one: Account, other: Account) -> str:
    """Whether they count the same thing: killed, injured, displaced, ..."""
    if not one.outcomes or not other.outcomes:
        return "unknown"
    return "different" if one.outcomes.isdisjoint(other.outcomes) else "same"


def since(one: Account, other: Account) -> str:
    """Whether the counts begin on the same day, or cover the same period."""
    a, b = one.span, other.span
    if one.scope == "cumulative" and (one.is_loose or other.is_loose):
        return "both_open" if one.is_loose and other.is_loose else "one_open"
    if a is None or b is None or not (a.stated and b.stated):
        return "unknown"
    if one.scope == "period":
        return "same_period" if a == b else "overlapping_period" if _over(a.first, a.last, b.first, b.last) else "other_period"
    if a.first == b.first:
        return "same_start"
    return "near_start" if abs(a.first - b.first) == 1 else "other_start"


def _over(first: int, last: int, its_first: int, its_last: int) -> bool:
    return first <= its_last and its_first <= last


def growth(one: Account, other: Account) -> str:
    """Whether the later figure can have grown out of the earlier one."""
    keys = [key for key in one.figures if key in other.figures]
    whole = [key for key in keys if "/" not in key] or keys
    if not whole:
        return "unknown"
    a, b = one.figures[whole[0]][-1], other.figures[whole[0]][-1]
    if a == b:
        return "same"
    if a[0] <= b[1] and b[0] <= a[1]:
        return "agree"
    early, late = (one, other) if _moment(one) <= _moment(other) else (other, one)
    low, high = sorted((a, b))
    days = _moment(late) - _moment(early)
    ratio = high[0] / max(1, low[1])
    risen = (early.figures[whole[0]][-1] == low) or days == 0
    if ratio <= 1.0 + 0.3 * (days + 1):
        return "grown" if risen else "fallen"
    return "other_order" if ratio > 10 and ratio > 2.0 * (days + 1) else "leap"


def _moment(account: Account) -> int:
    return account.published or (account.span.last if account.span else 0)


def holder(one: Account, other: Account) -> str:
    """Whether the same side gains, or holds, the place by both accounts."""
    mine, theirs = _gains(one), _gains(other)
    if mine is None or theirs is None:
        return "unknown"
    (gains, ours), (also, its) = mine, theirs
    level = _faces(ours, its)
    if level in ("unknown", "other_kin"):
        return "unknown" if level == "unknown" or gains != also else "other_side"
    same = level in ("same", "shared", "shared_words", "same_side") or (level == "same_kin")
    if gains == also:
        return "same_side" if same and level != "same_kin" else "same_kin" if same else "other_side"
    return "loser_gains" if same and level != "same_kin" else "one_loses_one_gains"


def _gains(account: Account) -> tuple[bool, Faces] | None:
    if not account.doers.kin and not account.doers.who:
        return None
    return account.status not in ("lost", "withdrawn"), account.doers


_TURNS = {
    "captured": "taken",
    "lost": "taken",
    "withdrawn": "taken",
    "held": "held",
    "contested": "fought_over",
    "besieged": "fought_over",
}


def turn(one: Account, other: Account) -> str:
    """Whether both speak of a change of hands, of a state of things, or of a fight for the place."""
    a, b = _TURNS.get(one.status, ""), _TURNS.get(other.status, "")
    if a == b:
        return a
    return "taken_and_held" if {a, b} == {"taken", "held"} else "different"


def extent(one: Account, other: Account) -> str:
    """Whether they speak of as much of the place."""
    a, b = one.extent, other.extent
    if "unknown" in (a, b) or not a or not b:
        return "unknown"
    if a == b:
        return "same"
    return "site_only" if "site" in (a, b) else "more_or_less"


MEASURES: dict[str, Measure] = {
    "place": place, "date": date, "killed": killed, "injured": injured, "others": others, "victims": victims,
    "type": type_, "actors": actors,
    "doers": doers, "targets": targets, "wording": wording, "categories": categories, "telling": telling,
    "day_and_toll": day_and_toll, "originator": originator,
    "scope": scope, "outcome": outcome, "since": since, "growth": growth, "holder": holder,
    "turn": turn, "extent": extent,
}  # fmt: skip
