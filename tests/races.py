"""Calls that race: each in a thread with a connection of its own, for tests marked `django_db(transaction=True)`."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence

from django.db import connection

from core.verdicts import Refused


def race(calls: Sequence[Callable[[], object]]) -> Counter:
    """Start all calls at the same moment; how each ended: "won", a reason code, or the exception as it is."""
    gate, ends = threading.Barrier(len(calls)), []

    def run(call: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            call()
            ends.append("won")
        except Refused as refused:
            ends.append(refused.code)
        except Exception as error:  # a deadlock or a broken constraint must be seen, not lost with its thread
            ends.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return Counter(ends)
