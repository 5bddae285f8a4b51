"""Queries whose SQL is put together once in a process: for what every page reads, Django takes longer to write the statement than to ask it.

    _DRAFTS = Prepared(lambda: Draft.objects.filter(user=Asked("user"), form=Asked("form")))
    _DRAFTS.rows(user=user.pk, form="match")

Only the words of the statement are kept, never a row: every call asks the database anew.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=Model)


class Asked(Expression):
    """The place of a value that each call gives: as PostgreSQL takes it (a key, a text, a number, a day), not a row or a member of an enum."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=Field())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Prepared(Generic[Row]):
    """The rows of a queryset that is made when it is asked first. It must know nothing of a request: what differs is `Asked`."""

    def __init__(self, make: Callable[[], QuerySet[Row]]) -> None:
        self._make = make

    def rows(self, **values: Any) -> list[Row]:
        """The rows with related rows and annotations, as Django's own iteration makes them. Every value that is asked for must be given."""
        sql, params, made = self._statement
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[each.name] if isinstance(each, Asked) else each for each in params])
            return [made(row) for row in cursor.fetchall()]

    def first(self, **values: Any) -> Row | None:
        """The first of the rows; the queryset itself says in which order, and how many are read."""
        return next(iter(self.rows(**values)), None)

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...], Callable[[tuple[Any, ...]], Row]]:
        """What `django.db.models.query.ModelIterable` finds out anew each time: the SQL, its values, and how a row becomes an object."""
        compiler = self._make().query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        select, facts = compiler.select, compiler.klass_info
        model, annotated = facts["model"], list((compiler.annotation_col_map or {}).items())
        first, last = facts["select_fields"][0], facts["select_fields"][-1] + 1
        names = [each[0].target.attname for each in select[first:last]]
        related = get_related_populators(facts, select, DEFAULT_DB_ALIAS)
        converters = list(compiler.get_converters([each[0] for each in select]).items())

        def made(read: tuple[Any, ...]) -> Row:
            row = list(read)
            for place, (steps, expression) in converters:
                for step in steps:
                    row[place] = step(row[place], expression, connection)
            found = model.from_db(DEFAULT_DB_ALIAS, names, row[first:last])
            for each in related:
                each.populate(row, found)
            for name, place in annotated:
                setattr(found, name, row[place])
            return found

        return sql, params, made
