"""The full grid, on the small demo and served by gunicorn: every page that a role may open, in both languages, on three screens.

Each page: axe finds nothing, nothing is wider than the screen, the browser blocks nothing, one heading of the first level, a title.
And without JavaScript: the page and its forms are there.
"""

import json
import os
import re
import shutil
import subprocess
from collections import Counter
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
NOT_A_PAGE = re.compile(r"^/(logout|healthz|language|jobcentre|static|admin/jsi18n|admin/autocomplete|2fa/.*download)|/cpr/$")
SCENE = """
import json
from accounts.models import User
from cases.actions.allocations import ask_allocation
from cases.enums import State
from cases.models import Case, Conflict, Proposal, Rematch
from core import clock
from mentors.models import Organisation, PlaceGrant
from tests.factories import MentorImportFactory
mette = User.objects.get(email="mette@demo.example")
office = mette.memberships.get().jobcentre
mine = Case.objects.filter(jobcentre=office).order_by("pk")
grant = PlaceGrant.objects.get(mentor__jobcentre=office)
conflict = Conflict.objects.filter(client__jobcentre=office).first()
found = [mine.filter(state=state).first() for state in State]
found[3:3] = [rematch.case for rematch in Rematch.objects.filter(case__jobcentre=office).order_by("closed_on", "pk")]
found.insert(0, Case.objects.get(client=conflict.client))
cases = [
    {"ref": case.ref, "number": str(case.agreements.count() or 1), **({"proposal": str(asked.pk)} if (asked := case.proposals.first()) else {})}
    for case in found if case
]
places = {
    "pk": grant.mentor_id, "place": grant.pk, "conflict": conflict.pk, "organisation": Organisation.objects.filter(jobcentre=office).first().pk,
    "allocation": ask_allocation(jobcentre_id=office.pk, by=mette, at=clock.now()).pk, "upload": MentorImportFactory(jobcentre=office).pk,
}
print(json.dumps({"cases": cases, "places": {name: str(pk) for name, pk in places.items()}}))
"""


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
    """A case of each state and of a second chance, and one of everything else that an address can name."""
    return json.loads(demo.shell(SCENE).splitlines()[-1])


def open_pages(demo: Installation, cookies: str, scene: dict[str, Any], *, cases: int) -> list[str]:
    """What this person can open: every address with the first so many cases in it, if it answers with a page."""
    found = set()
    for case in scene["cases"][:cases]:
        found |= set(addresses(**scene["places"], **case))
    pages = []
    for address in sorted(found):
        if NOT_A_PAGE.search(address):
            continue
        answer = demo.get(address, cookies)
        assert answer.status < 500, address
        if answer.status == 200 and "text/html" in answer.headers["Content-Type"]:
            pages.append(address)
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
    cases = 99 if (person, language) == ("mette", "da") else 3 if person in ("mette", "anne") else 1
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
            if width != 390 or os.environ.get("MENTORCASE_GRID") == "all":
                faults += [f"{address} at {width}: {finding}" for finding in axe(page)]
    page.context.close()
    kinds = Counter(re.sub(r"/\d{4}-\d+/", "/<ref>/", re.sub(r"[0-9a-f-]{36}", "<id>", each)) for each in pages)
    print(f"{ROLES[person]}, {language}: {len(pages)} pages of {len(kinds)} kinds, {len(WIDTHS)} widths, {len(faults)} findings")
    assert not faults, "\n" + "\n".join(dict.fromkeys(faults))


@pytest.mark.parametrize("person", ROLES)
def test_without_javascript(browser: Any, demo: Installation, scene: dict[str, Any], person: str) -> None:
    cookies = demo.sign_in(f"{person}@demo.example", "da")
    pages = open_pages(demo, cookies, scene, cases=4)
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
