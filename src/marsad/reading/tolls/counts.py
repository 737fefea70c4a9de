"""Counted people: a number with the noun phrase that it counts, a number alone, or a single person ("a child")."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.model import Figure
from marsad.model.claim import Attribute, Side
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.tolls.vocabulary import Vocabulary, vocabulary

_LONGEST = 12
_INSIDE = ("JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "HYPH", "POS", "VBN", "VBG", "CD", "AFX", "FW", "RB", "XX", "ADD")
_NOUNS = ("NN", "NNS", "NNP", "NNPS")
_QUOTES = frozenset("'\"`“”‘’") | {"``", "''"}
Spans = dict[int, tuple[int, Figure]]
_SINGLE = {"a": 1, "an": 1, "one": 1, "another": 1}


@dataclass(slots=True)
class Count:
    """A number and whom it counts, as token positions of one sentence.

    [first, last) is the whole phrase, [first, number_end) the number. `head` is the counted noun, None where it is left out
    ("killed five"); `known` says that the noun is in the vocabulary; `plain` that no noun but the outcome's may follow.
    """

    first: int
    number_end: int
    last: int
    figure: Figure
    head: int | None = None
    side: Side = "unknown"
    attributes: tuple[Attribute, ...] = ()
    known: bool = False
    thing: bool = False
    more: bool = False
    single: bool = False
    pronoun: bool = False
    partitive: bool = False
    modifiers: tuple[int, ...] = ()

    @property
    def elided(self) -> bool:
        """Whether the counted noun is left out."""
        return self.head is None


def find_counts(document: Document, sentence: Sentence) -> list[Count]:
    """The counted groups of a sentence in text order; things ("12 villages") are kept, marked, so that no verb reaches past them."""
    tokens, words = sentence.tokens, vocabulary()
    spans = _spans(document, sentence)
    found: list[Count] = []
    i = 0
    while i < len(tokens):
        count = None
        if i in spans:
            end, figure = spans[i]
            count = _counted(document, tokens, i, end, figure, spans)
        elif tokens[i].lower in _SINGLE or tokens[i].lower in words.words["single_openers"]:
            count = _single(document, tokens, i, spans)
        elif tokens[i].lower in words.words["titles"]:
            count = _titled(document, tokens, i)
        if count is None:
            i += 1
            continue
        found.append(count)
        i = max(count.number_end, i + 1) if count.thing else max(count.last, i + 1)
    return found


def _spans(document: Document, sentence: Sentence) -> Spans:
    """First token of each number -> one past its last token, and its figure."""
    found: Spans = {}
    for number in within(document.numbers, sentence.start, sentence.end):
        inside = sentence.tokens_in(number.start, number.end)
        if inside:
            found[inside[0].i] = (inside[-1].i + 1, number.figure)
    return found


def _counted(document: Document, tokens: list[Token], first: int, end: int, figure: Figure, spans: Spans) -> Count:
    words = vocabulary()
    count = Count(first, end, end, figure)
    if first and tokens[first - 1].lower in words.words["delta_before"]:
        count.more = True
    i = end
    if i + 1 < len(tokens) and tokens[i].lower == "of":
        following = tokens[i + 1].lower
        if following in words.words["pronouns"]:
            count.pronoun, count.last = True, i + 2
            _pronoun_group(document, tokens, count, words)
            return count
        if following in ("the", "its", "their", "his", "her", "our", "those", "these"):
            count.partitive, i = True, i + 2
        elif figure.bound == "vague":
            i += 1
    if i < len(tokens) and tokens[i].lower in words.words["delta_after"]:
        count.more = True
        if tokens[i].lower != "others":
            i += 1
            count.last = i
    _fill(document, tokens, count, i, spans)
    return count


def _pronoun_group(document: Document, tokens: list[Token], count: Count, words: Vocabulary) -> None:
    """ "three of them (were) children": the group that the pronoun's predicate names."""
    i = count.last
    while i < len(tokens) and (tokens[i].lower in words.words["be"] or tokens[i].lower in ("mostly", "all", "believed", "to")):
        i += 1
    take_group(document, tokens, count, i)


def take_group(document: Document, tokens: list[Token], count: Count, i: int) -> None:
    """Give a bare number the group that is named from token `i` on: "19 were members of a militia"."""
    rest = Count(i, i, i, count.figure)
    _fill(document, tokens, rest, i, {})
    if rest.head is not None and rest.known and not rest.thing:
        count.head, count.side, count.attributes, count.known = rest.head, rest.side, rest.attributes, True
        count.last, count.modifiers = rest.last, rest.modifiers


def _single(document: Document, tokens: list[Token], i: int, spans: Spans) -> Count | None:
    """ "a child", "an army officer", "his wife": one person by a singular noun."""
    words = vocabulary()
    if i + 1 >= len(tokens):
        return None
    count = Count(i, i + 1, i + 1, Figure.exact(1), single=True, more=tokens[i].lower == "another")
    _fill(document, tokens, count, i + 1, spans)
    if count.head is None or count.thing or tokens[count.head].lower not in words.singular:
        return None
    head = tokens[count.head]
    if head.tag in ("NNS", "NNPS") or tokens[count.head].lower in words.words["never_one"]:
        return None
    _pair_up(tokens, count, words)
    return count


def _pair_up(tokens: list[Token], count: Count, words: Vocabulary) -> None:
    """ "a woman and child": two people under one article."""
    i = count.last
    if i + 1 < len(tokens) and tokens[i].lower == "and" and tokens[i + 1].lower in words.singular and tokens[i + 1].tag == "NN" and (
            i + 2 >= len(tokens) or not tokens[i + 2].tag.startswith("NN")):
        count.figure, count.last, count.attributes = Figure.exact(2), i + 2, ()


def _titled(document: Document, tokens: list[Token], i: int) -> Count | None:
    """ "rebel leader Abu Omar": one person by title and name."""
    words, last = vocabulary(), i + 1
    while last < len(tokens) and (tokens[last].tag == "NNP" or tokens[last].text == "-"):
        last += 1
    if last == i + 1 or tokens[i].tag not in ("NN", "NNP") or within(document.places, tokens[i + 1].start, tokens[i + 1].end):
        return None
    side = words.singular.get(tokens[i].lower, "unknown")
    return Count(i, i + 1, last, Figure.exact(1), head=i, side=side, attributes=_attributes([tokens[i].lower], side, words),
                 known=True, single=True)


def _fill(document: Document, tokens: list[Token], count: Count, i: int, spans: Spans) -> None:
    """Find the counted noun from token `i` on, and with it side, attributes and the end of the phrase."""
    words = vocabulary()
    start, head = i, None
    while i < len(tokens) and i < start + _LONGEST:
        token = tokens[i]
        if i in spans or _stops(document, tokens, i, head, words) or (
                count.single and head is not None and token.lower in ("and", "or")):
            break
        if token.tag in _NOUNS or token.lower in words.plural or token.lower in words.singular:
            head = i
            if _final(tokens, i, words):
                i += 1
                break
        i += 1
    while i - 1 > start and head is not None and i - 1 > head:
        i -= 1
    if head is None:
        return
    _describe(tokens, count, start, head, words)
    if not count.known and not count.thing and not _plural(tokens[head]):
        return
    count.head = head
    count.last = _widen(document, tokens, count, spans)


def _final(tokens: list[Token], i: int, words: Vocabulary) -> bool:
    """Whether the noun at `i` must be the counted one: a plural group noun that no other counted noun follows."""
    if tokens[i].lower not in words.plural:
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is None or after.tag not in ("NNS", "NN"):
        return True
    if tokens[i].lower in words.words["collective"]:
        return not (after.lower in words.plural or after.lower in words.words["things"] or after.lower in words.singular)
    return after.lower not in words.plural or tokens[i].text[0].isupper()


def _stops(document: Document, tokens: list[Token], i: int, head: int | None, words: Vocabulary) -> bool:
    """Whether the counted phrase can't reach token `i`."""
    token = tokens[i]
    if token.text == "IS":
        return False
    if (token.lower,) in words.verbs:
        return not _modifies(tokens, i, words)
    if token.lower in words.plural or (token.lower in words.singular and token.tag not in ("VBZ", "VBD")):
        return False
    if token.lower in _QUOTES or token.text == "-":
        return False
    if token.lower in ("and", "or", "/") and i + 1 < len(tokens):
        return not _joined_modifier(tokens, i, head, words)
    if token.lower in ("a", "an", "the", "of"):
        return not (token.lower == "of" and head is not None and tokens[head].lower in words.words["containers"])
    if within(document.times, token.start, token.end) or token.lower in words.share_words:
        return True
    if token.tag == "VBG" and (i + 1 >= len(tokens) or tokens[i + 1].lower not in words.plural):
        return True
    return token.tag not in _INSIDE or (token.tag == "RB" and head is not None)


def _modifies(tokens: list[Token], i: int, words: Vocabulary) -> bool:
    """Whether an outcome word stands before the counted noun like an adjective: "four detained farmers"."""
    if tokens[i].tag not in ("VBN", "JJ", "VBD") or i + 1 >= len(tokens) or tokens[i + 1].lower == "others":
        return False
    following = tokens[i + 1].lower
    return (following in words.plural or following in words.singular) and tokens[i + 1].tag in _NOUNS and not (
        i and tokens[i - 1].lower in words.plural)


def _joined_modifier(tokens: list[Token], i: int, head: int | None, words: Vocabulary) -> bool:
    """ "Afghan and Pakistani fighters", "pro- and anti-government fighters": the "and" joins two modifiers."""
    if head is not None and (tokens[head].lower in words.plural or tokens[head].lower in words.words["things"]):
        return False
    after = range(i + 1, min(i + 5, len(tokens)))
    return any(tokens[k].lower in words.plural for k in after) and tokens[i + 1].tag in _INSIDE and tokens[i + 1].tag != "CD"


def _describe(tokens: list[Token], count: Count, start: int, head: int, words: Vocabulary) -> None:
    """Side and attributes by the head and its modifiers."""
    noun = tokens[head].lower
    before = [tokens[k].lower for k in range(start, head)]
    count.modifiers = tuple(range(start, head))
    side = words.plural.get(noun) or words.singular.get(noun)
    count.known = side is not None
    count.thing = noun in words.words["things"] and not (count.known and noun not in words.words["things"])
    if side is None:
        return
    modifiers = set(before)
    if side != "civilians" and noun != "fighters" and modifiers & words.words["civilian_modifiers"] and not (
            modifiers & {"armed", "army"}):
        side = "civilians"
    elif side != "combatants" and noun in words.words["combatant_heads"] and modifiers & words.words["combatant_modifiers"]:
        side = "combatants"
    count.side = side
    count.attributes = _attributes([*before, noun], side, words)


def _attributes(phrase: list[str], side: Side, words: Vocabulary) -> tuple[Attribute, ...]:
    found: list[Attribute] = []
    for word in phrase:
        needs = words.attribute_heads.get(word)
        if needs is not None and phrase[-1] not in needs:
            continue
        for name in words.attributes.get(word, ()):
            plain = name == "officers" and words.words["plain_officers"] & set(phrase)
            if name not in found and not plain:
                found.append(name)
    return tuple(found)


def _widen(document: Document, tokens: list[Token], count: Count, spans: Spans) -> int:
    """One past the phrase with what belongs to it: "and pro-government forces", "from HTS and Turkish-backed factions"."""
    last, words = (count.head or 0) + 1, vocabulary()
    while last + 1 < len(tokens) and tokens[last].text == "-" and tokens[last].start == tokens[last - 1].end:
        last += 2
    if not count.known:
        return last
    last = _joined_group(tokens, count, last, spans)
    if count.single or last >= len(tokens) or tokens[last].lower not in words.words["extend"]:
        return last
    i = last
    while i < len(tokens) and tokens[i].lower in words.words["extend"] and i < last + 4:
        i += 1
    if i >= len(tokens):
        return last
    named = _actors_from(document, tokens, i, spans)
    if tokens[last].lower == "of":
        last = _of_people(tokens, count, last, words)
    return max(last, named) if named > i else last


def _joined_group(tokens: list[Token], count: Count, last: int, spans: Spans) -> int:
    """ "100 soldiers and allied militiamen", "12 women and children": a second noun under the one number."""
    words = vocabulary()
    if last >= len(tokens) or tokens[last].lower not in ("and", "or") or count.single:
        return last
    for k in range(last + 1, min(last + 6, len(tokens))):
        token = tokens[k]
        if k in spans or (token.lower,) in words.verbs or token.lower in _SINGLE or (
                token.tag not in _INSIDE and token.lower not in words.plural):
            return last
        if token.lower in words.plural:
            other = words.plural[token.lower]
            if {other, count.side} == {"civilians", "combatants"}:
                count.side = "mixed"
            names = _attributes([tokens[m].lower for m in range(last + 1, k + 1)], other, words)
            count.attributes += tuple(name for name in names if name not in count.attributes)
            return k + 1
    return last


def _actors_from(document: Document, tokens: list[Token], i: int, spans: Spans) -> int:
    """One past the actor names that begin at or just after token `i`, joined ones included."""
    end = i
    while end < len(tokens):
        reach = _actor_end(document, tokens, end, spans)
        if reach == end:
            break
        end = reach
        if end + 1 < len(tokens) and tokens[end].lower in ("and", ",", "or") and _actor_end(document, tokens, end + 1, spans) > end + 1:
            end += 1
            continue
        break
    return end


def _actor_end(document: Document, tokens: list[Token], i: int, spans: Spans) -> int:
    """One past the actor name at token `i`, up to two modifiers before it allowed; `i` where there is none."""
    for start in range(i, min(i + 3, len(tokens))):
        if start in spans or tokens[start].tag not in (*_INSIDE, "DT", "VBZ"):
            break
        for mention in within(document.actors, tokens[start].start, tokens[start].end):
            if mention.start == tokens[start].start and mention.actor.kind not in ("person", "media", "civilians"):
                end = start
                while end < len(tokens) and tokens[end].start < mention.end:
                    end += 1
                return end
    return i


def _of_people(tokens: list[Token], count: Count, last: int, words: Vocabulary) -> int:
    """ "65 bodies of civilians", "19 members of a militia": the people that the counted are, or belong to."""
    for k in range(last + 1, min(last + 6, len(tokens))):
        word = tokens[k].lower
        if word in words.plural:
            count.side = words.plural[word]
            count.attributes = _attributes([tokens[m].lower for m in range(last + 1, k + 1)], count.side, words)
            return k + 1
        if word in words.words["armed_groups"]:
            count.side = "combatants"
            return k + 1
        if tokens[k].tag not in (*_INSIDE, "DT", "PRP$"):
            break
    return last


def _plural(token: Token) -> bool:
    """Whether an unknown noun can count several people: a common plural, or one that names a nation or creed ("Ghanaians")."""
    if token.tag in ("NNP", "NNPS"):
        return token.lower.endswith(("ans", "is", "ese", "ish", "eans", "ites", "ists", "men"))
    return token.tag == "NNS"
