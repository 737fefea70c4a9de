"""How an agreement stands by the words about its noun: agreed, in force, threatened, violated, ended, or only sought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from marsad.model import When
from marsad.model.claim import AgreementStatus
from marsad.reading.document import Sentence
from marsad.reading.language import table
from marsad.reading.syntax import ancestors, children, is_negated, is_passive, noun_phrase

_OLD = timedelta(days=60)
_NEAR = 7
_STATUSES: tuple[AgreementStatus, ...] = ("agreed", "in_force", "threatened", "violated", "ended")


@dataclass(slots=True, frozen=True)
class Standing:
    """`verb` is the word that tells the status, `accuser` the verb of an accusation or denial; `sought`: only called for."""

    status: AgreementStatus | None = None
    verb: int | None = None
    accuser: int | None = None
    sought: bool = False


def standing_of(sentence: Sentence, head: int) -> Standing:
    """How the agreement stands whose noun is the token `head` of a parsed sentence."""
    tokens = sentence.tokens
    anchor = head
    named = _named_before(sentence, head)
    if named is not None:
        anchor = named
    while tokens[anchor].dep in ("conj", "appos") and tokens[anchor].head != anchor:
        anchor = tokens[anchor].head
    if _lies_tabled(sentence, head):
        return Standing(sought=True)
    found = _judged_at_once(sentence, head) or _governed(sentence, anchor)
    if found.status in ("agreed", "in_force") and found.verb is not None:  # "took effect in April and expired in October"
        ends = [
            one
            for one in children(sentence, found.verb, "conj")
            if one > found.verb and not children(sentence, one, "nsubj", "nsubjpass", "dobj")
        ]
        over = next((later for one in ends if (later := _by_subject(sentence, one)).status in ("ended", "violated")), None)
        found = over or found
    if found.status == "in_force" and found.verb is None and (over := _described(sentence, head)).status == "ended":
        return over  # "since the truce of April, which expired in October"
    if found.status or found.sought:
        return found
    return Standing(sought=True) if _is_proposed(sentence, head) else _described(sentence, head)


def _is_proposed(sentence: Sentence, head: int) -> bool:
    """Whether a clause tells that somebody has only proposed it: "the truce that X has proposed"."""
    tokens, clauses = sentence.tokens, children(sentence, head, "relcl")
    if [one.lower for one in tokens[head + 1 : head + 2]] in (["that"], ["which"]):  # the parse may hang it elsewhere
        ends = (one.i for one in tokens[head + 2 :] if one.text in ",;:." or one.tag in ("VBD", "VBN"))
        clauses += [one for one in [next(ends, None)] if one is not None]
    return any(sentence.tokens[one].lemma in _words("tabling") and not is_passive(sentence, one) for one in clauses)


def _judged_at_once(sentence: Sentence, head: int) -> Standing | None:
    """What is told of several together behind a comma: "two truces, both of them quickly broken"."""
    tokens = sentence.tokens
    comma = next((one.i for one in tokens[head + 1 : head + _NEAR] if one.text == ","), None)
    behind = tokens[comma + 1 : comma + _NEAR] if comma is not None else []
    if len(behind) < 3 or behind[0].lower not in ("both", "all", "each", "none") or behind[1].lower != "of":
        return None
    told = next((one for one in behind[2:] if one.tag in ("VBN", "VBD")), None)
    status = _status("object", told.lemma) or _status("subject", told.lemma) if told is not None else None
    return Standing(status, told.i) if told is not None and status in ("violated", "ended") else None


def _named_before(sentence: Sentence, head: int) -> int | None:
    """The paper's name that a noun explains, whatever the parse hangs it on: "broke the X agreement, a truce signed in Y"."""
    first = noun_phrase(sentence, head, of=False)[0]
    before = sentence.tokens[first - 1].text == "," and sentence.tokens[first].lower in ("a", "an", "the") if first > 1 else False
    return first - 2 if before and sentence.tokens[first - 2].lower in _words("macros.paper") else None


def is_tabled(sentence: Sentence, head: int, standing: Standing) -> bool:
    """Whether an agreement that isn't one yet lies on the table: "a proposal for a truce", "put forward a ceasefire"."""
    tokens = sentence.tokens
    above = tokens[tokens[tokens[head].head].head]
    if _is_proposed(sentence, head):
        return True
    if standing.verb is not None:
        verb = tokens[standing.verb]
        forward = any(tokens[child].lower == "forward" for child in verb.children)
        on = verb.lemma in _words("negotiating") and verb.tag == "VBG"
        return (verb.lemma in _words("tabling") or on or forward) and not is_negated(sentence, verb.i)
    if _lies_tabled(sentence, head):
        return True
    if tokens[head].dep != "pobj" or above.lower not in _words("tabled"):
        return False
    return not any(tokens[child].lower in ("no", "any", "without") for child in above.children)


def _lies_tabled(sentence: Sentence, head: int) -> bool:
    """Whether somebody has put a plan for it to others: "put a new proposal to both sides for a truce"."""
    tokens = sentence.tokens
    prep = tokens[tokens[head].head]
    if tokens[head].dep != "pobj" or prep.lower != "for":
        return False
    before = tokens[max(0, prep.i - _NEAR) : prep.i]
    plan = next((one for one in reversed(before) if one.lower in _words("tabled")), None)
    to = plan is not None and tokens[plan.i + 1].lower == "to"
    return to and not any(one.tag.startswith("VB") for one in tokens[plan.i : prep.i]) if plan is not None else False


def standing_of_pronoun(sentence: Sentence, i: int) -> Standing:
    """How an agreement stands that a pronoun speaks of ("It collapsed")."""
    found = _governed(sentence, i)
    return found if found.status in ("violated", "ended") else Standing()


def _governed(sentence: Sentence, i: int) -> Standing:
    """By the verb or noun that the noun depends on."""
    token = sentence.tokens[i]
    above = sentence.tokens[token.head]
    if token.dep in ("dobj", "obj", "nsubjpass", "dative"):
        return _by_verb(sentence, above.i, "object", above.lemma)
    if token.dep == "nsubj":
        return _by_subject(sentence, above.i)
    if token.dep == "pobj":
        return _by_preposition(sentence, above.i)
    if token.dep in ("compound", "nmod", "amod", "npadvmod"):
        status = _status("after", above.lower)
        return Standing(status, above.i, _accuser(sentence, above.i)) if status else Standing()
    if token.dep == "poss":
        status = _status("noun", above.lower)
        may = {sentence.tokens[one].lower for one in children(sentence, above.head, "aux")} & (_words("unlikely") | {"would"})
        if status == "ended" and may:  # "the deal's collapse would be a blow"
            status = "threatened"
        return Standing(status, above.i) if status else Standing()
    return Standing()


def _by_subject(sentence: Sentence, verb: int) -> Standing:
    tokens = sentence.tokens
    if is_passive(sentence, verb):
        found = _by_verb(sentence, verb, "object", tokens[verb].lemma)
        later = _later(sentence, verb) if found.status == "agreed" and tokens[verb].tag == "VBD" else None
        return later or found
    if tokens[verb].lemma == "be":
        near = {token.lower for token in tokens[verb + 1 : verb + 7]}
        if near & _words("brink"):
            return Standing("threatened", verb)
        if near & _words("over"):
            return Standing("ended", verb)
        return Standing("in_force", verb) if near & _words("standing") else Standing()
    own = {tokens[child].lower for child in tokens[verb].children}
    lemma = tokens[verb].lemma
    if lemma == "exist" and {token.lower for token in tokens[verb + 1 : verb + 5]} & _words("hollow"):
        return Standing("violated", verb)
    told = children(sentence, verb, "xcomp") if lemma in _words("seeming") else []
    if told and not is_negated(sentence, verb):  # "appeared to be holding"
        return _by_subject(sentence, told[0])
    for phrase in (f"{lemma} {word}" for word in own):
        if status := _status("subject", phrase):
            return _judged(sentence, verb, status)
    into = {tokens[one].lower for one in children(sentence, verb, "dobj")} & _words("stages")
    if lemma in ("come", "go", "enter", "take") and not (own & {"into", *_words("standing")} or into):
        return Standing()
    calmed = any(token.lemma in _words("calming") for token in tokens[verb : verb + 4])
    if calmed and "had" in own | {tokens[verb].lower} and _lasted_until(sentence, verb):
        return Standing("ended", verb)
    status = _status("subject", lemma) or _reduced(sentence, verb)
    if status == "ended" and children(sentence, verb, "dobj"):
        status = "in_force"
    if status == "ended" and tokens[verb].tag == "VBG" and own & {"is", "are", "was", "were"}:
        status = "threatened"  # "the agreement is unravelling"
    if lemma in _words("expiring") and tokens[verb].tag == "VBZ" and children(sentence, verb, "prep", "npadvmod"):
        status = "in_force"  # "expires in January"
    return _judged(sentence, verb, status) if status else Standing()


def _lasted_until(sentence: Sentence, verb: int) -> bool:
    """Whether something, and not a date, put an end to it: "had frozen the front until the assault"."""
    tokens = sentence.tokens
    ways = [one for one in children(sentence, verb, "prep") if tokens[one].lower in ("until", "till")]
    return any(tokens[end].tag in ("NN", "NNS") for way in ways for end in children(sentence, way, "pobj"))


def _reduced(sentence: Sentence, verb: int) -> AgreementStatus | None:
    """The status by a headline's participle, read as a verb by the parse: "Truce violated in X", "the truce agreed in May"."""
    token = sentence.tokens[verb]
    clauses = [one for one in children(sentence, verb, "ccomp") if children(sentence, one, "nsubj", "nsubjpass")]
    if token.tag not in ("VBD", "VBN") or clauses or children(sentence, verb, "dobj", "aux", "xcomp"):
        return None
    status = _status("object", token.lemma)
    later = _later(sentence, verb)
    return later.status if later else (status if status in ("agreed", "violated", "ended") else None)


def _later(sentence: Sentence, verb: int) -> Standing | None:
    """What a verb tells that shares the subject of a participle taken for one: "a truce agreed by X was broken within hours"."""
    joined = [
        one
        for one in children(sentence, verb, "conj", "dep", "ccomp")
        if not children(sentence, one, "nsubj", "nsubjpass", "dobj")
    ]
    return next((found for one in joined if (found := _by_subject(sentence, one)).status), None)


def _by_preposition(sentence: Sentence, preposition: int) -> Standing:
    tokens = sentence.tokens
    word, above = tokens[preposition].lower, tokens[tokens[preposition].head]
    if word in _words("before.in_force"):
        helping = {tokens[child].lower for child in children(sentence, above.i, "aux")} if above.tag.startswith("V") else set()
        told = children(sentence, above.i, "xcomp") if above.lemma == "be" else []  # "are to leave"
        pending = not helping.isdisjoint(_words("pending")) or any(children(sentence, one, "aux") for one in told)
        return Standing("agreed" if word == "under" and pending else "in_force")  # "under a deal, X are to leave"
    if above.tag.startswith("N"):
        if above.lower in _words("sought_nouns"):
            return Standing(sought=True)
        if above.lower in _words("wording"):  # "agreed on the text of a treaty"
            return _governed(sentence, above.i)
        status = _status("noun", above.lower)
        if status == "in_force" and word not in ("of", "to"):
            return Standing()
        return Standing(status, above.i, _accuser(sentence, above.i)) if status else Standing()
    if word == "with" and above.lemma in _words("closing"):
        return Standing("agreed", above.i)  # "the war ended with an agreement"
    if above.tag.startswith("V") and word in ("to", "on", "for", "by", "from", "of", "with", "upon"):
        return _by_verb(sentence, above.i, "object", above.lemma)
    if above.tag == "IN" or above.dep == "prep":
        outer = tokens[above.head]
        return _by_verb(sentence, outer.i, "object", outer.lemma) if outer.tag.startswith("V") else Standing()
    return Standing()


def _by_verb(sentence: Sentence, verb: int, table_name: str, lemma: str) -> Standing:
    tokens = sentence.tokens
    for child in tokens[verb].children:
        if status := _status(table_name, f"{lemma} {tokens[child].lower}"):
            return _judged(sentence, verb, status)
    made = lemma in _words("brokers") and tokens[verb].tag in ("VBD", "VBN") and not children(sentence, verb, "aux")
    infinitive = lemma in _words("brokers") and tokens[verb].tag == "VB" and children(sentence, verb, "aux")
    if infinitive and tokens[tokens[verb].head].lemma in _words("sought"):
        return Standing(verb=verb, sought=True)  # "asked X to mediate a truce"
    if lemma in _words("sought") and not made:  # "elders negotiated a truce" made one
        return Standing(verb=verb, sought=True)
    if lemma == "put" and any(tokens[child].lower == "forward" for child in tokens[verb].children):
        return Standing(verb=verb, sought=True)
    if lemma == "put" and {token.lower for token in tokens[verb : verb + 8]} & {"risk", "jeopardy", "danger", "strain"}:
        return Standing("threatened", verb)
    status = _status(table_name, lemma)
    return _judged(sentence, verb, status) if status else Standing()


def _judged(sentence: Sentence, verb: int, status: AgreementStatus) -> Standing:
    """The status in the light of what stands about its verb: may, not, fails to, threatens to, accused of."""
    tokens = sentence.tokens
    aux = {tokens[child].lower for child in children(sentence, verb, "aux")}
    upper = tokens[tokens[verb].head].lemma if tokens[verb].dep in ("xcomp", "pcomp", "ccomp", "prep") else ""
    if tokens[verb].dep == "pcomp":
        upper = tokens[tokens[tokens[verb].head].head].lemma
    marks = {tokens[child].lower for child in children(sentence, verb, "mark", "advmod")} & _words("conditions")
    if marks and not (marks == {"until"} and tokens[verb].tag == "VBD"):  # "fighting raged until a truce took effect"
        return Standing(verb=verb)
    if "to" in aux and any(tokens[above].lemma in _words("sought") for above in ancestors(sentence, verb)):
        return Standing(verb=verb, sought=status == "agreed")
    by = [end for agent in children(sentence, verb, "agent") for end in children(sentence, agent, "pobj")]
    nobody = any(tokens[child].lower in ("neither", "no") for end in by for child in children(sentence, end, "det"))
    if nobody or is_negated(sentence, verb):  # "has been accepted by neither side"
        if status == "in_force" and tokens[verb].lemma in _words("keeping"):
            return Standing("violated", verb)
        if status == "in_force" and any(tokens[one].lower == "never" for one in tokens[verb].children):
            return Standing("ended", verb)  # "never took hold"
        return Standing(verb=verb, sought=status == "agreed")
    if status in ("ended", "violated") and (aux & _words("unlikely") or upper in _words("menacing")):
        return Standing("threatened", verb)
    if upper in _words("reluctant"):
        return Standing("ended", verb) if status == "in_force" else Standing(verb=verb, sought=status == "agreed")
    if upper in _words("sought"):
        return Standing(verb=verb, sought=status == "agreed")
    if status == "in_force" and (upper in _words("object.agreed") or aux & _words("pending")):
        return Standing("agreed", verb)
    return Standing(status, verb, _accuser(sentence, verb))


def _accuser(sentence: Sentence, i: int) -> int | None:
    """The verb of accusing or denying under which a word stands; in "trade blame as a truce ends" none governs the truce."""
    tokens = sentence.tokens
    for above in ancestors(sentence, i):
        if tokens[i].dep == "advcl" and children(sentence, i, "mark"):
            return None
        if tokens[i].dep in ("ccomp", "parataxis") and above > i:  # "A and B signed a truce; each now accuses the other"
            return None
        if tokens[above].tag.startswith("V") and tokens[above].lemma in _words("accusing") | _words("denying"):
            return above
        if tokens[above].lower in _words("accusing_nouns") and tokens[tokens[above].head].lemma in _words("accusing_with"):
            return tokens[above].head
        i = above
    return None


def _described(sentence: Sentence, head: int) -> Standing:
    """By the noun's own modifiers: adjectives, participles, relative clauses, "in place"; the furthest stage that they tell."""
    tokens = sentence.tokens
    found: list[AgreementStatus] = []
    dated = [end for of in children(sentence, head, "prep") for end in children(sentence, of, "pobj") if tokens[of].lower == "of"]
    further = [one for end in dated for one in children(sentence, end, "relcl") if tokens[end].tag == "NNP"]
    for child in (*tokens[head].children, *further):  # "the truce of April 2022, which expired in October"
        token, status = tokens[child], None
        if token.dep == "amod":
            status = _status("adjective", token.lower)
        elif token.dep in ("acl", "relcl") and child > head:
            passive = is_passive(sentence, child)
            status = (_by_verb(sentence, child, "object", token.lemma) if passive else _by_subject(sentence, child)).status
            status = status or _broken_off(token.lemma)  # "The truce frayed", read as a participle
        elif token.lower == "in" and child + 1 < len(tokens) and tokens[child + 1].lower in _words("standing"):
            status = "in_force"
        if status:
            found.append(status)
    return Standing(max(found, key=_STATUSES.index, default=None))


def _broken_off(lemma: str) -> AgreementStatus | None:
    status = _status("subject", lemma)
    return status if status in ("threatened", "ended") else None


def sets_apart(sentence: Sentence, first: int) -> bool:
    """Whether a time only counts the agreement among others, or says when it runs out: "the third since May"."""
    prep = sentence.tokens[first] if sentence.tokens[first].lower == "since" else sentence.tokens[sentence.tokens[first].head]
    above = sentence.tokens[prep.head]
    expires = above.lemma in _words("expiring") and prep.dep == "prep"
    over = above.tag == "VBD" and not children(sentence, above.i, "aux")  # "expired on Friday": then it ended
    return (prep.lower == "since" and above.tag.startswith(("JJ", "N")) and above.dep == "appos") or (expires and not over)


def is_old(when: When, published: date | None) -> bool:
    """Whether the agreement was made so long before the report that it isn't its news."""
    end = when.start if when.text.casefold().startswith("since") else when.end or when.start
    return bool(published and end and date.fromisoformat(end[:10]) < published - _OLD)


def _status(name: str, word: str) -> AgreementStatus | None:
    return next((status for status in _STATUSES if word in _words(f"{name}.{status}")), None)


@lru_cache(maxsize=64)
def _words(name: str) -> frozenset[str]:
    found = table("agreements")
    for part in name.split("."):
        found = found.get(part, {})
    return frozenset(found)
