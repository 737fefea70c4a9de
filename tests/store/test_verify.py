"""`verify` finds every tampering and names it; the log defends itself."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection, text

from marsad.errors import StoreError
from marsad.model import Retraction
from marsad.store import Incoming, Store
from marsad.store.chain import seal


@pytest.fixture
def filled(store: Store, make: SimpleNamespace) -> Store:
    """Ten entries: five reports, each with its reading."""
    for number in range(5):
        report = make.report(f"r{number}", f"Text {number}.")
        store.append(
            [Incoming(report=report, original=f"original {number}".encode()), make.reading(report, make.toll(f"c{number}"))]
        )
    assert store.verify() == []
    return store


def tamper(store: Store, work: Callable[[Connection], None]) -> None:
    """What somebody with the database in hands can do."""
    with store._database.writing() as connection:
        if connection.dialect.name == "sqlite":
            for name in ("log_no_update", "log_no_delete", "log_in_order"):
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("ALTER TABLE log DISABLE TRIGGER USER")
        work(connection)


def run(*statements: str) -> Callable[[Connection], None]:
    def work(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    return work


def reseal(connection: Connection) -> None:
    """Change entry 4 and seal it anew, but not what follows."""
    row = connection.execute(text("SELECT * FROM log WHERE seq = 4")).one()
    values = {**row._mapping, "why": "forged"}
    values["hash"] = seal(*(values[name] for name in ("previous", "seq", "at", "kind", "who", "why", "body")))
    connection.execute(text("UPDATE log SET why = :why, hash = :hash WHERE seq = :seq"), values)


@pytest.mark.parametrize(
    ("work", "where", "what"),
    [
        (run("UPDATE log SET body = replace(body, 'Text 1', 'Text X') WHERE seq = 3"), "entry 3", "changed"),
        (run("UPDATE log SET who = 'somebody' WHERE seq = 1"), "entry 1", "changed"),
        (run("DELETE FROM log WHERE seq = 4"), "entry 5", "entry 4 is missing"),
        (run("DELETE FROM log WHERE seq = 1"), "entry 2", "entry 1 is missing"),
        (reseal, "entry 5", "not sealed to entry 4"),
        (
            run(
                "UPDATE log SET seq = 100 WHERE seq = 4",
                "UPDATE log SET seq = 4 WHERE seq = 6",
                "UPDATE log SET seq = 6 WHERE seq = 100",
            ),
            "entry 4",
            "chain broken",
        ),
        (
            run(
                "UPDATE log SET seq = seq + 100 WHERE seq > 4",
                "INSERT INTO log SELECT 5, at, kind, who, why, body, previous, hash FROM log WHERE seq = 4",
                "UPDATE log SET seq = seq - 99 WHERE seq > 100",
            ),
            "entry 5",
            "chain broken",
        ),
    ],
    ids=["changed", "who", "removed", "first removed", "resealed", "reordered", "inserted"],
)
def test_a_tampered_log_is_found_and_the_place_named(
    filled: Store, work: Callable[[Connection], None], where: str, what: str
) -> None:
    tamper(filled, work)
    problems = [problem for problem in filled.verify() if problem.kind == "log"]
    assert problems
    assert problems[0].where == where
    assert any(what in problem.message for problem in problems)


def test_a_log_that_was_cut_off_is_found_by_a_head_that_was_kept(filled: Store) -> None:
    head = filled.head()
    assert filled.verify(known=head) == []
    tamper(filled, run("DELETE FROM log WHERE seq > 8"))
    filled.rebuild()
    assert filled.verify() == []
    (problem,) = filled.verify(known=head)
    assert "the log ends here" in problem.message


def test_a_log_that_was_written_anew_is_found_by_a_head_that_was_kept(
    new_store: Callable[..., Store], make: SimpleNamespace
) -> None:
    one, other = new_store(), new_store()
    one.add_report(make.report())
    other.add_report(make.report(text="Another past."))
    assert other.verify() == []
    assert [problem.where for problem in other.verify(known=one.head())] == ["entry 1"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET who = 'x' WHERE seq = 1",
        "DELETE FROM log WHERE seq = 1",
        "INSERT INTO log SELECT 1, at, kind, who, why, body, previous, hash FROM log WHERE seq = 2",
        "INSERT INTO log SELECT 99, at, kind, who, why, body, previous, hash FROM log WHERE seq = 2",
    ],
)
def test_the_log_refuses_to_be_changed(filled: Store, statement: str) -> None:
    head = filled.head()
    with pytest.raises(StoreError, match="append-only"), filled._database.writing() as connection:
        connection.execute(text(statement))
    assert filled.head() == head


def test_the_log_refuses_to_be_replaced_or_emptied(filled: Store) -> None:
    ways = {"sqlite": "INSERT OR REPLACE INTO log SELECT * FROM log WHERE seq = 1", "postgresql": "TRUNCATE log"}
    with pytest.raises(StoreError, match="append-only"), filled._database.writing() as connection:
        connection.execute(text(ways[connection.dialect.name]))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims SET best = 1000 WHERE id = 'c2'",
        "DELETE FROM claims WHERE id = 'c2'",
        "UPDATE reports SET outlet = 'Another' WHERE id = 'r2'",
        "UPDATE readings SET until = 3 WHERE seq = 4",
        "INSERT INTO sources (since, id, name, body) VALUES (7, 's', 'n', '{}')",
    ],
)
def test_tables_that_say_something_else_are_named_and_mended(filled: Store, statement: str) -> None:
    before = list(filled.claims())
    with filled._database.writing() as connection:
        connection.execute(text(statement))
    (problem,) = filled.verify()
    assert problem.kind == "projection"
    filled.rebuild()
    assert filled.verify() == []
    assert list(filled.claims()) == before


def test_originals_that_changed_or_vanished_are_named(filled: Store) -> None:
    rows = list(filled.reports())
    assert filled.originals is not None
    changed, gone = (row.original or "" for row in rows[1:3])
    filled.originals.path(changed).write_bytes(b"original X")
    filled.originals.path(gone).unlink()
    told = {(problem.kind, problem.where, problem.message.rsplit(", ", 1)[-1]) for problem in filled.verify()}
    assert told == {("original", changed, "was changed"), ("original", gone, "is missing")}
    for digest in (changed, gone):
        with pytest.raises(StoreError):
            filled.original(digest)


def test_a_log_that_can_not_be_applied_is_a_problem_and_no_crash(filled: Store) -> None:
    tamper(filled, run("UPDATE log SET body = 'nothing' WHERE seq = 2", "DELETE FROM log WHERE seq = 5"))
    problems = filled.verify()
    assert {"entry 2", "entry 6", "the log"} <= {problem.where for problem in problems}


def test_decisions_are_rebuilt_too(filled: Store) -> None:
    for number in range(3):
        decision = Retraction(id=f"d{number}", target=f"c{number}", who="Editor", at="2025-01-01T00:00:00Z")
        filled.add_decision(decision)
    again = filled.undo("d1", who="Editor")
    filled.undo(again.id, who="Editor")
    filled.undo("d2", who="Editor")
    before = list(filled.claims())
    assert filled.verify() == []
    filled.rebuild()
    assert filled.verify() == []
    assert list(filled.claims()) == before
    assert [known.claim.id for known in before] == ["c2", "c3", "c4"]
