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


def case_in(page: Page, address: str, step: str) -> str:
    """The number of the newest case in a step, read from the list."""
    page.goto(f"{address}/cases/?step={step}")
    address_of_case = page.locator("main a[href^='/cases/20']").first.get_attribute("href") or ""
    return address_of_case.strip("/").split("/")[-1]


def pages(page: Page, address: str) -> dict[str, str]:
    return {
        "desk": "/desk/",
        "cases": "/cases/",
        "new": "/cases/new/",
        "challenges": f"/cases/{case_in(page, address, 'challenges')}/challenges/",
        "assessment": f"/cases/{case_in(page, address, 'assessment')}/assessment/",
        "match": f"/cases/{case_in(page, address, 'match')}/match/",
        "agreement": f"/cases/{case_in(page, address, 'startup')}/agreement/",
        "case": f"/cases/{case_in(page, address, 'running')}/",
        "timeline": f"/cases/{case_in(page, address, 'running')}/timeline/",
        "mentors": "/mentors/",
        "help": "/help/",
    }


def main(address: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        browser = playwright.chromium.launch_persistent_context(profile, executable_path="/usr/bin/chromium", args=QUIET, locale="da-DK")
        page = browser.new_page()
        sign_in(page, address)
        for language in ("da", "en"):
            for name, path in pages(page, address).items():
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
