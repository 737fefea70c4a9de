"""Who and where the phrases of a frame are: heads of phrases become actors and places, each checked for plausibility."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from msgspec.structs import replace

from marsad.gazetteer.actors import ActorList
from marsad.model import Actor, ActorMention, PlaceMention
from marsad.model.actor import ActorKind
from marsad.reading.actors import resolve_actor
from marsad.reading.allegiance import (
    army_of,
    called_at,
    issuer_of,
    known_as,
    loyal_to,
    officer_of,
    owners_of,
    short_for,
    unit_of,
    with_nations,
)
from marsad.reading.datelines import is_dateline
from marsad.reading.document import Document, Sentence, Token, within
from marsad.reading.forms import noun_forms
from marsad.reading.language import lists_of, table
from marsad.reading.recalling import FIGHTERS, inserted_speakers, is_beside, owner_of, previous_actors, speaking
from marsad.reading.syntax import ancestors, children, conjuncts, noun_phrase, roles

_OWNS = re.compile("['\u2019]s (?:\\w+ern )?")
"""Between a place and the smaller one in it: "Sagaing's Depayin township"."""
_COUNTRY = 6
_LINE = 40
"""Characters from a sentence's start within which a dateline's place stands."""
_NEVER = frozenset({"media", "person"})
_HIS, _OWNED = frozenset({"his", "her"}), frozenset({"his", "her", "its", "their"})
_CLAUSES = {"relcl", "acl", "advcl", "ccomp", "appos", "conj", "cc", "parataxis"}
_PLACING = {"of", "in", "at", "on", "near", "around", "outside", "inside", "within", "to", "from"}


@lru_cache(maxsize=64)
def word_set(*names: str) -> frozenset[str]:
    """Word lists of the table `frames` together, with the plurals of their words."""
    return frozenset(form for name in names for word in table("frames")[name] for form in noun_forms(word))


lemma_set = lists_of("frames")
"""A word list of the table `frames` as it stands."""


def actors_at(document: Document, sentence: Sentence, heads: Iterable[int]) -> list[ActorMention]:
    """The actor mentions that the heads of phrases stand for, in order and without repeats.

    A head inside a mention is that actor; the head of "army positions" or "Russian warplanes", a carrier, is the actor
    named before it.
    """
    found: list[ActorMention] = []
    for head in counted(sentence, heads):
        mention = mention_at(document, sentence, head)
        found += [one for one in with_nations(document, sentence, mention) if all(one.actor != other.actor for other in found)]
    return found


def counted(sentence: Sentence, heads: Iterable[int]) -> list[int]:
    """The heads, with "members of A and B" or "thousands of residents" replaced by who is counted."""
    found: list[int] = []
    for head in heads:
        inner = (
            [
                one
                for prep in children(sentence, head, "prep")
                if sentence.tokens[prep].lower == "of"
                for one in children(sentence, prep, "pobj")
            ]
            if sentence.tokens[head].lower in word_set("amounts") or sentence.tokens[head].tag == "CD"
            else []
        )
        found += [one for top in inner for one in conjuncts(sentence, top)] or [head]
    return found


def mention_at(document: Document, sentence: Sentence, head: int) -> ActorMention | None:
    """The actor that the head of one phrase stands for; None where it is no actor."""
    token = sentence.tokens[head]
    told = known_as(document, sentence, head) or issuer_of(document, sentence, head)
    called = called_at(document, sentence, head) if token.lower in word_set("called") else told
    if called is not None:
        return called
    longest = max(within(document.actors, token.start, token.end), key=lambda one: one.end - one.start, default=None)
    if longest is not None:
        return owner_of(document, sentence, head) or _named(document, sentence, longest)
    plain = head + 1 < len(sentence.tokens) and sentence.tokens[head + 1].text != ","
    named = [one for one in children(sentence, head, "appos") if plain and one - head in (1, 2, 3)]
    if named and token.lower not in word_set("vessels"):  # "the al-Qaeda affiliate X", "the splinter group X"
        return mention_at(document, sentence, named[0])
    vessel = token.tag.startswith("NNP") and bool(_own_words(sentence, head) & word_set("vessels"))
    if token.lower not in word_set("carriers", "armed") and not vessel:
        return None
    first, last = noun_phrase(sentence, head, of=False)
    before = within(document.actors, sentence.tokens[first].start, sentence.tokens[last - 1].end)
    if before:
        return before[-1]
    owned = unit_of(document, sentence, head) if token.lower in word_set("units", "forces") else None
    if owned is not None:
        return owned
    for adjective in children(sentence, head, "amod"):
        if sentence.tokens[adjective].lower in word_set("loyal") and adjective > head:
            return loyal_to(document, sentence, first, adjective)
    for clause in children(sentence, head, "acl"):
        for agent in children(sentence, clause, "agent"):
            if sentence.tokens[clause].lower in ("escorted", "operated", "manned", "run", "held", "used"):
                return (
                    mention_at(document, sentence, children(sentence, agent, "pobj")[0])
                    if children(sentence, agent, "pobj")
                    else None
                )
        if sentence.tokens[clause].lower in word_set("carrying"):  # "a convoy carrying fighters of X"
            return next((mention_at(document, sentence, one) for one in children(sentence, clause, "dobj")), None)
    for prep in children(sentence, head, "prep"):
        if sentence.tokens[prep].lower in ("of", "from", "belonging"):
            for inner in children(sentence, prep, "pobj"):
                whole = mention_at(document, sentence, inner)
                return whole if whole is None or whole.actor.kind != "person" else None  # "supporters of Mr X" are not he
    return None


def _named(document: Document, sentence: Sentence, mention: ActorMention) -> ActorMention:
    """Whose men a description tells of ("fighters of", "rebels belonging to X"), or the name right before a bare "fighters".

    At most an abbreviation in brackets stands between such a name and the word.
    """
    if mention.actor.id is not None or mention.actor.kind not in FIGHTERS:
        return mention
    token = sentence.token_at(mention.end - 1)
    owners = owners_of(sentence, token.i) + children(sentence, token.i, "poss") if token is not None else []
    for inner in (one for one in owners if not mention.start <= sentence.tokens[one].start < mention.end):
        whole = mention_at(document, sentence, inner)
        told = whole is not None and (whole.actor.id or " " in whole.actor.name)
        if whole is not None and told and whole.actor.kind in FIGHTERS - {"state"}:
            return whole
    if " " in mention.text:
        return mention
    before = within(document.actors, max(sentence.start, mention.start - 40), mention.start)
    between = document.text[before[-1].end : mention.start] if before else "-"
    return (
        before[-1] if before and before[-1].actor.id and between in (" ", ") ") and before[-1].actor.kind in FIGHTERS else mention
    )


def doers_at(document: Document, sentence: Sentence, heads: Iterable[int], verb: int) -> list[ActorMention]:
    """Who the subject of a verb is: an actor named there, one that a bare name can only mean, or whom a pronoun means."""
    found: list[ActorMention] = []
    for head in counted(sentence, heads):
        mention = mention_at(document, sentence, head)
        if mention is None:
            mention = _resolved(document, sentence, head, verb)
        elif "whose" in _own_words(sentence, head):  # "Uganda, whose soldiers were sent to X"
            told = _whose(document, sentence, verb)
            mention = told if told is not None and told.actor.kind in FIGHTERS else mention
        elif _joined_allies(sentence, head):
            mention = None  # "X and its allies" are X's, of whom nobody is named
        elif mention.actor.id is None and mention.actor.kind != "civilians":  # "its inhabitants" are the town's
            owner = _own_words(sentence, head) & {"its", "their"}
            mention = (_meant(document, sentence, head, verb, singular="its" in owner) if owner else None) or mention
        found += [one for one in with_nations(document, sentence, mention) if all(one.actor != other.actor for other in found)]
    return found


def _joined_allies(sentence: Sentence, head: int) -> bool:
    """Whether somebody's allies are told with him: "X and its allies"."""
    token = sentence.tokens[head]
    return (
        token.dep == "conj" and token.lower in ("allies", "ally") and bool(_own_words(sentence, head) & {"its", "their", "his"})
    )


def _resolved(document: Document, sentence: Sentence, head: int, verb: int) -> ActorMention | None:
    token = sentence.tokens[head]
    own = _own_words(sentence, head)
    if _joined_allies(sentence, head):
        return None
    if token.lower in word_set("police_words"):
        before = within(document.actors, 0, token.start)
        return next((one for one in reversed(before) if one.actor.kind == "police"), None)
    if "whose" in own or token.lower == "whose":
        return _whose(document, sentence, verb)
    owned = bool(own & {"its", "their"})
    if "our" in own and token.lower in word_set("carriers", "armed", "forces"):  # "Our forces hit it," the army spokesman said
        return _meant(document, sentence, head, verb, singular=True, near=True)
    guards_air = (own | {token.lower}) & lemma_set("air_defence")  # "air defence units shot down two drones, the ministry said"
    if guards_air or (not _HIS.isdisjoint(own) and token.lower in word_set("carriers", "armed")):  # "he said his men had ..."
        return _meant(document, sentence, head, verb, singular=True, near=True)
    owned = owned and token.lower in word_set("carriers", "military_sites", "armed")  # "its peacekeepers came under attack"
    if token.lower in ("they", "them", "it", "their", "its") or owned:
        single = token.lower in ("it", "its") or (token.lower not in ("they", "them", "their") and "its" in own)
        return _meant(document, sentence, head, verb, singular=single)
    if own & {"a", "an", "another"}:
        return None
    if not (
        token.tag.startswith("NNP") or token.lower in ("group", "movement", "militia", "organisation", "organization", "alliance")
    ):
        return None
    first, last = noun_phrase(sentence, head, of=False)
    start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
    actor = resolve_actor(document.text[start:end], document, ActorList.open(), start)
    if actor is None:
        name = " ".join(one.text for one in sentence.tokens[first:last] if one.tag.startswith("NNP"))
        actor = short_for(document, name, start)
    return ActorMention(start, end, document.text[start:end], actor) if actor is not None and actor.kind in FIGHTERS else None


def _whose(document: Document, sentence: Sentence, verb: int) -> ActorMention | None:
    """Whom a clause with "whose" tells of."""
    above = next((i for i in ancestors(sentence, verb) if sentence.tokens[i].tag.startswith("N")), None)
    return (mention_at(document, sentence, above) or army_of(sentence, above)) if above is not None else None


def _own_words(sentence: Sentence, head: int) -> set[str]:
    return {sentence.tokens[child].lower for child in sentence.tokens[head].children}


def _meant(
    document: Document, sentence: Sentence, head: int, verb: int, *, singular: bool, near: bool = False
) -> ActorMention | None:
    """Whom a pronoun means: the speaker that its clause depends on ("the SDF said they ..."), else a fighter spoken of before.

    A speaker named after the clause ("they fled, police said") can be "it", not "they". `near`: only that speaker can be meant.
    """
    token = sentence.tokens[head]
    own = roles(sentence, token.head).subject if token.lower == "them" else []
    for subject in inserted_speakers(sentence, head) if singular else ():
        spoken = _antecedent(document, sentence, subject, singular=True)
        if spoken is not None and spoken.actor.kind in FIGHTERS:
            return spoken
    for above in speaking(sentence, verb):
        if is_beside(sentence, verb, above):
            continue
        for subject in children(sentence, above, "nsubj", "nsubjpass"):
            quoted = any(one.text in '"\u201c\u201d' for one in sentence.tokens[min(subject, head) : max(subject, head)])
            if subject != head and subject not in own and (singular or (subject < head and not quoted)):
                mention = _antecedent(document, sentence, subject, singular=singular)
                if mention is not None and not (subject > head and mention.actor.kind not in FIGHTERS):
                    return mention
                if sentence.tokens[subject].lower in word_set("forces", "units") and singular:
                    return None  # "the 12th brigade said it had ...": nobody that the text tells apart
    if near:
        return None
    for one in reversed(sentence.tokens[:head]):  # "HTS is an offshoot of al-Qaeda; it holds ..."
        if one.dep in ("nsubj", "nsubjpass") and one.i not in own:
            mention = _antecedent(document, sentence, one.i, singular=singular)
            if mention is not None and mention.actor.kind in FIGHTERS - {"unknown", "international"}:
                return mention
    actors = previous_actors(document, sentence, singular=singular)
    return ActorMention(token.start, token.end, token.text, actors[0]) if actors else None


def _antecedent(document: Document, sentence: Sentence, subject: int, *, singular: bool) -> ActorMention | None:
    """The actor of a subject that a pronoun may mean; "they" is not the one person who tells of them."""
    token = sentence.tokens[subject]
    relative = token.lower in ("which", "who") and sentence.tokens[token.head].dep == "relcl"
    if relative:  # "the claims of the group, which said it had ..."
        subject = sentence.tokens[token.head].head
        token = sentence.tokens[subject]
    if not singular and token.tag == "NN" and token.lower in word_set("speakers"):
        return None
    mention = mention_at(document, sentence, subject)
    person = mention is not None and mention.actor.kind == "person"  # "RSF adviser X said his men ..."
    if (mention is None or person) and token.tag.startswith("N"):  # "the SDF media office claimed that its units ..."
        first, last = noun_phrase(sentence, subject, of=relative)
        named = within(document.actors, sentence.tokens[first].start, sentence.tokens[last - 1].end)
        mention = next((one for one in named if one.actor.id and one.actor.kind in FIGHTERS - {"state"}), None)
        mention = mention or officer_of(document, sentence, subject)
    if mention is None or mention.actor.kind in _NEVER or (not singular and mention.actor.kind == "government"):
        return None  # "the government said they had fled"
    return mention


def unnamed_at(document: Document, sentence: Sentence, heads: Iterable[int]) -> list[ActorMention]:
    """ "Men armed with pistols", "a mob": a doer that no list names, as the text calls it."""
    listed: dict[str, ActorKind] = table("events")["unnamed_doers"]
    found = []
    for head in heads:
        token = sentence.tokens[head]
        if token.lower in listed and _OWNED.isdisjoint(_own_words(sentence, head)):
            first, last = noun_phrase(sentence, head, of=False)
            start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
            said = [one.lower for one in sentence.tokens[first:last] if one.tag[:1] in "JNVC" and one.tag != "CD"]
            name = " ".join(said) if token.lower in table("events")["of_a_sort"] else token.lower  # "outlaw groups"
            found.append(ActorMention(start, end, document.text[start:end], Actor(None, name, listed[token.lower])))
    return found


def named_before(document: Document, sentence: Sentence, words: Iterable[int]) -> list[ActorMention]:
    """Actors named by the words before a noun: "Russian", "regime" of "Russian and regime airstrikes"."""
    found: list[ActorMention] = []
    for i in words:
        token = sentence.tokens[i]
        for mention in within(document.actors, token.start, token.end):
            if mention not in found and mention.actor.kind not in _NEVER:
                found.append(mention)
    return found


def fighting(mentions: Iterable[ActorMention], *, people: bool = False) -> tuple[Actor, ...]:
    """The actors among the mentions that can fight (and civilians, persons and organisations, if `people`)."""
    kinds = FIGHTERS | {"civilians", "organisation", "person"} if people else FIGHTERS
    return tuple(dict.fromkeys(mention.actor for mention in mentions if mention.actor.kind in kinds))


def places_at(document: Document, sentence: Sentence, heads: Iterable[int]) -> list[PlaceMention]:
    """The places that heads of phrases name: the head itself, or the name in its phrase ("most of Aleppo city")."""
    found: list[PlaceMention] = []
    for head in heads:
        for place in _places_of(document, sentence, head):
            if place not in found:
                found.append(place)
    return found


def _places_of(document: Document, sentence: Sentence, head: int) -> list[PlaceMention]:
    token = sentence.tokens[head]
    own = within(document.places, token.start, token.end)
    if own and own[0].start - sentence.start < _LINE and is_dateline(document, sentence, own[0]):
        return []
    first, last = noun_phrase(sentence, head)
    tokens = sentence.tokens
    if own and own[0].place is not None and own[0].place.precision == _COUNTRY:
        own = _owned(document, own[0]) or own
    if own:
        side_by_side = within(document.places, tokens[first].start, tokens[last - 1].end)
        return _apart(document, side_by_side) if len(side_by_side) > 1 and _plain_list(document, side_by_side) else own[:1]
    inside = within(document.places, tokens[first].start, tokens[last - 1].end)
    if not inside and token.tag in ("NNP", "NNPS") and not within(document.actors, token.start, token.end):
        inside = _placed_elsewhere(document, token)
    if inside:
        inside = [one for one, after in pairwise(inside) if not _OWNS.fullmatch(document.text, one.end, after.start)] + inside[
            -1:
        ]
        backwards = reversed(inside)  # "the Damascus suburb of Douma"
        return [min(backwards, key=lambda place: (place.place.precision or 9) if place.place else 9)]
    for prep in children(sentence, head, "prep"):
        if tokens[prep].lower in _PLACING:
            for inner in children(sentence, prep, "pobj"):
                below = _places_of(document, sentence, inner)
                if below:
                    return below
    return []


def _owned(document: Document, country: PlaceMention) -> list[PlaceMention]:
    """The place that a country's possessive stands before: "Syria's Homs", and "Syrias Homs" where the sign was lost."""
    after = within(document.places, country.end, country.end + 4)
    mine = [
        one for one in after if one.place is not None and country.place is not None and one.place.country == country.place.country
    ]
    return mine[:1] if document.text[country.end : country.end + 3].strip() in ("s", "'s", "\u2019s") else []


def _placed_elsewhere(document: Document, token: Token) -> list[PlaceMention]:
    """A bare name that the report elsewhere shows to be a place: "fled Nasir", then "an air strike on Nasir"."""
    same = next((one for one in document.places if one.text == token.text and one.place is not None), None)
    return [replace(same, start=token.start, end=token.end)] if same is not None else []


def _plain_list(document: Document, places: list[PlaceMention]) -> bool:
    """Whether place names stand side by side with nothing or a comma between: a list that lost its commas."""
    return all(document.text[a.end : b.start].strip() in ("", ",", "and") for a, b in pairwise(places))


def _apart(document: Document, places: list[PlaceMention]) -> list[PlaceMention]:
    """A list of places without the regions that only say where the place before them is: "Monguno, Borno State"."""
    kept = places[:1]
    for one, other in pairwise(places):
        wider = one.place and other.place and (other.place.precision or 1) > max(2, one.place.precision or 1)
        if not (wider and document.text[one.end : other.start].strip() == ","):
            kept.append(other)
    return kept


def phrase_words(sentence: Sentence, head: int) -> list[Token]:
    """The words of a head's noun phrase."""
    first, last = noun_phrase(sentence, head)
    return sentence.tokens[first:last]


def phrase_end(sentence: Sentence, head: int) -> int:
    """One past the last token of a phrase with what places it ("town of Saraqib in the south"), without clauses."""
    last = noun_phrase(sentence, head)[1]
    for child in sentence.tokens[head].children:
        token = sentence.tokens[child]
        if child > head and token.dep == "prep" and token.lower in _PLACING | {"against", "with", "between"}:
            for inner in children(sentence, child, "pobj"):
                last = max(last, noun_phrase(sentence, inner)[1])
    return last
