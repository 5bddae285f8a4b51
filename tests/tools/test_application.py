"""Each preparation is done once: the demo data above all, because loading them empties what is there."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import application
from tools.services.shared import Services
from tools.var import Var


@pytest.fixture
def calls(var: Var, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What manage.py is asked to do, without doing it, in a code base that has the command."""
    command = tmp_path / "cases" / "management" / "commands"
    command.mkdir(parents=True)
    (command / "seed_demo.py").touch()
    calls: list[str] = []
    monkeypatch.setattr(application, "ROOT", tmp_path)
    monkeypatch.setattr(application, "django", lambda var, *words: calls.append(" ".join(words)))
    monkeypatch.setattr(application, "_has_users", lambda var: False)
    var.store("DATABASE_URL", "postgresql://mentorcase:a@/mentorcase?host=/somewhere")
    var.store("MENTORCASE_DEMO", "1")
    return calls


def test_demo_data_are_loaded_once(var: Var, calls: list[str]) -> None:
    application.load_demo(var)
    application.load_demo(var)
    assert calls == ["seed_demo --size small"]


def test_loading_that_broke_off_is_done_again(var: Var, calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(var: Var, *words: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(application, "django", break_off)
        application.load_demo(var)
    monkeypatch.setattr(application, "_has_users", lambda var: True)  # half of them
    application.load_demo(var)
    assert calls == ["seed_demo --size small"]


def test_a_database_in_use_is_never_emptied(var: Var, calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "_has_users", lambda var: True)
    application.load_demo(var)
    application.load_demo(var)
    assert calls == []


def test_real_data_get_no_demo(var: Var, calls: list[str]) -> None:
    var.store("MENTORCASE_DEMO", "0")
    application.load_demo(var)
    assert calls == []


def test_tables_are_migrated_when_a_migration_is_new(var: Var, calls: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cases" / "migrations").mkdir()
    (tmp_path / "core" / "management" / "commands").mkdir(parents=True)
    (tmp_path / "core" / "management" / "commands" / "migrate.py").touch()
    services = Services(var)
    for _ in range(2):
        application.migrate(var, services)
    assert calls == ["migrate --no-input"]
    (tmp_path / "cases" / "migrations" / "0002_more.py").touch()
    application.migrate(var, services)
    assert len(calls) == 2
    # A database that is named in the environment may have changed behind our back.
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@db.example.dk/mentorcase")
    for _ in range(2):
        application.migrate(var, Services(var))
    assert len(calls) == 4


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The address in the links of what is started next, each in an environment of its own."""

    def named(var: Var, running: str = "", **given: str) -> str:
        with monkeypatch.context() as patch:
            patch.setattr("os.environ", {**{name: value for name, value in os.environ.items() if name != "MENTORCASE_URL"}, **given})
            application.name_address(var, running)
            return os.environ.get("MENTORCASE_URL", "")

    return named


def test_a_command_beside_a_server_at_another_port_writes_its_links(var: Var, address: Callable[..., str]) -> None:
    assert address(var) == ""  # nothing ran yet: what the settings say
    assert address(var, "http://127.0.0.1:8103") == "http://127.0.0.1:8103"
    assert address(var) == "http://127.0.0.1:8103"
    assert address(var, "http://127.0.0.1:8000") == "http://127.0.0.1:8000", "the port of the start before was remembered"
    assert address(var) == "http://127.0.0.1:8000"


def test_an_address_that_was_given_goes_before_that_of_the_server(var: Var, address: Callable[..., str]) -> None:
    address(var, "http://127.0.0.1:8103")
    assert address(var, MENTORCASE_URL="https://other.example") == "https://other.example"
    var.store("MENTORCASE_URL", "https://mentor.example")
    assert address(var) == address(var, "http://127.0.0.1:8103") == "https://mentor.example"
