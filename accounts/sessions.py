"""Sessions in the database as Django keeps them. Every page reads one, so its statement is put together once (docs/adr/0017)."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from core.prepared import Asked, Prepared

_SESSION = Prepared(lambda: Session.objects.filter(session_key=Asked("key"), expire_date__gt=Now()))


class SessionStore(db.SessionStore):
    """Reads as Django's own, by the clock of the database; all else is Django's."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.first(key=self.session_key)
        if found is None:
            self._session_key = None
        return found
