"""What codes are called on the pages. Each text stands here once, marked for translation (`_` only marks; `Words` translates)."""

from __future__ import annotations

from marsad.desk.words import Words


def _(text: str) -> str:
    return text


_LABELS = {
    # kinds
    "event": _("event"), "toll": _("toll"), "control": _("control"), "movement": _("movement"), "statement": _("statement"),
    "agreement": _("agreement"), "relation": _("relation"),
    # outcomes
    "killed": _("killed"), "injured": _("injured"), "missing": _("missing"), "captured": _("captured"),
    "displaced": _("displaced"), "detained": _("detained"),
    # modality
    "asserted": _("asserted"), "denied": _("denied"), "planned": _("planned"), "called_for": _("called for"),
    "possible": _("possible"), "conditional": _("conditional"),
    # scope
    "incident": _("this incident"), "cumulative": _("running total"), "period": _("of a period"), "delta": _("in addition"),
    # sides and attributes
    "all": _("everybody"), "people": _("people"), "civilians": _("civilians"), "combatants": _("combatants"),
    "mixed": _("several groups"), "unknown": _("not said"), "children": _("children"), "women": _("women"),
    "medical": _("medical workers"), "journalists": _("journalists"), "aid_workers": _("aid workers"), "officers": _("officers"),
    # control
    "held": _("held"), "lost": _("lost"), "contested": _("contested"), "besieged": _("besieged"), "withdrawn": _("withdrawn"),
    "most": _("most of it"), "part": _("part of it"), "site": _("a site in it"),
    "claimed": _("claimed"), "reported": _("reported"), "assessed": _("assessed"),
    # movement
    "reinforce": _("reinforce"), "advance": _("advance"), "withdraw": _("withdraw"), "flee": _("flee"), "present": _("present"),
    # statement
    "confirm": _("confirm"), "deny": _("deny"), "call_for": _("call for"), "accuse": _("accuse"), "warn": _("warn"),
    "threaten": _("threaten"), "announce": _("announce"), "claim_responsibility": _("claim responsibility"),
    # agreement
    "truce": _("truce"), "ceasefire": _("ceasefire"), "peace": _("peace"), "evacuation": _("evacuation"),
    "exchange": _("exchange"), "agreed": _("agreed"), "in_force": _("in force"), "threatened": _("threatened"),
    "violated": _("violated"), "ended": _("ended"),
    # relation
    "backed_by": _("backed by"), "ally_of": _("ally of"), "formerly_linked_with": _("formerly linked with"),
    "part_of": _("part of"), "leads": _("leads"), "opposes": _("opposes"),
    # flags
    "falls": _("falls"), "parts_do_not_sum": _("parts don't sum"), "originator_disagrees": _("originator disagrees"),
    "single_source": _("single source"), "copy": _("copy"), "provisional": _("provisional"), "party_only": _("parties only"),
    "open_ended": _("no ceiling"), "vague": _("vague words"), "share": _("share"), "estimate": _("estimate"),
    "summed": _("added up"), "revised": _("revised"), "as_of_differ": _("days differ"),
    # roles of a figure in a tally
    "best": _("sets best"), "low": _("sets low"), "high": _("sets high"), "counts": _("counts"), "widens": _("widens the range"),
    "aside": _("set aside"),
    # a claim's review
    "unseen": _("new"), "accepted": _("accepted"), "rejected": _("rejected"), "corrected": _("corrected"),
    # entries of the log
    "report": _("report"), "reading": _("reading"), "source": _("source"), "judgement": _("judgement"), "review": _("review"),
    "correction": _("correction"), "retraction": _("retraction"), "assessment": _("assessment"), "undo": _("undo"),
    "same": _("same"), "different": _("different"), "unsure": _("unsure"),
    # bounds
    "exact": _("exact"), "at_least": _("at least"), "at_most": _("at most"), "about": _("about"), "between": _("between"),
}  # fmt: skip


def label(words: Words, code: str | None) -> str:
    """What a code is called; one without a name here is shown as its words."""
    if not code:
        return ""
    return words(_LABELS[code]) if code in _LABELS else code.replace("_", " ")
