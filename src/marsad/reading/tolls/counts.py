"""Counted people: a number with the noun phrase that it counts, a number alone, or a single person ("a child")."""

from __future__ import annotations

from marsad.model import Figure
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.tolls.cited import is_cited, speaks
from marsad.reading.tolls.count import INSIDE, SINGLE, Count, Spans
from marsad.reading.tolls.groups import describe, is_plural, widen
from marsad.reading.tolls.persons import aged, couple, of_age, pair_up, titled, victim, with_kin, without_appositions
from marsad.reading.tolls.vocabulary import Vocabulary, is_person, vocabulary

_LONGEST = 12
_ORDINAL_REACH = 250
_NOUNS = ("NN", "NNS", "NNP", "NNPS")
_QUOTES = frozenset("'\"`“”‘’") | {"``", "''"}


def find_counts(document: Document, sentence: Sentence) -> list[Count]:
    """The counted groups of a sentence in text order; things ("12 villages") are kept, so that no verb reaches past them."""
    tokens, words = sentence.tokens, vocabulary()
    spans = _spans(document, sentence)
    found: list[Count] = []
    i = 0
    while i < len(tokens):
        count = None
        if i in spans and ((not sentence.headline and _in_name(tokens, i)) or _is_age(tokens, i)):
            i += 1
            continue
        if i in spans:
            end, figure = spans[i]
            pair = couple(tokens, i) if tokens[i].lower in SINGLE else None  # "a couple" may be a vague number
            count = pair or _counted(document, tokens, i, end, figure, spans)
        elif tokens[i].lower in SINGLE or tokens[i].lower in words.words["single_openers"]:
            count = _single(document, tokens, i, spans)
        elif tokens[i].lower in words.words["titles"]:
            count = titled(document, tokens, i)
        elif tokens[i].tag == "NNP" and i and tokens[i - 1].lower in words.words["slaying"]:
            count = victim(document, tokens, i)
        if count is None:
            i += 1
            continue
        aged(tokens, count)
        count.thing = count.thing or is_cited(tokens, count.first) or _all_but(tokens, count.first) or speaks(tokens, count)
        found.append(count)
        i = max(count.number_end, i + 1) if count.thing else max(count.last, i + 1)
    return with_kin(tokens, without_appositions(tokens, found))


def _in_name(tokens: list[Token], i: int) -> bool:
    """Whether a number is a word of a name: "the Three Brotherhood Alliance"."""
    name = i > 0 and tokens[i].text[:1].isupper() and tokens[i].text[1:].islower() and i + 1 < len(tokens)
    return name and tokens[i - 1].lower in ("the", "of", "and") and tokens[i + 1].tag in ("NNP", "NNPS")


def _is_age(tokens: list[Token], i: int) -> bool:
    """Whether a number says how old somebody is: "one of them a boy of 14"."""
    after = tokens[i + 1].tag if i + 1 < len(tokens) else "."
    person = i > 1 and tokens[i - 1].lower == "of" and tokens[i - 2].lower in ("boy", "girl", "child", "man", "woman", "youth")
    return person and not after.startswith(("NN", "JJ", "CD"))


def _all_but(tokens: list[Token], first: int) -> bool:
    """Whether a number tells whom to leave out: "all but one of them tourists"."""
    return first > 1 and tokens[first - 1].lower == "but" and tokens[first - 2].lower in ("all", "none", "nobody", "everyone")


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
        if first > 2 and figure.bound == "exact" and [tokens[first - 3].lower, tokens[first - 2].lower] == ["at", "least"]:
            count.figure = Figure(low=figure.low, best=figure.best, high=None, bound="at_least")  # "at least another six"
    i = end
    if i + 1 < len(tokens) and tokens[i].text in _QUOTES and tokens[i + 1].lower == "of":  # "dozens" of its soldiers
        i += 1
    if i + 1 < len(tokens) and tokens[i].lower == "of":
        following = tokens[i + 1].lower
        those = following == "those" and i + 2 < len(tokens) and tokens[i + 2].lower in words.the_dead
        if following in words.words["pronouns"] and not those:
            count.pronoun, count.last = True, i + 2
            _pronoun_group(document, tokens, count, words)
            return count
        force = _force_at(document, tokens, i + 1 + (following == "the"))
        if force is not None:
            count.head, count.side, count.known, count.last = force - 1, "combatants", True, force
            return count
        if following in ("the", "its", "their", "his", "her", "our", "those", "these"):
            if (
                i + 2 < len(tokens)
                and tokens[i + 2].lower == "own"
                and not tokens[min(i + 3, len(tokens) - 1)].tag.startswith("NN")
            ):
                count.last = i + 3  # "65 of their own"
                return count
            i += 2
        elif i + 1 in spans or figure.bound == "vague" or following in words.plural or _owned(tokens, i + 1):
            i += 1
    force = _force_at(document, tokens, i) if i == end and i < len(tokens) and tokens[i].tag == "NNP" else None
    if force is not None and (tokens[i].text.isupper() or _is_known(document, tokens[i])):  # "19 VDP", "15 Wazalendo"
        count.head, count.side, count.known, count.last = force - 1, "combatants", True, force
        return count
    if i + 2 < len(tokens) and tokens[i].lower == "from":
        force = _force_at(document, tokens, i + 1 + (tokens[i + 1].lower == "the"), bodies=True)
        if force is not None:
            count.side, count.known, count.last = "combatants", True, force
            return count  # "13 fighters from X and nine from the Y factions"
    if i > end and i < len(tokens) and tokens[i].lower in words.the_dead and _stands_alone(tokens, i):
        count.named, count.last = words.the_dead[tokens[i].lower], i + 1
        return count
    if i > end and i in spans:
        count.out_of, count.last = i, i
        return count
    if [token.lower for token in tokens[i : i + 3]] == ["war", "-", "wounded"]:
        count.last = i + 2
        return count
    if i < len(tokens) and tokens[i].lower in words.words["delta_after"]:
        count.more = True
        if tokens[i].lower != "others":
            i += 1
            count.last = i
    _fill(document, tokens, count, i, spans)
    return count


def _force_at(document: Document, tokens: list[Token], i: int, *, bodies: bool = False) -> int | None:
    """One past a force named at token `i` whose people are counted: "13 of the RSF", "eight of the SNA factions".

    With `bodies` also one that only a description names, if that is no word for people: "nine from Turkish-backed factions".
    """
    if i >= len(tokens):
        return None
    for mention in within(document.actors, tokens[i].start, tokens[i].end):
        if mention.start != tokens[i].start or mention.actor.kind not in ("rebel", "militia", "military", "police"):
            continue
        end = next((k for k in range(i, len(tokens)) if tokens[k].start >= mention.end), len(tokens))
        many = tokens[end - 1].tag in ("NNS", "NNPS")
        if mention.actor.id is None and many and not (bodies and tokens[end - 1].lower in vocabulary().words["armed_groups"]):
            return None  # "three of the attackers"
        if end < len(tokens) and tokens[end].lower in vocabulary().words["armed_groups"] | vocabulary().words["labels"]:
            end += 1
        follows = tokens[end] if end < len(tokens) else None
        plain = follows is None or follows.tag not in (*_NOUNS, "POS", "JJ") or (follows.lower,) in vocabulary().verbs
        return end if plain else None
    return None


def _is_known(document: Document, token: Token) -> bool:
    """Whether a token begins the name of a force that the list has."""
    return any(one.start == token.start and one.actor.id for one in within(document.actors, token.start, token.end))


def _owned(tokens: list[Token], i: int) -> bool:
    """ "fifteen of Hezbollah's fighters": a name with its possessive."""
    return tokens[i].tag == "NNP" and any(token.tag == "POS" for token in tokens[i + 1 : i + 4])


def _stands_alone(tokens: list[Token], i: int) -> bool:
    """Whether "dead", "wounded" is itself the noun."""
    return i + 1 >= len(tokens) or not tokens[i + 1].tag.startswith(("NN", "JJ"))


def _pronoun_group(document: Document, tokens: list[Token], count: Count, words: Vocabulary) -> None:
    """ "three of them (were) children": the group that the pronoun's predicate names."""
    i = count.last
    dress = {token.lower for token in tokens[i + 1 : i + 4]} & {"uniform", "uniforms", "fatigues"}
    if dress and tokens[i].lower in ("in", "wearing"):
        count.side = "combatants"  # "27 of them in army uniform"
        return
    fillers = words.words["be"] | {"mostly", "all", "believed", "to", "of", "those"}
    fillers |= {"a", "an"} if count.figure.point == 1 else set()
    while i < len(tokens) and tokens[i].lower in fillers:
        i += 1
    take_group(document, tokens, count, i)


def take_group(document: Document, tokens: list[Token], count: Count, i: int) -> None:
    """Give a bare number the group that is named from token `i` on: "19 were members of a militia"."""
    rest = Count(i, i, i, count.figure)
    _fill(document, tokens, rest, i, {})
    if rest.head is not None and rest.known and not rest.thing:
        count.head, count.side, count.attributes, count.known = rest.head, rest.side, rest.attributes, True
        count.last = rest.last


def all_of(document: Document, tokens: list[Token], count: Count, i: int) -> None:
    """Give a count of nobody in particular the group of ", all of them soldiers", ", all civilians" behind it."""
    if count.side != "unknown" or i + 2 >= len(tokens) or tokens[i].text != "," or tokens[i + 1].lower != "all":
        return
    start = i + 4 if tokens[i + 2].lower == "of" else i + 2
    rest = Count(start, start, start, count.figure)
    _fill(document, tokens, rest, start, {})
    if rest.known and not rest.thing:
        count.side, count.attributes = rest.side, rest.attributes or count.attributes


def _single(document: Document, tokens: list[Token], i: int, spans: Spans) -> Count | None:
    """ "a child", "an army officer", "his wife": one person by a singular noun."""
    words = vocabulary()
    if i + 1 >= len(tokens):
        return None
    if tokens[i].lower == "one" and tokens[i + 1].lower == "of":
        return _one_of(document, tokens, i, spans)
    if tokens[i].lower == "another" and (
        tokens[i + 1].lower in words.words["be"]
        or ((tokens[i + 1].lower,) in words.verbs and tokens[i + 1].tag in ("VBN", "JJ", "VBD", "NN"))
        or (
            i and tokens[i + 1].text in (",", ".", ";") and (tokens[i - 1].lower,) in words.verbs
        )  # "killing two and wounding another"
    ):
        return Count(i, i + 1, i + 1, Figure.exact(1), single=True, more=True)
    if tokens[i].lower == "a" and (extra := _ordinal(document, tokens, i)) is not None:
        return extra
    if i and tokens[i].lower == "the" and tokens[i - 1].lower in ("of", "by", "from", "to", "for"):
        return None
    if (known := couple(tokens, i) or of_age(tokens, i)) is not None:
        return known
    count = Count(i, i + 1, i + 1, Figure.exact(1), single=True, more=tokens[i].lower == "another")
    _fill(document, tokens, count, i + 1, spans)
    if count.head is None or count.thing or not is_person(tokens[count.head].lower):
        return None
    head = tokens[count.head]
    if count.last + 1 in spans and tokens[count.last].tag == "POS":
        return None  # "the village head's two wives"
    if head.lower == "figure" and count.head + 2 in spans and tokens[count.head + 1].lower == "of":
        return None  # "an earlier figure of nine"
    if head.tag in ("NNS", "NNPS") or tokens[count.head].lower in words.words["never_one"]:
        return None
    pair_up(tokens, count, words)
    if count.last + 1 in spans and tokens[count.last].lower == "of" and spans[count.last + 1][0] < len(tokens):
        after = tokens[spans[count.last + 1][0]]
        count.last += 0 if after.tag.startswith(("NN", "JJ")) else 2  # "a boy of ten"
    return count


def _one_of(document: Document, tokens: list[Token], i: int, spans: Spans) -> Count | None:
    """ "one of the mediators", "one of them critically": one person of several."""
    count, words = Count(i, i + 1, i + 1, Figure.exact(1)), vocabulary()
    if i + 3 < len(tokens) and tokens[i + 2].lower in ("them", "whom"):
        return _part_of_them(document, tokens, count, i + 3)
    if i + 3 >= len(tokens) or tokens[i + 2].lower not in ("the", "its", "their", "those", "his", "her"):
        return None
    if tokens[i + 3].lower in words.the_dead and _stands_alone(tokens, i + 3):
        count.named, count.last = words.the_dead[tokens[i + 3].lower], i + 4
        if i + 6 < len(tokens) and tokens[i + 4].lower in words.words["be"] and tokens[i + 5].lower in ("a", "an"):
            take_group(document, tokens, count, i + 6)  # "one of the dead was a farmer"
            count.head = None
        return count  # "one of the wounded has since died"
    _fill(document, tokens, count, i + 3, spans)
    person = count.head is not None and is_person(tokens[count.head].lower.removesuffix("s"))
    return count if not count.thing and (count.known or person) else None


def _part_of_them(document: Document, tokens: list[Token], count: Count, i: int) -> Count | None:
    """ "one of them critically", "one of whom was a child": one of those just counted, where their state or kind is told."""
    words = vocabulary()
    if tokens[i].lower in words.words["gravity"]:
        count.pronoun, count.last = True, i
        return count
    count.last = i
    _pronoun_group(document, tokens, count, words)
    count.pronoun = True
    fate = tokens[i].lower in words.words["be"] and i + 1 < len(tokens) and (tokens[i + 1].lower,) in words.verbs
    return count if count.known or fate or (tokens[i].lower,) in words.verbs else None


def _ordinal(document: Document, tokens: list[Token], i: int) -> Count | None:
    """ "Two volunteers were killed. A third lost a leg.": one more of those just counted."""
    number = vocabulary().ordinals.get(tokens[i + 1].lower) if i + 2 < len(tokens) else None
    if number is None or tokens[i + 2].tag not in ("VBD", "VBZ", "MD", "VBN"):
        return None
    near = within(document.numbers, max(0, tokens[i].start - _ORDINAL_REACH), tokens[i].start)
    if not any(mention.figure.point == number - 1 for mention in near):
        return None
    return Count(i, i + 2, i + 2, Figure.exact(1), single=True, more=True)


def _fill(document: Document, tokens: list[Token], count: Count, i: int, spans: Spans) -> None:
    """Find the counted noun from token `i` on, and with it side, attributes and the end of the phrase."""
    words = vocabulary()
    start, head = i, None
    while i < len(tokens) and i < start + _LONGEST:
        token = tokens[i]
        if (
            i in spans
            or _stops(document, tokens, i, head, words)
            or (count.single and head is not None and token.lower in ("and", "or"))
        ):
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
    describe(tokens, count, start, head, words)
    if not count.known and not count.thing and not is_plural(tokens[head]):
        return
    count.head = head
    count.nation = not count.known and tokens[head].tag in ("NNP", "NNPS")
    if count.side == "unknown" and tokens[head].lower in words.words["neutral"]:
        named = within(document.actors, tokens[start].start, tokens[head].start)
        if any(one.actor.kind in ("rebel", "militia", "military", "police") for one in named):
            count.side = "combatants"  # "nine PKK members"
    count.last = widen(document, tokens, count, spans)


def _final(tokens: list[Token], i: int, words: Vocabulary) -> bool:
    """Whether the noun at `i` must be the counted one: a plural group noun that no other counted noun follows."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and after.tag == "POS":
        return False  # "the Taliban's minister"
    if tokens[i].lower not in words.plural:
        tail = tokens[i + 2].lower if i + 2 < len(tokens) and after is not None and after.text == "-" else ""
        return tokens[i].lower in words.singular and tail in words.words["name_tails"]  # "a passer-by", "a sister-in-law"
    if after is None or after.tag not in ("NNS", "NN"):
        return True
    if tokens[i].lower in words.words["collective"] or (tokens[i].tag == "JJ" and after.lower in words.singular):
        return not (after.lower in words.plural or after.lower in words.words["things"] or after.lower in words.singular)
    people = words.words["nations_of"]
    return after.lower not in words.plural or (tokens[i].text[0].isupper() and after.lower not in people)


def _stops(document: Document, tokens: list[Token], i: int, head: int | None, words: Vocabulary) -> bool:
    """Whether the counted phrase can't reach token `i`."""
    token = tokens[i]
    if token.text == "IS":
        return False
    named = head is None and token.tag == "NN" and token.lower in words.singular and tokens[i - 1].tag not in ("VBN", "VBD")
    # "shot a prisoner", not "five taken prisoner"
    if (token.lower,) in words.verbs and not named:
        return not _modifies(tokens, i, words)
    if token.lower in words.plural or (token.lower in words.singular and token.tag not in ("VBZ", "VBD")):
        return False
    if token.lower in _QUOTES or token.text == "-":
        return False
    if token.lower in ("and", "or", "/") and i + 1 < len(tokens):
        return not _joined_modifier(tokens, i, head, words)
    if token.lower in ("a", "an", "the", "of"):
        return not (token.lower == "of" and head is not None and tokens[head].lower in words.words["containers"])
    if token.lower in words.share_words:
        return True
    if within(document.times, token.start, token.end):
        after = tokens[i + 1].lower if i + 1 < len(tokens) else ""
        return not (token.tag == "NN" and after in words.singular)  # "a night guard"
    if token.tag == "VBG" and (i + 1 >= len(tokens) or tokens[i + 1].lower not in words.plural):
        return True
    return token.tag not in INSIDE or (token.tag == "RB" and head is not None)


def _modifies(tokens: list[Token], i: int, words: Vocabulary) -> bool:
    """Whether an outcome word stands before the counted noun like an adjective: "four detained farmers"."""
    if tokens[i].tag not in ("VBN", "JJ", "VBD") or i + 1 >= len(tokens) or tokens[i + 1].lower == "others":
        return False
    following = tokens[i + 1].lower
    return (
        (following in words.plural or following in words.singular)
        and tokens[i + 1].tag in _NOUNS
        and not (i and tokens[i - 1].lower in words.plural)
    )


def _joined_modifier(tokens: list[Token], i: int, head: int | None, words: Vocabulary) -> bool:
    """ "Afghan and Pakistani fighters", "pro- and anti-government fighters": the "and" joins two modifiers."""
    if head is not None and (tokens[head].lower in words.plural or tokens[head].lower in words.words["things"]):
        return False
    after = range(i + 1, min(i + 5, len(tokens)))
    return any(tokens[k].lower in words.plural for k in after) and tokens[i + 1].tag in INSIDE and tokens[i + 1].tag != "CD"
