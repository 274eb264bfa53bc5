"""How each kind of value is shown in a row. Functions and not templates: a page has five hundred cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tovholder.casework.contributions import Moment, Wait
from tovholder.casework.worklist.columns import Turns, age
from tovholder.web.templatetags.kit import day, days, exact, icon, moment, tag

#: Shows a value of a row at a moment.
Shown = Callable[[Any, Any, Moment], Any]

NOTHING = mark_safe("")


def name(value: str, row: Any, at: Moment) -> SafeString:
    signs = [tag(_("New"), "info")] if row.is_new else []
    signs += [tag(_("Protected"), "warning")] if row.is_protected else []
    signs_html = format_html_join("", " {}", ((sign,) for sign in signs))
    return format_html('<a href="{}">{}</a>{}', reverse("casework:case", args=[row.case_id]), value, signs_html)


def holder(value: str | None, row: Any, at: Moment) -> Any:
    return value or tag(_("Nobody"), "error")


def last(value: Any, row: Any, at: Moment) -> Any:
    return day(value) if value else format_html('<span class="muted">{}</span>', _("never"))


def due(value: Any, row: Any, at: Moment) -> Any:
    if value is None or value > at.today:
        return day(value)
    return format_html('<span class="overdue">{}{}</span>', icon("warning"), day(value))


def turns(value: Turns | None, row: Any, at: Moment) -> Any:
    return format_html('<span title="{}">{}</span>', value.title, " · ".join(value.parties)) if value else NOTHING


def waits(value: list[Wait] | None, row: Any, at: Moment) -> SafeString:
    lines = (
        (wait.label, wait.since.isoformat(), exact(wait.since), days(at.today - wait.since)) for wait in value or []
    )
    return format_html_join("", '<div>{} <time class="muted nowrap" datetime="{}" title="{}">{}</time></div>', lines)


SHOWN: dict[str, Shown] = {
    "name": name,
    "text": lambda value, row, at: value or NOTHING,
    "holder": holder,
    "day": lambda value, row, at: day(value),
    "moment": lambda value, row, at: moment(value),
    "last": last,
    "due": due,
    "number": lambda value, row, at: value,
    "age": lambda value, row, at: age(value, at.today) if value else NOTHING,
    "turns": turns,
    "waits": waits,
}

#: What is set apart in the table: numbers to the right, dates on one line.
CLASSES = {"number": "number", "age": "number", "day": "nowrap", "moment": "nowrap", "last": "nowrap", "due": "nowrap"}


def frame(column: Any) -> tuple[SafeString, SafeString]:
    """What stands before and after every value of a column, made once for a page. The column's name goes along for
    narrow screens, where a row becomes a card."""
    element, scope = ("th", mark_safe(' scope="row"')) if column.kind == "name" else ("td", NOTHING)
    opening = format_html(
        '<{}{} data-label="{}" class="{}">', element, scope, column.label, CLASSES.get(column.kind, "")
    )
    return opening, format_html("</{}>", element)


def shown(column: Any, value: Any, row: Any, at: Moment) -> SafeString:
    """A value as it stands in its cell."""
    return conditional_escape(SHOWN[column.kind](value, row, at))
