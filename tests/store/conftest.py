"""Stores to test with, on SQLite and on PostgreSQL; a private server is started where PostgreSQL's programs are installed."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from marsad.model import Figure, Group, Interval, Reading, Report, ReportHead, Source, Toll, When, Where
from marsad.model.anchor import Anchor
from marsad.store import Store

NOW = "2026-01-01T00:00:00Z"


def _programs() -> Path | None:
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


def _user() -> str | None:
    """Whom the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return int(some.getsockname()[1])


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server of our own, without a database's name."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    folder, user, port = Path(tempfile.mkdtemp(prefix="marsad-pg-")), _user(), _free_port()
    if user:
        shutil.chown(folder, user)
    options: dict[str, Any] = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": folder}
    options |= {"user": user} if user else {}
    data, log = folder / "data", folder / "log"
    try:
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "marsad", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"], **options
        )
        settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=40"
        subprocess.run([programs / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", settings, "start"], **options)
    except (subprocess.CalledProcessError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL can't be started: {type(error).__name__}")
    try:
        yield f"postgresql+pg8000://marsad@127.0.0.1:{port}"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], **options)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """What makes a store, on one engine after the other."""
    stores: list[Store] = []

    def make(**options: Any) -> Store:
        number = len(stores) + 1
        database = None
        if request.param == "postgresql":
            database = _new_database(request.getfixturevalue("server"), f"test_{os.getpid()}_{time.time_ns()}")
        stores.append(Store.create(tmp_path / f"o{number}", database=database, **{"clock": lambda: NOW, **options}))
        return stores[-1]

    if request.param == "postgresql":
        request.getfixturevalue("server")
    yield make
    for store in stores:
        store.close()
    if request.param == "postgresql":
        for store in stores:
            _drop_database(request.getfixturevalue("server"), str(store._database.url.database))


def _new_database(server: str, name: str) -> str:
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    engine.dispose()
    return f"{server}/{name}"


def _drop_database(server: str, name: str) -> None:
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture
def store(new_store: Callable[..., Store]) -> Store:
    """An empty store."""
    return new_store()


def make_report(id: str = "r1", text: str = "Nine people died in Idlib.", **options: Any) -> Report:
    return Report(id=id, text=text, **{"published": "2024-11-28", "source": "Northern Wire", **options})


def make_toll(
    id: str,
    figure: int = 9,
    *,
    by: str | None = None,
    day: str | None = "2024-11-27",
    place: str | None = "Idlib",
    **options: Any,
) -> Toll:
    anchor = Anchor(0, 4, "Nine")
    when = When(start=day, end=day, precision=1, value=day, text=day, anchor=anchor) if day else None
    where = (
        Where(name=place, country="SY", adm1=place, lat=35.9, lon=36, precision=1, id=f"g:{place}", text=place, anchor=anchor)
        if place
        else None
    )
    attribution = (Source(by, "party" if by == "the army" else "observatory"),) if by else ()
    values = {"outcome": "killed", "group": Group(side="civilians"), "figure": Figure.exact(figure), "scope": "incident"}
    return Toll(id=id, anchors=(anchor,), when=when, where=where, attribution=attribution, **{**values, **options})


def make_reading(report: Report, *claims: Toll, reader: str = "test 1") -> Reading:
    head = ReportHead(id=report.id, source=report.source, published=report.published, sha256=report.sha256)
    return Reading(report=head, claims=claims, reader=reader)


@pytest.fixture
def make() -> SimpleNamespace:
    """Reports, tolls and readings to fill a store with."""
    return SimpleNamespace(report=make_report, toll=make_toll, reading=make_reading, interval=Interval)
