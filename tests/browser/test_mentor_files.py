"""Mentors come from a file: errors first, then the corrected file, then the register and its organisation; axe finds nothing, wide or narrow."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mentors.models import Mentor
from tests.browser.steps import looks_right, press, sign_in
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = "name;type;organisation;organisation kind;phone;most clients;hours a week\n"


def test_a_file_is_read_corrected_and_imported(page: Page, live_server: Any, axe: Any, tmp_path: Path) -> None:
    member = MembershipFactory(user__name="Mette Lindegaard", user__language="en")
    sign_in(page, live_server, member.user)
    file = tmp_path / "mentors.csv"
    page.goto(f"{live_server.url}/mentors/")
    press(page.get_by_role("link", name="Import from a file"))
    looks_right(page, axe, "import-1-columns")

    file.write_text(HEAD + "Åse Ærø;external;LAP;users;=1;0;10\n", encoding="utf-8")
    page.locator("#id_file").set_input_files(file)
    press(page.locator("main .button-primary[type=submit]"))
    expect(page.locator(".mc-errsum")).to_be_focused()
    expect(page.get_by_role("row", name=re.compile("Line 2 Most clients"))).to_contain_text("Write a number from 1 to 99.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the list").click()
    assert "Most clients" in download.value.path().read_text(encoding="utf-8-sig")
    looks_right(page, axe, "import-2-errors")

    file.write_text(HEAD + "Åse Ærø;external;LAP;users;+45 20000001;2;10\nBo Ask;external;lap;;20000002;1;2,5\n", encoding="utf-8")
    page.locator("#id_file").set_input_files(file)
    press(page.locator("main .button-primary[type=submit]"))
    assert not Mentor.objects.exists()
    looks_right(page, axe, "import-3-confirm")
    press(page.get_by_role("button", name="Import 2 mentors"))
    expect(page.locator(".alert-success")).to_contain_text("2 mentors are added")
    assert Mentor.objects.filter(jobcentre=member.jobcentre).count() == 2

    press(page.get_by_role("link", name="LAP").first)
    expect(page.get_by_role("link", name="Åse Ærø")).to_be_visible()
    looks_right(page, axe, "organisation")
    press(page.get_by_role("link", name="Change the organisation"))
    page.locator("#id_cvr").fill("123")
    press(page.locator("main .button-primary[type=submit]"))
    expect(page.locator("#id_cvr")).to_have_value("123")
    looks_right(page, axe, "organisation-change")
