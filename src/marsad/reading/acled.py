"""ACLED's sub-event labels: which one a claim bears, by what happened and who is in it.

The names of the labels are ACLED's; the choice between them follows the published definitions: armed against armed is a
clash, armed against the unarmed an attack, a crowd that hurts people or things a riot. No ACLED data is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from marsad.model import Actor
from marsad.reading.draft import Draft

_ARMED = {"state", "government", "military", "police", "rebel", "militia"}
_OUTLAWS = {"rebel", "militia", "unknown"}
_STATE = {"state", "government", "military", "police"}


@dataclass(slots=True)
class Scene:
    """What the choice of a label looks at: the kinds of actor on both sides and the sorts of words about them."""

    doers: Iterable[Actor] = ()
    victims: Iterable[Actor] = ()
    words: Set[str] = frozenset()
    """Sorts of things that the event's words name: civil, armed, military_site, civil_site, town, manned, air, protest,
    storming (an army's assault),
    doer_crowd, doer_mob, dispersal, crowd_violence, live_fire, met (a crowd that was driven apart is told beside it)."""


def choose(rule: str, scene: Scene) -> str:
    """The label that a frame's rule gives in a scene; a rule that is a label is that label."""
    if rule == "by_air":
        return "Air/drone strike" if "air" in scene.words or _is_state(scene.doers) else "Remote explosive/landmine/IED"
    if rule == "by_incursion":
        armed = any(actor.kind in _ARMED for actor in scene.victims) or "military_site" in scene.words or _is_state(scene.doers)
        return "Armed clash" if armed and "civil" not in scene.words else "Attack"
    if rule == "by_bombardment":
        return "Air/drone strike" if "air" in scene.words else "Shelling/artillery/missile attack"
    if rule == "by_aircraft":
        return "Armed clash" if "manned" in scene.words else "Disrupted weapons use"
    if rule == "by_arrest":
        if scene.doers and all(one.id is None and one.kind in _OUTLAWS for one in scene.doers):
            return "Abduction/forced disappearance"
        return "Protest with intervention" if "protest" in scene.words and "met" not in scene.words else "Arrests"
    if rule == "by_protest":
        return _protest(scene)
    if rule in ("by_victim", "by_fighters", "by_clash", "by_crowd", "by_burner"):
        return _violence(rule, scene)
    return rule


def _is_state(actors: Iterable[Actor]) -> bool:
    return any(actor.kind in _STATE for actor in actors)


def _protest(scene: Scene) -> str:
    if "live_fire" in scene.words:
        return "Excessive force against protesters"
    if "crowd_violence" in scene.words:
        return "Violent demonstration"
    return "Protest with intervention" if "dispersal" in scene.words else "Peaceful protest"


def _violence(rule: str, scene: Scene) -> str:
    civil = "civil" in scene.words or any(actor.kind in ("civilians", "organisation", "media") for actor in scene.victims)
    armed = "armed" in scene.words or any(actor.kind in _ARMED for actor in scene.victims)
    if "protest" in scene.words and rule != "by_burner":
        by_crowd = any(actor.kind == "civilians" for actor in scene.doers) or "doer_crowd" in scene.words
        if rule in ("by_fighters", "by_clash") or by_crowd:
            return "Violent demonstration"
        if rule == "by_victim":  # gunmen who fire on a crowd put down no protest
            return "Attack" if scene.doers and _are_outlaws(scene) else "Excessive force against protesters"
        return "Protest with intervention"
    mob = "doer_mob" in scene.words
    if rule == "by_burner":
        return "Violent demonstration" if "protest" in scene.words else "Mob violence" if mob else "Looting/property destruction"
    if mob:
        return "Mob violence"
    if rule == "by_clash":
        return "Armed clash"
    if rule == "by_fighters":
        unarmed = civil or "civil_site" in scene.words
        return "Attack" if unarmed and not armed and "military_site" not in scene.words else "Armed clash"
    if rule == "by_crowd":
        return "Attack"
    if armed and not civil:
        return "Armed clash"
    if civil or "civil_site" in scene.words:
        return "Attack"
    armed_doers = any(actor.kind in _ARMED for actor in scene.doers)
    taking = "town" in scene.words and armed_doers and not _are_outlaws(scene)  # bandits rob a village, and take none
    return "Armed clash" if taking or not scene.words.isdisjoint(("military_site", "storming")) else "Attack"


def _are_outlaws(scene: Scene) -> bool:
    """Whether no doer is a force with a name or an office: "gunmen", "bandits"."""
    return all(actor.id is None and actor.kind in _OUTLAWS for actor in scene.doers)


def label_of(draft: Draft) -> str | None:
    """ACLED's label for a claim: an event's own, a capture's by who took it, an agreement's; None where it has none."""
    if draft.kind == "event":
        label = draft.fields.get("acled_type")
        return str(label) if label else None
    if draft.kind == "agreement":
        return "Agreement" if draft.fields.get("status") in ("agreed", "in_force", None) else None
    if draft.kind == "control":
        return _control(draft)
    if draft.kind == "movement":
        return "Change to group/activity" if draft.fields.get("action") in ("reinforce", "withdraw") else None
    return None


def _control(draft: Draft) -> str | None:
    actors = draft.fields.get("actors", ())
    status = draft.fields.get("status")
    if draft.rule.endswith("handover") or status == "withdrawn":
        return "Non-violent transfer of territory"
    if status == "captured":
        return "Government regains territory" if _is_state(actors) else "Non-state actor overtakes territory"
    if status == "lost":
        return "Non-state actor overtakes territory" if _is_state(actors) else "Government regains territory"
    return "Armed clash" if status in ("contested", "besieged") else None
