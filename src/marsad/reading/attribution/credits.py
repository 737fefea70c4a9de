"""Whose news or figure it is, in brackets: "(source: OCHA)", "(IOM estimate, 23 June)", "(Sana)", "[Sana, Friday] P"."""

from __future__ import annotations

from marsad.model import ActorMention, Source
from marsad.reading.attribution.naming import bare, kind_of
from marsad.reading.attribution.speech import Speech
from marsad.reading.attribution.words import words
from marsad.reading.document import Document, Sentence, Token, within

_CLOSES = {"(": ")", "[": "]"}
_LONGEST = 10
_REPORTING = ("agency", "outlet", "observatory", "un")


def find_credits(document: Document, sentence: Sentence) -> list[Speech]:
    """The speech of a credit in brackets: the clause that it stands behind, or all of the sentence that it opens."""
    tokens = sentence.tokens
    if "(" not in sentence.lowers and "[" not in sentence.lowers:
        return []
    start = 0
    for token in tokens:
        if token.text in (";", ":") and token.i < len(tokens) - 1:
            start = token.i + 1
        sign = _CLOSES.get(token.text)
        close = next((one.i for one in tokens[token.i + 1 : token.i + _LONGEST] if one.text == sign), None) if sign else None
        if close is None:
            continue
        spans = _spans(document, sentence, start, token.i, close)
        source = _credited(document, sentence, token.i, close) if spans else None
        if source is not None and source.name != document.report.source:
            return [Speech(sentence, token.i, (source,), spans, "attribution.bracketed")]
    return []


def _spans(document: Document, sentence: Sentence, start: int, opened: int, close: int) -> list[tuple[int, int]]:
    """What a bracket is the credit of: the words before it, those after one that opens a sentence, the sentence before it."""
    tokens = sentence.tokens
    if opened - start >= 2:
        return [(tokens[start].start, tokens[opened - 1].end)]
    if opened:
        return []
    if close + 2 < len(tokens):
        return [(tokens[close + 1].start, sentence.end)] if tokens[0].text == "[" else []
    before = document.sentences[sentence.index - 1] if sentence.index else None
    joined = before is not None and "\n" not in document.text[before.end : sentence.start]
    return [(before.start, before.end)] if before is not None and joined else []


def _credited(document: Document, sentence: Sentence, opened: int, close: int) -> Source | None:
    """The source that a bracket names: told to be one, with a date or a tally, or a reporting body alone at the end."""
    tokens = sentence.tokens
    held = tokens[opened + 1 : close]
    comma = next((one.i - held[0].i for one in held if one.text == ","), len(held))
    dated = comma < len(held) and bool(within(document.times, held[comma].start, held[-1].end))
    told = bool(held) and held[0].lower in ("source", "sources")
    name = held[1 + (held[1].text == ":") :] if told and len(held) > 1 else held[:comma]
    tally = len(name) > 1 and name[-1].lower in words()["tallies"]
    name = name[:-1] if tally else name
    if not name:
        return None
    last = close + 1 >= len(tokens) or (close + 2 == len(tokens) and not tokens[close + 1].text.isalnum())
    alone = (last or opened == 0) and comma == len(held)
    mentions = within(document.actors, name[0].start, name[-1].end)
    anchor = document.anchor(name[0].start, name[-1].end)
    body = next((one.actor for one in mentions if one.actor.kind not in ("state", "civilians")), None)
    if (told or tally or dated) and body is not None:
        return Source(body.name, kind_of(body, None), anchor)
    if told or (tally and name[0].text[:1].isupper()):
        return Source(bare(anchor.text), "other", anchor)
    role = words().roles.get(name[-1].lower) if alone and last and opened else None
    if role is not None and body is None and name[-1].tag.startswith("NN"):  # "five killed (hospital source)"
        return Source(bare(anchor.text), role, anchor)
    if alone and last and body is not None and sentence.is_item and body.kind != "person":  # "Sake: two soldiers killed (army)"
        return Source(body.name, kind_of(body, None), anchor)
    return _reporting(document, name, mentions, tokens[opened]) if alone or dated else None


def _reporting(document: Document, name: list[Token], mentions: list[ActorMention], opening: Token) -> Source | None:
    """An agency, outlet or observatory that a bracket holds and nothing else; one that is only a name's short form is none."""
    anchor = document.anchor(name[0].start, name[-1].end)
    if mentions:
        actor = mentions[0].actor
        before = within(document.actors, max(0, opening.start - 2), opening.start)
        kind = kind_of(actor, None)
        short = any(one.actor.name == actor.name for one in before)
        return Source(actor.name, kind, anchor) if kind in _REPORTING and not short else None
    if len(name) < 2 or not all(token.text[:1].isupper() or token.lower in ("of", "for", "and", "the") for token in name):
        return None
    kinds = [words().roles.get(token.lower) for token in (name[0], name[-1])]
    found = next((kind for kind in kinds if kind in _REPORTING), None)
    return Source(bare(anchor.text), found, anchor) if found else None
