"""The PDF of a report beside a bare render of the same HTML by WeasyPrint, in the same long-living process, taking turns.

    .venv/bin/python -m bench.report_pdf [--rounds 7]

Ours makes the sections, the HTML, the PDF and its tags; the bare one is handed the HTML and the same style sheet, both read before. CPU of the
process, medians. Goal: at most 1.3 times. No database is read. Nothing is asserted.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorcase.settings")

import django

django.setup()

from core import pdf_engine
from reports import documents
from tests.reports import sample

GOAL = 1.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    facts = sample.facts()
    page = documents.html(documents.document(facts=facts, sections=sample.ALL_SECTIONS, language="da"))

    def ours() -> bytes:
        return documents.pdf(documents.document(facts=facts, sections=sample.ALL_SECTIONS, language="da"))

    def bare() -> bytes:
        return pdf_engine.render(html=page, style=documents.STYLE)

    ours(), bare()  # fonts, styles and code are read
    took: dict[str, list[float]] = {"ours": [], "bare": []}
    for turn in range(rounds):
        each: list[tuple[str, Callable[[], bytes]]] = [("ours", ours), ("bare", bare)]
        for name, render in each if turn % 2 else reversed(each):
            begun = time.process_time()
            render()
            took[name].append(time.process_time() - begun)
    middle = {name: statistics.median(values) for name, values in took.items()}
    print(
        f"all sections, 14 pages: ours {middle['ours']:.2f} s of CPU, bare WeasyPrint {middle['bare']:.2f} s, "
        f"{middle['ours'] / middle['bare']:.2f} times (goal {GOAL})"
    )


if __name__ == "__main__":
    main()
