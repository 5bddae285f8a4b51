"""Chromium for tests: `browser` (one a run), `page` (one a test, Danish, 1366 by 768), `axe(page)`.

Debian's Chromium is used, never a downloaded one. Where it is absent these tests are skipped, but on the build machine
(`CI=true`) that is a failure: a run without a browser must not look green.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 30_000
"""Milliseconds for a page, an element or an expectation: two workers and two browsers share two cores."""

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
FLAGS = [
    "--no-sandbox",  # root cannot have one; the only pages opened are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        message = f"browser tests need {CHROMIUM}: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def context_options() -> dict[str, Any]:
    """Override in a module to look through another window: `{"locale": "en-GB", "viewport": {"width": 320, "height": 640}}`."""
    return {}


@pytest.fixture
def page(browser: Any, context_options: dict[str, Any]) -> Iterator[Any]:
    """An empty page. A script error or a breach of the content security policy fails the test that opened it."""
    options = {
        "locale": "da-DK",
        "timezone_id": "Europe/Copenhagen",
        "viewport": {"width": 1366, "height": 768},
        "reduced_motion": "reduce",  # a colour half-way between two is none that anybody chose
    }
    context = browser.new_context(**options | context_options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None)
    yield page
    context.close()
    assert not faults, faults


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """`axe(page)`: what axe-core finds wrong with the page as it is now, one line a finding."""

    def look(page: Any, **options: Any) -> list[str]:
        # Evaluated by the browser's debugger, so the page's own content security policy stays as it is.
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        # Without "preload" axe reads no style sheets of its own accord: for one that imports another it would write an inline style,
        # which our policy rightly blocks. Only an experimental rule needs it, and that one does not run.
        # What passed is not asked for: to bring all of it over here takes three times as long as to look.
        found = page.evaluate(
            "options => axe.run(document, options).then(results => results.violations)",
            {"preload": False, "resultTypes": ["violations"]} | options,
        )
        return [f"{each['id']}: {node['html'][:200]} ({each['help']})" for each in found for node in each["nodes"]]

    return look


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever opens a page is a browser test, marked or not."""
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser"):
            item.user_properties.append(("browser", "yes"))  # travels from the workers to the summary


def pytest_terminal_summary(terminalreporter: Any) -> None:
    ran = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if ("browser", "yes") in map(tuple, getattr(report, "user_properties", ())) and report.when == "call"
    ]
    terminalreporter.write_line(f"browser tests run: {len(ran)}")
