"""Django's PostgreSQL backend with a limit on our side: a server that accepts and never answers must not hang every page.

The server's own `statement_timeout` ends a slow statement, but not a server that has stopped (a frozen machine, a full disk, a network
that swallows everything). Then the first question of a request is given up after CHECK_SECONDS, a new connection after `connect_timeout`,
and for REST_SECONDS this process does not try again, so that the next request is told at once instead of waiting in line. A pooler takes a
connection though the server behind it is silent: so each new one is asked something before it counts.
"""

import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.db.backends.postgresql import base

CHECK_SECONDS = 1.5
REST_SECONDS = 3.0


class DatabaseWrapper(base.DatabaseWrapper):
    _rest_until = 0.0  # of all threads of the process: what one has learned, the others need not wait for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Seconds for one statement; None waits for ever (migrations, demo data). More than `statement_timeout`, which has the better message.
        self.patience: float | None = self.settings_dict.get("ANSWER_WITHIN")

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if time.monotonic() < DatabaseWrapper._rest_until:
            raise psycopg.OperationalError("the database did not answer a moment ago")
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.errors.ConnectionTimeout:
            DatabaseWrapper._rest_until = time.monotonic() + REST_SECONDS
            raise
        connection.wait = self._impatient(connection)
        if self.patience is not None:
            self._must_answer(connection)
        return connection

    def _must_answer(self, connection: Any) -> None:
        usual, self.patience = self.patience, CHECK_SECONDS
        try:
            connection.autocommit = True
            connection.execute("SELECT 1")
            connection.autocommit = False  # as Django expects a new one
        except psycopg.OperationalError:
            DatabaseWrapper._rest_until = time.monotonic() + REST_SECONDS
            raise
        finally:
            self.patience = usual

    def _impatient(self, connection: Any) -> Callable[..., Any]:
        """psycopg's `wait`, which every statement passes through, with our limit; past it the connection is given up for good."""

        wait = connection.wait

        def wait_within(generator: Any, *args: Any, timeout: float | None = None, **kwargs: Any) -> Any:
            if timeout is not None or self.patience is None:
                return wait(generator, *args, timeout=timeout, **kwargs)
            try:
                return wait(generator, *args, timeout=self.patience, **kwargs)
            except psycopg.errors._WaitTimeout as error:
                connection.pgconn.finish()
                raise psycopg.OperationalError("the database does not answer") from error

        return wait_within

    def is_usable(self) -> bool:
        """Django asks this before the first statement of a request, when the connection is an old one."""
        usual, self.patience = self.patience, CHECK_SECONDS
        try:
            return super().is_usable()
        finally:
            self.patience = usual
