"""`script/drill [pytest arguments]`: the slow proofs, one after the other; what they said is kept with its date in docs/drills/."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tools.testing import run_pytest
from tools.var import ROOT

KEPT = ROOT / "docs" / "drills"


def main(arguments: list[str]) -> int:
    now = datetime.now(ZoneInfo("Europe/Copenhagen"))
    KEPT.mkdir(parents=True, exist_ok=True)
    report = KEPT / f"{now:%Y-%m-%d-%H%M}.txt"
    with report.open("w", encoding="utf-8") as file:
        print(
            f"script/drill {' '.join(arguments)}\n{now:%d-%m-%Y %H:%M}, revision {_revision()}, Python {sys.version.split()[0]}\n",
            file=file,
        )
        # -s: a drill prints what it measured, and that is what is kept. The paths of this machine are nobody's business.
        code = run_pytest(["-m", "drill", "-n", "0", "-s", "-p", "no:randomly", *arguments], keep=lambda line: file.write(_plain(line)))
    print(f"Kept in {report.relative_to(ROOT)}")
    return code


def _revision() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def _plain(line: str) -> str:
    return line.replace(f"{ROOT}/", "").replace(str(ROOT), ".").replace(str(Path.home()), "~")
