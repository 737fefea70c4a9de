"""Which place, town or part of one a claim of control is about."""

from __future__ import annotations

from marsad.model import PlaceMention
from marsad.reading.casting import places_at, word_set
from marsad.reading.document import Document, Sentence, within
from marsad.reading.extents import control_words
from marsad.reading.frames import Match
from marsad.reading.passing import is_passed
from marsad.reading.syntax import children, conjuncts, noun_phrase, roles
from marsad.reading.toponyms import capital_of, inner_of, is_wider, town_about, town_edged, town_meant, unlisted_at

_WIDE = 4
_REGION = 3
"""UCDP's where_prec of a district or a larger region."""
_COMPASS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outside"})
_SITE = 5
"""Words that may stand before the one for a site."""
_SIGN = 8
"""Words behind a plural within which a colon or dash may open the list of its names."""
_AMONG = 14
"""Words behind a plural within which an "among them" names some of it."""
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
_SIGNS = (":", "\u2014", "\u2013", "(", "-")


def below(sentence: Sentence, head: int) -> list[int]:
    """The nouns that say of what, or where, a part or site is: "the whole of X", "the camp at X", "most of the town of X"."""
    inner = [
        name
        for prep in children(sentence, head, "prep")
        if sentence.tokens[prep].lower in control_words("placing")
        for name in children(sentence, prep, "pobj")
    ]
    for way in children(sentence, head, "acl"):  # "the road linking A with B"
        inner += children(sentence, way, "dobj") if sentence.tokens[way].lower in control_words("linking") else []
    return inner + [name for one in inner for name in (below(sentence, one) if one != head else [])]


def named_places(document: Document, sentence: Sentence, head: int) -> list[PlaceMention]:
    """The places that the phrase names; the town that "the Amhara town" means rather than the region."""
    called = _called(document, sentence, head)
    if called is not None:
        return [called]
    found = capital_of(document, sentence, head, inner_of(document, sentence, head, places_at(document, sentence, [head])))
    if is_wider(document, sentence, head, found):
        return town_of(document, sentence, head) or found
    if found and found[0].start > sentence.tokens[head].end and sentence.tokens[head].tag == "NNP":
        name = unlisted_at(document, sentence, head)  # "Aboorey in Hiran": the village, not the region that it lies in
        found = [name] if name is not None else found
    found = _nearer(document, sentence, head, found) or found
    return listed_places(document, sentence, head) or found


def _nearer(document: Document, sentence: Sentence, head: int, found: list[PlaceMention]) -> list[PlaceMention]:
    """The village that no index knows, at which a site is, and not the region behind it: "a post at X, in Y province"."""
    wide = bool(found) and found[0].place is not None and (found[0].place.precision or 1) >= _WIDE
    for one in below(sentence, head)[:1] if wide else []:
        token = sentence.tokens[one]
        if token.tag == "NNP" and token.start < found[0].start:
            known = within(document.places, token.start, token.end)
            name = known[0] if known else unlisted_at(document, sentence, one)
            return [name] if name is not None else []
    return []


def _called(document: Document, sentence: Sentence, head: int) -> PlaceMention | None:
    """The name that is set beside what it is: "the state's capital, X, ...", "their last stronghold in the north, X"."""
    tokens = sentence.tokens
    if tokens[head].tag != "NN" or tokens[head].lower not in control_words("unnamed") | control_words("sites"):
        return None
    for one in children(sentence, head, "appos", "npadvmod"):
        if one > head and tokens[one].tag == "NNP":
            known = within(document.places, tokens[one].start, tokens[one].end)
            wide = bool(known) and known[0].place is not None and (known[0].place.precision or 9) >= 4  # "the town, X province"
            return None if wide else known[0] if known else unlisted_at(document, sentence, one)
    return None


def listed_places(document: Document, sentence: Sentence, head: int) -> list[PlaceMention]:
    """The places of a list that a plural holds: "the towns of A, B and C", "three villages: A, B and C", "towns such as A and B".

    Empty where it names fewer than two. What only an "including" names stands beside the place of the whole.
    """
    tokens = sentence.tokens
    many = tokens[head].tag in ("NNS", "NNPS", "CD") or tokens[head].lower in control_words("shares")
    tops = children(sentence, head, "appos") if many else []
    for prep in children(sentence, head, "prep") if many else ():
        site = tokens[head].lower in control_words("sites") and tokens[prep].lower in ("at", "in", "near")
        if tokens[prep].lower in ("of", "like", "as") or site:
            tops += children(sentence, prep, "pobj")
    for one in children(sentence, head, "nmod", "compound") if many and not tops else ():
        joined = conjuncts(sentence, one)  # "Rutshuru and Masisi territories"
        if len(joined) > 1 and all(is_place(document, sentence, name) for name in joined):
            tops.append(one)
    parts = [
        one
        for prep in children(sentence, head, "prep")
        if tokens[prep].lower == "including"
        for one in children(sentence, prep, "pobj")
    ]
    near = tokens[head + 2 : head + _AMONG] if many else []
    them = next((one for one in near if one.lower == "them" and tokens[one.i - 1].lower == "among"), None)
    if them is not None:
        whole = within(document.places, tokens[head].start, them.start)[:1]
        return [*whole, *_names_from(document, sentence, them.i + 1)]
    named = _named_in(document, sentence, tops) or (_named_behind(document, sentence, head) if many else [])
    if parts and (inner := _named_in(document, sentence, parts)):
        return [*(named or places_at(document, sentence, [head])[:1]), *inner]
    return named if len(named) > 1 else []


def _named_behind(document: Document, sentence: Sentence, head: int) -> list[PlaceMention]:
    """The names of a list that a colon or dash behind the phrase opens, lost by the parse: "two villages near X: A and B"."""
    tokens = sentence.tokens
    opened = next((one.i for one in tokens[head + 1 : head + _SIGN] if one.text in (*_SIGNS, ",")), None)
    if opened is None:
        return []
    wanted = [tokens[one].lower for one in children(sentence, head, "nummod")]
    found = _names_from(document, sentence, opened + 1)
    if tokens[opened].text == "," and wanted != [_NUMBERS.get(len(found))]:
        return []  # behind a comma only as many as the words say: "two villages in X, A and B"
    return found


def _names_from(document: Document, sentence: Sentence, i: int) -> list[PlaceMention]:
    """The places of a plain list of names that begins with a token: "A, B and C"."""
    tokens = sentence.tokens
    found: list[PlaceMention] = []
    while i < len(tokens) and tokens[i].tag in ("NNP", "NNPS"):
        while i + 1 < len(tokens) and (tokens[i + 1].tag in ("NNP", "NNPS") or tokens[i + 1].text == "-"):
            i += 1
        found += _named_in(document, sentence, [i], alone=True)
        i += 1
        while i < len(tokens) and tokens[i].lower in (",", "and"):
            i += 1
    return found


def _named_in(document: Document, sentence: Sentence, tops: list[int], *, alone: bool = False) -> list[PlaceMention]:
    """The places of coordinated names, in their order; of names `alone`, without what the parse joins to them."""
    found: list[PlaceMention] = []
    for one in (name for top in tops for name in ([top] if alone else conjuncts(sentence, top))):
        token = sentence.tokens[one]
        if token.tag in ("NNP", "NNPS"):
            known = within(document.places, token.start, token.end)
            name = known[0] if known else unlisted_at(document, sentence, one)
            if name is not None and name not in found:
                found.append(name)
    return found


def included(match: Match) -> list[int]:
    """What an "including" adds to what is held: "all of X, including the border crossing"."""
    sentence = match.sentence
    own = [one for i in (*match.words, *match.role("what")) for one in children(sentence, i, "prep")]
    inner = [one for prep in own if sentence.tokens[prep].lower == "including" for one in children(sentence, prep, "pobj")]
    found = [one for top in inner for one in conjuncts(sentence, top)]
    return [one for one in found if not sentence.tokens[one].tag.startswith("NNP")] if match.role("what") else []


def followed(match: Match) -> list[int]:
    """What fell or was taken next: "X fell on Monday, followed by Y and Z"."""
    tokens = match.sentence.tokens
    verb = next((one for one in tokens[match.trigger + 1 :] if one.lower == "followed" and one.tag == "VBN"), None)
    if verb is None or tokens[verb.i - 1].text != "," or not match.verbal or verb.dep not in ("acl", "advcl"):
        return []
    ends = [end for by in children(match.sentence, verb.i, "agent") for end in children(match.sentence, by, "pobj")]
    named = [one for end in ends for one in conjuncts(match.sentence, end)]
    return [one for one in named if tokens[one].tag[:1] == "N" and tokens[one].text[:1].isupper()]


def included_in(document: Document, match: Match, head: int) -> list[PlaceMention]:
    """Where a site lies that an "including" names as part of what is held."""
    return places_at(document, match.sentence, match.role("what"))[:1] if head in included(match) else []


def called_again(document: Document, sentence: Sentence, head: int) -> list[PlaceMention]:
    """The named site told of before that "the dam" is, or that the hill "overlooking the dam" overlooks."""
    tokens = sentence.tokens
    ways = [way for way in children(sentence, head, "acl") if tokens[way].lower in control_words("linking")]
    over = [one for way in ways for one in children(sentence, way, "dobj")]
    for one in (head, *over):
        own = {tokens[child].lower for child in tokens[one].children}
        if tokens[one].tag != "NN" or tokens[one].lower not in control_words("sites") or not own & {"the", "this", "that"}:
            continue
        earlier = within(document.places, 0, sentence.start)
        told = [place for place in earlier if place.text.casefold().endswith(" " + tokens[one].lower)]
        if told and len({place.text for place in told}) == 1:
            return told[-1:]
    return []


def moves_others(match: Match) -> bool:
    """Whether others are brought away, not a force that leaves: "evacuated 45 nationals", "moved launchers out of the city"."""
    own = match.roles.object if match.roles.passive else children(match.sentence, match.trigger, "dobj", "obj")
    own = [inner for head in own for inner in _whole(match.sentence, head)]
    lowers = {match.sentence.tokens[head].lower for head in own}
    if match.token.lemma in control_words("moving") and lowers and not match.roles.passive:
        tokens = match.sentence.tokens
        mine = {tokens[one].lower for head in own for one in tokens[head].children} & {"its", "their"}
        hulls = word_set("military_sites") | control_words("hulls") if mine else set()  # "pulled its ships out of the port"
        return not lowers & (word_set("armed", "forces", "units") | {"men"} | hulls)
    return bool(lowers & (word_set("civilians") | control_words("people")))


def _whole(sentence: Sentence, head: int) -> list[int]:
    """What a share is of: the ships of "half of its ships"; else the head itself."""
    if sentence.tokens[head].lower not in control_words("shares"):
        return [head]
    return roles(sentence, head).by("of") or [head]


def leaves_as(match: Match) -> bool:
    """Whether something is left in some state, nobody leaves: "leaving the base as the last stronghold", "left X in ruins"."""
    sentence = match.sentence
    heads = (match.trigger, *children(sentence, match.trigger, "dobj"))
    as_what = any(sentence.tokens[one].lower == "as" for head in heads for one in children(sentence, head, "prep"))
    state = {sentence.tokens[one].lower for one in match.roles.by("in")} & control_words("wrecked")
    return as_what or bool(state or children(sentence, match.trigger, "xcomp", "oprd", "ccomp"))


def described(document: Document, sentence: Sentence, head: int) -> int:
    """What a relative clause behind a name speaks of: the town, not the region, of "X, the last town in Y, which ..."."""
    tokens = sentence.tokens
    above = tokens[head].head
    if tokens[head].dep == "appos" and is_place(document, sentence, above) and not _has_own_name(document, sentence, head):
        return above  # "X, a town seized last week", "X, a market town in the Y region that rebels have encircled"
    last = last_of(sentence, head)
    if last is not None:
        return described(document, sentence, last)  # "X is the last town in Y that the army holds"
    if tokens[head].dep == "attr" and tokens[above].lemma in ("be", "remain", "become"):  # "X is the only town that Y has kept"
        named = [one for one in children(sentence, above, "nsubj") if tokens[one].tag == "NNP"]
        return named[0] if named and tokens[head].lower in control_words("unnamed") else head
    first = noun_phrase(sentence, head)[0]
    if first > 2 and tokens[first - 1].lower in control_words("beside") and tokens[first - 2].text == ",":
        return first - 3 if is_place(document, sentence, first - 3) else head  # "the island of X, off Y, which rebels entered"
    prep = above
    noun = tokens[prep].head
    way = tokens[noun].lower in _COMPASS and is_place(document, sentence, tokens[noun].head)
    if tokens[head].dep == "pobj" and tokens[prep].lower == "of" and way and tokens[noun].head < noun:
        return tokens[noun].head  # "X, 30 kilometres south of Y, which rebels entered"
    if tokens[head].dep != "pobj" or tokens[noun].dep != "appos":
        return head
    if tokens[prep].lower in control_words("beside") and is_place(document, sentence, tokens[noun].head):
        return tokens[noun].head  # "X, a town near Y, which rebels entered"
    inner, outer = places_at(document, sentence, [head]), places_at(document, sentence, [tokens[noun].head])
    wide = bool(inner) and inner[0].place is not None and (inner[0].place.precision or 9) >= 4
    return tokens[noun].head if wide and outer else head


def last_of(sentence: Sentence, head: int) -> int | None:
    """The last or only one of its kind in what a head names, where it is one: the town of "the last town in the Y region"."""
    tokens = sentence.tokens
    prep = tokens[head].head
    noun = tokens[prep].head
    if tokens[head].dep != "pobj" or tokens[prep].lower not in ("in", "of") or tokens[noun].dep not in ("attr", "appos"):
        return None
    sole = {tokens[one].lower for one in children(sentence, noun, "amod")} & control_words("sole")
    return noun if sole and tokens[noun].tag == "NN" else None


def _has_own_name(document: Document, sentence: Sentence, head: int) -> bool:
    """Whether an apposition names another place than the one that it describes, and not just the region of it."""
    named = places_at(document, sentence, [head])
    if not named or sentence.tokens[head].lower not in control_words("unnamed") | control_words("sites"):
        return bool(named)
    return named[0].place is None or (named[0].place.precision or 1) < _REGION


def is_place(document: Document, sentence: Sentence, head: int) -> bool:
    """Whether the head itself is the name of a place."""
    token = sentence.tokens[head]
    return bool(within(document.places, token.start, token.end))


def way_from(document: Document, sentence: Sentence, head: int) -> list[PlaceMention]:
    """The place from which a direction leads to what is held: "the countryside east of X", "villages north of Y"."""
    tokens, way = sentence.tokens, noun_phrase(sentence, head)[1]  # the parse may hang it on the verb
    if way + 1 >= len(tokens) or tokens[way].lower not in _COMPASS or tokens[way + 1].lower != "of":
        return []
    return places_at(document, sentence, children(sentence, way + 1, "pobj"))[:1]


def town_of(document: Document, sentence: Sentence, head: int) -> list[PlaceMention]:
    """The town that "the town", "half of the town" or "the centre of the town" means."""
    for one in (head, *below(sentence, head)):
        found = town_meant(document, sentence, one)
        if found is not None:
            return [found]
    if sentence.tokens[head].lower in control_words("middles") and not children(sentence, head, "prep"):
        town = town_edged(document, sentence, head)  # "the outskirts", "its centre"
        if town is not None:
            return [town]
    for one in children(sentence, head, "compound", "nmod") if sites_of(document, sentence, head) else ():
        found = town_about(document, sentence, one)  # "the town hall"
        if found is not None:
            return [found]
    return []


def set_by_verb(document: Document, match: Match) -> list[PlaceMention]:
    """Where a site or an unnamed part is, by the verb's own "in ..." or "at ..."."""
    found = places_at(document, match.sentence, match.roles.by("in", "at", "near", "inside", "within", "around"))
    if not found and any(match.sentence.tokens[one].lower == "there" for one in _adverbs(match)):
        return town_before(document, match.sentence, match.token.start)
    return sorted(found, key=lambda place: (place.place.precision or 9) if place.place else 0)[:1]


def _adverbs(match: Match) -> list[int]:
    """The adverbs of a verb and of its objects."""
    heads = (match.trigger, *match.roles.object)
    return [one for head in heads for one in children(match.sentence, head, "advmod")]


def town_before(document: Document, sentence: Sentence, end: int) -> list[PlaceMention]:
    """The last town named in a sentence before a point of the text: what "there" means."""
    named = [one for one in within(document.places, sentence.start, end) if not is_passed(document, one)]
    return [one for one in named if one.place is None or (one.place.precision or 9) <= 4][-1:]


def sites_of(document: Document, sentence: Sentence, head: int) -> tuple[str, ...]:
    """The words of a site, where the head is one and not itself the name of a place."""
    token = sentence.tokens[head]
    inner = below(sentence, head) if token.lower in ("end", "ends", "side", "sides") else []
    if inner and sentence.tokens[inner[0]].lower in control_words("sites"):  # "both ends of the bridge"
        return sites_of(document, sentence, inner[0])
    if token.lower not in control_words("sites") or is_place(document, sentence, head):
        return ()
    first, last = noun_phrase(sentence, head, of=False)
    first = first if head - first <= _SITE else head - 1  # a clause that the parse took for its adjectives
    while first < last - 1 and sentence.tokens[first].lower in ("the", "a", "an", "its", "their", "several", "all", "some"):
        first += 1
    return (document.text[sentence.tokens[first].start : sentence.tokens[last - 1].end],)


def entered(document: Document, match: Match, sites: tuple[str, ...]) -> list[PlaceMention]:
    """The town that those entered who hold a site: "entered X and held the city hall"."""
    if not sites or match.token.dep != "conj" or not match.verbal:
        return []
    main = roles(match.sentence, match.token.head)
    found = places_at(document, match.sentence, main.object + main.by("into", "in", "at"))
    return found if len(found) == 1 and not main.passive else []


def named_beside(document: Document, sentence: Sentence, head: int) -> list[PlaceMention]:
    """The name that no index knows right behind a site, wherever the parse hung it: "hold the airstrip at X"."""
    after = noun_phrase(sentence, head)[1]
    tokens = sentence.tokens
    if (
        not sites_of(document, sentence, head)
        or after >= len(tokens)
        or tokens[after].lower not in ("at", "in", "near", "outside")
    ):
        return []
    ends = [one for one in children(sentence, after, "pobj") if not within(document.places, tokens[one].start, tokens[one].end)]
    found = [unlisted_at(document, sentence, one) for one in ends]
    return [one for one in found if one is not None][:1]


def is_placed(document: Document, sentence: Sentence, head: int) -> bool:
    """Whether a phrase has its own name of a place, though none that is known: "took the camp at X and another at Y"."""
    tokens, after = sentence.tokens, noun_phrase(sentence, head)[1]
    preps = [*children(sentence, head, "prep"), *([after] if after < len(tokens) else [])]
    at = [one for one in preps if tokens[one].lower in control_words("placing") and tokens[one].lower != "of"]
    named = [tokens[one] for prep in at for one in children(sentence, prep, "pobj")]
    bare = [one for one in named if one.tag == "NNP" and not within(document.places, one.start, one.end)]
    actors, times = document.actors, document.times  # "took positions on Thursday" names no place
    return any(not within(actors, one.start, one.end) and not within(times, one.start, one.end) for one in bare)
