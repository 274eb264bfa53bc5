"""Template tags of the room."""

from __future__ import annotations

import datetime as dt

from django import template

from tovholder.web import dates

register = template.Library()


@register.filter
def calendar_day(value: dt.date | None) -> str:
    """`{{ date|calendar_day }}`: 12 Mar 2025, whatever today is. In a table of days ahead and behind a distance would
    have to be counted back."""
    return dates.short_date(value) if value else ""
