"""What a text is found by: its words, folded, so that case, accents, hyphens and Arabic's articles make no difference."""

from __future__ import annotations

import re
from collections.abc import Iterable

from marsad.gazetteer.folding import folded_words
from marsad.model import Claim, Report
from marsad.model.roles import actors_of

_ARTICLE = re.compile(r"(?:[وفبك]?ال|لل)(?=\w{2})")
"""Arabic's article, with what is written together with it."""


_JOINED = re.compile(r"(?<!\w)\w++(?:['’]\w++)+")
"""Words joined by apostrophes. It begins at a word's beginning and gives nothing back: a very long word is looked at once."""


def forms(text: str) -> list[str]:
    """The folded words of a text; Arabic's also without an article, one with an apostrophe ("l'école") also by parts."""
    found = []
    parts = [part for joined in _JOINED.findall(text) for part in re.split("['’]", joined) if len(part) > 1]
    for word in (*folded_words(text), *folded_words(" ".join(parts))):
        found.append(word)
        if not word.isascii() and (article := _ARTICLE.match(word)):
            found.append(word[article.end() :])
    return found


def words_of_report(report: Report) -> str:
    """What a report is found by: title and text."""
    return " ".join(forms(f"{report.title or ''} {report.text}"))


def words_of_claims(claims: Iterable[Claim]) -> str:
    """What a reading adds: the names of places and actors as the lists have them, which the text may write otherwise."""
    found: set[str] = set()
    for claim in claims:
        names = [actor.name for actor in actors_of(claim)]
        if claim.where:
            names += [name for name in (claim.where.name, claim.where.adm1) if name]
        found.update(form for name in names for form in forms(name))
    return " ".join(sorted(found))
