"""What happened to a counted group: the verb that says it, before it ("killed 12") or after it ("12 were killed").

Token patterns come first, since they survive texts that lost their commas and a wrong parse; the parse is asked last.
"""

from __future__ import annotations

from marsad.reading.document import within
from marsad.reading.syntax import ancestors
from marsad.reading.tolls.between import BetweenLinker
from marsad.reading.tolls.cited import tells
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.verbs import Link, Verb
from marsad.reading.tolls.vocabulary import ACTIVE, SUFFERED, Meaning

_REACH = 18
_FEW = 3
"""People of whom it is told that they fled, and who are no displaced population."""
_MANY = 100
_ASIDE = 8
_SHOWN = 4
_FINITE = ("VBD", "VBZ", "VBP")
_CLOSERS = frozenset(";") | {":", "•"}


class Linker(BetweenLinker):
    """Finds the outcome of each count of one sentence, by nouns and verbs."""

    def link(self, count: Count) -> Link | None:
        """The outcome of a count by its own words; None where they say none."""
        if self._both(count):
            return None
        for find in (
            self._by_number,
            self._put_losses,
            self._by_toll,
            self._brought,
            self._by_head,
            self._by_of,
            self._inverted,
            self._to_death,
            self.to_hospital,
            self._object,
            self._adjacent,
            self._subject,
            self._by_parse,
        ):
            found = find(count)
            if found is not None:
                found = self._died_later(count, found) or found
                self.used.add(found.first)
                again = (
                    count.named == found.outcome and self.tokens[found.first].lower == "found"
                )  # "35 of the victims were found shot"
                return None if again or self._natural(found) else found
        return self._of_those(count)

    def _of_those(self, count: Count) -> Link | None:
        """ "ten of the injured", of whom nothing else is said."""
        if count.named is None:
            return self._along(count) or self._still_held(count) or self.shown(count)
        if count.first and self.tokens[count.first - 1].lower in self.words.words["freeing"]:
            return None  # "rescued six of the victims"
        last = count.last - 1
        told = last + 1 < len(self.tokens) and self.tokens[last + 1].lower in self.words.words["be"]
        if last not in self.starts and not told:
            return self.shown(count)  # "a funeral for four of the victims"
        return Link(count.named, last, f"toll.{count.named}-of-those", last, count.last)

    def _along(self, count: Count) -> Link | None:
        """ "The minister was killed along with six others": who met with the same."""
        i = count.first - 1
        if i < 2 or [token.lower for token in self.tokens[i - 1 : i + 1]] not in (["along", "with"], ["together", "with"]):
            return None
        verb = self.ends.get(i - 1)
        meaning = verb.means(*SUFFERED, *ACTIVE) if verb is not None else None
        if verb is None or meaning is None or not self._fits(count, meaning):
            return None
        return Link(meaning.outcome, verb.first, f"toll.{meaning.outcome}-along", verb.first, verb.last)

    def shown(self, count: Count) -> Link | None:
        """ "Television showed 12 captured insurgents", "nine wounded soldiers were brought in": the outcome before the noun."""
        verb = self.starts.get(count.number_end)
        if verb is None or count.head is None or count.head < verb.last:
            return None
        if self.tokens[verb.first].tag not in ("VBN", "JJ", "VBD"):
            return None
        meaning = verb.means("state", *ACTIVE)
        near = self.tokens[max(0, count.first - _SHOWN) : count.first] + self.tokens[count.last : count.last + _SHOWN]
        joined = bool(self.used) and count.first > 1 and self.tokens[count.first - 1].lower in ("and", ",", "with")
        shown = joined or not self.words.words["shown"].isdisjoint(one.lower for one in near)  # "11 dead and 15 hurt passengers"
        if meaning is None or not self._fits(count, meaning) or not shown:
            return None
        return Link(meaning.outcome, verb.first, f"toll.{meaning.outcome}-shown", verb.first, verb.last)

    def _inverted(self, count: Count) -> Link | None:
        """ "Killed in the attack were five members of a family", "Also missing are two guards": the outcome opens the clause."""
        i = self._skip_soft(count.first - 1, self.words.words["adverbs"])
        if i < 1 or self.tokens[i].lower not in self.words.words["be"]:
            return None
        opens = [verb for verb in self.verbs if verb.last <= i and self._opens_clause(verb.first)]
        if not opens or any(token.tag in _FINITE or token.text in _CLOSERS for token in self.tokens[opens[-1].last : i]):
            return None
        meaning = opens[-1].means("state", *ACTIVE)
        if meaning is None or not self._fits(count, meaning):
            return None
        return Link(meaning.outcome, opens[-1].first, f"toll.{meaning.outcome}-inverted", opens[-1].first, opens[-1].last)

    def _opens_clause(self, i: int) -> bool:
        """Whether a participle stands first in its clause: at the start, after a place's label or after "also"."""
        if self.tokens[i].lower not in self.words.the_dead:
            return False
        while i > 0 and self.tokens[i - 1].lower in self.words.words["inverted_openers"]:
            i -= 1
        before = self.tokens[i - 1] if i else None
        return before is None or before.text in (":", "\u2013", "\u2014", "-", "\u201c", '"', "``")

    def _adjacent(self, count: Count) -> Link | None:
        """ "12 civilians killed in ...", "12 dead", "five wounded": the outcome word straight after the count."""
        i = count.last
        while i < len(self.tokens) and (self.tokens[i].tag == "RB" or self.tokens[i].lower in ("all", "people", "others")):
            i += 1
        verb = self.starts.get(i)
        if verb is None:
            return None
        return self._predicate(count, verb, passive=False, possible=False, gap=False)

    def _object(self, count: Count) -> Link | None:
        """ "killed 12 civilians", "killing at least five": the outcome verb straight before the count."""
        i = self._skip_soft(count.first - 1, self.words.words["soft"])
        if i < 0:
            return None
        verb = self.ends.get(i + 1) or self._before_aside(i)
        if verb is None or (verb.first in self.used and self._passive_at(verb.first)):
            return None
        meaning = verb.means(*ACTIVE)
        if meaning is None or not self._fits(count, meaning) or self._passive_at(verb.first):
            return None
        held = self.starts.get(count.last)
        if meaning.outcome == "detained" and held is not None and held.means("state"):
            return None
        if self._doubled(verb) or (verb.first in self.used and self._taken_by_subject(verb)):
            return None
        return Link(meaning.outcome, verb.first, f"toll.{meaning.outcome}-object", verb.first, verb.last, active=True)

    def _before_aside(self, i: int) -> Verb | None:
        """The verb before an aside that ends at token `i`: "killing, by its own account, 60 fighters"."""
        if self.tokens[i].text != ",":
            return None
        return next(
            (self.ends[k] for k in range(i - 1, max(0, i - _ASIDE), -1) if self.tokens[k].text == "," and k in self.ends), None
        )

    def _subject(self, count: Count) -> Link | None:
        """ "12 people in the village were killed", "12 fighters from HTS have died": the outcome verb later in the clause."""
        i, limit = count.last, min(len(self.tokens), count.last + _REACH)
        others = [token.lower for token in self.tokens[max(0, count.first - 2) : count.first]] == ["the", "other"]
        aside = (
            (count.named is not None or count.more or count.pronoun or others) and i < limit and self.tokens[i].text == ","
        )  # "two of the hurt, a girl and her aunt, died"
        if count.elided and not (aside or self._goes_on(i)):
            return None
        passive = possible = relative = whom = False
        words = self.words.words
        while i < limit:
            token = self.tokens[i]
            verb = self.starts.get(i)
            if token.tag in _FINITE and (beyond := self._past_name(i)):
                i = beyond
                continue
            if verb is not None and whom and verb.means(*ACTIVE) and self._fits(count, verb.means(*ACTIVE) or verb.meanings[0]):
                name = (verb.means(*ACTIVE) or verb.meanings[0]).outcome
                return Link(name, verb.first, f"toll.{name}-subject", verb.first, verb.last, possible=possible)
            if verb is not None and not (self._premodifier(i) or self._is_those(i) or self._died_of_it(verb)):
                verb = (self._since_died(verb) if relative else None) or verb
                return self._predicate(count, verb, passive=passive, possible=possible, gap=i > count.last)
            other = self.at.get(i)
            if other is not None and other is not count and not other.thing:
                shared = other.pronoun or self.tokens[other.first - 1].lower == "whom"
                if shared and self._told_of_share(other):
                    return None  # "1,020 victims, of whom 48 died", "engaged 50 rebels, 21 of whom were killed"
                alone = count.elided or count.single
                if (alone or self._marked(other)) and other.elided and self._has_fate(other) and not other.pronoun:
                    return None  # "one in X, and five wounded", "40 captives, including the bodies of 12 confirmed dead"
                i = max(other.last, i + 1)
                continue
            if token.text == "," and (beyond := self._said_aside(i)):
                i = beyond
                continue
            if token.text in _CLOSERS or (
                token.lower in words["stop_subordinate"] and token.lower not in ("who", "which", "that") and not self._since(i)
            ):
                return None
            hedged = token.lower in words["possible"] and (i + 1 >= limit or self.tokens[i + 1].lower not in ("not", "n't"))
            possible = possible or hedged
            if token.lower == "whose" or (token.lower == "that" and token.dep == "mark") or tells(self.tokens, self.at, i):
                return None
            if token.lower == "number" and i + 1 < limit and self.tokens[i + 1].lower == "of":
                return None  # "a worker, who put the number of injured at 12"
            if token.lower in words["says"] and self._has_have_at(i) and not relative:
                return None  # "the envoy has said 600,000 died"
            if not (passive or relative) and self._does_else(i):
                return None  # "the doctor has treated 62 wounded"
            if token.lower in words["be"] and token.text != "IS":
                passive = True
            elif token.lower in ("who", "whom", "which", "that"):
                relative, whom = True, token.lower == "whom"
            elif (
                token.tag in _FINITE
                and token.text != "IS"
                and token.lower not in words["auxiliaries"]
                and token.lower not in words["linking"]
            ):
                if not relative or token.lower in words["says"]:
                    return None  # "a chief, who said two were found dead"
                relative = False
            elif passive and token.tag in ("VBN", "VBD") and token.lower not in words["between"] and self._then_died(i):
                pass
            elif passive and token.tag in ("VBN", "VBG", "JJ") and not (token.lower in words["between"] or self._describes(i)):
                if not relative:
                    return None
                passive = relative = False
            elif token.tag == "PRP" and token.lower not in (*words["pronouns"], *words["reflexives"]) and not relative:
                return None
            i += 1
        return None

    def _past_name(self, i: int) -> int | None:
        """One past an actor's name of several words that a token stands in: a verb's tag there is the parser's mistake."""
        name = next((one for one in within(self.document.actors, self.tokens[i].start, self.tokens[i].end)), None)
        inside = self.sentence.tokens_in(name.start, name.end) if name is not None else []
        return inside[-1].i + 1 if len(inside) > 1 and self.tokens[i].text[:1].isupper() else None

    def _predicate(self, count: Count, verb: Verb, *, passive: bool, possible: bool, gap: bool) -> Link | None:
        """Whether the outcome verb after a count is said of it."""
        meaning = self._meaning_after(verb, passive)
        if meaning is None or not self._fits(count, meaning) or self._doubled(verb):
            return None
        active = meaning.form in ACTIVE and not passive
        if self._makes_it_elsewhere(verb):
            return None
        if active and self._takes_object(count, verb):
            return None
        if active and gap and (self.tokens[verb.first].tag not in ("VBN", "VBD", "JJ") or self._has_have(verb)):
            return None
        if count.single and active and not self._reduced(verb):
            return None
        return Link(meaning.outcome, verb.first, f"toll.{meaning.outcome}-subject", verb.first, verb.last, possible=possible)

    def _meaning_after(self, verb: Verb, passive: bool) -> Meaning | None:
        last = self.tokens[verb.last - 1]
        if verb.last - verb.first > 1:
            return verb.means(*SUFFERED) or verb.means(*ACTIVE)  # "17 had burned to death"
        if passive or last.lower.endswith(("ed", "en", "ead", "ung", "ain", "rt")):
            return verb.means(*SUFFERED, *ACTIVE)
        return verb.means(*SUFFERED)

    def _makes_it_elsewhere(self, verb: Verb) -> bool:
        """ "they didn't make it to the border" tells of no death."""
        after = self.tokens[verb.last].lower if verb.last < len(self.tokens) else ""
        return self.tokens[verb.last - 1].lower == "it" and after in self.words.words["make_it_to"]

    def _reduced(self, verb: Verb) -> bool:
        after = self.tokens[verb.last] if verb.last < len(self.tokens) else None
        return after is None or after.tag in ("IN", "TO", "RB", ".", ",", "CC", ":") or after.lower in ("on", "when", "in", "by")

    def _takes_object(self, count: Count, verb: Verb) -> bool:
        """Whether what follows the verb is its object, so that the count before it are those who did it."""
        if verb.last >= len(self.tokens):
            return False
        after = self.tokens[self._skip_forward(verb.last)] if self._skip_forward(verb.last) < len(self.tokens) else None
        if after is None:
            return False
        other = self.at.get(after.i)
        if other is not None and not other.pronoun:
            follows = self.starts.get(other.last)
            own = follows is not None or self._auxiliary_at(other.last)
            return other.single or (not own and not count.elided and count.side != "civilians")
        if after.tag in ("DT", "PRP$", "PRP", "JJ", "NNS", "NN") and not within(self.document.times, after.start, after.end):
            return not count.elided or after.tag == "PRP"
        return False

    def _skip_forward(self, i: int) -> int:
        while i < len(self.tokens) and self.tokens[i].tag == "RB" and i not in self.at:
            i += 1
        return i

    def _fits(self, count: Count, meaning: Meaning) -> bool:
        """Whether people of this sort can meet with this outcome."""
        if count.thing:
            return False
        if meaning.outcome in self.words.people_only:
            if count.elided and count.last < len(self.tokens) and self.tokens[count.last].tag in ("NN", "NNS"):
                return False  # "made off with 300 head of cattle"
            one = count.figure.point == 1 and any(other.thing and other.last <= count.first for other in self.counts)
            if count.elided and (one or self._of_things(count)):  # "attacked 100 ships, sinking two and seizing one"
                return False  # "24 vehicles were destroyed and 12 seized"
            nation = meaning.form == "moves" and count.head is not None and self.tokens[count.head].tag in ("NNP", "NNPS")
            many = self.displaced or (count.figure.low or 0) >= _MANY
            many = many or (count.more and meaning.outcome == "captured")  # "a further 41 had surrendered"
            if not count.known and not nation and not (count.elided and (meaning.form not in SUFFERED[1:] or many)):
                return False
            if meaning.outcome == "displaced" and (
                count.side == "combatants"
                or count.single
                or (count.figure.point or _MANY) < _FEW
                or (count.elided and not (count.figure.low or count.figure.high))
            ):
                return False
        if meaning.form in ("moves", "arrivals", "leavings"):
            return self._moves(count, meaning)
        if meaning.form == "troops":
            alike = count.elided and count.last < len(self.tokens) and self.tokens[count.last].lower == "from" and bool(self.used)
            return count.side == "combatants" or self._own_men(count) or alike  # "six soldiers from X and two from Y fell"
        if meaning.form == "persons":
            return count.known or (count.elided and count.first > 1 and self.tokens[count.first - 2].lower == "family")
        head = self.tokens[count.head].lower if count.head is not None else ""
        if meaning.form == "fighters" and count.last < len(self.tokens) and self.tokens[count.last].tag == "POS":
            return False  # "lost 35 men's matches"
        if meaning.form != "fighters" or count.side == "combatants" or head in self.words.words["own_men"]:
            return True
        others = [token.lower for token in self.tokens[max(0, count.first - 2) : count.first]] == ["the", "other"]
        told = any(self.words.plural.get(one.lower) == "combatants" for one in self.tokens[: count.first])
        if (count.pronoun or (others and count.elided)) and told:
            return True  # "chased the attackers and neutralised three of them"
        # "the army lost 15 soldiers and the rebels lost eight"
        return self._own_people(count, head) or (count.elided and bool(self.used))

    def _premodifier(self, i: int) -> bool:
        """Whether an outcome word stands before a noun that another number or article counts ("the wounded soldiers")."""
        if i + 1 >= len(self.tokens):
            return False
        following = self.tokens[i + 1]
        before = self.tokens[i - 1].lower if i else ""
        return (
            following.tag in ("NN", "NNS")
            and (following.lower in self.words.plural or following.lower in self.words.singular)
            and (before in ("the", "a", "an", "of", "other", "its", "their"))
        )

    def _passive_at(self, i: int) -> bool:
        """Whether a form of "be" stands before the verb, adverbs apart."""
        k = i - 1
        while k >= 0 and (self.tokens[k].tag == "RB" or self.tokens[k].lower in self.words.words["between"]):
            k -= 1
        return k >= 0 and self.tokens[k].lower in self.words.words["be"]

    def _taken_by_subject(self, verb: Verb) -> bool:
        return any(count.last <= verb.first and verb.first - count.last < 3 for count in self.counts if not count.thing)

    def _doubled(self, verb: Verb) -> bool:
        """ "killed or wounded 12": the number is of both together, so of neither."""
        for other in self.verbs:
            pair = (other, verb) if other.first < verb.first else (verb, other)
            between = [token.lower for token in self.tokens[pair[0].last : pair[1].first]]
            if (
                other is verb
                or self._died_of_it(pair[0])
                or between
                not in (
                    ["or"],
                    ["or", "are"],
                    ["or", "were"],
                    ["and"],
                    ["and", "/", "or"],
                    ["/"],
                    ["and/or"],
                    [",", "or"],
                )
            ):
                continue
            outcomes = {meaning.outcome for meaning in (*other.meanings, *verb.meanings)}
            sides = [
                any(count.last <= pair[0].first and pair[0].first - count.last < 4 for count in self.counts if not count.thing),
                any(0 <= count.first - pair[1].last < 3 for count in self.counts if not (count.thing or count.pronoun)),
            ]
            if len(outcomes) > 1 and not all(sides):
                return True
        return False

    def _by_parse(self, count: Count) -> Link | None:
        """The outcome verb that the parse makes the count's own: its passive subject or its object."""
        if not self.sentence.parsed or count.single or (count.elided and not self._goes_on(count.last)):
            return None
        i = count.head if count.head is not None else count.number_end - 1
        chain = [i]
        for above in ancestors(self.sentence, i):
            if self.tokens[chain[-1]].dep not in ("conj", "nummod", "quantmod", "compound", "amod"):
                break
            chain.append(above)
        head = self.tokens[chain[-1]]
        verb = self.starts.get(head.head)
        if verb is None or head.dep not in ("nsubjpass", "dobj") or (head.i < verb.first) != (head.dep == "nsubjpass"):
            return None
        told = verb.means(*ACTIVE)
        if told is None or not self._fits(count, told) or self._doubled(verb):
            return None
        return Link(told.outcome, verb.first, f"toll.{told.outcome}-parse", verb.first, verb.last, active=head.dep == "dobj")
