"""The pictures of README and docs, made anew: `python -m tools.screenshots http://127.0.0.1:8000` while script/server runs with demo data.

Takes the pages of a caseworker and of a manager in both languages at 1366 px and on a phone; writes
docs/screenshots/<page>-<language>[-phone].png. Names after the address take those pictures alone, such as `desk-da overview-da`.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
CASEWORKER, MANAGER, PASSWORD = "mette@demo.example", "anne@demo.example", "mentorcase-demo"
COLOURS = 256
"""So many are enough for our pages, and make a file a third as large."""


def sign_in(page: Page, address: str, user: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/login/")
    page.fill("input[name=login]", user)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action$='/login/'] button[type=submit], main form button[type=submit]")
    page.wait_for_url(lambda url: "/login" not in url)


def case_in(page: Page, address: str, step: str, *, client: str = "") -> str:
    """The number of the newest case in a step, or of a client's, read from the list."""
    page.goto(f"{address}/cases/?step={step}")
    address_of_case = page.locator("main a[href^='/cases/20']", has_text=client).first.get_attribute("href") or ""
    return address_of_case.strip("/").split("/")[-1]


def path_of(page: Page, address: str, folder: str, name: str) -> str:
    """The path of what has this name in a list of the register."""
    page.goto(f"{address}/{folder}/")
    return page.locator(f"main a[href^='/{folder}/']", has_text=name).first.get_attribute("href") or ""


def allocation(page: Page, address: str) -> str:
    """The path of the newest allocation; one is made first where there is none. So few clients are calculated at once."""
    page.goto(f"{address}/allocation/")
    earlier = page.locator("main ul a[href^='/allocation/']")
    if not earlier.count():
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/allocation/*/")
        page.goto(f"{address}/allocation/")
    return earlier.first.get_attribute("href") or ""


def report(page: Page, address: str) -> str:
    """The path of the newest report; one is asked for first where there is none, and the worker has a minute to make it."""
    page.goto(f"{address}/reports/")
    made = page.locator("main .mx-papers b a[href^='/reports/']")
    if not made.count():
        page.goto(f"{address}/reports/new/")
        page.locator("main form button.button-primary").click()
        page.locator("#h-files").wait_for(timeout=60_000)
        page.goto(f"{address}/reports/")
    return made.first.get_attribute("href") or ""


def sample(page: Page, address: str) -> str:
    """The path of a sample of the usual months."""
    page.goto(f"{address}/reports/inspection/")
    page.fill("input[name=seed]", "7")
    page.locator("main form button.button-primary").click()
    page.locator("#h-cases").wait_for()
    return page.url.removeprefix(address)


def of_the_manager(page: Page, address: str) -> dict[str, str]:
    return {
        "overview": "/overview/",
        "reports": "/reports/",
        "report-new": "/reports/new/",
        "report": report(page, address),
        "inspection": sample(page, address),
        "sheets": "/reports/sheets/",
        "statistics": "/reports/statistics/",
        "leaflet": "/leaflet/",
        "status": "/status/",
    }


def letter(page: Page, address: str, case: str) -> str:
    """The path of the newest letter of a running case; its agreement is made first where it has none."""
    page.goto(f"{address}{case}/letters/")
    made = page.locator(f"main li a[href^='{case}/letters/']:not([href*='/new/']):not([href$='.pdf']):not([href$='/file/'])")
    if not made.count():
        page.goto(f"{address}{case}/letters/new/?kind=agreement")
        page.locator("button[form=f_letter].button-primary").click()
        page.wait_for_url(lambda url: "/letters/new/" not in url)
        page.goto(f"{address}{case}/letters/")
    return made.first.get_attribute("href") or ""


def of_the_caseworker(page: Page, address: str) -> dict[str, str]:
    running = f"/cases/{case_in(page, address, 'running')}"
    return {
        "desk": "/desk/",
        "inbox": "/inbox/",
        "cases": "/cases/",
        "new": "/cases/new/",
        "challenges": f"/cases/{case_in(page, address, 'challenges')}/challenges/",
        "assessment": f"/cases/{case_in(page, address, 'assessment')}/assessment/",
        "match": f"/cases/{case_in(page, address, 'match', client='Lars Thygesen')}/match/",
        "allocation": allocation(page, address),
        "agreement": f"/cases/{case_in(page, address, 'startup')}/agreement/",
        "case": f"{running}/",
        "log": f"{running}/contacts/",
        "goals": f"{running}/goals/",
        "plan": f"{running}/plan/",
        "extension": f"{running}/extension/",
        "reminders": f"{running}/reminders/",
        "timeline": f"{running}/timeline/",
        "letters": f"{running}/letters/",
        "letter-new": f"{running}/letters/new/?kind=agreement",
        "letter": letter(page, address, running),
        "rematch": f"/cases/{case_in(page, address, 'running', client='Nadia Hussein')}/rematch/",
        "mentors": "/mentors/",
        "mentor": path_of(page, address, "mentors", "Karin Toft"),
        "profile": "/profile/",
        "help": "/help/",
    }


def take(page: Page, address: str, found: dict[str, str], only: set[str]) -> None:
    """The pictures of these pages in both languages, wide and on a phone."""
    for language in ("da", "en"):
        for name, path in found.items():
            for end, width, height in (("", 1366, 768), ("-phone", 390, 844)):
                if only and f"{name}-{language}{end}" not in only:
                    continue
                page.set_viewport_size({"width": width, "height": height})
                page.goto(address + path)
                if page.locator("html").get_attribute("lang") != language:
                    page.locator("footer form button, .mc-foot form button").first.click()
                    page.goto(address + path)
                file = FOLDER / f"{name}-{language}{end}.png"
                page.screenshot(path=file, full_page=name != "desk")
                small(file)


def small(file: Path) -> None:
    """The same picture with few colours."""
    with Image.open(file) as picture:
        fewer = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    fewer.save(file, optimize=True)


WHO: dict[str, Callable[[Page, str], dict[str, str]]] = {CASEWORKER: of_the_caseworker, MANAGER: of_the_manager}


def main(address: str, only: set[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        browser = playwright.chromium.launch_persistent_context(profile, executable_path="/usr/bin/chromium", args=QUIET, locale="da-DK")
        page = browser.new_page()
        for user, pages in WHO.items():
            sign_in(page, address, user)
            take(page, address, pages(page, address), only)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), set(sys.argv[2:]))
