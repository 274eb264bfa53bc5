"""Expressions for exclusion constraints that every PostgreSQL has (none needs the extension btree_gist)."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class DateSpan(Func):
    """`[start, end)` of two date columns, for an exclusion constraint. An empty end is a running period."""

    function = "DATERANGE"
    output_field = DateRangeField()


class SameId(Func):
    """Lets a range index compare ids: PostgreSQL can exclude overlaps per id without the extension btree_gist."""

    template = "int8range(%(expressions)s, %(expressions)s, '[]')"


class SameText(Func):
    """As SameId, for a short text."""

    template = "int4range(hashtext(%(expressions)s), hashtext(%(expressions)s), '[]')"
