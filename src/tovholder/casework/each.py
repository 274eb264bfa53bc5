"""Exists, asked of each case through an index.

PostgreSQL answers EXISTS for a few hundred cases by reading a whole table once and keeping it in a hash. That is right
among ten thousand cases and wrong among a million: 160 ms instead of 15 for a team's list already among a hundred
thousand (`make bench BENCH=pages`). An offset keeps it from doing so.
"""

from __future__ import annotations

from django.db.models import Exists


class Each(Exists):
    template = "EXISTS(%(subquery)s OFFSET 0)"
