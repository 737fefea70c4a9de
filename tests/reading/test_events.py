"""Events: one draft an event, with its type, label, sides and place; nothing for what did not happen."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
import yaml
from frame_corpus import counter_examples, drafts, examples, reader, says, value

from marsad.model import Event, Report, Toll
from marsad.reading.acled import Scene, choose, label_of
from marsad.reading.events import link_tolls
from marsad.reading.frames import frames_of


@pytest.mark.parametrize(("rule", "text", "row"), examples("events"))
def test_examples(rule: str, text: str, row: dict[str, Any]) -> None:
    found = drafts(text, "event")
    assert [draft for draft in found if says(draft, row["claim"])], [draft.fields for draft in found]
    assert len(found) == row.get("claims", 1)


@pytest.mark.parametrize(("rule", "text"), counter_examples("events"))
def test_counter_examples(rule: str, text: str) -> None:
    assert not drafts(text, "event")


def test_an_attack_told_again_is_one_event() -> None:
    found = drafts(
        "Suicide bombing kills nine in Kandahar\n"
        "A suicide bomber attacked a bank in Kandahar on Thursday, killing nine people. The attack wounded dozens. "
        "Nobody has claimed the bombing.",
        "event",
    )
    assert len(found) == 1
    assert len(found[0].anchors) > 1


def test_another_attack_is_another_event() -> None:
    found = drafts("A car bomb killed four people in Baghdad. A second car bomb exploded in Mosul.", "event")
    assert len(found) == 2


def test_both_sides_of_a_clash() -> None:
    (found,) = drafts("Clashes broke out between the army and the Rapid Support Forces in Khartoum.", "event")
    assert value(found, "side_a")
    assert value(found, "side_b")
    assert value(found, "side_a") != value(found, "side_b")


def test_threats_and_plans_are_no_events() -> None:
    assert not drafts("The commander threatened to attack the capital.", "event")
    assert not drafts("The governor called for an end to the shelling.", "event")


def test_types_and_labels_are_of_the_code_lists() -> None:
    codes = files("marsad.model.codes")
    roots = yaml.safe_load(codes.joinpath("plover.yaml").read_text("utf-8"))["roots"]
    labels = {name for names in yaml.safe_load(codes.joinpath("acled.yaml").read_text("utf-8")).values() for name in names}
    for frame in frames_of("events").named.values():
        root, _, mode = frame.give["type"].partition("/")
        assert not mode or mode in roots[root], frame.name
        assert choose(frame.give["label"], Scene()) in labels, frame.name


def test_first_since() -> None:
    (found,) = drafts("These were the first Israeli airstrikes on Sanaa since 2015, a resident said.", "event")
    assert value(found, "first_since") == "2015"


def test_a_toll_belongs_to_the_event_of_its_sentence() -> None:
    text = "Twelve people were killed in an airstrike on Douma. Three soldiers died in clashes near Hama."
    document, made, _ = reader().documents(Report(text=text, id="test", published="2018-03-01"))
    link_tolls(document, made)
    linked = [
        (draft.fields["figure"].best, draft.fields["event"].fields["acled_type"])
        for draft in made
        if draft.kind == "toll" and draft.fields.get("event")
    ]
    assert linked == [(12, "Air/drone strike"), (3, "Armed clash")]


def test_a_toll_past_another_paragraph_belongs_to_no_event_before_it() -> None:
    text = "Warplanes bombed Douma on Friday, residents said.\n\n{}\n\nA senior adviser died on Friday, a broadcaster reported."
    for between, linked in (("The rebels hold the town.", False), ("", True)):
        claims = reader().read(text.format(between).replace("\n\n\n\n", "\n\n"), published="2018-03-02").claims
        [toll] = [claim for claim in claims if isinstance(claim, Toll)]
        assert (toll.event is not None) == linked


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("The army recaptured the town of Sake from M23 rebels.", "control", "Government regains territory"),
        ("M23 rebels captured the town of Sake.", "control", "Non-state actor overtakes territory"),
        ("The rebels withdrew from the town of Sake.", "control", "Non-violent transfer of territory"),
    ],
)
def test_labels_of_other_claims(text: str, kind: str, label: str) -> None:
    assert [label_of(draft) for draft in drafts(text, kind)] == [label]


def test_a_denied_mention_is_no_part_of_what_others_assert() -> None:
    found = drafts(
        "Shells hit a university dormitory in Aleppo on Friday, killing four students, state media said. "
        "A rebel commander denied that his men had shelled the dormitory.",
        "event",
    )
    assert [one.modality for one in found] == ["asserted", "denied"]
    assert [len(one.anchors) for one in found] == [1, 1]


def test_the_state_of_a_town_is_no_second_place() -> None:
    assert len(drafts("Boko Haram captured Monguno, Borno State.", "control")) == 1


def _attackers(text: str, source: str) -> list[str]:
    events = [claim for claim in reader().read(text, source=source).claims if isinstance(claim, Event)]
    return [actor.name for event in events for actor in event.side_a]


def test_our_forces_are_those_of_the_body_that_issues_a_communique() -> None:
    text = "The command of the ELN informs the people.\n\nOn Monday our forces attacked an army base in Arauca."
    assert _attackers(text, "National Liberation Army (ELN)") == ["National Liberation Army (ELN)"]
    assert _attackers(text, "Andes Daily") == []


def test_our_forces_in_a_quotation_are_not_the_issuers() -> None:
    text = 'The ELN met a general. He said: "On Monday our forces attacked a rebel base in Arauca."'
    assert "National Liberation Army (ELN)" not in _attackers(text, "National Liberation Army (ELN)")
