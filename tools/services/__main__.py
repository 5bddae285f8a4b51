"""`python3 -m tools.services start|stop|status`: database and broker for a day of development, without the server."""

import sys

from tools.services.shared import Services
from tools.trouble import Trouble, run
from tools.var import Var


def main(arguments: list[str]) -> int:
    if arguments not in (["start"], ["stop"], ["status"]):
        raise Trouble("Say one of: start, stop, status.")
    var = Var()
    var.prepare()
    services = Services(var)
    if arguments == ["start"]:
        services.stay()
    if arguments == ["stop"]:
        services.end_stay()
    if arguments != ["status"]:
        with services.used():
            pass
    for service in services.all:
        print(f"{type(service).__name__}: {'runs' if service.running() else 'stopped'}")
    return 0


if __name__ == "__main__":
    run(main)
    sys.exit()
