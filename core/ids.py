"""The key that no row has."""

import uuid

NOTHING = uuid.UUID(int=0)
