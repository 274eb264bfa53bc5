"""What stands in a citizen's row and is kept in tables of its own: the CPR number, contact details, protection."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import polars as pl

from tovholder.imports.checks import mark_overlaps
from tovholder.imports.existing import MOMENT, Registered
from tovholder.imports.faults import Report
from tovholder.imports.resolve import link
from tovholder.imports.sheets import Sheet
from tovholder.imports.values import births

#: Column in the file → column in the database.
CONTACT = {
    "address": "address",
    "postcode": "postcode",
    "city": "city",
    "phone": "phone",
    "email": "email",
    "interpreter": "interpreter_language",
}


@dataclass
class Beside:
    """Rows to be written beside the citizens; each frame has `row` and the columns of its table."""

    identities: pl.DataFrame = field(default_factory=pl.DataFrame)
    contacts: pl.DataFrame = field(default_factory=pl.DataFrame)
    protections: pl.DataFrame = field(default_factory=pl.DataFrame)
    ended: pl.DataFrame = field(default_factory=pl.DataFrame)  #: `id` and `end` of protections with another end

    def rows(self) -> pl.Series:
        """The rows of the file that have something here."""
        found = [
            frame.get_column("row")
            for frame in (self.identities, self.contacts, self.protections, self.ended)
            if frame.width
        ]
        return pl.concat(found).unique() if found else pl.Series("row", [], pl.UInt32)


def link_staff(sheet: Sheet, report: Report, here: Registered) -> None:
    """Somebody who has that e-mail here already, and came from no other system, is the same person."""
    new = sheet.rows.filter(pl.col("id").is_null()).select("row", "email").drop_nulls().unique("email", keep="first")
    known = here.fetch(
        "select lower(email), id from accounts_staff where lower(email) = any(%s) and external_id is null",
        [new.get_column("email").to_list()],
        {"email": pl.String, "found": pl.Int64},
    )
    link(sheet, new.join(known, on="email"), "email", report, here)


def link_citizens(sheet: Sheet, report: Report, here: Registered) -> None:
    """A citizen who has that CPR number here already, and came from no other system, is the same person."""
    named = sheet.rows.select("row", "id", "cpr").drop_nulls("cpr").unique("cpr", keep="first", maintain_order=True)
    known = named.join(_owners(named, here), on="cpr")
    same = (pl.col("id") == pl.col("found")).fill_null(False)
    free = pl.col("id").is_null() & pl.col("external_id").is_null() & pl.col("found").is_first_distinct()
    sheet.mark(report, known.filter(~same & ~free), "cpr", "cpr_of_another")
    link(sheet, known.filter(free), "cpr", report, here)


def _owners(named: pl.DataFrame, here: Registered) -> pl.DataFrame:
    return here.fetch(
        "select i.cpr, i.citizen_id, c.external_id from citizens_identity i "
        "join citizens_citizen c on c.id = i.citizen_id where i.cpr = any(%s)",
        [named.get_column("cpr").to_list()],
        {"cpr": pl.String, "found": pl.Int64, "external_id": pl.String},
    )


def plan(sheet: Sheet, report: Report, here: Registered, *, now: dt.datetime, today: dt.date) -> Beside:
    """What has to be written beside the citizens of a sheet, whose rows have their ids."""
    return Beside(
        identities=_identities(sheet, report, here, today),
        contacts=_contacts(sheet, here, now),
        **_protections(sheet, report, here, today),
    )


def _identities(sheet: Sheet, report: Report, here: Registered, today: dt.date) -> pl.DataFrame:
    named = sheet.rows.select("row", "id", "cpr").drop_nulls("cpr").unique("cpr", keep="first", maintain_order=True)
    new = named.join(_owners(named, here), on="cpr", how="anti")
    earlier = here.fetch(
        "select citizen_id, max(valid_from) from citizens_identity where citizen_id = any(%s) group by 1",
        [new.get_column("id").to_list()],
        {"id": pl.Int64, "latest": pl.Date},
    )
    new = new.join(earlier, on="id", how="left")
    sheet.mark(report, new.filter(pl.col("latest") >= today), "cpr", "cpr_again_today")
    # The first number holds from birth; a person's next one from the day it is known here.
    born = pl.min_horizontal(births(new.get_column("cpr")), pl.lit(today))
    begins = pl.when(pl.col("latest").is_null()).then(born).otherwise(today)
    return new.select("row", "cpr", citizen_id="id", valid_from=begins)


def _contacts(sheet: Sheet, here: Registered, now: dt.datetime) -> pl.DataFrame:
    """A row of contact details where something differs from the latest; what the file does not say stays as it was."""
    given = [name for name in CONTACT if name in sheet.given]
    if not given:
        return pl.DataFrame()
    known = here.fetch(
        f"select distinct on (citizen_id) citizen_id, {', '.join(CONTACT.values())} from citizens_contactdetails "
        "where citizen_id = any(%s) order by citizen_id, valid_from desc",
        [sheet.rows.filter(~pl.col("is_new")).get_column("id").to_list()],
        {"id": pl.Int64, **{f"old_{name}": pl.String for name in CONTACT}},
    )
    rows = sheet.rows.select("row", "id", *CONTACT).join(known, on="id", how="left", maintain_order="left")
    rows = rows.with_columns(pl.col(f"old_{name}").fill_null("") for name in CONTACT)
    differs = pl.any_horizontal(pl.col(name) != pl.col(f"old_{name}") for name in given)
    values = {CONTACT[name]: pl.col(name if name in given else f"old_{name}") for name in CONTACT}
    valid_from = pl.lit(now.astimezone(dt.UTC), MOMENT)
    return rows.filter(differs).select("row", citizen_id="id", valid_from=valid_from, **values)


def _protections(sheet: Sheet, report: Report, here: Registered, today: dt.date) -> dict[str, pl.DataFrame]:
    if "protected_from" not in sheet.given:
        return {}
    rows = sheet.rows.select("row", "id", "protected_from", "protected_to")
    known = here.fetch(
        'select citizen_id, id, start, "end" from citizens_addressprotection where citizen_id = any(%s)',
        [rows.get_column("id").to_list()],
        {"id": pl.Int64, "protection": pl.Int64, "protected_from": pl.Date, "old_end": pl.Date},
    )
    runs = pl.col("old_end").is_null() | (pl.col("old_end") > today)
    left = rows.filter(pl.col("protected_from").is_null()).join(known.filter(runs), on="id", how="semi")
    sheet.mark(report, left, "protected_from", "protection_stays", doubt=True)
    told = rows.drop_nulls("protected_from").join(known, on=["id", "protected_from"], how="left")
    others = known.join(told, on="protection", how="anti").rename({"old_end": "protected_to"})
    if "protected_to" not in sheet.given:
        told = told.with_columns(protected_to=pl.col("old_end"))
    whole = told.filter(pl.col("protected_to").is_null() | (pl.col("protected_to") > pl.col("protected_from")))
    mark_overlaps(sheet, whole, others, ["id"], sheet.table.periods[0], report)
    new = told.filter(pl.col("protection").is_null())
    other_end = pl.col("protection").is_not_null() & pl.col("protected_to").ne_missing(pl.col("old_end"))
    return {
        "protections": new.select("row", citizen_id="id", start="protected_from", end="protected_to"),
        "ended": told.filter(other_end).select("row", id="protection", end="protected_to"),
    }
