"""`script/lock`: writes requirements.txt and requirements-dev.txt anew from the .in files, with hashes, for Python 3.11 to 3.13.

A line that stays is not raised; `script/lock --upgrade` raises what the .in files allow. Needs uv.
"""

import importlib.util
import shutil
import subprocess
import sys

from tools.trouble import Trouble
from tools.var import ROOT


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--upgrade"]):
        raise Trouble("Usage: script/lock [--upgrade]")
    if found := shutil.which("uv"):
        uv = [found]
    elif importlib.util.find_spec("uv"):
        uv = [sys.executable, "-m", "uv"]
    else:
        raise Trouble("script/lock needs uv: `python3 -m pip install uv`.")
    # requirements-dev.in is held to requirements.txt, so that tests run on what is served.
    for name in ("requirements", "requirements-dev"):
        compile_ = [*uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", *arguments]
        subprocess.run([*compile_, f"{name}.in", "-o", f"{name}.txt"], cwd=ROOT, check=True)
        print(f"{name}.txt is locked.")
    return 0
