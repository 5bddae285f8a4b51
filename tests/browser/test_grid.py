"""The full grid, on the small demo and served by gunicorn: every page that a role may open, in both languages, on three screens.

Each page: axe finds nothing, nothing is wider than the screen, the browser blocks nothing, one heading of the first level, a title.
And without JavaScript: the page and its forms are there.
"""

import json
import os
import re
import shutil
import subprocess
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.steps import resize
from tests.faults.addresses import addresses
from tests.faults.installation import Installation, make_installation, new_folder
from tools.environment import PYTHON
from tools.var import ROOT

pytestmark = [pytest.mark.drill, pytest.mark.browser]

WIDTHS = (1366, 390, 320)
ROLES = {"mette": "caseworker", "anne": "manager", "admin": "administrator", "tilsyn": "auditor"}
EVERYTHING = os.environ.get("MENTORCASE_GRID") == "all"
TAG = re.compile(r"<([a-z][a-z0-9-]*)([^>]*)>")
ATTRIBUTES = re.compile(r'(?:class|type|name|role|aria-[a-z]+|disabled|hidden|required)(?:="[^"]*")?')
NOT_A_PAGE = re.compile(r"^/(logout|healthz|language|jobcentre|static|admin/jsi18n|admin/autocomplete|2fa/.*download)|/cpr/$")


@pytest.fixture(scope="module")
def demo() -> Iterator[Installation]:
    folder = new_folder()
    installation = make_installation(folder)
    env = {**installation.env}
    seeded = subprocess.run(
        [PYTHON, "manage.py", "seed_demo", "--size", "small"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert seeded.returncode == 0, seeded.stderr
    installation.start_web()
    yield installation
    installation.stop_all()
    installation.services.leave()
    shutil.rmtree(folder, ignore_errors=True)
    if installation.services.home != folder:
        shutil.rmtree(installation.services.home, ignore_errors=True)


@pytest.fixture(scope="module")
def scene(demo: Installation) -> dict[str, Any]:
    """A case of each state and of each turn that a course can take, and one of everything else that an address can name."""
    code = "import json; from tests.browser.grid_scene import make; print(json.dumps(make()))"
    found: dict[str, Any] = json.loads(demo.shell(code).splitlines()[-1])
    cookies = demo.sign_in("mette@demo.example")
    for address, typed in found.pop("drafts"):
        answer = demo.post(address, typed, cookies)
        assert answer.status == 302 and answer.headers["Location"].endswith("/confirm/"), f"{address}: {answer.status}"
    return found


def kind_of(address: str) -> str:
    return re.sub(r"/\d{4}-\d+/", "/<ref>/", re.sub(r"[0-9a-f-]{36}", "<id>", address))


def shown_in(body: str) -> set[str]:
    """What axe could look at in the page: each kind of element once, whatever its text."""
    return {re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "0", f"{tag} {ATTRIBUTES.findall(rest)}") for tag, rest in TAG.findall(body)}


def open_pages(demo: Installation, cookies: str, scene: dict[str, Any], *, cases: int) -> list[str]:
    """What this person can open: every address with the first so many cases in it, if it answers with a page.

    The twentieth page of a kind, in which no other element stands than in those before it, is left out, unless everything is asked for.
    """
    found: dict[str, None] = {}
    for case in scene["cases"][:cases]:
        found |= dict.fromkeys(addresses(**scene["places"], **case))
    pages, seen = [], defaultdict[str, set[str]](set)
    for address in found:
        if NOT_A_PAGE.search(address) or str(uuid.UUID(int=1)) in address:  # the case has no such row
            continue
        answer = demo.get(address, cookies)
        assert answer.status < 500, address
        if answer.status == 200 and "text/html" in answer.headers["Content-Type"]:
            shown = shown_in(answer.body)
            if EVERYTHING or not shown <= seen[kind_of(address)]:
                pages.append(address)
            seen[kind_of(address)] |= shown
    return pages


def new_page(browser: Any, demo: Installation, cookies: str, faults: list[str], **options: Any) -> Any:
    context = browser.new_context(timezone_id="Europe/Copenhagen", viewport={"width": 1366, "height": 900}, **options)
    base = f"http://127.0.0.1:{demo.port}"
    context.add_cookies(
        [{"name": name, "value": value, "url": base} for name, value in (each.split("=", 1) for each in cookies.split("; "))]
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: faults.append(f"{page.url.removeprefix(base)} script error: {error}"))
    page.on(
        "console",
        lambda line: faults.append(f"{page.url.removeprefix(base)} {line.text[:200]}") if "Content Security Policy" in line.text else None,
    )
    return page


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("person", ROLES)
def test_grid(browser: Any, demo: Installation, scene: dict[str, Any], axe: Callable[..., list[str]], person: str, language: str) -> None:
    cookies = demo.sign_in(f"{person}@demo.example", language)
    cases = 99 if (person, language) == ("mette", "da") else 6 if person in ("mette", "anne") else 1
    pages = open_pages(demo, cookies, scene, cases=cases)
    faults: list[str] = []
    page = new_page(browser, demo, cookies, faults)
    for address in pages:
        page.goto(f"http://127.0.0.1:{demo.port}{address}")
        if page.locator("h1").count() != 1:
            faults.append(f"{address} has {page.locator('h1').count()} headings of the first level")
        if len(page.title().removesuffix("– MentorCase").strip()) < 3:
            faults.append(f"{address} has no title")
        if page.locator("html").get_attribute("lang") != language:
            faults.append(f"{address} is not in {language}")
        for width in WIDTHS:
            resize(page, width, 900)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                faults.append(f"{address} is {wide} wide on a screen of {width}")
            if width != 390 or EVERYTHING:
                faults += [f"{address} at {width}: {finding}" for finding in axe(page)]
    page.context.close()
    kinds = Counter(map(kind_of, pages))
    print(f"{ROLES[person]}, {language}: {len(pages)} pages of {len(kinds)} kinds, {len(WIDTHS)} widths, {len(faults)} findings")
    assert not faults, "\n" + "\n".join(dict.fromkeys(faults))


@pytest.mark.parametrize("person", ROLES)
def test_without_javascript(browser: Any, demo: Installation, scene: dict[str, Any], person: str) -> None:
    cookies = demo.sign_in(f"{person}@demo.example", "da")
    pages = open_pages(demo, cookies, scene, cases=6)
    faults: list[str] = []
    forms = 0
    page = new_page(browser, demo, cookies, faults, java_script_enabled=False)
    resize(page, 390, 900)
    for address in pages:
        page.goto(f"http://127.0.0.1:{demo.port}{address}")
        if not page.locator("h1").is_visible():
            faults.append(f"{address} shows no heading")
        for form in page.locator("main form").all():
            if not form.locator("input:not([type=hidden]):enabled, select:enabled, textarea:enabled, button:enabled").count():
                continue  # shown to somebody who only reads
            forms += 1
            send = form.locator("button:not([type=button]), input[type=submit]")
            identity = form.get_attribute("id")
            outside = page.locator(f'button[form="{identity}"]') if identity else send
            if not send.count() and not outside.count():
                faults.append(f"{address} has a form that cannot be sent")
    page.context.close()
    print(f"{ROLES[person]} without JavaScript: {len(pages)} pages, {forms} forms, {len(faults)} findings")
    assert not faults, "\n" + "\n".join(dict.fromkeys(faults))
