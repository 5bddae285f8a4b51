"""The arrows of the house: a module imports to its left only, rules know no Django, and nobody imports the project package."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ["core", "accounts", "mentors", "cases", "reports"]
WEB = {
    "views",
    "views_demo",
    "views_opinion",
    "views_profile",
    "views_status",
    "forms",
    "imports",  # a file, as forms read it
    "urls",
    "admin",
    "admin_absences",
    "admin_base",
    "admin_letters",
    "admin_measurements",
    "admin_opinions",
    "admin_settings",
    "tasks",
    "templatetags",
    "management",
    "context",
    "middleware",
    "adapter",
    "demo",
    "checks",
    "apps",
}
"""Modules of an app's web layer."""
SHARED_BASES = {"core.templatetags.ui", "core.forms"}
"""What all web layers build on, and `accounts/pages.py` and `phrases.py` with them (docs/adr/0003)."""
RULES_MAY = {"core.days", "core.ids", "core.verdicts"}


@cache
def modules() -> list[Path]:
    return sorted(path for app in [*APPS, "mentorcase"] for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> list[str]:
    """Every module that the file imports, also inside functions."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def layer(dotted: str) -> str:
    """The second part of `cases.views.match`: its room in the app."""
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else ""


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_along_the_arrows(path: Path) -> None:
    me = dotted(path)
    app, my_layer = me.split(".")[0], layer(me)
    for name in imports(path):
        other = name.split(".")[0]
        if other == "mentorcase":
            assert app == "mentorcase", f"{me} imports the project package"
        if other not in APPS or app == "mentorcase":
            continue
        if name.startswith(tuple(SHARED_BASES)):
            continue
        if layer(name) in WEB and other != app:
            pytest.fail(f"{me} imports the web layer of another app: {name}")
        if layer(name) in WEB and my_layer not in WEB:
            pytest.fail(f"{me} is domain and imports the web layer: {name}")
        if my_layer not in WEB:
            assert APPS.index(other) <= APPS.index(app), f"{me} imports to its right: {name}"


@pytest.mark.parametrize("path", [p for p in modules() if "rules" in p.parts], ids=lambda p: str(p.relative_to(ROOT)))
def test_rules_know_no_database_settings_or_request(path: Path) -> None:
    app = path.relative_to(ROOT).parts[0]
    for name in imports(path):
        head = name.split(".")[0]
        assert head != "django", f"{path.name} imports {name}"
        if head in APPS:
            ours = name.startswith((f"{app}.rules", f"{app}.enums", "mentors.enums", "mentors.rules", *RULES_MAY))
            assert ours, f"{path.name} imports {name}"


@pytest.mark.parametrize("path", [p for p in modules() if p.relative_to(ROOT).parts[0] == "core"], ids=lambda p: str(p.relative_to(ROOT)))
def test_core_defines_no_models(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert "(models.Model)" not in source


LOADED_WHERE_USED = ("apps.py", "cases/actions/allocations.py", "core/pdf.py")
"""Django loads an app's checks in ready(), the documented place. NumPy and SciPy take a second and 75 MB, which no web worker pays at its start;
nor what PDFs need, which a machine may lack."""


def test_imports_stand_at_the_top_of_a_module() -> None:
    inside = []
    for path in modules():
        for function in ast.walk(tree(path)):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for node in ast.walk(function):
                    if isinstance(node, (ast.Import, ast.ImportFrom)):
                        inside.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert [place for place in inside if not place.split(":")[0].endswith(LOADED_WHERE_USED)] == []


def test_the_clock_is_read_in_the_web_layer_only() -> None:
    """Below it the day is an argument."""
    readers = [
        dotted(path)
        for path in modules()
        if dotted(path) != "core.clock"
        and layer(dotted(path)) not in WEB | {"pages", "forms", "health", "errors"}
        and any(name.startswith("core.clock") for name in imports(path))
    ]
    assert readers == []


def test_only_core_clock_asks_what_time_it_is() -> None:
    asking = []
    for path in modules():
        if dotted(path) == "core.clock":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"now", "today", "utcnow"}:
                owner = ast.unparse(node.func.value)
                if owner in {"datetime", "dt.datetime", "datetime.datetime", "date", "dt.date", "datetime.date", "timezone"}:
                    asking.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert asking == []


WRITERS = {"save", "delete", "create", "bulk_create", "update_or_create", "get_or_create", "bulk_update", "update"}
MAY_WRITE = {
    "accounts.actions",
    "accounts.actions_profile",
    "accounts.administration",
    "accounts.audit",
    "accounts.drafts",
    "accounts.jobs",
    "accounts.messages",
    "accounts.models.people",  # the manager's create_user
    "accounts.site",  # the administration's own journal, and its save_model, which calls an action
    "mentors.actions",
    "mentors.actions_imports",
    "mentors.actions_organisations",
    "mentors.actions_places",
}
ONE_TIME_KEY = {"OneTimeKey.objects.create", "row.save"}
"""What `accounts/pages.py` writes: the key that makes a form count once."""


def test_models_are_written_by_actions_only() -> None:
    """No `.save()`, `.delete()`, `.create()`, `.update()` of rows and no bulk write elsewhere: not in views, forms, tasks, admin or rules."""
    found = []
    for path in modules():
        me = dotted(path)
        if me in MAY_WRITE or me.startswith(("cases.actions.", "cases.demo.", "reports.actions.")):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
                text = ast.unparse(node.func)
                if node.func.attr == "update" and "filter(" not in text and "objects" not in text:
                    continue  # of a dict or a digest
                if me == "accounts.pages" and text in ONE_TIME_KEY:
                    continue
                if text == "pdf.save":
                    continue  # a file in memory
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {text}")
    assert found == []


ENDS_OF_ACTIONS = {"move", "record"}
"""Of `cases/actions/base.py`: every action says `record(case, "case.opened", ...)`, and there is nothing to mistake."""


def test_public_functions_of_rules_and_actions_take_names() -> None:
    """Keyword-only but for the one thing that a function is about: two days in the wrong order look right at the call."""
    found = []
    for path in modules():
        if layer(dotted(path)) not in {"rules", "actions"}:
            continue
        for node in tree(path).body:
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name not in ENDS_OF_ACTIONS
            if public and len(node.args.posonlyargs + node.args.args) > 1:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert found == []
