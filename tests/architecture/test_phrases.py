"""Every code has one sentence: no key stands twice, and no refusal or event that the code can make is without words."""

import ast
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from accounts import event_phrases as of_users
from accounts import phrases as of_accounts
from cases import phrases as of_cases
from mentors import phrases as of_mentors

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "accounts", "mentors", "cases")
MODULES = sorted(path for app in APPS for path in (ROOT / app).glob("*phrases.py"))


def written_keys(path: Path, name: str) -> list[str]:
    """The keys that stand as text in the module's dict of this name; what it takes in with `**` belongs to another module."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and target.id == name and isinstance(node.value, ast.Dict):
            return [key.value for key in node.value.keys if isinstance(key, ast.Constant)]
    return []


@pytest.mark.parametrize("names", [("REFUSALS", "STOPS"), ("EVENTS",)])
def test_a_code_has_one_sentence(names: tuple[str, ...]) -> None:
    """Two dicts with the same key: one would silently win."""
    keys = [(key, path.name) for path in MODULES for name in names for key in written_keys(path, name)]
    assert len(keys) > 10, "the modules were not found"
    twice = {
        key: [where for other, where in keys if other == key] for key, times in Counter(key for key, _where in keys).items() if times > 1
    }
    assert twice == {}


def test_every_module_with_sentences_is_read() -> None:
    assert {path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in MODULES} >= {
        module.__name__ for module in (of_accounts, of_cases, of_mentors)
    }
    for path in MODULES:
        import_module(path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."))


def words(node: ast.AST) -> list[str]:
    """The texts that an argument can be: itself, either side of `a if b else c`, the first of a tuple; none of what is computed."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return words(node.body) + words(node.orelse)
    if isinstance(node, ast.Tuple) and node.elts:
        return words(node.elts[0])
    return []


def calls() -> list[tuple[str, str, ast.Call]]:
    found = []
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" in path.parts or "demo" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    found.append((str(path.relative_to(ROOT)), ast.unparse(node.func).rpartition(".")[2], node))
    return found


def test_every_refusal_has_a_sentence() -> None:
    known = of_accounts.REFUSALS.keys() | of_cases.REFUSALS.keys() | of_mentors.REFUSALS.keys()
    used = {
        (code, file)
        for file, name, call in calls()
        for code in (words(call.args[0]) if name in {"no", "Refused"} and call.args else [])
        + ([code for each in call.keywords for code in words(each.value)] if name in {"refusing", "save_reference"} else [])
    }
    assert len(used) > 60, "the refusals were not found"
    assert sorted(f"{code} ({file})" for code, file in used if code not in known) == []


def test_every_event_has_a_sentence() -> None:
    known = of_cases.EVENTS.keys() | of_mentors.EVENTS.keys() | of_users.EVENTS.keys()
    used = set()
    for file, _name, call in calls():
        for text in [word for each in [*call.args, *(key.value for key in call.keywords if key.arg == "kind")] for word in words(each)]:
            if text.startswith(("case.", "mentor.", "user.", "membership.")) and ("/actions" in file or "/administration" in file):
                used.add((text, file))
    assert len(used) > 20, "the events were not found"
    assert sorted(f"{kind} ({file})" for kind, file in used if kind not in known) == []
