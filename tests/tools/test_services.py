"""Database and broker: shared by commands, stopped by the last, refused clearly, never half-made."""

import os
import stat
from pathlib import Path

import psycopg
import pytest

from tools.services import home as homes
from tools.services.postgres import Postgres
from tools.services.shared import Services
from tools.trouble import Trouble
from tools.var import Var

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the servers as another account")


def test_the_last_command_stops_them(var: Var) -> None:
    first, second = Services(var), Services(var)
    first.join()
    second.join()
    first.leave()
    assert all(service.running() for service in second.all)
    second.leave()
    assert not any(service.running() for service in second.all)


def test_what_a_killed_command_left_is_stopped(var: Var) -> None:
    killed = Services(var)
    killed.join()
    assert not Services(var).last_one()  # it lives yet
    assert killed._users
    killed._users.close()  # what the kernel does
    assert Services(var).last_one()
    assert not any(service.running() for service in killed.all)


def test_roles_and_files(var: Var) -> None:
    """The plain role owns nothing; sockets and passwords are closed to others; letters are Danish."""
    with Services(var).used() as services:
        assert services.postgres
        with psycopg.connect(var.stored("DATABASE_URL") or "") as plain:
            row = plain.execute(
                "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            assert row == (False, False, False, False)
            assert plain.execute("SELECT upper('æøå')").fetchone() == ("ÆØÅ",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                plain.execute("CREATE TABLE t ()")
        with psycopg.connect(var.stored("DATABASE_OWNER_URL") or "") as owner:
            for extension in ("btree_gist", "pg_trgm", "unaccent"):
                owner.execute(f"CREATE EXTENSION {extension}")
            owner.execute("SET ROLE mentorcase")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect((var.stored("DATABASE_URL") or "").replace("mentorcase:", "mentorcase:x", 1))
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"postgresql://postgres@/postgres?host={services.postgres.sockets}")
        assert stat.S_IMODE(services.postgres.sockets.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in var.env.iterdir()} == {0o600}


def test_a_second_start_keeps_data_and_passwords(var: Var) -> None:
    with Services(var).used():
        with psycopg.connect(var.stored("DATABASE_OWNER_URL") or "") as owner:
            owner.execute("CREATE TABLE kept AS SELECT 1")
        before = {file.name: file.read_text() for file in var.env.iterdir()}
    with Services(var).used():
        with psycopg.connect(var.stored("DATABASE_OWNER_URL") or "") as owner:
            assert owner.execute("SELECT * FROM kept").fetchone() == (1,)
        assert {file.name: file.read_text() for file in var.env.iterdir()} == before


def test_another_major_is_one_sentence(var: Var) -> None:
    postgres = Postgres(var, var.path)
    postgres.data.mkdir()
    (postgres.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(Trouble, match=r"was made by PostgreSQL 12, but PostgreSQL \d+ is installed"):
        postgres.start()
    assert [file.name for file in postgres.data.iterdir()] == ["PG_VERSION"]


def test_a_failed_creation_leaves_nothing(var: Var, monkeypatch: pytest.MonkeyPatch) -> None:
    postgres = Postgres(var, var.path)
    call = postgres._call

    def fail_in_single_user_mode(program: str, *arguments: str, text: str | None = None) -> str:
        if "--single" in arguments:
            raise Trouble("no")
        return call(program, *arguments, text=text)

    monkeypatch.setattr(postgres, "_call", fail_in_single_user_mode)
    with pytest.raises(Trouble):
        postgres.start()
    assert not list(var.path.glob("postgres*"))
    assert not var.stored("DATABASE_URL")


def test_a_lost_password_is_said(var: Var) -> None:
    with Services(var).used():
        pass
    (var.env / "DATABASE_URL").unlink()
    with pytest.raises(Trouble, match=r"put back the file .*DATABASE_URL"):
        Services(var).join()


def test_a_named_server_is_left_to_others(var: Var, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@db.example.dk/mentorcase")
    monkeypatch.setenv("REDIS_URL", "redis://broker.example.dk/0")
    assert Services(var).all == []


def test_a_long_path_gets_a_short_socket(open_folder: Path) -> None:
    sockets = homes.socket_folder(open_folder / ("long" * 30))
    try:
        assert len(str(sockets)) <= homes.LONGEST_SOCKET_FOLDER
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    finally:
        sockets.rmdir()


@as_root
def test_an_unreachable_folder_keeps_its_data_elsewhere(open_folder: Path, elsewhere: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    var = Var(closed / "var")
    var.prepare()
    with Services(var).used() as services:
        assert services.home.parent == elsewhere
        assert not (var.path / "postgres").exists()
        with psycopg.connect(var.stored("DATABASE_URL") or "") as plain:
            assert plain.execute("SELECT 1").fetchone() == (1,)
    assert Services(var).home == services.home  # remembered


@as_root
def test_an_unreachable_program_is_copied(open_folder: Path) -> None:
    closed = open_folder / "closed"
    (closed / "bin").mkdir(mode=0o700, parents=True)
    closed.chmod(0o700)
    (closed / "bin" / "program").write_text("#!/bin/sh\n")
    (closed / "bin" / "program").chmod(0o755)
    copy = homes.reachable_copy(closed, open_folder, "copy")
    assert homes.reachable(copy / "bin" / "program")
    assert homes.reachable_copy(closed, open_folder, "copy") == copy
    assert homes.reachable_copy(copy, open_folder, "other") == copy
    os.utime(closed)  # a newer version
    newer = homes.reachable_copy(closed, open_folder, "copy")
    assert newer != copy
    assert not copy.exists()
