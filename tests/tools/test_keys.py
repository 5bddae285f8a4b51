"""Keys are made once, for their owner's eyes only, and never made anew beside an existing database."""

import stat
from pathlib import Path

import pytest

from tools.keys import make_keys
from tools.trouble import Trouble
from tools.var import Var


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Var:
    for name in ("SECRET_KEY", "CPR_KEYS", "CPR_INDEX_KEY", "MENTORCASE_DEMO"):
        monkeypatch.delenv(name, raising=False)
    var = Var(tmp_path)
    var.prepare()
    return var


def test_only_the_owner_may_read_them(var: Var) -> None:
    make_keys(var, demo=True, database_exists=False)
    files = list(var.env.iterdir())
    assert {file.name for file in files} == {"SECRET_KEY", "CPR_KEYS", "CPR_INDEX_KEY", "MENTORCASE_DEMO"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(var.env.stat().st_mode) == 0o700


def test_a_second_start_keeps_them(var: Var) -> None:
    make_keys(var, demo=True, database_exists=False)
    before = {file.name: file.read_text() for file in var.env.iterdir()}
    make_keys(var, demo=False, database_exists=True)
    assert {file.name: file.read_text() for file in var.env.iterdir()} == before


def test_a_lost_key_is_not_replaced(var: Var) -> None:
    make_keys(var, demo=True, database_exists=False)
    (var.env / "CPR_KEYS").unlink()
    with pytest.raises(Trouble, match=r"put back the file .*CPR_KEYS"):
        make_keys(var, demo=True, database_exists=True)
    assert not (var.env / "CPR_KEYS").exists()


def test_what_the_environment_names_is_not_written(var: Var, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "from the environment")
    make_keys(var, demo=True, database_exists=False)
    assert not (var.env / "SECRET_KEY").exists()
