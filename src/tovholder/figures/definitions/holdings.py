"""Who holds a role on a case, as spells: what the figures of shifts and of caseload have in common."""

from __future__ import annotations

import narwhals as nw

from tovholder.figures.days import FOREVER
from tovholder.figures.facts import until
from tovholder.figures.intervals import Frame, levels, stretches
from tovholder.figures.source import Source

CASEWORKER = nw.col("role") == "caseworker"


def holdings(source: Source) -> Frame:
    """A row for each row of `assignments` that names a person, until the next of its case and role, at the latest until
    the case is closed: case, citizen, role, seq, staff, unit, planned, cause, project, since, until, start, end, and
    before: the person before (null for the first), also across a vacancy; from_unit: that row's unit; is_shift: whether
    the person is another; began: since when the person has held it without another between."""
    cases = source.table("cases").select("case", "citizen", closed=until("closed"))
    rows = source.table("assignments").rename({"at": "since"})
    rows = rows.with_columns(until=nw.col("since").shift(-1).over("case", "role", order_by="seq").fill_null(FOREVER))
    named = rows.filter(~nw.col("staff").is_null())
    before = {"before": "staff", "from_unit": "unit"}
    known = named.with_columns(
        **{new: nw.col(old).shift(1).over("case", "role", order_by="seq") for new, old in before.items()}
    )
    told = known.with_columns(
        is_shift=(nw.col("staff") != nw.col("before")).fill_null(False),
        is_new=(nw.col("staff") != nw.col("before")).fill_null(True),
    )
    runs = told.with_columns(run=nw.col("is_new").cast(nw.Int64).cum_sum().over("case", "role", order_by="seq"))
    begun = runs.with_columns(began=nw.col("since").min().over("case", "role", "run"))
    held = begun.join(cases, on="case").with_columns(until=nw.min_horizontal("until", "closed"))
    return held.drop("closed", "run", "is_new").with_columns(start="since", end="until")


def without_caseworker(source: Source) -> Frame:
    """The days on which an open case has no caseworker, as spells, from the day it was opened."""
    cases = source.table("cases").select("case", "citizen", since="opened", until=until("closed"))
    held = source.of(holdings).filter(CASEWORKER).select("case", "since", "until")
    is_alone = (nw.col("open") > 0) & (nw.col("held") == 0)
    spells = stretches(levels({"open": cases, "held": held}, "case"), is_alone, "case")
    return spells.join(cases.select("case", "citizen"), on="case").with_columns(start="since", end="until")
