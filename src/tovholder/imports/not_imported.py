"""Tables that another system may hand over and an import does not bring into the database yet: it says so and leaves
them; a snapshot of the folder (`tovholder snapshot from-folder`) has them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tovholder.imports.definitions import Column, Kind, Period, Table, refers_to, row_id


class ActivityKind(models.TextChoices):
    """What a citizen can take part in (the column `kind` of the tidy table)."""

    MEASURE = "measure", _("Measure")
    INTERNSHIP = "internship", _("Internship")
    WAGE_SUBSIDY = "wage_subsidy", _("Job with wage subsidy")
    FLEX_JOB = "flex_job", _("Flex job")
    PAID_HOURS = "paid_hours", _("Ordinary hours")
    EDUCATION = "education", _("Education")
    OTHER = "other", _("Other")


ACTIVITIES = Table(
    "activities",
    None,
    _(
        "What a citizen takes part in, from a day until another. Not imported yet: only a snapshot of the folder has "
        "it, so that passive periods can be counted."
    ),
    (
        row_id("V-1"),
        refers_to("citizen", "citizens", _("the citizen"), "B-1"),
        refers_to("case", "cases", _("the case it belongs to"), "S-1", required=False),
        Column("kind", Kind.CHOICE, _("what it is"), "internship", required=True, choices=ActivityKind),
        Column("measure", Kind.WORD, _("the measure's code in the catalogue"), "", length=60),
        Column("hours", Kind.NUMBER, _("hours a week"), "18,5", most=168),
        Column("from", Kind.DATE, _("the first day"), "2025-06-02", required=True),
        Column("to", Kind.DATE, _("the first day on which it no longer holds"), ""),
    ),
    periods=(Period("from", "to", ahead_is_odd=False),),
)

NOT_IMPORTED = (ACTIVITIES,)
