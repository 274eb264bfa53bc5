"""`tovholder rules`: what the law asks, for somebody without a case; no database is needed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, cast

import click

from tovholder.rules import explain as answers
from tovholder.rules import say
from tovholder.rules.book import Rulebook
from tovholder.rules.course import Event
from tovholder.rules.reading import Faulty, shipped
from tovholder.rules.rows import Language, Rule

#: The texts of the answer: Danish, English.
_TEXTS = {
    "title": ("Målgruppe {group}, {name}, fra {opened}; set {today}",
              "Target group {group}, {name}, since {opened}; seen on {today}"),
    "next": ("Næste: {what} senest {due}", "Next: {what} by {due}"),
    "none": ("Intet er udestående.", "Nothing is outstanding."),
    "by": ("senest", "by"),
    "done": ("{done} af {count}", "{done} of {count}"),
    "held_by": ("af {by}", "by {by}"),
    "law": ("Regel", "Rule"),
    "source": ("Kilde", "Source"),
    "unverified": ("IKKE BEKRÆFTET", "NOT VERIFIED"),
    "verified": ("bekræftet", "verified"),
    "note": ("Bemærk", "Note"),
    "until": ("til {day}", "until {day}"),
    "since": ("fra {day}", "from {day}"),
    "always": ("ingen dage i kilden", "no days in the source"),
    "all_groups": ("alle målgrupper", "all target groups"),
    "nothing": ("Ingen regel passer. Udelad --day, --group eller --series for at se flere.",
                "No rule fits. Leave out --day, --group or --series to see more."),
}  # fmt: skip


def _t(key: str, language: Language, **values: object) -> str:
    return _TEXTS[key][0 if language == "da" else 1].format(**values)


class Day(click.ParamType):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2026-08-03", param, ctx)


_DAY = Day()
_language = click.option("--language", type=click.Choice(["da", "en"]), default="da", show_default=True)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _tables() -> Rulebook:
    try:
        return shipped()
    except Faulty as error:
        raise click.ClickException("The tables have faults:\n" + "\n".join(error.faults)) from error


@click.group(name="rules")
def command() -> None:
    """What the law asks when: from the dated tables that come with the house, without a database.

    Rules that an administrator has added in a municipality's own database are not in them.
    """


@command.command("explain")
@click.option("--group", required=True, metavar="CODE", help="The target group: 6.3")
@click.option("--opened", required=True, type=_DAY, help="The first day in the target group.")
@click.option("--today", type=_DAY, help="The day on which one looks. [default: today]")
@click.option("--closed", type=_DAY, help="The first day on which the case is no longer open.")
@click.option("--held", "held", type=_DAY, multiple=True, help="The municipality held a conversation. May be repeated.")
@click.option("--fund", "fund", type=_DAY, multiple=True, help="The unemployment fund held a conversation.")
@click.option("--employer", "employer", type=_DAY, multiple=True, help="The employer held a conversation.")
@click.option("--offer", "offer", type=_DAY, multiple=True, help="An offer began.")
@click.option("--intensive", type=_DAY, multiple=True, help="An intensive conversation was held.")
@click.option("--reassessed", type=_DAY, multiple=True, help="A reassessment was made.")
@_json
@_language
def explain(
    group: str,
    opened: dt.date,
    today: dt.date | None,
    closed: dt.date | None,
    held: Sequence[dt.date],
    fund: Sequence[dt.date],
    employer: Sequence[dt.date],
    offer: Sequence[dt.date],
    intensive: Sequence[dt.date],
    reassessed: Sequence[dt.date],
    as_json: bool,
    language: str,
) -> None:
    """What is due when for somebody in a target group, under which rule, and whether it is fulfilled.

    \b
    tovholder rules explain --group 6.3 --opened 2026-08-03 --today 2026-11-21 --held 2026-08-07 --json

    Exit codes: 0 answered, 1 the question cannot be answered, 2 the command was not understood.
    """
    spoken, book = cast(Language, language), _tables()
    events = [
        *(Event(day) for day in held),
        *(Event(day, by="fund") for day in fund),
        *(Event(day, by="employer") for day in employer),
        *(Event(day, "offer") for day in offer),
        *(Event(day, "intensive_conversation") for day in intensive),
        *(Event(day, "reassessment") for day in reassessed),
    ]
    asked = answers.Asked(group, opened, today or dt.date.today(), tuple(events), closed)  # noqa: DTZ011 - a calendar day
    try:
        answer = answers.explain(asked, book)
    except answers.Refused as refused:
        raise click.ClickException(str(refused)) from refused
    if as_json:
        click.echo(json.dumps(answers.as_json(answer, book, spoken), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_told(answer, book, spoken)))


def _told(answer: answers.Answer, book: Rulebook, language: Language) -> list[str]:
    asked = answer.asked
    name = book.groups[asked.group].name.to(language)
    opened, today = say.day(asked.opened, language), say.day(asked.today, language)
    lines = [_t("title", language, group=asked.group, name=name, opened=opened, today=today), ""]
    for one in answer.dates:
        what, due = one.series.name.to(language), say.day(one.due_on, language)
        status = say.status(one.status, language)
        whose = say.by(one.series.by, language)
        # Who does it is said once: many a name says it already.
        is_said = one.series.by == "municipality" or whose in what
        by = "" if is_said else " " + _t("held_by", language, by=whose)
        lines.append(f"{what}{by}, {_t('by', language)} {due}: {status}")
        days = ", ".join(say.day(day, language) for day in one.done)
        lines.append(f"    {_t('done', language, done=len(one.done), count=one.count)}{': ' + days if days else ''}")
        lines += [f"    {line}" for line in _rule(one.rule, language)]
    following = answer.next
    if following:
        what, due = following.series.name.to(language), say.day(following.due_on, language)
        lines += ["", _t("next", language, what=what, due=due)]
    elif answer.dates:
        lines += ["", _t("none", language)]
    lines += [f"! {doubt.to(language)}" for doubt in answer.doubts]
    return lines


def _rule(rule: Rule, language: Language) -> list[str]:
    mark = _t("verified" if rule.verified else "unverified", language)
    lines = [f"{_t('law', language)} {rule.id}: {say.asks(rule, language)} [{mark}]"]
    lines.append(f"{_t('source', language)}: {'; '.join(part for part in (rule.law, rule.source) if part)}")
    if note := rule.note.to(language):
        lines.append(f"{_t('note', language)}: {note}")
    return lines


@command.command("list")
@click.option("--day", type=_DAY, help="Only what holds on that day.")
@click.option("--group", metavar="CODE", help="Only what concerns that target group.")
@click.option("--series", metavar="NAME", help="Only rows of that series: first, number, internship …")
@click.option("--unverified", is_flag=True, help="Only what is not verified.")
@_json
@_language
def list_rules(
    day: dt.date | None, group: str | None, series: str | None, unverified: bool, as_json: bool, language: str
) -> None:
    """Every row of the tables: what it asks, of whom, from when to when, and where it comes from."""
    spoken, book = cast(Language, language), _tables()
    if group is not None and group not in book.groups:
        raise click.BadParameter(f"there is no {group!r}; there are {', '.join(book.groups)}", param_hint="--group")
    if series is not None and series not in book.series:
        raise click.BadParameter(f"there is no {series!r}; there are {', '.join(book.series)}", param_hint="--series")
    found = [
        rule
        for rule in book.rules
        if (day is None or rule.holds_on(day))
        and (group is None or rule.concerns(group))
        and (series is None or rule.series == series)
        and not (unverified and rule.verified)
    ]
    if as_json:
        click.echo(json.dumps([answers.rule_as_json(rule, spoken) for rule in found], ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_listed(found, book, spoken)) if found else _t("nothing", spoken))


def _listed(rules: Sequence[Rule], book: Rulebook, language: Language) -> list[str]:
    lines: list[str] = []
    before = ""
    for rule in rules:
        if rule.series != before:
            lines += ["", f"{book.series[rule.series].name.to(language)} ({rule.series})"]
            before = rule.series
        whom = ", ".join(rule.groups) or _t("all_groups", language)
        if rule.when:
            whom = say.situation(rule.when, language)
        since = _t("since", language, day=say.day(rule.valid_from, language)) if rule.valid_from else ""
        until = _t("until", language, day=say.day(rule.last_day, language)) if rule.last_day else ""
        days = " ".join(part for part in (since, until) if part) or _t("always", language)
        lines.append(f"  {days} · {whom}")
        lines += [f"      {line}" for line in _rule(rule, language)]
    return lines[1:]


# It works where there is no database to set up (config/cli.py).
explain.needs_django = False  # type: ignore[attr-defined]
list_rules.needs_django = False  # type: ignore[attr-defined]
