"""What stands between a count and the verb that says its outcome: asides, other deeds, what befell those counted first."""

from __future__ import annotations

from marsad.reading.tolls.count import Count
from marsad.reading.tolls.nouns import NounLinker
from marsad.reading.tolls.verbs import Link, Verb

_REACH = 18
_ASIDE = 8
_SAID = 4
"""Tokens before a number in which it is told what it is of."""
_FINITE = ("VBD", "VBZ", "VBP")


class BetweenLinker(NounLinker):
    """Reads the words from a count on to its verb."""

    def _told_of_share(self, share: Count) -> bool:
        """Whether an outcome's verb follows a share, auxiliaries apart."""
        i = share.last
        while i < len(self.tokens) and (self._auxiliary_at(i) or self.tokens[i].tag == "RB" or self.tokens[i].lower == "since"):
            i += 1
        return i in self.starts

    def _marked(self, share: Count) -> bool:
        """Whether a count tells of the bodies of a share: "including the bodies of 12"."""
        before = {token.lower for token in self.tokens[max(0, share.first - _SAID) : share.first]}
        return bool(before & {"bodies", "remains"}) and "of" in before

    def _both(self, count: Count) -> bool:
        """ "lost 1,080 soldiers killed and wounded": a number of the dead and the hurt together is of neither."""
        i = count.last + (count.last < len(self.tokens) and self.tokens[count.last].text == ",")
        said = [token.lower for token in self.tokens[i : i + 3]]
        own = i + 3 in self.at or (i + 4 in self.at and self.tokens[i + 3].tag == "RB")
        pair = said[:1] in (["killed"], ["dead"]) and said[1:] in (["and", "wounded"], ["and", "injured"], ["or", "wounded"])
        return pair and not own

    def _still_held(self, count: Count) -> Link | None:
        """ "Ninety of the hostages remain in X": whom their captors still hold."""
        held = [token.lower for token in self.tokens[count.number_end : count.last]]
        after = [token.lower for token in self.tokens[count.last : count.last + 3]]
        stays = after[:1] in (["remain"], ["remained"], ["remains"]) or after[1:2] == ["still"]
        if not stays or not {"hostages", "captives", "abductees"} & set(held) or not {"in", "inside", "held"} & set(after):
            return None
        return Link("captured", count.last, "toll.captured-subject", count.last, count.last + 1)

    def _has_fate(self, share: Count) -> bool:
        """Whether what follows a bare number is said of it: "12 confirmed dead", "31 who were killed"."""
        i = share.last
        while i < len(self.tokens) and (self.tokens[i].lower in self.words.words["between"] or self.tokens[i].lower == "who"):
            i += 1
        return i in self.starts or (i > share.last and self._auxiliary_at(i))

    def came_back(self, last: int) -> bool:
        """ "Six people reported missing turned up unharmed": whether what ends before token `last` is over."""
        words = self.words.words
        for token in self.tokens[last : last + _ASIDE]:
            if token.text in (",", ";") or token.lower in ("and", "while", "but"):
                return False
            if token.tag in _FINITE and token.lower in words["came_back"]:
                return True
        return False

    def _of_things(self, count: Count) -> bool:
        """Whether a bare number goes on about things of which something was said just before."""
        before = next((one for one in reversed(self.counts) if one.last <= count.first and one is not count), None)
        after = self.tokens[before.last].lower if before is not None and before.thing and before.last < len(self.tokens) else ""
        return after in self.words.words["be"]

    def _does_else(self, i: int) -> bool:
        """Whether a count's perfect tense tells of a deed and of no outcome: "has treated 62 wounded"."""
        token, words = self.tokens[i], self.words.words
        return (
            token.tag == "VBN" and self._has_have_at(i) and token.lower not in words["between"] and token.lower not in words["be"]
        )

    def _has_have_at(self, i: int) -> bool:
        """Whether "have", "has" or "had" stands before a token, adverbs apart."""
        k = i - 1
        while k > 0 and self.tokens[k].tag.startswith("RB"):
            k -= 1
        return k >= 0 and self.tokens[k].lower in ("have", "has", "had")

    def _said_aside(self, i: int) -> int | None:
        """One past an aside that only says who says so: "six, he said, were shot"."""
        for k in range(i + 2, min(i + _ASIDE, len(self.tokens))):
            if self.tokens[k].text == ",":
                said = {token.lower for token in self.tokens[i + 1 : k]} & self.words.words["says"]
                if self.tokens[i + 1].lower in self.words.words["guesses"]:
                    return k + 1  # "at least 30 people, perhaps 50, died", "19 men, among whom were two chiefs, gave up"
                return k + 1 if said and not any(i < count.first < k and not count.single for count in self.counts) else None
        return None

    def _then_died(self, i: int) -> bool:
        """ "was hit in the crossfire and died", "were herded into a barn and burned alive"."""
        words = self.words.words
        hit = self.tokens[i].lower in words["hit"]
        if i + 1 < len(self.tokens) and self.tokens[i + 1].lower == "and" and self._hurt_at(i + 2):
            return True  # "had been shot and wounded"
        for k in range(i + 1, min(i + _REACH, len(self.tokens) - 1)):
            if self.tokens[k].lower not in ("and", ","):
                hit = hit and self.tokens[k].text != ";"
            elif (hit and self.tokens[k + 1].lower in (*words["died"], "later", "then")) or (
                self.tokens[k].lower == "and" and self._fate_at(k + 1)
            ):
                return True
            if self.tokens[k].tag in _FINITE:
                return False
        return False

    def _died_of_it(self, verb: Verb) -> bool:
        """ "was hit by a bullet and died": whether the hurt is told only as what somebody died of."""
        told = verb.last - verb.first > 1 and self.tokens[verb.first].lower in self.words.words["hit"]
        return told and self._then_died(verb.first)

    def _since_died(self, verb: Verb) -> Verb | None:
        """ "One of those who were hurt on Sunday has died": what the main clause tells of them."""
        ends = verb.meanings[0].outcome == "injured"
        later = [one for one in self.verbs if ends and 0 < one.first - verb.last < _REACH and self._has_have(one)]
        return next((one for one in later if one.means("intransitive") and one.meanings[0].outcome == "killed"), None)

    def _describes(self, i: int) -> bool:
        """Whether an adjective stands before a noun: "was shot by foreign troops and died"."""
        after = self.tokens[i + 1].tag if i + 1 < len(self.tokens) else ""
        return self.tokens[i].tag == "JJ" and after.startswith("NN")

    def _since(self, i: int) -> bool:
        """ "17 have since died"."""
        return self.tokens[i].lower == "since" and self._auxiliary_at(i - 1) and self.starts.get(i + 1) is not None

    def _fate_at(self, i: int) -> bool:
        verb = self.starts.get(i)
        return verb is not None and self.tokens[i].tag in ("VBN", "VBD") and verb.meanings[0].outcome == "killed"

    def _hurt_at(self, i: int) -> bool:
        verb = self.starts.get(i)
        return verb is not None and self.tokens[i].tag in ("VBN", "VBD") and verb.means("transitive") is not None

    def _died_later(self, count: Count, link: Link) -> Link | None:
        """ "A man wounded in the raid died on Friday", "two detainees died under torture": the end of those hurt or taken."""
        if link.outcome not in ("injured", "detained", "captured", "missing") or link.active or link.first < count.first:
            return None
        stop = self.words.words["stop_subordinate"] | {"and", "or", ",", ";", ":"}
        related = link.last > count.last and count.last < len(self.tokens) and self.tokens[count.last].lower == "who"
        for i in range(link.last, min(link.last + _REACH, len(self.tokens))):
            verb, token = self.starts.get(i), self.tokens[i]
            if i == count.last and token.lower == "who":
                related = True  # "two detainees who were held in its cells died"
                continue
            if related and token.lower in self.words.words["auxiliaries"]:
                continue
            if token.lower in stop or i in self.at or token.tag in ("VBZ", "VBP", "MD", "PRP"):
                return None
            meaning = verb.means("intransitive") if verb is not None else None
            if related and meaning is None and verb is not None and self._passive_before(i):
                meaning = verb.means("transitive")
            if verb is not None and meaning is not None and meaning.outcome == "killed":
                return Link("killed", verb.first, "toll.killed-subject", verb.first, verb.last)
            if token.tag == "VBD":
                return None
        return None

    def _passive_before(self, i: int) -> bool:
        """Whether a form of "be" stands just before a verb."""
        return i > 0 and self.tokens[i - 1].lower in self.words.words["be"]

    def _goes_on(self, i: int) -> bool:
        """Whether a bare number can be the subject of what follows: "18 in Homs died", not "612 A woman died"."""
        if i >= len(self.tokens) or i in self.at:
            return False
        token = self.tokens[i]
        if token.text == "," and i + 1 < len(self.tokens) and self.tokens[i + 1].lower in self.words.share_words:
            return True  # "fourteen more, including one child, were hurt"
        if token.text == "," and i + 1 in self.at and self.at[i + 1].pronoun:
            return True  # "a family of seven, four of them children, was wiped out"
        return self._auxiliary_at(i) or token.tag in ("IN", "RB", "VBN", "JJ", "MD") or token.lower in self.words.words["between"]

    def _has_have(self, verb: Verb) -> bool:
        return any(token.lower in ("have", "has", "had") for token in self.tokens[max(0, verb.first - 2) : verb.first])

    def _auxiliary_at(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].lower in self.words.words["auxiliaries"]
