"""A toll of a count and what is said of it: its group, scope, background and words, by those told before it."""

from __future__ import annotations

from dataclasses import replace

from marsad.model import Actor
from marsad.model.claim import Group, Outcome, Side
from marsad.reading.casting import doers_at, fighting
from marsad.reading.draft import Draft
from marsad.reading.syntax import ancestors, roles
from marsad.reading.tolls.count import INSIDE, Count
from marsad.reading.tolls.counts import all_of
from marsad.reading.tolls.crediting import NEAR, Entry
from marsad.reading.tolls.frame import attacked, counted_actors, foes, responsible
from marsad.reading.tolls.losses import losers, losses_of, own_loss, own_men, owned_up, ranks_of
from marsad.reading.tolls.scoping import ScopeFinder
from marsad.reading.tolls.taken_up import again
from marsad.reading.tolls.verbs import Link
from marsad.reading.tolls.vocabulary import vocabulary

_LAST = 2
"""Sentences back to the dead that a new total goes on about."""
_OPENING = 1
"""Tokens before the number that opens a sentence."""


class TollMaker(ScopeFinder):
    """Makes the drafts of one sentence's tolls, each in the light of those before it."""

    def add(self, count: Count, link: Link, whole: Draft | None = None) -> Entry:
        """Enter a toll."""
        kin = self._inherit(count, link)
        for end in (count.last, link.last):
            all_of(self.document, self.tokens, count, end)
        draft = self._draft(count, link, whole, kin)
        entry = Entry(count, link, draft, part=whole is not None)
        self.entries.append(entry)
        for member in count.family:
            self.add(member, again(link, "part-apposed"), whole=draft)
        return entry

    def _inherit(self, count: Count, link: Link) -> tuple[Actor, ...]:
        """ "40 attackers killed, 11 others captured", "11 soldiers killed, nine wounded": the same sort of people, and whose."""
        sums = [
            one for one in self.counts if one.last <= count.first and one.head and self.tokens[one.head].lower == "casualties"
        ]
        if sums and count.elided and count.side == "unknown":
            count.side = sums[-1].side
        bare = count.elided or self.tokens[count.head or 0].lower in vocabulary().the_dead  # "on our side eight martyrs"
        if bare and count.side == "unknown" and (side := losses_of(self.tokens, count)) is not None:
            count.side = side
            losses = next((one.draft.fields["group"] for one in self.entries if one.link.rule.endswith("-losses")), None)
            if losses is not None:
                return tuple(losses.actors)  # "putting its own losses at four dead and two wounded"
        if self.entries and self._runs_on(count, link):
            count.side = self.entries[-1].count.side
            return tuple(self.entries[-1].draft.fields["group"].actors)
        if not self.entries and count.side == "unknown" and (self._others(count) or (count.more and count.elided)):
            return self._as_before(count)
        entry = next((one for one in reversed(self.entries) if not one.part), self.entries[-1] if self.entries else None)
        last = entry.count if entry is not None else None
        own = any(token.lower == "own" for token in self.tokens[count.first : count.last])  # "65 of their own"
        if entry is None or last is None or count.side != "unknown" or own:
            return ()
        if last.single and not self._hurt_too(entry, count, link):
            return () if link.rule.endswith("-along") else self._one_more(entry, count)
        others = self._others(count)
        told = entry if self.entries[-1].draft.fields["part_of"] is entry.draft else self.entries[-1]
        rules = (told.link.rule, link.rule)  # "nine soldiers, two of them officers, were killed and 30 wounded"
        bare = count.elided and (
            all(one.endswith(("-subject", "-gapped")) for one in rules)
            or all(one.endswith("-of") for one in rules)
            or self._next_deed(count, link)
        )
        if others or bare or self._hurt_too(entry, count, link):
            count.side = last.side if last.side != "mixed" else "unknown"
        group: Group = entry.draft.fields["group"]
        return group.actors if count.side == "combatants" else ()

    def _runs_on(self, count: Count, link: Link) -> bool:
        """ "announced the deaths of two soldiers, which takes to 16 the number killed": the new total of the same people."""
        bare = count.elided and count.side == "unknown" and link.rule.endswith("-count")
        same = link.first >= count.last and link.outcome == self.entries[-1].link.outcome
        return bare and same and self.entries[-1].count.side == "combatants" and self.is_new_total(count)

    def _one_more(self, entry: Entry, count: Count) -> tuple[Actor, ...]:
        """ "A soldier died and another was hurt", "a policeman was shot and two others were stabbed": of the same sort."""
        another = count.more and count.elided and count.single
        head = self.tokens[count.head].lower if count.head is not None else ""
        if not another and head not in ("others", "colleagues", "comrades"):
            return ()
        group: Group = entry.draft.fields["group"]
        if entry.draft.fields["part_of"] is not None or group.side == "unknown":
            return ()
        count.side = group.side
        if another:
            count.attributes, count.more = group.attributes, False
        return group.actors if group.side == "combatants" else ()

    def _as_before(self, count: Count) -> tuple[Actor, ...]:
        """ "captured 62 troops. ... 40 others had been killed": the fighters of the sentence before."""
        last = next((draft for draft in reversed(self.wholes) if draft.fields["figure"].point != 0), None)
        group: Group | None = last.fields["group"] if last is not None else None
        if last is None or group is None or self.sentence.index - last.sentence.index != 1 or group.side != "combatants":
            return ()
        count.side = "combatants"
        return group.actors

    def _hurt_too(self, entry: Entry, count: Count, link: Link) -> bool:
        """ "Two soldiers were martyred and six sustained injuries": those who fought beside the dead."""
        between = [token.lower for token in self.tokens[max(entry.count.last, entry.link.last) : count.first]]
        nameless = count.elided or link.rule.endswith("-noun")
        hurt = nameless and link.outcome == "injured" and entry.link.outcome == "killed" and entry.count.side == "combatants"
        return hurt and between in (["and"], [",", "and"], [","]) and not (entry.link.active or link.active)

    def _next_deed(self, count: Count, link: Link) -> bool:
        """ "killed four ELN rebels and captured two": the same people, where one subject does both."""
        last = self.entries[-1]
        if own_loss(self.sentence, link) != own_loss(self.sentence, last.link):
            return False  # "killed 300 soldiers and lost three"
        between = [token.lower for token in self.tokens[last.count.last : link.first]]
        return link.active and last.link.active and link.first < count.first and between in (["and"], [",", "and"], [","])

    def _others(self, count: Count) -> bool:
        return count.head is not None and self.tokens[count.head].lower == "others"

    def _draft(self, count: Count, link: Link, whole: Draft | None, kin: tuple[Actor, ...]) -> Draft:
        first, last = self._extent(count, link)
        anchor = self.document.anchor(self.tokens[first].start, self.tokens[last - 1].end)
        group_end = max(count.last, (count.head or 0) + 1)
        begin = min(count.first, self._group_start(count))
        group = self.document.anchor(self.tokens[begin].start, self.tokens[group_end - 1].end)
        actors = counted_actors(self.document, group) or kin
        brothers = own_loss(self.sentence, link) and self._are_ours(count)
        if count.elided and count.side == "unknown" and (own := owned_up(self.document, self.sentence, count)):
            actors, count.side = own, "combatants"
        if not actors and (count.side in ("unknown", "combatants") or brothers) and not count.single:
            actors = losers(self.document, self.sentence, link, count)
            fighters = self._fighters_named() or own_men(self.document, self.sentence, count, link)
            if own_loss(self.sentence, link) and fighters:
                count.side = "combatants"
        head = self.tokens[count.head].lower if count.head is not None else ""
        if head in vocabulary().words["hirelings"]:
            actors = tuple(one for one in actors if one.kind not in ("state", "government", "military"))
        if count.side == "unknown" and link.active and link.outcome == "killed" and head in vocabulary().words["foes"]:
            count.side = "combatants"
        if not actors and count.side == "combatants" and link.rule.endswith("-count"):
            actors = self._whose_deaths(link)
        if not actors and count.side == "combatants" and not count.single:
            actors = attacked(self.document, self.sentence, link)
        actors = actors or self._owners(count, link)
        if count.side == "unknown" and self.linker.owned_men(count):
            count.side = "combatants"  # "two of its men were wounded"
        if not actors and count.side == "unknown" and not count.single:
            count.side, actors = self._foes(link, count)
        if count.side == "unknown" and self.tokens[link.trigger].lower.startswith("neutrali"):
            count.side = "combatants"  # "neutralised seven of them"
        if count.side == "unknown" and link.rule.endswith("-of-those") and self._of_fighters_own(count):
            count.side = "combatants"
        if whole is None and count.side == "unknown" and count.pronoun:
            count.side = self._told_before(count)
        scope = self.scope(anchor, link, count)
        if count.more and not self._others(count) and scope == "incident" and self._came_before(link.outcome):
            scope = "delta"
        dated = whole is not None and scope in ("incident", "cumulative") and self.own_day(anchor)
        scope = "incident" if dated else scope
        if whole is not None and scope == "incident" and whole.fields["scope"] != "delta" and not dated:
            scope = whole.fields["scope"]
        if whole is not None and count.side == "unknown" and (count.pronoun or count.elided):
            larger: Group = whole.fields["group"]  # "four soldiers were hurt, three of them badly"
            count.side = larger.side if larger.side != "mixed" else "unknown"
            actors = actors or larger.actors
        doers = responsible(self.document, self.sentence, link, count, actors)
        taken = {token.lower for token in self.tokens[link.first : link.last]} & {"away", "off"}
        led_off = link.outcome == "detained" and bool(doers) and bool(taken)
        if led_off and all(actor.kind in ("rebel", "militia", "unknown") for actor in doers):
            link = replace(link, outcome="captured")  # "gunmen took away six"
        draft = Draft(
            "toll",
            link.rule,
            self.sentence,
            link.trigger,
            [anchor],
            fields={
                "outcome": link.outcome,
                "figure": count.figure,
                "scope": scope,
                "part_of": whole,
                "group": Group(_side(count, actors), actors, count.attributes),
                "responsible": doers,
            },
        )
        if dated:
            draft.settled.add("scope")
        if link.outcome == "missing" and self.tokens[link.first].lower in ("not", "n't"):
            draft.settled.add("modality")  # "could not be accounted for" doubts nothing
        if link.possible and self.tokens[link.trigger].tag != "VB":
            draft.modality = "possible"
            draft.settled.add("modality")
        self.judge_background(draft, anchor, link)
        draft.confidence = 0.6 if count.single else 0.8
        return draft

    def _group_start(self, count: Count) -> int:
        """Where the words for those counted begin, which may stand before their number: "the number of soldiers killed at 30"."""
        i = count.head if count.head is not None else count.first
        while i > 0 and i < count.first and self.tokens[i - 1].tag in INSIDE:
            i -= 1
        return i

    def _foes(self, link: Link, count: Count) -> tuple[Side, tuple[Actor, ...]]:
        """The side and names of those whom a fight or a chase killed; mere "attackers" are no name."""
        words = vocabulary()
        found = foes(self.document, self.sentence, link, count)
        fighters = any(words.plural.get(actor.name.lower().split()[-1]) == "combatants" for actor in found)
        named = tuple(actor for actor in found if actor.name.lower() not in words.words["no_actors"])
        return "combatants" if fighters else count.side, named

    def _fighters_named(self) -> bool:
        """Whether the sentence names fighters, so that "they lost nine men" counts fighters."""
        words = vocabulary()
        return any("combatants" in (words.plural.get(one.lower), words.singular.get(one.lower)) for one in self.tokens)

    def _whose_deaths(self, link: Link) -> tuple[Actor, ...]:
        """ "Two soldiers died. Their deaths bring to 325 the number of troops killed": whose the dead of before were."""
        opening = [token.lower for token in self.tokens[:2]]
        told = (one for one in reversed(self.wholes) if one.fields["outcome"] == link.outcome)
        last = next(told, None) if opening[0] in ("the", "their", "these") else None
        taken_up = opening[1:] in (["deaths"], ["killings"], ["losses"], ["casualties"])
        near = last is not None and self.sentence.index - last.sentence.index <= _LAST
        group: Group | None = last.fields["group"] if last is not None and near and taken_up else None
        return tuple(group.actors) if group is not None and group.side == "combatants" else ()

    def _of_fighters_own(self, count: Count) -> bool:
        """ "The assailants withdrew with two of their dead"."""
        theirs = any(token.lower == "their" for token in self.tokens[count.number_end : count.last])
        return theirs and any(vocabulary().plural.get(token.lower) == "combatants" for token in self.tokens[: count.first])

    def _told_before(self, count: Count) -> Side:
        """ "Soldiers cleared X. Four of them were killed": the side of the only people of the sentence before."""
        if not self.sentence.index or count.first > _OPENING or self.tokens[count.last - 1].lower != "them":
            return "unknown"
        before = self.document.sentences[self.sentence.index - 1].tokens
        sides = [side for token in before if token.tag in ("NNS", "NNPS") and (side := vocabulary().plural.get(token.lower))]
        return sides[0] if len(sides) == 1 else "unknown"

    def _owners(self, count: Count, link: Link) -> tuple[Actor, ...]:
        """Whose "two of its own men", "one of their soldiers" are."""
        held = [k for k in range(count.first, count.last) if self.tokens[k].lower in ("its", "their")]
        if link.rule.endswith("-losses"):  # "bringing its own losses to 359"
            held = [k for k in range(link.trigger - 2, link.trigger) if self.tokens[k].lower in ("its", "their")]
        ranks = ranks_of(self.tokens, count) if count.elided and not held else None
        held += [ranks] if ranks is not None else []
        own = any(token.lower in ("own", "men", "comrades", "members") for token in self.tokens[count.first : count.last])
        last = self.entries[-1].draft.fields["group"] if self.entries else None
        if held and last is not None and self.tokens[held[0]].lower == "their" and self._leads(count):
            return tuple(last.actors)  # "eight militants were killed and their ringleader arrested"
        if not held or not self.sentence.parsed or not (count.side == "combatants" or (own and count.side == "unknown")):
            return ()
        tellers = self._tellers(link) if self.tokens[held[0]].lower == "its" else ()
        owners = tellers or fighting(doers_at(self.document, self.sentence, held[:1], link.trigger))
        killers = responsible(self.document, self.sentence, link, count, ())
        return () if set(owners) & set(killers) else owners  # "overran a post, killing its commander": not their own

    def _tellers(self, link: Link) -> tuple[Actor, ...]:
        """Who tells of "its" men: "the army reports 96 rebels killed and 15 of its men dead"."""
        for i in ancestors(self.sentence, link.trigger):
            if self.tokens[i].lower in vocabulary().words["says"] or self.tokens[i].lemma in ("report", "admit", "acknowledge"):
                return fighting(doers_at(self.document, self.sentence, roles(self.sentence, i).subject, i))
        return ()

    def _leads(self, count: Count) -> bool:
        """Whether a single person is named by leading others: "their commander"."""
        return count.single and count.head is not None and self.tokens[count.head].lower in vocabulary().words["leaders"]

    def _are_ours(self, count: Count) -> bool:
        """ "We lost three of our brothers", by one who fights."""
        head = self.tokens[count.head].lower if count.head is not None else ""
        ours = {token.lower for token in self.tokens[count.first : count.last]} & {"our", "their"}
        return head in vocabulary().words["own_men"] and bool(ours)

    def _extent(self, count: Count, link: Link) -> tuple[int, int]:
        """The shortest phrase that holds the number and the group, with the outcome's words where they stand beside it."""
        first, last = count.first, count.last
        if "-count" in link.rule and link.first < first:
            return link.first, last
        if (count.elided or count.more) and link.first >= last and link.first - last < NEAR:
            last = link.last
        elif (count.elided or count.more) and link.last <= first and first - link.last < NEAR:
            first = link.first
        return first, last

    def _came_before(self, outcome: Outcome) -> bool:
        earlier = [*self.wholes, *(entry.draft for entry in self.entries)]
        return any(draft.fields["outcome"] == outcome and not draft.background for draft in earlier)


def _side(count: Count, actors: tuple[Actor, ...]) -> Side:
    """The side that the noun gives; of neutral nouns ("members", "men") the side of the actors that they belong to."""
    if count.side == "unknown" and any(actor.kind in ("rebel", "militia", "military", "police") for actor in actors):
        return "combatants"
    return count.side
