"""What holds for any record: groups depend on the sets of claims and judgements alone, and people's judgements win."""

from __future__ import annotations

from collections import defaultdict
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matching_world import judge, judged, records

from marsad.matching import Matches, Near, filing, match
from marsad.matching.verdicts import verdicts_of
from marsad.model import Judgement, Known

_settings = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
Judged = tuple[list[Known], list[Judgement]]


@_settings
@given(judged(), st.randoms(use_true_random=False))
def test_order_changes_nothing(record: Judged, random: Random) -> None:
    claims, judgements = record
    whole = match(claims, judgements).groups
    random.shuffle(claims)
    random.shuffle(judgements)
    one_by_one = Matches()
    for number, item in enumerate(claims):
        one_by_one.add(item)
        if number % 3 == 0:
            assert one_by_one.groups is not None
        if number < len(judgements):
            one_by_one.judge(judgements[number])
    one_by_one.judge(*judgements)
    assert one_by_one.groups == whole


@_settings
@given(judged())
def test_duplicates_change_nothing(record: Judged) -> None:
    claims, judgements = record
    twice = match([*claims, *claims], judgements)
    assert twice.groups == match(claims, judgements).groups
    twice.add(*claims)
    twice.judge(*judgements)
    assert twice.groups == match(claims, judgements).groups


@_settings
@given(judged(), st.data())
def test_what_is_taken_out_was_never_in(record: Judged, data: st.DataObject) -> None:
    claims, judgements = record
    gone = data.draw(st.lists(st.sampled_from(claims), max_size=5, unique_by=lambda item: item.claim.id))
    matches = match(claims, judgements)
    assert matches.groups
    matches.remove(*gone)
    assert matches.groups == match([item for item in claims if item not in gone], judgements).groups
    matches.add(*gone)
    assert matches.groups == match(claims, judgements).groups


@_settings
@given(records(), st.data())
def test_merge_then_split_is_the_identity(claims: list[Known], data: st.DataObject) -> None:
    matches = match(claims)
    before = matches.groups
    ids = [id for group in before for id in group.members]
    one, other = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    if one == other:
        return
    apart = matches.group_of(one) != matches.group_of(other)
    matches.judge(judge(one, other, "same", 1))
    assert matches.group_of(one) == matches.group_of(other)
    matches.judge(judge(one, other, "unsure", 2))
    assert matches.groups == before
    if apart:
        matches.judge(judge(one, other, "same", 3))
        assert matches.group_of(one) == matches.group_of(other)
        matches.judge(judge(one, other, "different", 4))
        assert matches.groups == before


@_settings
@given(judged())
def test_judgements_win(record: Judged) -> None:
    claims, judgements = record
    matches = match(claims, judgements)
    home = {id: group.id for group in matches.groups for id in group.members}
    verdicts = verdicts_of(judgements)
    for one, other in verdicts.different:
        if one in home and other in home:
            assert home[one] != home[other]
    for one, other in verdicts.same:
        if one in home and other in home:
            assert home[one] == home[other]
    given_way = {item.judgement for item in matches.contradictions}
    assert given_way.isdisjoint(verdicts.same.values())


@_settings
@given(judged(), st.data())
def test_a_look_around_gives_what_the_whole_gives(record: Judged, data: st.DataObject) -> None:
    claims, judgements = record
    reports: dict[str, list[Known]] = defaultdict(list)
    for item in claims:
        reports[item.report].append(item)
    filed = {report: filing(known) for report, known in reports.items()}

    def lookup(keys: frozenset[str], ids: frozenset[str]) -> list[Known]:
        chosen = [
            known for report, known in reports.items() if filed[report] & keys or any(item.claim.id in ids for item in known)
        ]
        return [item for known in chosen for item in known]

    new = data.draw(st.lists(st.sampled_from(claims), min_size=1, max_size=3))
    sought = {item.claim.id for item in new}
    near = Near(judgements, lookup)
    first, *others = sorted(sought)
    tied = near.reach([first])
    tied = near.reach([first, *others]) if others else tied
    found = {group for groups in tied for group in groups}
    whole = match(claims, judgements).groups
    assert found <= set(whole)
    assert {group for group in whole if sought & set(group.members)} <= found


@_settings
@given(records())
def test_each_matched_claim_is_in_one_group(claims: list[Known]) -> None:
    members = [id for group in match(claims).groups for id in group.members]
    assert len(members) == len(set(members))
    assert set(members) == {item.claim.id for item in claims if item.claim.modality != "planned"}


@_settings
@given(records())
def test_a_waterfall_adds_up(claims: list[Known]) -> None:
    matches = match(claims)
    for group in matches.groups:
        for link in matches.links(group):
            assert link.bits is None or abs(link.bits - sum(reason.bits or 0 for reason in link.why)) < 1e-6
            assert all(reason.says and "{" not in reason.says for reason in link.why)
