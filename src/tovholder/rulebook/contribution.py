"""The next statutory date and why, on the case page and in the work list; casework does not know this room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.rights import Right
from tovholder.casework.contributions import Contribution, DueDate, Flag, Moment
from tovholder.casework.each import Each
from tovholder.rulebook import books
from tovholder.rulebook.models import PENDING, Edition, StatutoryDate
from tovholder.rules import say

#: What falls due within so many days is marked in the work list.
SOON = dt.timedelta(days=14)


def due(case_id: int, moment: Moment) -> Iterable[DueDate]:
    """What is overdue and what lies ahead, each with its rule. A target group is for those who see the whole case."""
    if not moment.actor.may(Right.SEE_WHOLE_CASE):
        return []
    mark = Subquery(Edition.objects.values("mark")[:1])
    rows = StatutoryDate.objects.filter(PENDING, case=case_id, case__closed_on=None).annotate(mark=mark)
    found = []
    for row in rows.order_by("due_on"):
        book = books.current(row.mark)
        found.append(DueDate(on=row.due_on, label=_label(row, book), url=reverse("rulebook:case", args=[case_id])))
    return found


def _label(row: StatutoryDate, book: books.Book) -> str:
    """First conversation (at least 1 within 1 week): 0 of 1 held."""
    series, rule = book.rules.series.get(row.series), book.rules.by_id.get(row.rule_id)
    name = books.said(series.name) if series else row.series
    if rule is None:
        return name
    values = {"name": name, "asks": say.asks(rule, books.language()), "done": row.done, "count": row.count}
    if row.count > 1:
        text = gettext("%(name)s, %(done)d of %(count)d (%(asks)s)") % values
    else:
        text = gettext("%(name)s (%(asks)s)") % values
    return text if rule.verified else gettext("%(text)s, rule not verified") % {"text": text}


def _pending(**when: object) -> Q:
    return Q(Each(StatutoryDate.objects.filter(PENDING, case=OuterRef("pk"), **when).order_by()))


FLAGS = (
    Flag(
        "date_overdue",
        _("Statutory date overdue"),
        _("Something that the law asks was due on an earlier day and is not done. The case says what and why."),
        lambda moment: _pending(due_on__lt=moment.today),
        order=42,
        group="act",
    ),
    Flag(
        "date_soon",
        _("Statutory date within 14 days"),
        _("Something that the law asks is due today or in the next 14 days and is not done."),
        lambda moment: _pending(due_on__gte=moment.today, due_on__lte=moment.today + SOON),
        order=44,
        group="act",
    ),
)

RULEBOOK = Contribution(room="rulebook", due=due, flags=FLAGS)
