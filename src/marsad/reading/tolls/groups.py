"""Who the counted people are: side and attributes by the noun and its modifiers, and what else belongs to the phrase."""

from __future__ import annotations

from marsad.model.claim import Attribute, Side
from marsad.reading.document import Document, Token, within
from marsad.reading.tolls.count import INSIDE, SINGLE, Count, Spans
from marsad.reading.tolls.vocabulary import Vocabulary, is_person, vocabulary


def describe(tokens: list[Token], count: Count, start: int, head: int, words: Vocabulary) -> None:
    """Side and attributes by the head and its modifiers."""
    noun = tokens[head].lower
    before = [tokens[k].lower for k in range(start, head)]
    side = words.plural.get(noun) or (words.singular.get(noun) if count.single or noun not in words.words["only_one"] else None)
    if side is None and count.single and is_person(noun):
        side = "unknown" if set(before) & words.words["combatant_modifiers"] else "civilians"
    count.known = side is not None
    count.thing = noun in words.words["things"] and not (count.known and noun not in words.words["things"])
    if side is None:
        return
    modifiers = set(before)
    if (
        side != "civilians"
        and noun != "fighters"
        and modifiers & words.words["civilian_modifiers"]
        and not (modifiers & {"armed", "army"})
    ):
        side = "civilians"
    elif side == "combatants" and noun in words.words["civil_posts"] and modifiers & words.words["civil_leaders"]:
        side = "civilians"  # "an indigenous guard", "11 social leaders"
    elif side != "combatants" and noun in words.words["combatant_heads"] and modifiers & words.words["combatant_modifiers"]:
        side = "combatants"
    after = [token.lower for token in tokens[head + 1 : head + 6]]
    kin = noun == "members" and after[:1] == ["of"] and not {"family", "household", "families"}.isdisjoint(after)
    count.side = "civilians" if kin and side == "unknown" else side  # "six members of one family"
    count.attributes = attributes_of([*before, noun], side, words)


def attributes_of(phrase: list[str], side: Side, words: Vocabulary) -> tuple[Attribute, ...]:
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


def widen(document: Document, tokens: list[Token], count: Count, spans: Spans) -> int:
    """One past the phrase with what belongs to it: "and pro-government forces", "from HTS and Turkish-backed factions"."""
    last, words = (count.head or 0) + 1, vocabulary()
    while last + 1 < len(tokens) and tokens[last].text == "-" and tokens[last].start == tokens[last - 1].end:
        last += 2
    if not count.known:
        return last
    if [token.lower for token in tokens[last : last + 2]] == ["of", "war"]:
        count.side, last = "combatants", last + 2  # "prisoners of war"
    last = _joined_group(tokens, count, last, spans)
    neutral = tokens[last - 1].lower in words.words["neutral"]  # "a member of the Frontier Corps"
    neutral = neutral or (count.single and tokens[last - 1].lower in words.words["leaders"])  # "the deputy head of X's unit"
    if (count.single and not neutral) or last >= len(tokens) or tokens[last].lower not in words.words["extend"]:
        return last
    i = last
    while i < len(tokens) and tokens[i].lower in words.words["extend"] and i < last + 4:
        i += 1
    if i >= len(tokens):
        return last
    named = _actors_from(document, tokens, i, spans)
    if tokens[last].lower in ("of", "from") and count.side == "unknown" and named > i:
        held = within(document.actors, tokens[i].start, tokens[named - 1].end)
        if any(mention.actor.kind in ("rebel", "militia", "military", "police") for mention in held):
            count.side = "combatants"
    if tokens[last].lower in ("of", "from"):
        last = _of_people(tokens, count, last, words)
    return max(last, named) if named > i else last


def _joined_group(tokens: list[Token], count: Count, last: int, spans: Spans) -> int:
    """ "100 soldiers and allied militiamen", "12 women and children": a second noun under the one number."""
    words = vocabulary()
    if last >= len(tokens) or tokens[last].lower not in ("and", "or") or count.single:
        return last
    for k in range(last + 1, min(last + 6, len(tokens))):
        token = tokens[k]
        if (
            k in spans
            or token.tag == "CD"
            or (token.lower,) in words.verbs
            or token.lower in SINGLE
            or (token.tag not in INSIDE and token.lower not in words.plural)
        ):
            return last
        if token.lower in words.plural:
            other = words.plural[token.lower]
            if {other, count.side} == {"civilians", "combatants"}:
                count.side = "mixed"
            names = attributes_of([tokens[m].lower for m in range(last + 1, k + 1)], other, words)
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
        if end < len(tokens) and tokens[end].tag == "POS" and _actor_end(document, tokens, end + 1, spans) > end + 1:
            end += 1  # "members of the movement's northern brigade"
            continue
        if (
            end + 1 < len(tokens)
            and tokens[end].lower in ("and", ",", "or")
            and _actor_end(document, tokens, end + 1, spans) > end + 1
        ):
            end += 1
            continue
        break
    return end


def _actor_end(document: Document, tokens: list[Token], i: int, spans: Spans) -> int:
    """One past the actor name at token `i`, up to two modifiers before it allowed; `i` where there is none."""
    for start in range(i, min(i + 3, len(tokens))):
        if start in spans or tokens[start].tag not in (*INSIDE, "DT", "VBZ") or tokens[start].tag == "VBG":
            break
        for mention in within(document.actors, tokens[start].start, tokens[start].end):
            if mention.start == tokens[start].start and mention.actor.kind not in ("person", "media", "civilians"):
                end = start
                while end < len(tokens) and tokens[end].start < mention.end:
                    end += 1
                return i if _does_it(tokens, end) else end
    return i


def _does_it(tokens: list[Token], end: int) -> bool:
    """Whether an actor's name only says whose deed follows: "six civilian deaths in Israeli strikes"."""
    after = tokens[end] if end < len(tokens) else None
    return after is not None and after.tag in ("NN", "NNS") and after.lower in vocabulary().words["things"]


def _of_people(tokens: list[Token], count: Count, last: int, words: Vocabulary) -> int:
    """ "65 bodies of civilians", "19 members of a militia": the people that the counted are, or belong to."""
    called = [token.lower for token in tokens[last + 1 : last + 4]]
    if called[:1] == ["what"] and called[2:3] in (["called"], ["calls"], ["described"]):
        last += 3  # "86 members of what it called an extremist group"
    for k in range(last + 1, min(last + 6, len(tokens))):
        word = tokens[k].lower
        if word in words.plural:
            count.side = words.plural[word]
            count.attributes = attributes_of([tokens[m].lower for m in range(last + 1, k + 1)], count.side, words)
            return k + 1
        armed = {token.lower for token in tokens[last + 1 : k]} & (words.words["combatant_modifiers"] | {"extremist"})
        if word in words.words["armed_groups"] or (word in words.words["bodies_of_men"] and armed):
            count.side = "combatants"
            return k + 1
        if tokens[k].tag not in (*INSIDE, "DT", "PRP$"):
            break
    return last


def is_plural(token: Token) -> bool:
    """Whether an unknown noun can count several people: a common plural, or one that names a nation or creed ("Ghanaians")."""
    if token.tag in ("NNP", "NNPS"):
        return token.lower.endswith(("ans", "is", "ese", "ish", "eans", "ites", "ists", "men"))
    return token.tag == "NNS"
