"""Who says each claim: the chain from the nearest speaker outward to the origin."""

from __future__ import annotations

from itertools import pairwise

from marsad.model import Source
from marsad.reading.attribution.memory import Memory
from marsad.reading.attribution.naming import bare
from marsad.reading.attribution.nearby import find_labelled, find_nearby
from marsad.reading.attribution.quotes import widen
from marsad.reading.attribution.remembering import note_subject, opener_of, remember, topic_of
from marsad.reading.attribution.speakers import can_speak, speaker
from marsad.reading.attribution.speech import Speech
from marsad.reading.attribution.speeches import find_speeches
from marsad.reading.attribution.words import words
from marsad.reading.document import Document, Sentence
from marsad.reading.draft import Draft
from marsad.reading.states import state_of
from marsad.reading.syntax import children

_STEM = 5
_OPENING = 7
_COUNTED = ("cumulative", "period")
__all__ = ["Speech", "attribute", "speeches_of"]


def attribute(document: Document, drafts: list[Draft]) -> None:
    """Set each draft's `attribution`, unless its reader has settled it; an empty one means the report's own voice."""
    if not drafts:
        return
    speeches = speeches_of(document)
    for draft in drafts:
        if "attribution" not in draft.settled:
            draft.attribution = _chain(draft, speeches) or _said_again(document, draft, speeches)
        if draft.kind == "statement" and "attribution" not in draft.settled and draft.fields.get("speaker"):
            own = draft.fields["speaker"].name  # nobody reports his own act
            draft.attribution = tuple(source for source in draft.attribution if source.name != own)
    for draft in drafts:
        if not draft.attribution and "attribution" not in draft.settled:
            draft.attribution = _of_the_whole(draft, drafts)


def speeches_of(document: Document) -> list[Speech]:
    """Every speech of the report in text order: who is said to say something, and the stretches that hold it; found once."""
    if document.speeches is None:
        document.speeches = _find(document)
    return document.speeches


def _find(document: Document) -> list[Speech]:
    memory = Memory()
    found: list[Speech] = []
    for sentence in document.sentences:
        if not sentence.is_item:
            memory.opener = opener_of(document, sentence, memory)
        labelled = find_labelled(document, sentence, memory)
        own = find_speeches(document, sentence, memory) if sentence.parsed else find_nearby(document, sentence, memory)
        found += labelled + own
        memory.topic = None if own else topic_of(document, sentence)
        memory.leads = memory.topic is not None and _leads(document, sentence, found)
        if not own:
            note_subject(document, sentence, memory)
            _note_owner(document, sentence, memory)
    found += _continued(document, found)
    found += _narrated(document, found)
    found += _listed(document, found)
    _name_headlines(found)
    widen(document.text, found)
    return found


def _leads(document: Document, sentence: Sentence, found: list[Speech]) -> bool:
    """Whether a sentence about a group makes "it" that group: it opens a paragraph, or the last to speak was a party, too."""
    if not found or "\n" in document.text[found[-1].sentence.end - 1 : sentence.start]:
        return True
    return found[-1].speaker.kind == "party"


def _note_owner(document: Document, sentence: Sentence, memory: Memory) -> None:
    """Keep whose count or statement a sentence is about: "The Observatory's own count stands at 900. It calls ..."."""
    for token in sentence.tokens[:_OPENING] if sentence.parsed else ():
        if token.dep != "nsubj" or token.lower not in words()["papers"]:
            continue
        for owner in children(sentence, token.i, "poss"):
            source = speaker(document, sentence, owner, memory) if can_speak(document, sentence, owner) else None
            if source is not None:
                remember(document, sentence, owner, source, memory)


def _continued(document: Document, speeches: list[Speech]) -> list[Speech]:
    """The sentences between a speech and "the statement said" of the same speaker: they are the statement's too."""
    made: list[Speech] = []
    for earlier, later in pairwise(speeches):
        first, last = earlier.sentence.index + 1, later.sentence.index
        anchor = later.sources[0].anchor
        head = anchor.text.split()[-1].casefold() if anchor and anchor.text else ""
        same = earlier.sources[0].name == later.sources[0].name and head in words()["papers"]
        if same and 0 < last - first <= 2 and "\n\n" not in document.text[earlier.sentence.end : later.sentence.start]:
            made += [
                Speech(one, 0, later.sources, [(one.start, one.end)], "attribution.same-statement")
                for one in document.sentences[first:last]
            ]
    return made


def _narrated(document: Document, speeches: list[Speech]) -> list[Speech]:
    """ "According to the mayor, the assailants came at dawn. They burned ten huts.": what "they" did next is his account, too."""
    made: list[Speech] = []
    spoken = {speech.sentence.index for speech in speeches}
    for speech in speeches:
        opening = speech.sentence
        if speech.cue > 1 or speech.rule != "attribution.according-to" or opening.index + 1 in spoken:
            continue
        after = document.sentences[opening.index + 1 : opening.index + 2]
        whole = speech.covers(opening.start + len(opening.text.rstrip()) - 2)
        if not after or not whole or "\n" in document.text[opening.end : after[0].start]:
            continue
        first = after[0].tokens[:2]
        if len(first) == 2 and first[0].text == "They" and first[1].tag == "VBD":
            made.append(Speech(after[0], 0, speech.sources, [(after[0].start, after[0].end)], "attribution.narrated"))
    return made


def _listed(document: Document, speeches: list[Speech]) -> list[Speech]:
    """The items of a list that a speech opens ("X documented 40 deaths, as follows:"): they are the same speaker's."""
    made: list[Speech] = []
    for speech in speeches:
        opening = speech.sentence
        closed = opening.text.rstrip().endswith(":") and speech.covers(opening.start + len(opening.text.rstrip()) - 2)
        if not closed:
            continue
        for item in document.sentences[opening.index + 1 :]:
            if not item.is_item:
                break
            made.append(Speech(item, 0, speech.sources, [(item.start, item.end)], "attribution.listed"))
    return made


def _name_headlines(speeches: list[Speech]) -> None:
    """A headline's "monitor says" is whoever the body then names: the first source of its kind, or called by its word."""
    for i, speech in enumerate(speeches):
        source = speech.sources[0]
        early = speech.sentence.headline or speech.sentence.index == 0 or (source.kind == "observatory" and source.name.islower())
        if not early or source.anchor is None:
            continue
        if source.name != bare(source.anchor.text) and not source.anchor.text.endswith("authorities"):
            continue
        for later in speeches[i + 1 :]:
            loosely = speech.sentence.headline
            place = _same_source(source, later, loosely=loosely) if later.sentence is not speech.sentence else None
            if place is not None:
                named = later.sources[place]
                here = Source(named.name, named.kind, source.anchor)
                speech.sources = (*later.sources[:place], here, *later.sources[place + 1 :])
                break


def _same_source(source: Source, later: Speech, *, loosely: bool) -> int | None:
    """Which link of a later speech a headline's source stands for: by all of its words, or `loosely` by the last one."""
    if loosely and source.kind == "official" and state_of(source.name) is not None:  # "Mali says", whose ministry then says it
        own = state_of(source.name)
        nations = [state_of(word) for other in later.sources for word in other.name.split()]
        strange = any(one is not None and one != own for one in nations)  # "Ukraine says", and then Russia
        return None if strange else next((place for place, other in enumerate(later.sources) if other.kind == "official"), None)
    called = source.name.casefold().split()
    if source.anchor is not None and source.anchor.text.endswith("authorities"):  # "Houthi authorities": their ministry
        stem = called[0][:_STEM]
        return next((place for place, other in enumerate(later.sources) if stem in other.name.casefold()), None)
    head = called[-1]
    for place, other in enumerate(later.sources):
        asked = {head} if loosely and head not in words()["anonymous"] else set(called)
        if asked <= set(other.name.casefold().split()) and other.name != source.name:
            return place
        rescue = head in words()["rescue"] and any(word in other.name.casefold() for word in words()["rescuing"])
        if rescue or (source.kind == other.kind and source.kind in ("observatory", "un", "agency", "outlet")):
            return place
    return None


def _said_again(document: Document, draft: Draft, speeches: list[Speech]) -> tuple[Source, ...]:
    """Who says what a headline tells in the report's own voice, where the claim has words in the body too."""
    if not draft.sentence.headline:
        return ()
    body = [anchor for anchor in draft.anchors if anchor.start >= draft.sentence.end and len(anchor.text.split()) > 2]
    for anchor in body:
        held = [speech for speech in speeches if speech.covers(anchor.start) and speech.covers(anchor.end - 1)]
        if held or not document.sentence_at(anchor.start).headline:
            return _together(held)
    return ()


def _chain(draft: Draft, speeches: list[Speech]) -> tuple[Source, ...]:
    return _together([speech for speech in speeches if _holds(speech, draft)])


def _together(held: list[Speech]) -> tuple[Source, ...]:
    chain: list[Source] = []
    for speech in sorted(held, key=lambda speech: -speech.size):
        chain += [source for source in speech.sources if all(source.name != one.name for one in chain)]
    return tuple(chain)


def _holds(speech: Speech, draft: Draft) -> bool:
    """Whether the claim's trigger stands in the content; where the trigger is the verb of saying itself, most of its words."""
    trigger = draft.sentence.tokens[draft.trigger]
    anchor = draft.anchors[0]  # "two of them were children": a share whose verb stands with its whole
    apart = draft.kind == "toll" and not any(one.start <= trigger.start < one.end for one in draft.anchors)
    if speech.covers(anchor.start if apart else trigger.start):
        return True
    if draft.kind == "statement" or speech.sentence is not draft.sentence or speech.cue != trigger.i:
        return False
    return any(2 * _shared(speech, anchor.start, anchor.end) > anchor.end - anchor.start for anchor in draft.anchors)


def _shared(speech: Speech, start: int, end: int) -> int:
    return sum(max(0, min(end, last) - max(start, first)) for first, last in speech.spans)


def _of_the_whole(draft: Draft, drafts: list[Draft]) -> tuple[Source, ...]:
    """A share is said by whoever says its whole: the toll that it is part of, or the one that its sentence goes on counting."""
    whole = draft.fields.get("part_of")
    if isinstance(whole, Draft):
        return whole.attribution
    if draft.kind == "toll" and draft.sentence.index and _goes_on(draft.sentence):
        place = draft.sentence.index - 1
        before = [one for one in drafts if one.kind == "toll" and one.sentence.index == place and one.attribution]
        return before[-1].attribution if before else ()
    if draft.kind == "toll" and draft.fields["scope"] in _COUNTED and not draft.background:
        return _of_the_count(draft, drafts)
    return ()


def _of_the_count(draft: Draft, drafts: list[Draft]) -> tuple[Source, ...]:
    """ "The cumulative toll is now 900, the ministry said. Since May, 70 have been killed.": the same count goes on."""
    if any(one.kind != "toll" and one.sentence is draft.sentence and one.attribution for one in drafts):
        return ()
    near = [one for one in drafts if one.kind == "toll" and one.sentence.index == draft.sentence.index - 1]
    counted = bool(near) and all(one.attribution and one.fields["scope"] in _COUNTED for one in near)
    return near[-1].attribution if counted else ()


def _goes_on(sentence: Sentence) -> bool:
    opening = tuple(token.lower for token in sentence.tokens[:3])
    return any(opening[: len(row)] == row for row in words().continues) or _counts_on(sentence)


def _counts_on(sentence: Sentence) -> bool:
    """ "Another 33 people were hurt", "Forty-six were hurt, ten of them badly": a bare number opens the sentence."""
    tokens = sentence.tokens
    more = bool(tokens) and tokens[0].lower in words()["more"]
    i = (2 if tokens[0].lower in ("a", "an") else 1) if more else 0
    counted = i < len(tokens) and tokens[i].tag == "CD"
    while i < len(tokens) and tokens[i].tag in ("CD", "HYPH"):
        i += 1
    return counted and i < len(tokens) and (more or tokens[i].lower in words()["bare_count"])
