"""Danish order of letters (æ, ø, å last; aa is å) on any PostgreSQL: the embedded builds know no Danish collation."""

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Collate, Lower, Replace


def danish_key(*fields: str):
    """An immutable expression over text columns, for a generated column that an index can hold: 'Zorn' < 'Ærø' < 'Øster' < 'Aase'."""
    text = F(fields[0])
    for field in fields[1:]:
        text = Func(text, Value(" "), F(field), template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())
    letters = Func(
        Replace(Lower(text), Value("aa"), Value("å")), Value("æøåäö"), Value("{|}{|"), function="TRANSLATE", output_field=TextField()
    )
    return Collate(letters, "C")
