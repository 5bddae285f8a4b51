"""Session, user, one indexed keyset query, 25 rows."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.shortcuts import render

ROWS = (
    "SELECT id, name, state, reference, created, due, met, ended FROM bare_row WHERE office = %s AND state = %s ORDER BY id DESC LIMIT 25"
)


@login_required
def listing(request):
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [1, "running"])
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return render(request, "list.html", {"rows": rows})
