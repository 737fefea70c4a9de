"""Where an id leads once the claim that it names no longer holds, over tallies made by hand."""

from __future__ import annotations

from marsad.ledger.lasting import follow
from marsad.ledger.tally import Entry, Line, Tally
from marsad.ledger.voices import EVERYBODY

CIVILIANS = Line(side="civilian")


def tally(id: str, *claims: str, line: Line = EVERYBODY) -> Tally:
    entries = tuple(
        Entry((claim,), claim, "", None, "", None, None, None, "", "stands", "", "")  # type: ignore[arg-type]
        for claim in claims
    )
    return Tally(id=id, policy="p", group="g", outcome="killed", line=line, scope="incident", counted=entries)


def asking(*tallies: Tally):  # type: ignore[no-untyped-def]
    return lambda claims: [one for one in tallies if claims & {claim for entry in one.counted for claim in entry.claims}]


def test_a_total_leads_to_the_total_and_not_to_a_share_that_was_in_it() -> None:
    """What two groups of an account make stood beside the total that was given."""
    last = asking(tally("toll-a", "a", "b", "c"))
    share, whole = tally("toll-b", "b", line=CIVILIANS), tally("toll-b-all", "b", "c")
    assert follow("toll-a", asking(share, whole), last) == [whole]


def test_it_leads_on_by_what_joined_another_claim_of_it_later() -> None:
    early, late, now = tally("toll-a", "a", "b"), tally("toll-b", "b", "c"), tally("toll-c", "c")
    last = {"a": [early], "b": [late], "c": [now]}
    assert follow("toll-a", asking(now), lambda claims: [one for id in sorted(claims) for one in last[id]]) == [now]


def test_where_several_of_it_last_held_at_different_moments_each_leads_on() -> None:
    """The toll of the earlier moment has the id itself, and stops nothing."""
    early, late, now = tally("toll-a", "a", "b", "d"), tally("toll-b", "b", "c"), tally("toll-c", "c")
    last = {"a": [early], "d": [early], "b": [late], "c": [now]}
    assert follow("toll-a", asking(now), lambda claims: [one for id in sorted(claims) for one in last[id]]) == [now]
