"""The pictures of README and docs, made anew: `python -m tools.screenshots http://127.0.0.1:8000` while script/server runs with demo data.

Takes the pages of a caseworker in both languages at 1366 px and on a phone; writes docs/screenshots/<page>-<language>[-phone].png.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
USER, PASSWORD = "mette@demo.example", "mentorcase-demo"


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/login/")
    page.fill("input[name=login]", USER)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action$='/login/'] button[type=submit], main form button[type=submit]")
    page.wait_for_url("**/desk/")


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


def pages(page: Page, address: str) -> dict[str, str]:
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
        "rematch": f"/cases/{case_in(page, address, 'running', client='Nadia Hussein')}/rematch/",
        "mentors": "/mentors/",
        "mentor": path_of(page, address, "mentors", "Karin Toft"),
        "profile": "/profile/",
        "help": "/help/",
    }


def main(address: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        browser = playwright.chromium.launch_persistent_context(profile, executable_path="/usr/bin/chromium", args=QUIET, locale="da-DK")
        page = browser.new_page()
        sign_in(page, address)
        found = pages(page, address)
        for language in ("da", "en"):
            for name, path in found.items():
                for end, width, height in (("", 1366, 768), ("-phone", 390, 844)):
                    page.set_viewport_size({"width": width, "height": height})
                    page.goto(address + path)
                    if page.locator("html").get_attribute("lang") != language:
                        page.locator("footer form button, .mc-foot form button").first.click()
                        page.goto(address + path)
                    page.screenshot(path=FOLDER / f"{name}-{language}{end}.png", full_page=name != "desk")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
