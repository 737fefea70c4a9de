"""Who can be counted with an outcome: whose own men, who moves, who is named by an ending; and what stands between as filler."""

from __future__ import annotations

from marsad.reading.document import Document, Sentence, within
from marsad.reading.tolls.count import Count
from marsad.reading.tolls.verbs import find_verbs
from marsad.reading.tolls.vocabulary import Meaning, Vocabulary, is_person, vocabulary

_QUOTES = frozenset(('"', "\u201c", "``", "'", "\u2018"))
_CROWD = 1000
"""So many at once do not leave or arrive for a visit."""


class PeopleLinker:
    """What a sentence's words say of those counted; the base of what finds their outcome."""

    def __init__(self, document: Document, sentence: Sentence, counts: list[Count]) -> None:
        self.document, self.sentence, self.tokens, self.counts = document, sentence, sentence.tokens, counts
        self.words: Vocabulary = vocabulary()
        self.verbs = find_verbs(self.tokens, self.words)
        self.starts = {verb.first: verb for verb in self.verbs}
        self.ends = {verb.last: verb for verb in self.verbs}
        self.at = {count.first: count for count in counts}
        self.used: set[int] = set()
        self.displaced = False

    def _is_those(self, i: int) -> bool:
        """ "the imam, who washed the dead": the word names people."""
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        bare = after is None or not after.tag.startswith(("NN", "JJ", "VBN"))
        return (
            i > 0 and bare and self.tokens[i - 1].lower in ("the", "their", "its") and self.tokens[i].lower in self.words.the_dead
        )

    def _own_men(self, count: Count) -> bool:
        """ "16 of its men fell": fighters, by whose they are."""
        said = {token.lower for token in self.tokens[count.first : count.last]}
        owned = said & {"its", "their", "our", "his"}
        men = count.head is not None and self.tokens[count.head].lower in ("men", "comrades", "brothers", "boys")
        return bool(owned) and (men or (count.head is None and "own" in said))  # "102 of its own had fallen"

    def owned_men(self, count: Count) -> bool:
        """ "two of its men", by whatever force: a force's men fight."""
        said = {token.lower for token in self.tokens[count.first : count.last]}
        return bool(said & {"its", "our", "his"}) and count.head is not None and self.tokens[count.head].lower == "men"

    def _own_people(self, count: Count, head: str) -> bool:
        """ "The team lost two of its members"."""
        owned = {token.lower for token in self.tokens[count.first : count.last]} & {"its", "their", "our"}
        return head in self.words.words["own_people"] and bool(owned)

    def _moves(self, count: Count, meaning: Meaning) -> bool:
        """Whether people who go somewhere are displaced: refugees, or many residents; of whom the report has just told so."""
        head = self.tokens[count.head].lower if count.head is not None else ""
        if head in self.words.words["refugees"]:
            return True
        size = count.figure.low or count.figure.high or 0
        many = size >= self.words.many_movers
        if meaning.form == "leavings" and size >= _CROWD and head in self.words.words["movers"]:
            return True  # "110,000 people left the camps"
        plain = head in self.words.words["movers"] or (count.elided and self.displaced)
        nation = (
            count.head is not None
            and head not in self.words.words["movers"]
            and count.side == "unknown"
            and head.endswith(("s", "ese"))
        )
        return many and (plain or (nation and meaning.form == "moves")) and (self.displaced or meaning.form == "moves")

    def _people_by_ending(self, count: Count) -> bool:
        """ "the arrest of nine "disruptors": a plural whose ending makes it people's."""
        i = count.last if count.head is None else count.head
        i += i < len(self.tokens) and self.tokens[i].text in _QUOTES
        noun = self.tokens[i] if i < len(self.tokens) else None
        return noun is not None and noun.tag == "NNS" and not count.thing and is_person(noun.lower.removesuffix("s"))

    def _is_told(self, i: int) -> bool:
        """Whether a word only says what sort of deaths are counted: "184 arbitrary arrests", "318 reported fatalities"."""
        return self.tokens[i].tag == "JJ" or self.tokens[i].lower in (
            "reported",
            "recorded",
            "documented",
            "confirmed",
            "verified",
        )

    def _skip_soft(self, i: int, soft: frozenset[str]) -> int:
        """The last token before `i` (or `i` itself) that isn't a filler or a time expression."""
        start = i
        while i >= 0 and start - i < 8:
            token = self.tokens[i]
            if token.lower == "of" and (i == 0 or self.tokens[i - 1].lower not in self.words.words["collectors"]):
                break
            if (token.lower in soft and i not in self.words_ends) or (
                within(self.document.times, token.start, token.end) and token.lower not in ("since",)
            ):
                i -= 1
            else:
                break
        return i

    @property
    def words_ends(self) -> set[int]:
        """Last tokens of outcome verbs: these are never mere fillers."""
        return {verb.last - 1 for verb in self.verbs}
