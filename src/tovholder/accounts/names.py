"""How names are sorted: Danish order without a collation of the server's (docs/decisions.md)."""

from __future__ import annotations

from django.db.models import Func, TextField


class DanishSortKey(Func):
    """A name (or family and given name) as Danish sorts it: æ, ø, å last, aa as å. Upper and lower case are one."""

    template = (
        "translate(replace(lower((%(expressions)s) COLLATE \"C\"), 'aa', 'å'), "
        "'ÆØÅæøåÄÖäöÜüÉéÈèÁáÓóÍí', '{|}{|}{|{|yyeeeeaaooii')"
    )
    arg_joiner = " || ', ' || "
    output_field = TextField(db_collation="C")
