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
    # a choice of yes or no
    "yes": _("yes"), "no": _("no"),
    # events, by ACLED's labels
    "Armed clash": _("Armed clash"), "Government regains territory": _("Government regains territory"),
    "Non-state actor overtakes territory": _("Non-state actor overtakes territory"), "Chemical weapon": _("Chemical weapon"),
    "Air/drone strike": _("Air/drone strike"), "Suicide bomb": _("Suicide bomb"),
    "Shelling/artillery/missile attack": _("Shelling/artillery/missile attack"),
    "Remote explosive/landmine/IED": _("Remote explosive/landmine/IED"), "Grenade": _("Grenade"),
    "Sexual violence": _("Sexual violence"), "Attack": _("Attack"),
    "Abduction/forced disappearance": _("Abduction/forced disappearance"), "Peaceful protest": _("Peaceful protest"),
    "Protest with intervention": _("Protest with intervention"),
    "Excessive force against protesters": _("Excessive force against protesters"),
    "Violent demonstration": _("Violent demonstration"), "Mob violence": _("Mob violence"), "Agreement": _("Agreement"),
    "Arrests": _("Arrests"), "Change to group/activity": _("Change to group/activity"),
    "Disrupted weapons use": _("Disrupted weapons use"),
    "Headquarters or base established": _("Headquarters or base established"),
    "Looting/property destruction": _("Looting/property destruction"),
    "Non-violent transfer of territory": _("Non-violent transfer of territory"), "Other": _("Other"),
    # and by PLOVER's roots, where ACLED has none
    "agree": _("agree"), "consult": _("consult"), "support": _("support"), "concede": _("concede"), "cooperate": _("cooperate"),
    "aid": _("aid"), "retreat": _("retreat"), "request": _("request"), "protest": _("protest"), "sanction": _("sanction"),
    "mobilize": _("mobilize"), "coerce": _("coerce"), "assault": _("assault"),
    # weapons, as the reader names them
    "airstrike": _("airstrike"), "bomb": _("bomb"), "chemical": _("chemical"), "drone": _("drone"), "explosive": _("explosive"),
    "grenade": _("grenade"), "gun": _("gun"), "missile": _("missile"), "shelling": _("shelling"),
    "suicide bomb": _("suicide bomb"), "tear gas": _("tear gas"),
    # kinds of actors and sources
    "state": _("state"), "government": _("government"), "military": _("military"), "rebel": _("rebels"), "militia": _("militia"),
    "police": _("police"), "person": _("person"), "organisation": _("organisation"), "international": _("international body"),
    "media": _("media"), "observatory": _("observatory"), "party": _("party to the conflict"), "agency": _("news agency"),
    "outlet": _("outlet"), "correspondent": _("correspondent"), "official": _("official"), "witness": _("witness"),
    "un": _("United Nations"), "other": _("other"),
    # a claim's fields
    "acled_type": _("type (ACLED)"), "weapon": _("weapon"), "first_since": _("first since"), "outcome": _("outcome"),
    "group.side": _("whom it counts"), "scope": _("what it covers"), "figure.bound": _("how it is meant"),
    "figure.low": _("low"), "figure.best": _("best"), "figure.high": _("high"), "status": _("status"), "extent": _("how much"),
    "action": _("action"), "act": _("act"), "content": _("content"), "agreement_type": _("kind of agreement"),
    "when.start": _("first day"), "when.end": _("last day"), "modality": _("how it is said"), "background": _("background"),
    "where": _("place"), "side_a": _("who did it"), "side_b": _("to whom"), "group.actors": _("whose people"),
    "responsible": _("held responsible"), "actors": _("who"), "previous": _("who held it before"), "from": _("from where"),
    "to": _("to where"), "speaker": _("who speaks"), "addressee": _("to whom"), "parties": _("parties"), "brokers": _("brokers"),
    "relation.from": _("who"), "relation.to": _("of or to whom"),
    # kinds of places
    "place.town": _("town or village"), "place.neighbourhood": _("neighbourhood"), "place.camp": _("camp"),
    "place.base": _("base"), "place.facility": _("facility"), "place.crossing": _("crossing"), "place.dam": _("dam"),
    "place.pocket": _("pocket"), "place.county": _("district"), "place.region": _("province"), "place.area": _("area"),
    "place.mountain": _("mountain"), "place.valley": _("valley"), "place.river": _("river"), "place.desert": _("desert"),
    "place.island": _("island"), "place.road": _("road"), "place.lake": _("lake"), "place.country": _("country"),
    "place.continent": _("continent"), "place.sea": _("sea"),
    # how exact a place and a day are: UCDP's where_prec and date_prec
    "where.precision.1": _("exact place"), "where.precision.2": _("near it, within 25 km"),
    "where.precision.3": _("the district only"), "where.precision.4": _("the province only"),
    "where.precision.5": _("a stretch or larger area"), "where.precision.6": _("the country only"),
    "where.precision.7": _("at sea or in the air"),
    "when.precision.1": _("to the day"), "when.precision.2": _("within two to six days"),
    "when.precision.3": _("within a week"), "when.precision.4": _("within a month"), "when.precision.5": _("over a month"),
    # what is called otherwise as a field's choice
    "status.captured": _("taken"), "scope.incident": _("an incident"), "figure.bound.vague": _("in vague words"),
    "relation.part_of": _("part of"),
}  # fmt: skip


def label(words: Words, code: str | None, field: str | None = None) -> str:
    """What a code is called, as a choice of `field` where one is given; a code without a name here is shown as its words."""
    if not code:
        return ""
    name = f"{field}.{code}" if f"{field}.{code}" in _LABELS else code
    return words(_LABELS[name]) if name in _LABELS else name.replace("_", " ")
