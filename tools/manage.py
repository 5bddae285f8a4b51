"""`script/manage COMMAND ...`: Django's manage.py with everything it needs: environment, database, broker, tables."""

import signal
import subprocess

from tools.application import compile_translations, django_env, migrate, name_address
from tools.environment import PYTHON, make_environment
from tools.keys import make_keys
from tools.services.shared import Services
from tools.signals import Signals, Stopped
from tools.var import ROOT, Var

# These look at migrations or make them; migrating before them would take away what they are for.
WITHOUT_MIGRATING = {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "squashmigrations", "optimizemigration", "check", "help"}


def main(arguments: list[str]) -> int:
    var = Var()
    var.need_space(50, "MentorCase")
    var.prepare()
    make_environment(var)
    signals = Signals()
    services = Services(var)
    name_address(var)
    make_keys(var, demo=True, database_exists=bool(services.postgres and services.postgres.data.exists()))
    try:
        try:
            with signals.held():
                services.join()
            compile_translations(var)
            if not arguments or (arguments[0] not in WITHOUT_MIGRATING and not {"-h", "--help", "--version"}.intersection(arguments)):
                migrate(var, services)
            if arguments[:1] == ["migrate"]:
                var.drop_stamp("migrated")  # it may go backwards
            return _run(var, arguments)
        finally:
            with signals.held():
                services.leave()
    except Stopped:
        return 130


def _run(var: Var, arguments: list[str]) -> int:
    """Run manage.py and await its own answer to a signal: TERM is passed on; Ctrl-C the terminal sends to both, and a shell stays open."""
    process = subprocess.Popen([PYTHON, "manage.py", *arguments], cwd=ROOT, env=django_env(var))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            return process.wait()
        except Stopped:
            process.terminate()
