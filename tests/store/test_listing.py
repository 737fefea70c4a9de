"""Pages, counts and search: each listing whole, in its order, and nothing of a protected source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from marsad.errors import StoreError
from marsad.model import Actor, Group, Retraction, Review, SourceEntry
from marsad.store import Copy, Incoming, Page, Store, Wanted

DECIDED: dict[str, Any] = {"who": "Editor", "at": "2025-01-02T00:00:00Z"}
ARMY = Actor("xa.mil", "Xanadian army", "military", "xa.gov")


@pytest.fixture
def filled(store: Store, make: SimpleNamespace) -> Store:
    """Five reports of five days, two tolls each: at Idlib by SOHR, at Marna of the army's fighters by the outlet."""
    for number in range(5):
        report = make.report(f"r{number}", f"Report {number} tells of shelling.", published=f"2024-11-2{number}")
        fighters = make.toll(f"b{number}", 3, place="Marna", group=Group("combatants", (ARMY,)))
        store.append([Incoming(report=report), make.reading(report, make.toll(f"a{number}", by="SOHR"), fighters)])
    return store


def whole(ask: Callable[..., Page[Any]], **options: Any) -> list[Any]:
    """All pages of two rows each."""
    rows, after = [], None
    while True:
        page = ask(limit=2, after=after, **options)
        assert len(page.rows) <= 2
        rows += page.rows
        after = page.after
        if after is None:
            return rows


def test_reports_come_newest_first_with_what_is_reviewed(filled: Store) -> None:
    filled.add_decision(Review(id="d1", claim="a3", accepted=True, **DECIDED))
    filled.add_decision(Review(id="d2", claim="b3", accepted=False, **DECIDED))
    rows = whole(filled.reports_page)
    assert [(row.id, row.claims, row.reviewed) for row in rows] == [
        ("r4", 2, 0), ("r3", 2, 2), ("r2", 2, 0), ("r1", 2, 0), ("r0", 2, 0),
    ]  # fmt: skip
    assert [row.id for row in whole(filled.reports_page, as_of="2024-11-21")] == ["r1", "r0"]
    assert [row.id for row in whole(filled.reports_page, known_at=4)] == ["r1", "r0"]
    assert whole(filled.reports_page, outlet="Nobody") == []


def test_claims_that_hold_words_come_by_pages_in_the_order_of_all_claims(filled: Store, make: SimpleNamespace) -> None:
    """Whatever the capitals, in any script; a sign of LIKE is a sign like others; a cursor that is none is refused."""
    report = make.report("r9", "Évry was shelled: 100%_sure.", published="2024-11-29")
    claim = make.toll("e", 3, place="Évry", by="Ligne 100%_sure")
    filled.append([Incoming(report=report), make.reading(report, claim)])

    def found(words: str, wanted: Wanted | None = None, **clocks: Any) -> list[str]:
        return [row.claim.id for row in whole(filled.claims_page, wanted=wanted, words=words, **clocks)]

    order = [known.claim.id for known in filled.claims()]
    assert found("idLIB") == [id for id in order if id.startswith("a")]
    assert found("marn", Wanted(kind="toll", report="r2")) == ["b2"]
    assert found("éVRY") == found("100%_S") == ["e"]
    assert found("100%Xs") == found("nobody") == []
    assert found("idlib", as_of="2024-11-21") == ["a0", "a1"]
    for text in ("x", "1~2~x~r1", "~~~"):
        with pytest.raises(StoreError):
            filled.claims_page(None, "idlib", after=text)


def test_a_claim_leaves_the_inbox_when_it_is_reviewed_and_comes_back_when_that_is_undone(filled: Store) -> None:
    def inbox(**options: Any) -> list[str]:
        return [row.known.claim.id for row in whole(filled.unseen, **options)]

    assert inbox() == ["a4", "b4", "a3", "b3", "a2", "b2", "a1", "b1", "a0", "b0"]
    assert inbox(wanted=Wanted(place="g:Marna", end="2024-11-30")) == ["b4", "b3", "b2", "b1", "b0"]
    assert inbox(wanted=Wanted(originator="SOHR")) == ["a4", "a3", "a2", "a1", "a0"]
    assert inbox(actor="xa.mil") == inbox(actor="Xanadian army") == ["b4", "b3", "b2", "b1", "b0"]
    filled.add_decision(Review(id="d1", claim="a4", accepted=True, **DECIDED))
    filled.add_decision(Review(id="d2", claim="b4", accepted=False, **DECIDED))
    filled.add_decision(Review(id="d3", claim="a3", accepted=True, **DECIDED))
    filled.add_decision(Review(id="d4", claim="a3", accepted=None, **{**DECIDED, "at": "2025-01-03T00:00:00Z"}))
    assert inbox()[:3] == ["a3", "b3", "a2"]
    again = filled.undo("d2", who="Editor")
    assert inbox()[0] == "b4"
    filled.undo(again.id, who="Editor")
    assert inbox()[0] == "a3"
    assert filled.verify() == []


def test_a_review_holds_when_the_report_is_read_again(filled: Store, make: SimpleNamespace) -> None:
    filled.add_decision(Review(id="d1", claim="a4", accepted=True, **DECIDED))
    report = make.report("r4", "Report 4 tells of shelling.", published="2024-11-24")
    filled.add_reading(make.reading(report, make.toll("a4", 12, by="SOHR"), make.toll("new"), reader="test 2"))
    assert [row.known.claim.id for row in filled.unseen(limit=1).rows] == ["new"]
    assert filled.verify() == []


def test_counts_are_those_of_the_claims_that_hold(filled: Store, make: SimpleNamespace) -> None:
    def is_counted() -> None:
        claims = [known.claim for known in filled.claims()]
        due = {
            "kind": Counter(claim.__struct_config__.tag for claim in claims),
            "place": Counter(claim.where.id for claim in claims if claim.where),
            "source": Counter(known.originator for known in filled.claims()),
            "actor": Counter("xa.mil" for claim in claims if claim.id.startswith("b")),
        }
        for by, numbers in due.items():
            found = whole(lambda by=by, **options: filled.counts(by, **options))  # type: ignore[arg-type]
            assert {row.name: row.number for row in found} == dict(numbers)
            assert [row.number for row in found] == sorted((row.number for row in found), reverse=True)

    is_counted()
    assert {row.shown for row in filled.counts("place").rows} == {"Idlib", "Marna"}
    assert [row.shown for row in filled.counts("actor").rows] == ["Xanadian army"]
    filled.add_decision(Retraction(id="d1", target="r1", **DECIDED))
    is_counted()
    filled.add_report(make.report("r2", "An edited text.", published="2024-12-05"))
    is_counted()
    filled.undo("d1", who="Editor")
    is_counted()
    assert filled.verify() == []


def found(store: Store, query: str) -> list[str]:
    return [one.id for one in store.search(query).rows]


@pytest.fixture
def library(store: Store, make: SimpleNamespace) -> Store:
    """Reports in three scripts."""
    texts = {
        "en": ("Shells fell on Saraqib, the medics said. Qusayr's market burned.", "Two towns"),
        "ar": ("قصف على مدينة إدلب أدى إلى مقتل تسعة. نزح السكان من المدينة والقرى.", "إدلب"),
        "fr": ("Des frappes sur la région d'Alep; l'école a brûlé.", "À Alep"),
    }
    for id, (text, title) in texts.items():
        report = make.report(id, text, title=title)
        claims = [make.toll("toll", place="Sarāqib", group=Group("combatants", (ARMY,)))] if id == "en" else []
        store.append([Incoming(report=report), make.reading(report, *claims)])
    return store


@pytest.mark.parametrize(
    ("query", "due"),
    [
        ("Saraqib", ["en", "toll"]), ("saraqib shells", ["en"]), ("SARAQ", ["en", "toll"]), ("Xanadian army", ["en", "toll"]),
        ("two towns", ["en"]), ("qusayrs", ["en"]), ("ecole BRULE", ["fr"]), ("école", ["fr"]),
        ("ادلب", ["ar"]), ("إدلب", ["ar"]), ("مدينة", ["ar"]), ("المدينة", ["ar"]), ("قري", ["ar"]), ("سكان", ["ar"]),
        ("nothing of the kind", []), ("", []), ("?!", []),
    ],
)  # fmt: skip
def test_words_are_found_in_every_script(library: Store, query: str, due: list[str]) -> None:
    assert found(library, query) == due


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "saraqib OR",
        "NOT saraqib *",
        "body:saraqib",
        "saraqib\\' | x & !",
        "NEAR(saraqib shells)",
        "\0",
        "a" * 500,
        "%",
        "؟",
    ],
)
def test_signs_in_a_query_are_no_commands(library: Store, query: str) -> None:
    assert set(found(library, query)) <= {"en", "toll"}


def test_a_snippet_shows_where_the_words_stand(library: Store) -> None:
    (report, claim) = library.search("saraqib").rows
    text = library.report("en").report.text
    for one in (report, claim):
        assert text[one.start :].startswith(one.snippet)
        assert [one.snippet[start:end] for start, end in one.spans] == ["Saraqib"]
    (arabic,) = library.search("مدينة").rows
    assert [arabic.snippet[start:end] for start, end in arabic.spans] == ["مدينة", "المدينة"]


def test_search_has_pages_and_finds_a_report_once(filled: Store) -> None:
    pages, after = [], None
    while True:
        page = filled.search("shelling", limit=2, after=after)
        pages.append([one.id for one in page.rows if one.kind == "report"])
        after = page.after
        if after is None:
            break
    assert [id for page in pages for id in page] == ["r4", "r3", "r2", "r1", "r0"]
    assert max(map(len, pages)) == 2


def test_search_finds_the_text_that_stands(filled: Store, make: SimpleNamespace) -> None:
    filled.add_report(make.report("r2", "It was thunder, says the paper.", published="2024-12-05"))
    assert "r2" not in found(filled, "shelling")
    assert found(filled, "thunder") == ["r2"]
    filled.rebuild()
    assert found(filled, "thunder") == ["r2"]


def test_a_protected_source_is_not_found_and_not_shown(library: Store, make: SimpleNamespace) -> None:
    library.add_source(SourceEntry(id="s1", name="Nadia Sultan", protected=True, alias="a nurse"))
    report = make.report("hidden", "Nadia Sultan counted nine dead.", source="Nadia Sultan")
    library.append([Incoming(report=report), make.reading(report)])
    assert found(library, "nadia sultan") == found(library, "Sultan, Nadia nine") == []
    (one,) = library.search("nine dead").rows
    assert one.outlet == "a nurse"


def test_a_page_that_ends_nowhere_is_refused(filled: Store) -> None:
    for ask in (filled.reports_page, filled.unseen):
        with pytest.raises(StoreError):
            ask(after="nonsense")  # type: ignore[operator]


def test_copies_are_named_in_the_page(filled: Store) -> None:
    filled.add_decision(Copy(id="copy", report="r4", of="r1", **DECIDED))
    assert filled.reports_page(limit=1).rows[0].copy_of == "r1"
