"""Which claims speak of one event, one running toll, one change of control: claims in, groups out, with reasons."""

from marsad.matching.groups import Group, Link
from marsad.matching.matches import Matches, filing, match, match_near
from marsad.matching.scale import Reason
from marsad.matching.verdicts import Contradiction

__all__ = ["Contradiction", "Group", "Link", "Matches", "Reason", "filing", "match", "match_near"]
