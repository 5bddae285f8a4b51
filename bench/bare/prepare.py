"""Tables, a million rows, one user and one session; prints the session key."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.bare.settings"
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

TABLE = """
CREATE TABLE IF NOT EXISTS bare_row (
    id bigint PRIMARY KEY, office int NOT NULL, state varchar(20) NOT NULL, name varchar(100) NOT NULL, reference varchar(20) NOT NULL,
    created timestamptz NOT NULL, due date NOT NULL, met date, ended date
);
INSERT INTO bare_row
SELECT n, n % 60, (ARRAY['running', 'ended', 'match'])[1 + (n / 60) % 3], 'person number ' || n, '2026-' || n,
       timestamptz '2026-01-01' + (n % 300) * interval '1 day', date '2026-06-01' + (n % 100)::int, date '2026-05-01' + (n % 30)::int, NULL
FROM generate_series(1, 1000000) AS n WHERE NOT EXISTS (SELECT 1 FROM bare_row);
CREATE INDEX IF NOT EXISTS bare_row_list ON bare_row (office, state, id DESC);
ANALYZE bare_row;
"""

call_command("migrate", verbosity=0)
with connection.cursor() as cursor:
    cursor.execute(TABLE)
user, _made = get_user_model().objects.get_or_create(username="bench")
session = SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(session.session_key)
