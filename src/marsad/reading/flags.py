"""Countries that only say whose a thing is, or where people are at home: no place of what happened."""

from __future__ import annotations

from marsad.model import PlaceMention
from marsad.reading.belonging import words
from marsad.reading.document import Sentence
from marsad.reading.tolls import singular_people

_COUNTRY = 6
"""UCDP's where_prec of a country."""


def is_flag(sentence: Sentence, place: PlaceMention) -> bool:
    """Whether a country only says whose a thing is, or where people are at home: "the US base at Rumaylan"."""
    token = sentence.token_at(place.start) if place.place is not None else None
    if token is None or not sentence.parsed:
        return False
    verb = sentence.tokens[token.head]
    if token.dep == "dobj" and verb.lemma in words("addressing"):
        return True  # "accusing Kyiv of using civilians"
    if token.dep in ("dobj", "nsubj") and any(one.lower in words("liable") for one in sentence.tokens[token.i + 1 : token.i + 2]):
        return True  # "held Israel responsible for the killing"
    if token.dep == "nsubj" and (verb.lemma in words("saying") or verb.lemma in words("disputing")):
        return True  # "Kyiv doesn't comment"
    if token.dep in ("compound", "nmod", "amod") and sentence.tokens[token.head].lower in words("forces_of"):
        return True  # "22 Puntland soldiers"
    talker = sentence.tokens[verb.head] if token.dep == "pobj" and verb.lower == "in" else token
    deed = sentence.tokens[talker.head].lemma
    if talker.dep == "nsubj" and talker.lower in words("negotiating") and deed not in words("saying"):
        return True  # "killed nine, as mediators in Cairo resumed their efforts"
    if place.place is None or place.place.precision != _COUNTRY:
        return False
    above, after = sentence.tokens[token.head], sentence.tokens[token.i + 1 : token.i + 3]
    if above.lower == "from" and above.head < above.i < token.i:
        whose = sentence.tokens[above.head]
        if whose.tag in ("NNS", "CD") or (whose.tag == "NN" and whose.lower in singular_people()):
            return True  # "nine peacekeepers from South Africa"
    if len(after) > 1 and after[0].text == "-" and after[1].tag in ("VBN", "VBD", "JJ"):
        return True  # "a Liberia-flagged tanker"
    if token.dep == "poss" and above.dep == "nsubj" and sentence.tokens[above.head].lemma in words("saying"):
        return True  # "Norway's rescue service said"
    if token.dep == "poss" and above.lower in (*words("forces_of"), *words("acts_of")):
        return True  # "Russia's invasion"
    if token.dep not in ("compound", "nmod", "amod") or token.head < token.i:
        return False
    return sentence.tokens[token.head].lower not in words("of_land")
