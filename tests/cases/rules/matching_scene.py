"""Names for invented registers, shared by the tests of the match: two jobcentres, two places, two zones, one granted period."""

import datetime as dt
import uuid

from cases.rules.matching import Weights

HOME, AWAY = uuid.UUID(int=1), uuid.UUID(int=2)
SHOP, SCHOOL = uuid.UUID(int=3), uuid.UUID(int=4)
NORTH, SOUTH = uuid.UUID(int=5), uuid.UUID(int=6)
FIRST = dt.date(2026, 12, 1)
LAST = dt.date(2027, 5, 31)
SITUATIONS = ["new_job", "work_trial", "education"]


WEIGHTS = Weights(id=1)
