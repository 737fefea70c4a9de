"""Which claims speak of one event, one running toll, one change of control: claims in, groups out, with reasons."""

from marsad.matching.accounts import counts as happened
from marsad.matching.groups import Group, Link
from marsad.matching.matches import Lookup, Matches, match
from marsad.matching.nearby import Near, filing, mates
from marsad.matching.scale import Reason
from marsad.matching.verdicts import Contradiction

__all__ = ["Contradiction", "Group", "Link", "Lookup", "Matches", "Near", "Reason", "filing", "happened", "match", "mates"]
