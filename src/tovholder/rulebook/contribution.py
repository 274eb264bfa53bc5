"""The next statutory date and why, on the case page and in the work list; casework does not know this room."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.rights import Right
from tovholder.casework.contributions import Answers, Contribution, DueDate, Flag, Moment, Told
from tovholder.casework.each import Each
from tovholder.rulebook import books
from tovholder.rulebook.models import PENDING, Edition, StatutoryDate
from tovholder.rules import say

#: What falls due within so many days is marked in the work list.
SOON = dt.timedelta(days=14)


def asks(case: Any, moment: Moment) -> dict[str, QuerySet[Any, Any]]:
    """What is overdue and what lies ahead in an open case, and which edition of the rules holds."""
    mark = Subquery(Edition.objects.values("mark")[:1])
    rows = StatutoryDate.objects.filter(PENDING, case=case, case__closed_on=None).order_by()
    return {"dates": rows.annotate(mark=mark).values_list("due_on", "series", "rule_id", "done", "count", "mark")}


def tells(answers: Answers, case_id: int, moment: Moment) -> Told:
    """Each date with its rule. A target group is for those who see the whole case."""
    found = Told()
    if moment.actor.may(Right.SEE_WHOLE_CASE):
        url = reverse("rulebook:case", args=[case_id])
        for due_on, series, rule_id, done, count, mark in answers["dates"]:
            label = _label(series, rule_id, done, count, books.current(mark))
            found.due.append(DueDate(on=due_on, label=label, url=url))
    return found


def _label(of_series: str, rule_id: str, done: int, count: int, book: books.Book) -> str:
    """First conversation (at least 1 within 1 week): 0 of 1 held."""
    series, rule = book.rules.series.get(of_series), book.rules.by_id.get(rule_id)
    name = books.said(series.name) if series else of_series
    if rule is None:
        return name
    values = {"name": name, "asks": say.asks(rule, books.language()), "done": done, "count": count}
    if count > 1:
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

RULEBOOK = Contribution(room="rulebook", asks=asks, tells=tells, flags=FLAGS)
