"""What was acknowledged survives the death of the process and a full disk; what was not leaves nothing half."""

from __future__ import annotations

import errno
import logging
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from marsad.errors import StoreError, StoreFull
from marsad.model import SourceEntry
from marsad.store import Incoming, Store

BATCH = 7
IMPORT = """
import sys
from marsad.model import Reading, Report, ReportHead, Statement, Anchor
from marsad.store import Incoming, Store

def pair(number):
    report = Report(id=f"r{number:06}", text=f"Text {number}. " + "x" * 2000)
    claims = tuple(Statement(id=f"c{number}-{n}", act="deny", anchors=(Anchor(0, 4, "Text"),)) for n in range(4))
    reading = Reading(report=ReportHead(id=report.id, sha256=report.sha256), claims=claims)
    return Incoming(report=report, original=report.text.encode()), reading

store, start, batch = Store.open(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
print(start, flush=True)
while True:
    store.append([item for number in range(start, start + batch) for item in pair(number)])
    start += batch
    print(start, flush=True)
"""


def test_a_killed_import_loses_nothing_acknowledged_and_leaves_nothing_half(
    new_store: Callable[..., Store], tmp_path: Path
) -> None:
    new_store().close()
    acknowledged, dice = 0, random.Random(3)
    for _ in range(3):
        call = [sys.executable, "-c", IMPORT, str(tmp_path / "o1"), str(acknowledged), str(BATCH)]
        child = subprocess.Popen(call, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        said = [int(child.stdout.readline()) for _ in range(2)]
        time.sleep(dice.random() * 0.5)
        child.send_signal(signal.SIGKILL)
        said += [int(line) for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        child.wait()
        acknowledged = max([acknowledged, *said])
        with Store.open(tmp_path / "o1") as store:
            there = sum(1 for _ in store.reports())
            assert there >= acknowledged
            assert there % BATCH == 0
            assert sum(1 for _ in store.claims()) == there * 4
            assert store.verify() == []
    assert acknowledged > 0


def test_what_a_killed_process_left_beside_the_originals_is_swept(store: Store, tmp_path: Path, make: SimpleNamespace) -> None:
    store.add_report(make.report(), b"bytes")
    (row,) = store.reports()
    assert store.originals is not None
    part = store.originals.path(row.original or "").with_name(".abc.1.part")
    part.write_bytes(b"half")
    Store.open(tmp_path / "o1").close()
    assert part.exists()  # it may be another process's at work
    os.utime(part, (0, 0))
    Store.open(tmp_path / "o1").close()
    assert not part.exists()
    assert store.verify() == []


def test_no_room_for_an_original(store: Store, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add_report(make.report())
    head = store.head()

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFull) as caught:
        store.append([Incoming(report=make.report("r2", "Text two."), original=b"bytes")])
    monkeypatch.undo()
    assert "Make room" in caught.value.remedy
    assert store.head() == head
    assert store.originals is not None
    assert [path for path in store.originals.folder.rglob("*") if path.is_file()] == []
    assert store.append([Incoming(report=make.report("r2", "Text two."), original=b"bytes")])[0].seq == head.seq + 1
    assert store.verify() == []


@pytest.mark.parametrize("new_store", ["sqlite"], indirect=True)
def test_no_room_for_the_record(store: Store, make: SimpleNamespace, caplog: pytest.LogCaptureFixture) -> None:
    """The engine itself runs out of pages; the names of protected sources are in no error and no log."""
    caplog.set_level(logging.DEBUG)
    store.add_report(make.report())
    head = store.head()
    with store._database.reading() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    hidden = SourceEntry(id="s", name="Hidden Name", protected=True, alias="a nurse")
    with pytest.raises(StoreFull) as caught:
        store.append([hidden, *(Incoming(report=make.report(f"n{number}", "x" * 5000 + str(number))) for number in range(20))])
    assert "Hidden" not in "".join(traceback.format_exception(caught.value)) + caplog.text
    assert store.head() == head
    with store._database.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert store.verify() == []
    assert store.add_source(hidden).seq == head.seq + 1


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a process")
@pytest.mark.parametrize("new_store", ["sqlite"], indirect=True)
def test_a_write_that_the_system_cuts_off(store: Store, tmp_path: Path, make: SimpleNamespace) -> None:
    store.append([Incoming(report=make.report(f"n{number}", f"Text {number}.")) for number in range(5)])
    store.close()
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
    told = limited + IMPORT.replace("while True:", "for _ in range(200):")
    call = [sys.executable, "-c", told, str(tmp_path / "o1"), "0", str(BATCH)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert "StoreFull" in done.stderr
    acknowledged = int(done.stdout.splitlines()[-1])
    with Store.open(tmp_path / "o1") as again:
        assert sum(1 for _ in again.reports()) == 5 + acknowledged
        assert again.verify() == []
        assert again.add_report(make.report("after", "Room again.")).seq


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    Store.create(tmp_path / "o").close()
    (tmp_path / "o" / "record.db").write_bytes(b"nonsense" * 1000)
    with pytest.raises(StoreError, match="damaged"):
        Store.open(tmp_path / "o")


def test_the_address_of_a_database_keeps_its_password(tmp_path: Path) -> None:
    address = "postgresql://marsad:secret@127.0.0.1:1/none"
    with pytest.raises(StoreError) as caught:
        Store.open(address)
    assert "secret" not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(StoreError):
        Store.open("oracle://somewhere/x")


def test_a_making_that_broke_off_is_made_again(tmp_path: Path) -> None:
    Store.create(tmp_path / "o").close()
    (tmp_path / "o" / "marsad.toml").unlink()
    Store.create(tmp_path / "o", name="Again").close()
    with Store.open(tmp_path / "o") as store:
        assert store.name == "Again"


def test_a_folder_may_have_any_name(tmp_path: Path, make: SimpleNamespace) -> None:
    folder = tmp_path / 'a?b %20 "c" إدلب'
    with Store.create(folder) as store:
        store.add_report(make.report())
    with Store.open(folder) as again:
        assert again.name == folder.name
        assert [row.id for row in again.reports()] == ["r1"]


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        Store.create(tmp_path / "file" / "o")
