"""Wholes and their parts: "311, including 28 civilians", "three of them children", "five women were among the dead"."""

from __future__ import annotations

from marsad.model import Figure
from marsad.model.claim import Outcome
from marsad.reading.document import Token
from marsad.reading.draft import Draft
from marsad.reading.tolls.count import INSIDE, Count
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import vocabulary

_FINITE = ("VBD", "VBZ", "VBP")
_GAP = 7
_DATED = 9
_TIMED = 4
_TOLD = 18
"""Tokens from a toll to the colon of its list, where who tells it stands between."""
_OPENERS = frozenset("-–—(:[") | {"--"}
_AMONG = 14
"""Tokens between a count and the "among" that makes it a share."""
_LISTED = 2
"""Signs and "and" between those that a list names, which are two at least."""
_BROUGHT = 8
"""Tokens from "bringing" to the new total."""


def marked(tokens: list[Token], count: Count) -> bool:
    """Whether the words just before a count make it a part of what stands before them ("including")."""
    words = vocabulary()
    i = count.first
    if i > 1 and tokens[i - 1].text == "." and tokens[i - 2].lower in ("incl", "inc"):
        return True
    while i > 0 and (tokens[i - 1].lower in words.words["share_fillers"] or tokens[i - 1].tag == "RB"):
        i -= 1
        if words.share_marks.before(tokens, i):
            return True
    return count.pronoun or bool(words.share_marks.before(tokens, i))


def far_mark(tokens: list[Token], count: Count, counts: list[Count]) -> tuple[int, Outcome | None] | None:
    """The mark before a count that points at an earlier whole ("Of them, ...", "the dead included"), and the outcome it names."""
    words = vocabulary()
    for i in range(count.first - 1, -1, -1):
        if i and tokens[i].lower not in words.far_share_marks.openers:
            continue
        size = words.far_share_marks.at(tokens, i) or (i == 0 and words.opening_share_marks.at(tokens, i))
        if size and i + size <= count.first and not any(one.first <= i < one.last for one in counts):
            named = next((words.the_dead[tokens[k].lower] for k in range(i, i + size) if tokens[k].lower in words.the_dead), None)
            return i + size, named or ("killed" if "toll" in (token.lower for token in tokens[i : i + size]) else None)
    return None


def among(tokens: list[Token], count: Count, counts: list[Count]) -> Count | Outcome | None:
    """What a count is said to be among: another count ("six among 19 dead") or those of an outcome ("among the dead")."""
    words = vocabulary()
    i = count.last
    if words.share_marks.before(tokens, count.first):
        return None  # "nine members of a family, including three children, were among the dead"
    related = i < len(tokens) and tokens[i].lower in ("who", "whom")
    while i < min(len(tokens), count.last + _AMONG) and tokens[i].lower not in words.words["among"]:
        token = tokens[i]
        if related:  # "two guards who tried to stop them were among the dead"
            related = not (token.lower in words.words["be"] and tokens[min(i + 1, len(tokens) - 1)].lower in words.words["among"])
            i += 1
            continue
        if token.lower in words.words["counted_words"]:
            return None  # "63 taken, and the number of children among the dead at six"
        if (token.tag in _FINITE and token.lower not in words.words["be"]) or (token.lower,) in words.verbs:
            return None
        if token.lower == "whose":
            return None  # "a survivor, whose husband was among the dead"
        if count.single and (token.lower == "that" or (token.tag == "VBG" and tokens[i - 1].text == ",")):
            return None  # "said a chief, adding that women were among the victims"
        i += 1
    if related or i >= len(tokens) or tokens[i].lower not in words.words["among"]:
        return None
    i += 1
    if i < len(tokens) and tokens[i].lower in words.words["pronouns"]:
        if tokens[i].lower != "those":
            return None  # "19 rebels, among whom were two commanders"
        if i + 1 < len(tokens) and tokens[i + 1].lower in words.the_dead:
            return words.the_dead[tokens[i + 1].lower]
        died = "died" in {token.lower for token in tokens[i + 1 : i + 5]}
        return "killed" if died else None  # "among those who later died"
    for k in range(i, min(i + 4, len(tokens))):
        other = next((one for one in counts if one.first == k and one is not count), None)
        if other is not None:
            return other
        if tokens[k].lower in words.the_dead:
            return words.the_dead[tokens[k].lower]
    return None


def listed_among(tokens: list[Token], count: Count, counts: list[Count]) -> Count | None:
    """The count that a later one is of: "Among the 33 killed in the riot were two guards"."""
    words = vocabulary().words
    if count.first < 2 or tokens[0].lower not in words["among"] or tokens[count.first - 1].lower not in words["be"]:
        return None
    return next((one for one in counts if 0 < one.first <= 2 and one.last < count.first and not one.thing), None)


def apposed(tokens: list[Token], whole: Count, link: Link, count: Count) -> bool:
    """Whether a count stands in dashes, brackets or after a colon behind its whole: "16 people (10 civilians and 6 rebels)".

    After the outcome's verb only a colon does it, a date between: "212 people perished in May: 140 soldiers and 60 rebels".
    """
    i, j = whole.last, link.last
    straight = i < len(tokens) and tokens[i].text in _OPENERS and count.first in (i + 1, i + 2)
    behind = i <= j < len(tokens) and tokens[j].text in ("(", "[")  # "8 dead (5 men, 3 women)"
    straight = straight or (behind and count.first == j + 1)
    if straight or not count.known:
        return straight
    if j < i:  # "the death of 21 fighters since Monday: 13 of the RSF"
        j = i
        if any(_breaks(token) for token in tokens[i : i + _TIMED]):
            return _as_follows(tokens, count)
    told = any(
        token.lower in vocabulary().words["says"] for token in tokens[j : j + _TOLD]
    )  # "89 dead, the monitor said: 46 ..."
    told = told or not any(_breaks(token) for token in tokens[j : min(j + _TOLD, count.first)])  # "12 in X in the past day: ..."
    reach = _TOLD if told else _DATED
    colon = next((k for k in range(j, min(j + reach, count.first)) if tokens[k].text == ":"), count.first)
    return count.first in (colon + 1, colon + 2) and tokens[colon].text == ":"


def _breaks(token: Token) -> bool:
    """Whether a toll's phrase ends at a word: its verb, a comma."""
    return token.tag in _FINITE or token.text in (",", ";")


def _as_follows(tokens: list[Token], count: Count) -> bool:
    """ "rose to 142 in 96 attacks, distributed as follows: 32 civilians": whether the words before a count open a list."""
    return count.first > _LISTED and [token.lower for token in tokens[count.first - 3 : count.first]] == ["as", "follows", ":"]


def follows_sign(tokens: list[Token], count: Count) -> bool:
    """Whether a count opens a further item of a list, behind a semicolon."""
    i = count.first - 1 - (count.first > 1 and tokens[count.first - 1].lower == "and")
    return i > 0 and tokens[i].text == ";"


def enumerated(tokens: list[Token], whole: Count, link: Link, count: Count, counts: list[Count]) -> bool:
    """Whether a person is one of those that a list names in full: "left two men dead, a tailor and his son"."""
    if not count.single or count.more or whole.figure.bound != "exact" or (whole.figure.point or 0) < _LISTED:
        return False
    for end in (whole.last, link.last):
        total, held, at = 0, False, end
        for one in counts:
            near = at < one.first <= at + _LISTED and one.single and not (one.thing or one.more)
            if near and all(token.lower in (",", "and", ":", "-", "\u2013", "\u2014") for token in tokens[at : one.first]):
                total, held, at = total + (one.figure.point or 0), held or one is count, one.last
        if held and total == whole.figure.point:
            return True
    return False


def joined(tokens: list[Token], end: int, count: Count) -> bool:
    """Whether only "and", a comma or nothing stands between token `end` and a count."""
    words = vocabulary().words
    if end + 2 < count.first and tokens[end].text == "(" and tokens[end + 2].text == ")":
        end += 3  # "six members of the Syrian Democratic Forces (SDF), five gunmen"
    between = [token for token in tokens[end : count.first] if token.lower not in words["both_sides"]]
    return len(between) <= 4 and all(
        token.lower in words["conjunctions"] or token.lower in words["share_fillers"] or token.tag == "PRP$" for token in between
    )


def among_them(tokens: list[Token], count: Count) -> bool:
    """Whether a count is followed by "among them" or "inclusive"."""
    words = vocabulary().words
    i = count.last
    if i < len(tokens) and tokens[i].lower in ("inclusive", "included") and not count.elided:
        return i + 1 >= len(tokens) or tokens[i + 1].text in (",", ".", ";", ")", "\u2013", "\u2014")
    if i + 2 < len(tokens) and tokens[i].lower in words["be"] and tokens[i + 2].lower == "them":
        i += 1  # "a boy of ten is among them"
    return i + 1 < len(tokens) and tokens[i].lower in words["among"] and tokens[i + 1].lower in words["pronouns"]


def of_the_dead(tokens: list[Token], count: Count) -> Outcome | None:
    """The outcome of those that a count is of: "71 of the dead", "ten of the injured"."""
    i = count.number_end
    if i + 2 < len(tokens) and tokens[i].lower == "of" and tokens[i + 1].lower in ("the", "those"):
        noun = tokens[i + 2].lower
        return "killed" if noun in ("bodies", "corpses") else vocabulary().the_dead.get(noun)
    return None


def credited_verb(tokens: list[Token], count: Count) -> int | None:
    """The first token of the words that give a count to its subject: "women accounted for 71", "raids caused 40"."""
    words, i = vocabulary().words, count.first - 1
    while i > 0 and tokens[i].lower in words["share_fillers"] and tokens[i].lower != "up":
        i -= 1
    if i > 0 and tokens[i].lower in words["share_after"]:
        i -= 1
    elif tokens[i].lower not in ("comprised", "constituted", "represented", "caused"):
        return None
    if i < 1 or tokens[i].lower not in words["share_verbs"]:
        return None
    while i > 1 and (
        tokens[i - 1].lower in words["be"] or tokens[i - 1].tag in ("RB", "MD") or tokens[i - 1].lower in ("have", "has")
    ):
        i -= 1
    return i


def credited_too(tokens: list[Token], count: Count, before: Count) -> int | None:
    """The "for" of a count that shares the verb of the one before: "women accounted for 71 and children for 94"."""
    i = count.first - 1
    between = tokens[before.last : i]
    plain = all(token.tag in INSIDE or token.lower in (",", "and", ";", "of", "the") for token in between)
    return i if tokens[i].lower == "for" and between and len(between) <= _GAP and plain else None


def blames(tokens: list[Token], verb: int, shared: bool) -> bool:
    """Whether a share is of those whom its subject killed: "the army was responsible for 49, rebels for four"."""
    words = vocabulary().words
    last = next((k for k in range(verb, -1, -1) if tokens[k].lower in words["share_verbs"]), None) if shared else verb
    said = {token.lower for token in tokens[last : last + _LISTED + 1]} if last is not None else set()
    return not said.isdisjoint(words["blaming"])


def subject_start(tokens: list[Token], verb: int) -> int:
    """The first token of the plain noun phrase just before a verb."""
    i = verb
    while i > 0 and tokens[i - 1].tag in INSIDE and tokens[i - 1].tag != "CD":
        i -= 1
    return i


def put_at(tokens: list[Token], count: Count) -> bool:
    """ "put the number at 58", "put it at 58", "spoke of 58": a number of what was counted before.

    Losses may be put at a group: "put the losses at 65 rebels and 18 soldiers".
    """
    i, words = count.first - 1, vocabulary().words
    if i > 2 and count.known and tokens[i].lower == "at" and tokens[i - 1].lower in ("losses", "dead"):
        return not {tokens[i - 2].lower, tokens[i - 3].lower}.isdisjoint(words["put"])
    while i > 2 and count.elided and tokens[i].lower in ("only", "just", "about", "some", "around", "least"):
        i -= 1 + (tokens[i].lower == "least")
    if i > 0 and count.elided and tokens[i].lower == "of" and tokens[i - 1].lower in words["spoke"]:
        return True
    if i > 0 and count.elided and tokens[i].lower in words["gave"]:
        return (
            count.last < len(tokens)
            and tokens[count.last].tag in ("IN", ".", ",", "RB", "CC", "NN", ":")
            and count.figure.point is not None
        )
    if i > 1 and count.elided and tokens[i].lower == "at" and tokens[i - 1].lower == "it" and tokens[i - 2].lower in words["put"]:
        return True
    k = i - (i > 3 and tokens[i - 2].lower in words["casualty"])  # "put the casualty figure at 11"
    return (
        i > 2
        and count.elided
        and tokens[i].lower in ("at", "to", "as")
        and tokens[i - 1].lower in words["counted_words"]
        and tokens[k - 2].lower in ("the", "their", "its", "that")
        and tokens[k - 3].lower in words["put"] | words["bringing"] | words["gave"]
    )


def top_up(tokens: list[Token], count: Count, before: Draft | None) -> None:
    """Those more that were counted before in the sentence come on top of others: "15 more died, bringing the toll to 89"."""
    words = vocabulary().words
    said = [token.lower for token in tokens[max(0, count.first - _BROUGHT) : count.first]]
    brought = "to" in said[-3:] and not words["bringing"].isdisjoint(said)
    if before is not None and brought and before.fields["scope"] == "incident":
        before.fields["scope"] = "delta"


def holder(count: Count, whole: Draft | None) -> Draft | None:
    """The whole, or the larger one whose sort it is: "11 civilians, of whom two were children, and seven soldiers"."""
    while whole is not None and (
        {count.side, whole.fields["group"].side} == {"civilians", "combatants"}
        or (whole.fields["part_of"] is not None and not fits_in(count, whole))
    ):
        whole = whole.fields["part_of"]
    return whole


def fits_in(count: Count, whole: Draft) -> bool:
    """Whether a part isn't larger than its whole."""
    part = count.figure
    total: Figure = whole.fields["figure"]
    most = total.high if total.high is not None else None if total.bound in ("at_least", "vague") else total.best
    least = part.low if part.low is not None else part.high
    if total.bound == "at_least" and least is not None and total.best is not None:
        return least <= total.best * 1.5
    return most is None or least is None or least <= most
