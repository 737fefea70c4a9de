"""Agreements told by a verb and not by a noun: prisoners who are exchanged, fighting that sides agreed to stop."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.model import Actor
from marsad.reading import agreement_patterns as patterns
from marsad.reading.deals import Phrase, actors_at, heads_of, words_of
from marsad.reading.document import Document, Sentence
from marsad.reading.signatories import go_betweens
from marsad.reading.signs import line_of
from marsad.reading.standing import Standing
from marsad.reading.syntax import ancestors, children, is_negated, noun_phrase, roles

_SIDES = 2


def acts_in(document: Document, sentence: Sentence) -> list[Phrase]:
    """The agreements that a parsed sentence tells by what is done or agreed to."""
    return [*_captives_exchanged(document, sentence), *_agreed_to(document, sentence)]


def _captives_exchanged(document: Document, sentence: Sentence) -> Iterator[Phrase]:
    """An exchange told by its verb: "100 prisoners would be exchanged"."""
    verbs = words_of("captive_verbs")
    for token in sentence.tokens:
        if token.lower not in verbs or not token.tag.startswith("V"):
            continue
        about = roles(sentence, token.i)
        counts = [one for head in about.object for one in roles(sentence, head).by("of")]  # "the first of 140 prisoners"
        given = [head for head in about.object + counts if sentence.tokens[head].lower in words_of("captives")]
        if not given or (token.lower in words_of("freeing") and not _in_return(sentence, token.i)):
            continue
        aux = {sentence.tokens[child].lower for child in children(sentence, token.i, "aux")}
        done = token.tag in ("VBD", "VBN") and not aux & (words_of("pending") | words_of("unlikely"))
        first = min(noun_phrase(sentence, given[0])[0], token.i)
        last = max(noun_phrase(sentence, given[-1])[1] - 1, token.i)
        turning = (
            token.i if token.head < 0 or sentence.tokens[token.head].lemma != "agree" else token.head
        )  # "agreed to exchange"
        phrase = Phrase(
            "exchange",
            sentence,
            token.i,
            sentence.tokens[first].start,
            sentence.tokens[last].end,
            Standing("in_force" if done else "agreed", turning),
        )
        phrase.parties = actors_at(document, sentence, about.subject + about.preps.get("with", []))
        phrase.brokers = _brokers_near(document, sentence) or go_betweens(sentence, token.i)
        each = any(sentence.tokens[one].lower == "each" for one in children(sentence, token.i, "nsubj"))
        if each and len(phrase.brokers) > _SIDES:  # "brokered by X, A and B each released": the parse made one list of them
            phrase.brokers, phrase.parties = phrase.brokers[:-_SIDES], phrase.brokers[-_SIDES:]
        yield phrase


def _brokers_near(document: Document, sentence: Sentence) -> tuple[Actor, ...]:
    """Who brokered what the sentence tells by its verb."""
    line = line_of(document, sentence)
    hits = (one.search(line.text) for name in ("brokers_after", "brokered_after") for one in patterns.fitting(name, line))
    hit = next(filter(None, hits), None)
    return tuple(line.actors[int(number)] for number in heads_of(hit["x"])) if hit else ()


def _in_return(sentence: Sentence, verb: int) -> bool:
    """Whether something was given for those set free: "freed 20 prisoners in exchange for two pilots"."""
    if not words_of("swaps").isdisjoint(sentence.lowers):
        return True
    words = [token.lower for token in sentence.tokens[verb:]]
    return any(words[i] == "in" and words[i + 1] in words_of("returns") and words[i + 2] == "for" for i in range(len(words) - 2))


def _agreed_to(document: Document, sentence: Sentence) -> Iterator[Phrase]:
    """An agreement told by what was agreed to: "agreed to let civilians leave"."""
    if "agreed" not in sentence.lowers:
        return
    line = line_of(document, sentence)
    for kind, pattern in patterns.acts():
        for match in pattern.finditer(line.text):
            start, end = line.place(match.start())[0], line.place(match.end() - 1)[1]
            verb = sentence.token_at(start)
            if verb is None or verb.tag not in ("VBD", "VBN") or not _told(sentence, verb.i):
                continue
            about = roles(sentence, verb.i)
            phrase = Phrase(kind, sentence, verb.i, start, end, Standing("agreed", verb.i))
            subjects = about.subject
            if [sentence.tokens[head].lower for head in subjects] == ["they"]:
                subjects = next((found for up in ancestors(sentence, verb.i) if (found := roles(sentence, up).subject)), [])
            phrase.parties = actors_at(document, sentence, subjects + about.preps.get("with", []))
            phrase.brokers = _brokers_near(document, sentence) or go_betweens(sentence, verb.i)
            yield phrase


def _told(sentence: Sentence, verb: int) -> bool:
    """Whether a verb tells what was done, not what may be or was not."""
    aux = {sentence.tokens[child].lower for child in children(sentence, verb, "aux", "mark")}
    return not is_negated(sentence, verb) and aux.isdisjoint(words_of("pending") | words_of("unlikely") | words_of("conditions"))
