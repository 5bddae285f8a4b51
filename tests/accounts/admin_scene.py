"""What the tests of the administration do: send a page's form with changes."""

from typing import Any

from django.test import Client as Browser


def form(browser: Browser, address: str, **changed: Any) -> dict[str, Any]:
    """What the page's form would send, with changes."""
    fields = browser.get(address).context["adminform"].form
    found = {name: fields[name].value() for name in fields.fields}
    found |= {"_save": "1"} | changed
    flat = {}
    for name, value in found.items():
        if value is True:
            flat[name] = "on"
        elif value not in (None, False):
            flat[name] = value
    return flat
