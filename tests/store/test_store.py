"""What is added is there, once; both clocks tell what was said and what was known when."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text

from marsad.errors import BadEntry, NewerStore, NoStore, StoreError, StoreExists, UnknownEntry
from marsad.model import Correction, Judgement, Retraction, Review, SourceEntry
from marsad.store import Copy, Incoming, Store, StoredDecision, Wanted, public_name, tables

DECIDED: dict[str, Any] = {"who": "Editor", "at": "2025-01-02T00:00:00Z", "why": "checked"}


@pytest.fixture
def filled(store: Store, make: SimpleNamespace) -> Store:
    """Two reports, three claims."""
    first, second = make.report(), make.report("r2", "Twelve people died.", published="2024-11-30", source=None)
    store.append([Incoming(report=first, original=b"first"), Incoming(report=second)], at="2024-12-01T00:00:00Z")
    readings = [
        make.reading(first, make.toll("a", by="SOHR"), make.toll("b", 3, by="the army")),
        make.reading(second, make.toll("c", 12)),
    ]
    store.append(readings, at="2024-12-02T00:00:00Z")
    return store


def ids(store: Store, wanted: Wanted | None = None, **clocks: Any) -> list[str]:
    return [known.claim.id for known in store.claims(wanted, **clocks)]


def test_an_observatory_is_one_folder(tmp_path: Path, make: SimpleNamespace) -> None:
    with Store.create(tmp_path / "idlib", name="Idlib") as store:
        store.add_report(make.report(), b"\xff\x00 bytes", "text/plain")
    with Store.open(tmp_path / "idlib") as again:
        assert again.name == "Idlib"
        (row,) = again.reports()
        assert row.original is not None
        assert again.original(row.original) == b"\xff\x00 bytes"
        assert again.report("r1").report == make.report()
    with pytest.raises(StoreExists):
        Store.create(tmp_path / "idlib")
    with pytest.raises(NoStore):
        Store.open(tmp_path)
    (tmp_path / "idlib" / "record.db").unlink()
    with pytest.raises(NoStore):
        Store.open(tmp_path / "idlib")


@pytest.mark.parametrize(
    "change", ["UPDATE alembic_version SET version_num = '9999'", "UPDATE meta SET value = '99' WHERE name = 'projection'"]
)
def test_a_newer_store_is_left_alone(store: Store, tmp_path: Path, change: str) -> None:
    with store._database.writing() as connection:
        connection.execute(text(change))
        connection.execute(text("DELETE FROM meta WHERE value <> '99'"))
    with pytest.raises(NewerStore):
        Store.open(tmp_path / "o1")


def test_an_older_layout_of_the_tables_is_rebuilt(filled: Store, tmp_path: Path) -> None:
    before = list(filled.claims())
    with filled._database.writing() as connection:
        connection.execute(text("UPDATE meta SET value = '0' WHERE name = 'projection'"))
        connection.execute(text("DROP TABLE claims"))
    with Store.open(tmp_path / "o1") as again:
        assert list(again.claims()) == before
        assert again.verify() == []


def test_the_same_thing_twice_adds_nothing(filled: Store, make: SimpleNamespace) -> None:
    head = filled.head()
    report = make.report()
    added = filled.append(
        [Incoming(report=report), make.reading(report, make.toll("a", by="SOHR"), make.toll("b", 3, by="the army"))]
    )
    assert [one.seq for one in added] == [None, None]
    decision = Review(id="d", claim="a", accepted=True, **DECIDED)
    assert filled.add_decision(decision).seq
    assert filled.add_decision(decision).seq is None
    source = SourceEntry(id="sohr", name="SOHR")
    assert [filled.add_source(source).seq is None for _ in range(2)] == [False, True]
    assert filled.head().seq == head.seq + 2


def test_twice_in_one_batch_is_once(store: Store, make: SimpleNamespace) -> None:
    report = make.report()
    reading = make.reading(report, make.toll("a"))
    added = store.append([Incoming(report=report), reading, Incoming(report=report), reading])
    assert [one.seq for one in added] == [1, 2, None, None]


def test_an_edited_page_is_a_version(store: Store, make: SimpleNamespace) -> None:
    page = make.report("page", "Five died.", url="https://example.org/1")
    edited = make.report("feed-7", "Twelve died.", url="https://example.org/1", published="2024-11-30")
    added = store.append([Incoming(report=one) for one in (page, edited)])
    assert [(one.id, one.version) for one in added] == [("page", 1), ("page", 2)]
    store.append([make.reading(page, make.toll("five", 5)), make.reading(edited, make.toll("twelve", 12))])
    assert ids(store) == ["twelve"]
    assert ids(store, as_of="2024-11-29") == ["five"]
    assert store.report("page").report.text == "Twelve died."
    assert store.report("page", version=1).report.text == "Five died."
    assert [row.version for row in store.reports()] == [2]
    assert [row.version for row in store.reports(versions=True)] == [1, 2]
    assert {known.report for known in store.claims(as_of="2024-11-29")} == {"page"}


def test_rows_of_a_table_that_name_one_source_stay_apart(store: Store, make: SimpleNamespace) -> None:
    rows = [make.report(f"row-{number}", f"deaths: {number}", url="https://example.org/1") for number in range(2)]
    added = store.append([Incoming(report=row, by_url=False) for row in rows])
    assert [one.id for one in added] == ["row-0", "row-1"]


def test_an_older_version_that_comes_later_does_not_replace_the_newer(store: Store, make: SimpleNamespace) -> None:
    new, old = make.report(text="new", published="2024-11-30"), make.report(text="old", published="2024-11-28")
    for report, claim in ((new, "n"), (old, "o")):
        store.append([Incoming(report=report), make.reading(report, make.toll(claim))])
    assert ids(store) == ["n"]
    assert ids(store, as_of="2024-11-28") == ["o"]


def test_a_new_reading_replaces_the_old_and_the_past_keeps_it(filled: Store, make: SimpleNamespace) -> None:
    before = filled.head().seq
    filled.add_reading(
        make.reading(make.report(), make.toll("a", by="SOHR"), make.toll("z"), reader="test 2"), at="2025-02-01T00:00:00Z"
    )
    assert ids(filled) == ["a", "z", "c"]
    assert ids(filled, known_at=before) == ids(filled, known_at="2025-01-31") == ["a", "b", "c"]
    assert {known.claim.id: known.known_at for known in filled.claims()} == {
        "a": "2024-12-02T00:00:00Z",
        "z": "2025-02-01T00:00:00Z",
        "c": "2024-12-02T00:00:00Z",
    }
    reading, past = filled.reading("r1"), filled.reading("r1", known_at=before)
    assert reading is not None
    assert past is not None
    assert (reading.reader, past.reader) == ("test 2", "test 1")
    assert filled.verify() == []


def test_reports_that_wait_for_a_reading_are_named(filled: Store, make: SimpleNamespace) -> None:
    filled.add_report(make.report("r3", "Unread."))
    assert [row.id for row in filled.reports(unread=True)] == ["r3"]
    assert filled.reading("r3") is None


def test_both_clocks(filled: Store) -> None:
    assert ids(filled, known_at="2024-12-01") == []
    assert ids(filled, known_at="2024-12-02") == ["a", "b", "c"]
    assert ids(filled, as_of="2024-11-28") == ["a", "b"]
    assert ids(filled, as_of="2024-11-28T00:00:00+03:00") == []
    with pytest.raises(StoreError):
        ids(filled, as_of="some day")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(kind="toll", outcome="killed"), ["a", "b", "c"]),
        (Wanted(outcome="injured"), []),
        (Wanted(place="g:Idlib", start="2024-11-27", end="2024-11-27", side="civilians", scope="incident"), ["a", "b", "c"]),
        (Wanted(place_name="Idlib", country="SY", adm1="Idlib", end="2024-11-26"), []),
        (Wanted(start="2024-11-28"), []),
        (Wanted(report="r2"), ["c"]),
        (Wanted(id="b"), ["b"]),
        (Wanted(originator="SOHR"), ["a"]),
        (Wanted(background=True), []),
    ],
)
def test_claims_are_found_by(filled: Store, wanted: Wanted, found: list[str]) -> None:
    assert ids(filled, wanted) == found


def test_who_first_said_it_and_whether_they_fight(filled: Store) -> None:
    told = {known.claim.id: (known.originator, known.party) for known in filled.claims()}
    assert told == {"a": ("SOHR", False), "b": ("the army", True), "c": ("r2", False)}
    filled.add_source(SourceEntry(id="sohr", name="SOHR", party=True))
    assert next(known.party for known in filled.claims(Wanted(id="a")))


def test_a_rule_for_originators_can_be_given(new_store: Callable[..., Store], make: SimpleNamespace) -> None:
    store = new_store(originator=lambda claim, outlet, report: f"{outlet}!")
    report = make.report()
    store.append([Incoming(report=report), make.reading(report, make.toll("a"))])
    assert ids(store, Wanted(originator="Northern Wire!")) == ["a"]
    assert ids(store, Wanted(originator="SOHR")) == []


def test_a_claim_without_a_time_stands_at_the_day_of_its_report(store: Store, make: SimpleNamespace) -> None:
    report = make.report()
    store.append([Incoming(report=report), make.reading(report, make.toll("a", day=None, place=None))])
    assert ids(store, Wanted(start="2024-11-28", end="2024-11-28")) == ["a"]


def test_a_copy_names_its_original(filled: Store) -> None:
    filled.add_decision(Copy(id="copy", report="r2", of="r1", **DECIDED))
    assert {known.report: known.copy_of for known in filled.claims()} == {"r1": None, "r2": "r1"}
    assert [row.copy_of for row in filled.reports()] == [None, "r1"]
    assert {known.copy_of for known in filled.claims(known_at="2024-12-02")} == {None}
    filled.undo("copy", who="Editor")
    assert {known.copy_of for known in filled.claims()} == {None}


@pytest.mark.parametrize(("target", "left"), [("a", ["b", "c"]), ("r1", ["c"])])
def test_retracting_undoing_and_retracting_again(filled: Store, target: str, left: list[str]) -> None:
    before = list(filled.claims())
    filled.add_decision(Retraction(id="x", target=target, **DECIDED))
    assert ids(filled) == left
    assert ids(filled, known_at="2024-12-31") == ["a", "b", "c"]
    undone = filled.undo("x", who="Editor")
    assert list(filled.claims()) == before
    assert filled.undo("x", who="Editor").seq is None
    assert list(filled.decisions(kind="retraction")) == []
    assert [decision.id for decision in filled.decisions(kind="retraction", undone=True)] == ["x"]
    filled.undo(undone.id, who="Editor")
    assert ids(filled) == left
    assert filled.verify() == []


def test_a_retracted_report_stays_so_when_it_is_read_again(filled: Store, make: SimpleNamespace) -> None:
    filled.add_decision(Retraction(id="x", target="r1", **DECIDED))
    filled.add_reading(make.reading(make.report(), make.toll("new"), reader="test 2"))
    assert ids(filled) == ["c"]


def test_a_correction_changes_what_is_read_and_found(filled: Store, make: SimpleNamespace) -> None:
    filled.add_decision(Correction(id="x", claim="a", fields={"scope": "cumulative"}, **DECIDED))
    filled.add_decision(Correction(id="y", claim="a", fields={"figure": {"low": 7, "best": 7, "high": 7}}, **DECIDED))
    (known,) = filled.claims(Wanted(scope="cumulative"))
    assert known.claim.figure.best == 7  # type: ignore[union-attr]
    filled.undo("x", who="Editor")
    assert ids(filled, Wanted(scope="cumulative")) == []
    (known,) = filled.claims(Wanted(id="a"))
    assert known.claim.figure.best == 7  # type: ignore[union-attr]
    filled.add_reading(make.reading(make.report(), make.toll("a", by="SOHR"), reader="test 2"))
    (known,) = filled.claims(Wanted(id="a"))
    assert known.claim.figure.best == 7  # type: ignore[union-attr]
    assert filled.verify() == []


def test_a_correction_holds_when_the_page_is_edited(filled: Store, make: SimpleNamespace) -> None:
    filled.add_decision(Correction(id="x", claim="a", fields={"scope": "cumulative"}, **DECIDED))
    filled.add_report(make.report(text="Edited.", published="2024-11-29"))
    assert ids(filled) == ["c"]
    assert ids(filled, Wanted(scope="cumulative"), as_of="2024-11-28") == ["a"]


@pytest.mark.parametrize(
    "fields", [{"id": "b"}, {"kind": "event"}, {"colour": "red"}, {"scope": "everything"}, {"figure": 7}, {"anchors": []}]
)
def test_a_correction_must_give_a_claim(filled: Store, fields: dict[str, Any]) -> None:
    head = filled.head()
    with pytest.raises(BadEntry):
        filled.add_decision(Correction(id="x", claim="a", fields=fields, **DECIDED))
    assert filled.head() == head


def test_decisions_speak_of_what_is_there(filled: Store, make: SimpleNamespace) -> None:
    wrong: list[StoredDecision] = [
        Retraction(id="x", target="nothing", **DECIDED),
        Judgement(id="x", one="a", other="nothing", verdict="same", **DECIDED),
        Review(id="x", claim="nothing", accepted=True, **DECIDED),
        Copy(id="x", report="r1", of="nothing", **DECIDED),
    ]
    for decision in wrong:
        with pytest.raises(UnknownEntry):
            filled.add_decision(decision)
    with pytest.raises(UnknownEntry):
        filled.undo("nothing", who="Editor")
    with pytest.raises(UnknownEntry):
        filled.add_reading(make.reading(make.report(text="Another text.")))
    with pytest.raises(UnknownEntry):
        filled.report("nothing")


def test_a_batch_is_added_whole_or_not_at_all(filled: Store, make: SimpleNamespace) -> None:
    head, claims = filled.head(), list(filled.claims())
    fine = make.report("r3", "Fine.")
    bad = [
        make.reading(make.report("r4", "Not there.")),
        make.reading(fine, make.toll("p"), make.toll("p")),
        Incoming(report=make.report("zero\0", "Text.")),
        Incoming(report=make.report("half", "\ud800")),
        Review(id="d", claim="a", accepted=True, who="Editor", at="2999-01-01T00:00:00Z"),
        Review(id="d", claim="a", accepted=True, who="Editor", at="yesterday"),
    ]
    for item in bad:
        with pytest.raises(StoreError):
            filled.append([Incoming(report=fine), make.reading(fine, make.toll("p")), item])
        assert filled.head() == head
    assert list(filled.claims()) == claims
    assert filled.verify() == []


def test_judgements_are_found_from_either_side(filled: Store) -> None:
    filled.add_decision(Judgement(id="j", one="a", other="c", verdict="different", **DECIDED))
    for claim in "ac":
        assert [decision.id for decision in filled.decisions(target=claim)] == ["j"]
    assert list(filled.decisions(target="b")) == []
    assert list(filled.decisions(known_at="2024-12-31")) == []


def test_the_clock_of_the_log_never_runs_backwards(filled: Store, make: SimpleNamespace) -> None:
    filled.add_report(make.report("r3", "Late."), at="2020-01-01T00:00:00Z")
    instants = [entry.at for entry in filled.log()]
    assert instants == sorted(instants)
    assert instants[-1] == "2024-12-02T00:00:00Z"


def test_the_log_tells_who_and_why(filled: Store) -> None:
    filled.add_decision(Retraction(id="x", target="a", **DECIDED))
    (entry,) = filled.log(filled.head().seq)
    assert (entry.kind, entry.who, entry.why, entry.at) == ("retraction", "Editor", "checked", "2025-01-02T00:00:00Z")
    assert [entry.seq for entry in filled.log(2, 3)] == [2, 3]


def test_odd_characters_and_numbers_are_kept(store: Store, make: SimpleNamespace) -> None:
    report = make.report("r", "Zero \0 and إدلب 𝒳.", source="Wire\0", title="\u2028")
    store.append([Incoming(report=report, original=b""), make.reading(report, make.toll("a", 10**30, by="N\0"))])
    assert store.report("r").report == report
    (known,) = store.claims()
    assert known.claim.figure.best == 10**30  # type: ignore[union-attr]
    assert store.verify() == []


def test_a_protected_source_goes_by_its_alias(store: Store) -> None:
    hidden = SourceEntry(id="s1", name="A. Name", protected=True, alias="a doctor in the north")
    store.add_source(hidden)
    assert store.public_name("A. Name") == store.public_name("s1") == public_name(hidden) == "a doctor in the north"
    assert store.public_name("Somebody") == "Somebody"
    assert public_name(SourceEntry(id="s2", name="B. Name", protected=True)) == "protected source"


def test_the_registry_has_a_past(store: Store) -> None:
    store.add_source(SourceEntry(id="s", name="Old"), at="2025-01-01T00:00:00Z")
    store.add_source(SourceEntry(id="s", name="New"), at="2025-02-01T00:00:00Z")
    assert [source.name for source in store.sources()] == ["New"]
    assert [source.name for source in store.sources(known_at="2025-01-15")] == ["Old"]


def test_the_order_of_arrival_does_not_change_the_listing(new_store: Callable[..., Store], make: SimpleNamespace) -> None:
    reports = [make.report(f"r{number}", f"Text {number}.") for number in range(6)]
    items = [(Incoming(report=report), make.reading(report, make.toll(f"c{report.id}"))) for report in reports]
    one, other = new_store(), new_store()
    for pair in items:
        one.append(pair)
    for pair in reversed(items):
        other.append([*pair, *pair])
    assert list(one.claims()) == list(other.claims())


def test_people_read_while_others_write(store: Store, make: SimpleNamespace) -> None:
    """Every reader sees whole batches; writers wait for one another."""
    faults: list[str] = []
    done = threading.Event()

    def write(name: str) -> None:
        for number in range(6):
            report = make.report(f"{name}{number}", f"Text of {name} {number}.")
            store.append([Incoming(report=report), make.reading(report, *(make.toll(f"{name}{number}-{n}") for n in range(5)))])

    def read() -> None:
        while not done.is_set():
            found = ids(store)
            if len(found) % 5 or len(set(found)) != len(found):
                faults.append(str(len(found)))

    readers = [threading.Thread(target=read) for _ in range(2)]
    writers = [threading.Thread(target=write, args=(name,)) for name in ("x", "y")]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert faults == []
    assert len(ids(store)) == 60
    assert store.verify() == []


def test_a_listing_that_has_begun_sees_nothing_of_what_is_added_meanwhile(filled: Store, make: SimpleNamespace) -> None:
    listing = filled.claims()
    first = next(listing)
    filled.add_decision(Retraction(id="x", target="r2", **DECIDED))
    assert [first.claim.id, *(known.claim.id for known in listing)] == ["a", "b", "c"]


def test_the_tables_have_the_log_of_the_migrations(store: Store) -> None:
    with store._database.reading() as connection:
        for table in (tables.log, tables.meta):
            columns = connection.dialect.get_columns(connection, table.name)
            assert [column["name"] for column in columns] == [column.name for column in table.columns]
