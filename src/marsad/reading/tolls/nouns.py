"""Outcomes said by nouns: "a death toll of 311", "12 bodies", "the killing of 12 villagers"."""

from __future__ import annotations

from marsad.model.claim import Outcome
from marsad.reading.document import within
from marsad.reading.syntax import roles
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.counts import take_group
from marsad.reading.tolls.people import PeopleLinker
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import ACTIVE

_REACH = 22
_NUMBER_OF = 6
_LOSSES = 11
"""Tokens from "losses" to their number: "its losses since the start of the offensive to 359"."""
_FINITE = ("VBD", "VBZ", "VBP")
_HEADING = 4
"""Tokens of a heading that stands as a sentence of its own."""
_SAID_OF = 12
_QUOTES = frozenset(('"', "\u201c", "``", "'", "\u2018"))
_OPENERS = frozenset({"the", "a", "an", "its", "their", "two", "three"})
_CLOSERS = frozenset({";", ":", "•"})


class NounLinker(PeopleLinker):
    """Finds the outcome of counts by nouns; what it knows of the sentence serves the verbs too."""

    def superseded(self, count: Count) -> bool:
        """Whether the number is an older one: "rose to 16 from 12", "up from 12", "raised from 12 to 16"."""
        before = [self.tokens[k].lower for k in range(max(0, count.first - 3), count.first)]
        if not before or before[-1] != "from":
            return False
        near = [token.lower for token in self.tokens[max(0, count.first - 14) : count.last + 6]]
        return bool(self.words.words["changes"] & set(near))

    def _by_toll(self, count: Count) -> Link | None:
        """ "death toll of 311", "the number of dead rose to 16"."""
        tokens, i = self.tokens, count.first - 1
        if i >= 0 and tokens[i].lower not in self.words.words["toll_links"]:
            i = self._skip_soft(i, self.words.words["adverbs"])
        if i < 0 or tokens[i].lower not in self.words.words["toll_links"] or count.named is not None:
            return None  # "the toll could climb, as several of the injured were in a grave condition"
        for k in range(i, max(-1, i - _REACH), -1):
            if tokens[k].text in _CLOSERS and k != i:
                return None
            if tokens[k].lower not in self.words.toll_words:
                continue
            for outcome, phrases in self.words.tolls.items():
                size = phrases.at(tokens, k)
                if not size or k + size > i + 1 or (size == 1 and not self._is_toll(k)):
                    continue
                if self._blocked(k + size, i):
                    return None
                first = next((m for m in range(max(0, k - 4), k) if phrases.at(tokens, m) == k + size - m), k)
                return Link(outcome, k + size - 1, f"toll.{outcome}-count", first, k + size)
        return None

    def _by_number(self, count: Count) -> Link | None:
        """ "the number of villagers taken rose to 63", "put the number of children among the dead at six": whoever is counted."""
        tokens, i = self.tokens, count.first - 1
        if i >= 0 and tokens[i].lower not in self.words.words["toll_links"]:
            i = self._skip_soft(i, self.words.words["adverbs"])
        if i < 3 or not count.elided or tokens[i].lower not in self.words.words["toll_links"]:
            return None
        k = next((k for k in range(i - 1, max(-1, i - _REACH), -1) if tokens[k].lower == "number"), -1)
        if k < 0 or tokens[k + 1].lower != "of" or any(token.text in _CLOSERS for token in tokens[k : i - 1]):
            return None
        among = next((m for m in range(k + 2, i) if tokens[m].lower in self.words.words["among"]), None)
        named = [m for m in range(among, i) if tokens[m].lower in self.words.the_dead] if among is not None else []
        verb = next((one for one in self.verbs if k + 1 < one.first < i), None)
        meaning = verb.means("state", "intransitive", *ACTIVE) if verb is not None else None
        outcome = self.words.the_dead[tokens[named[0]].lower] if named else meaning.outcome if meaning is not None else None
        end = named[0] + 1 if named else verb.last if verb is not None else 0
        finite = tokens[end - 1].tag in ("VBD", "VBZ") and tokens[k - 2].lower not in self.words.words["put"]
        if outcome is None or self._blocked(end, i) or finite:
            return None
        take_group(self.document, tokens, count, k + 2 + (tokens[k + 2].text in _QUOTES))
        count.last = count.number_end
        if not count.known and tokens[k + 2].lower not in self.words.words["pronouns"]:
            return None  # "the number of villages captured rose to 12"
        return Link(outcome, end - 1, f"toll.{outcome}-{'part-count' if named else 'count'}", k, end)

    def _to_death(self, count: Count) -> Link | None:
        """ "burning five motorists to death", "shot two men dead": the end that a blow came to stands behind its object."""
        i, words, end = self._skip_soft(count.first - 1, self.words.words["soft"]), self.words.words, count.last
        if i < 0 or count.thing or self.tokens[i].lower not in words["blows"]:
            return self._lost_or_taken(count, i)
        after = [token.lower for token in self.tokens[end : end + 2]]
        last = end + 2 if after == ["to", "death"] else end + 1 if after[:1] in (["dead"], ["alive"]) else 0
        if not last or (after[0] == "alive" and not self.tokens[i].lower.startswith("bur")):
            return None
        return Link("killed", i, "toll.killed-object", i, last, active=True)

    def _lost_or_taken(self, count: Count, i: int) -> Link | None:
        """ "cost a woman her life", "took four girls with them": what stands behind the counted tells what the verb did."""
        first, last = self._list_of(count)
        i = i if first is count else self._skip_soft(first.first - 1, self.words.words["soft"])
        verb = self.tokens[i].lower if i >= 0 else ""
        end = last.last
        tail = [token.lower for token in self.tokens[end : end + 2]]
        if verb in ("cost", "costs", "costing") and tail[1:] in (["life"], ["lives"]):
            return Link("killed", i, "toll.killed-object", i, count.last + 2, active=True)
        if verb in self.words.words["forcing"] and tail[:1] == ["to"] and tail[1:] and tail[1] in self.words.words["fleeing"]:
            people = count.known or (count.elided and (count.figure.low or count.figure.high or 0) >= self.words.many_movers)
            return Link("displaced", i, "toll.displaced-object", i, end + 2, active=True) if people and not count.thing else None
        if verb in self.words.words["driving"] and self._driven(count, end):
            return Link("displaced", i, "toll.displaced-object", i, end, active=True)
        if verb in ("laid", "laying", "lay") and tail == ["to", "rest"] and count.known:
            return Link("killed", i, "toll.killed-object", i, end + 2, active=True)
        state = self.tokens[count.head].lower if count.head is not None else ""
        if state in self.words.words["held_as"] and verb in self.words.words["taking"] and not count.single:
            return Link("captured", i, "toll.captured-object", i, end, active=True)  # "killed 80 and took five prisoner"
        taken = tail in (["with", "them"], ["along", "with"]) and verb in ("took", "taking", "takes", "taken")
        off = tail[:1] == ["away"] or (tail[:1] == ["off"] and "".join(tail[1:]) not in _OPENERS)  # not "off the burning ship"
        if (taken or (off and verb in self.words.words["leading"])) and count.known:
            return Link("captured", i, "toll.captured-object", i, end + 1, active=True)  # "marched 20 men away"
        return None

    def _driven(self, count: Count, end: int) -> bool:
        """Whether what follows people who are driven, from token `end` on, makes them leave: "7,000 people into Rwanda"."""
        way = self.tokens[end].lower if end < len(self.tokens) else ""
        homes = {token.lower for token in self.tokens[end : end + 3]} & {"homes", "houses", "villages"}
        many = (count.figure.low or count.figure.high or 0) >= self.words.many_movers
        families = count.thing and count.head is not None and self.tokens[count.head].lower in ("families", "households")
        people = count.known or (count.elided and many)
        told = (way == "from" and bool(homes)) or (many and way in ("into", "across", "out", "over", "towards", "toward"))
        return told and people and not (count.thing or families) and count.side != "combatants" and not count.single

    def _list_of(self, count: Count) -> tuple[Count, Count]:
        """The first and the last of those that a list joins a count with: "took a nurse and three farmers away"."""
        at = next((k for k, one in enumerate(self.counts) if one is count), 0)
        first = last = at
        while first > 0 and self._only_and(self.counts[first - 1], self.counts[first]):
            first -= 1
        while last + 1 < len(self.counts) and self._only_and(self.counts[last], self.counts[last + 1]):
            last += 1
        return self.counts[first], self.counts[last]

    def _only_and(self, one: Count, other: Count) -> bool:
        """Whether "and" or a comma alone stands between two counts."""
        between = [token.lower for token in self.tokens[one.last : other.first]]
        return between in (["and"], [","], [",", "and"])

    def _brought(self, count: Count) -> Link | None:
        """ "bringing to 113 the number of people killed"."""
        i = count.first - 1
        if i < 1 or self.tokens[i].lower != "to" or self.tokens[i - 1].lower not in self.words.words["bringing"]:
            return None
        k = count.last + 1
        if k >= len(self.tokens) or self.tokens[count.last].lower not in ("the", "its", "their"):
            return None
        if k + 1 < len(self.tokens) and self.tokens[k + 1].lower == "of":
            take_group(self.document, self.tokens, count, k + 2)
        for outcome, phrases in self.words.tolls.items():
            size = phrases.at(self.tokens, k)
            if size:
                return Link(outcome, k + size - 1, f"toll.{outcome}-count", k, k + size)
        losses = next(
            (m for m in range(k, min(k + _HEADING, len(self.tokens))) if self.tokens[m].lower in ("losses", "dead")), None
        )
        if losses is not None:  # "bringing to 11 the army's losses"
            take_group(self.document, self.tokens, count, k)
            return Link("killed", losses, "toll.killed-count", k, losses + 1)
        if self.tokens[k].lower == "number":
            for verb in self.verbs:
                if k < verb.first <= k + _NUMBER_OF:
                    return Link(verb.meanings[0].outcome, verb.first, f"toll.{verb.meanings[0].outcome}-count", k, verb.last)
        return None

    def _put_losses(self, count: Count) -> Link | None:
        """ "put the army's losses at 12", "put rebel losses at 40": whose losses, by their owner."""
        words, i = self.words.words, self._skip_soft(count.first - 1, self.words.words["adverbs"])
        told = self.starts.get(count.last)
        if (
            not count.elided
            or (told and told.meanings[0].outcome != "killed")
            or i < 2
            or self.tokens[i].lower not in ("at", "to")
        ):
            return None
        verbs = words["put"] if self.tokens[i].lower == "at" else words["bringing"]
        k = next((k for k in range(i - 1, max(1, i - _LOSSES), -1) if self.tokens[k].lower in words["put_losses"]), None)
        if (
            k is None
            or self._blocked(k + 1, i)
            or any(token.tag in _FINITE and token.lower not in words["begins"] for token in self.tokens[k + 1 : i])
        ):
            return None
        owned = k - 1 - (self.tokens[k - 1].lower == "own")
        owner = self.tokens[owned - 1 if self.tokens[owned].tag == "POS" else owned]
        named = within(self.document.actors, owner.start, owner.end)
        put = any(token.lower in verbs for token in self.tokens[max(0, owner.i - _NUMBER_OF) : owner.i + 1])
        plain = self.tokens[k].lower != "losses" or owned < k - 1 or verbs is words["bringing"]
        if not put or not (named or (owner.tag == "PRP$" and plain) or owner.lower in words["fighting_losses"]):
            return None
        return Link("killed", k, "toll.killed-losses", i, i + 1)

    def to_hospital(self, count: Count) -> Link | None:
        """ "30 others, some in a serious state, were ferried to X hospital": those who were taken to where they are treated."""
        tokens, words, moved = self.tokens, self.words.words, 0
        for i in range(count.last, min(count.last + _REACH, len(tokens) - 1)):
            token = tokens[i]
            led = (
                tokens[i - 1].lower in words["be"] or tokens[i - 1].lower == "and"
            )  # "were caught in the crossfire and taken to"
            if token.lower in words["hit"] and tokens[i - 1].lower in words["be"]:
                continue
            if token.lower in words["rushed"] and token.tag in ("VBN", "VBD") and led:
                moved = i
                break
            if (token.tag in ("VBD", "VBZ", "VBP", "VBN") and token.lower not in words["auxiliaries"]) or token.text in _CLOSERS:
                return None
        after = [token.lower for token in tokens[moved + 1 : moved + _NUMBER_OF]] if moved else []
        noun = self.tokens[count.head].lower if count.head is not None else ""
        if (
            count.thing
            or noun in ("bodies", "corpses", "dead", "remains")
            or "to" not in after[:2]
            or words["hospitals"].isdisjoint(after)
        ):
            return None
        return Link("injured", moved, "toll.injured-subject", moved, moved + 1)

    def _is_toll(self, k: int) -> bool:
        """Whether the bare word "toll" is one of the dead."""
        before = self.tokens[k - 1].lower if k else ""
        counted = before == "a" and self.tokens[min(k + 1, len(self.tokens) - 1)].lower == "of" and k + 2 in self.at
        return self.tokens[k].lower == "toll" and (counted or before not in self.words.words["not_toll"])  # "gave a toll of 26"

    def _blocked(self, start: int, end: int) -> bool:
        """Whether another counted group or an outcome verb lies between the toll and the number that it might take."""
        if any(start <= verb.first < end and verb.first not in self.used for verb in self.verbs):
            return True
        return any(start <= count.first < end and not self.superseded(count) and not count.thing for count in self.counts)

    def _by_head(self, count: Count) -> Link | None:
        """ "12 deaths", "65 bodies", "cost 12 lives", "five prisoners" after "taken"."""
        last = count.number_end
        words = self.words
        for k in ([count.head] if count.head is not None else []) + [last, last + 1]:
            if k is None or k >= len(self.tokens) or k < last:
                continue
            noun = self.tokens[k].lower
            outcome = words.heads.get(noun)
            if outcome == "detained" and noun == "detainees" and self._freed(count):
                return None
            if k == count.head and self._some_of(count) and outcome != "killed":
                return None  # "two of the detainees have died": the verb says what they met with
            if outcome == "killed" and self._of_disease():
                return None
            described = count.head is None and k == last + 1 and self.tokens[k].tag == "NNS" and self._is_told(last)
            bare = count.head is None and k == last and self.tokens[k].tag == "NNS"  # "184 arrests": also the verb's form
            counted = k == count.head or described or bare  # "184 arbitrary arrests"
            if outcome and counted and not count.single and not self._counts_elsewhere(k):
                return Link(outcome, k, f"toll.{outcome}-noun", k, k + 1)
            if count.head is None and k == last and count.figure.point == 1 and noun in words.words["one_dead"]:
                return Link("killed", k, "toll.killed-noun", k, k + 1)
            needs = words.heads_with.get(noun)
            if (
                needs
                and k in (count.head, last)
                and any(
                    token.lower in needs[1]
                    for token in self.tokens[max(0, count.first - 5) : count.first] + self.tokens[k + 1 : k + 5]
                )
            ):
                return Link(needs[0], k, f"toll.{needs[0]}-noun", k, k + 1)
        return None

    def _of_disease(self) -> bool:
        """Whether a sentence, or the short heading before it, names a disease: "CHOLERA. 12 deaths were reported"."""
        told = {token.lower for token in self.tokens}
        before = self.document.sentences[self.sentence.index - 1] if self.sentence.index else None
        if before is not None and len(before.tokens) <= _HEADING:
            told |= before.lowers
        return not self.words.words["diseases"].isdisjoint(told)

    def _some_of(self, count: Count) -> bool:
        """Whether a count is of people already spoken of: "two of the hostages"."""
        of = [token.lower for token in self.tokens[count.number_end : count.number_end + 2]]
        return of[:1] == ["of"] and of[1:] in (["the"], ["these"], ["those"], ["its"], ["their"])

    def _freed(self, count: Count) -> bool:
        """ "freed hundreds of detainees" tells of no detention."""
        near = self.tokens[max(0, count.first - 4) : count.first] + self.tokens[count.last : count.last + 4]
        return any(token.lower in self.words.words["freeing"] or token.lower in self.words.words["got_away"] for token in near)

    def _counts_elsewhere(self, k: int) -> bool:
        """ "12 dead" is the state's business, "12 martyrs brigades" none."""
        return self.tokens[k].lower in ("dead", "injured", "wounded", "displaced") or (
            k + 1 < len(self.tokens) and self.tokens[k + 1].lower in self.words.words["things"]
        )

    def _by_of(self, count: Count) -> Link | None:
        """ "the deaths of 12 civilians", "claimed the lives of 12 people"."""
        i = self._skip_soft(count.first - 1, self.words.words["of_fillers"])
        if i > 2 and self.tokens[i].lower == "of" and self.tokens[i - 1].lower in self.words.words["collectors"]:
            i = self._skip_soft(i - 2, self.words.words["of_fillers"])  # "the lives of a family of six"
        if i < 1 or self.tokens[i].lower not in ("of",):
            return None
        k = i - 1
        if {token.lower for token in self.tokens[max(0, k - _HEADING) : k]} & {"exchanged", "swapped", "repatriated"}:
            return None  # "exchanged the bodies of 757 soldiers"
        outcome = self.words.of.get(self.tokens[k].lower) or self._condition(k, count)
        if outcome is None or (outcome in self.words.people_only and not (count.known or self._people_by_ending(count))):
            return None
        if count.single and self.tokens[count.first].lower in self.words.words["single_openers"]:
            return None
        if count.elided and not count.known and count.last < len(self.tokens) and self.tokens[count.last].tag.startswith("NN"):
            return None
        return Link(outcome, k, f"toll.{outcome}-of", k, i + 1)

    def _condition(self, k: int, count: Count) -> Outcome | None:
        """ "the whereabouts of 12 villagers are unknown"."""
        needs = self.words.of_with.get(self.tokens[k].lower)
        after = {token.lower for token in self.tokens[count.last : count.last + _SAID_OF]}
        return needs[0] if needs and needs[1] & after else None

    def _natural(self, link: Link) -> bool:
        """ "died of a heart attack", "a landslide buried 12 men"."""
        if self.tokens[link.trigger].lower in ("buried", "burying", "bury"):  # "we buried seven fighters": told by the losers
            whose = self._skip_soft(link.trigger - 1, self.words.words["auxiliaries"])
            buriers = self.words.words["buriers"]
            told = whose >= 0 and self.tokens[whose].lower in buriers
            if not told and self.sentence.parsed:  # "hundreds of residents of X buried the eleven victims"
                heads = roles(self.sentence, link.trigger).subject
                told = any(one.lower in buriers for head in heads for one in self.tokens[head : link.trigger])
            return not told or not self.words.words["earth"].isdisjoint(token.lower for token in self.tokens)
        after = [token.lower for token in self.tokens[link.last : link.last + 4]]
        return bool(after) and after[0] in ("of", "from") and bool(self.words.words["natural"] & set(after))
