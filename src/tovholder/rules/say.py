"""Rules and dates in words, Danish and English. The words of the tables are in the tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tovholder.rules.days import Span, SpanUnit
from tovholder.rules.kinds import KINDS
from tovholder.rules.rows import Language, Rule

_UNITS: dict[SpanUnit, tuple[str, str]] = {
    SpanUnit.DAY: ("dag", "dage"),
    SpanUnit.WEEK: ("uge", "uger"),
    SpanUnit.MONTH: ("måned", "måneder"),
    SpanUnit.YEAR: ("år", "år"),
    SpanUnit.WORKING_DAY: ("arbejdsdag", "arbejdsdage"),
}
_MONTHS: dict[Language, list[str]] = {
    "da": ["jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_STATUS = {
    "kept": ("holdt i tide", "done in time"),
    "late": ("holdt for sent", "done too late"),
    "open": ("ikke holdt endnu", "not done yet"),
    "overdue": ("overskredet", "overdue"),
    "missed": ("ikke holdt", "not done"),
    "exempt": ("fritaget", "exempt"),
    "unknown": ("registreres ikke her", "not registered here"),
}
_BY = {
    "municipality": ("kommunen", "the municipality"),
    "fund": ("a-kassen", "the unemployment fund"),
    "employer": ("arbejdsgiveren", "the employer"),
}
_SITUATIONS = {
    "graduate": ("nyuddannede", "new graduates"),
    "over_50_long_unemployed": ("over 50 år, ledige i over 12 måneder", "over 50, unemployed for over 12 months"),
    "unemployed": ("ledige", "unemployed"),
    "employed": ("ansatte", "employed"),
}


def _choose(pair: tuple[str, str], language: Language) -> str:
    return pair[0] if language == "da" else pair[1]


def span(value: Span, language: Language) -> str:
    if language == "en":
        return str(value)
    one, many = _UNITS[value.unit]
    return f"{value.number} {one if value.number == 1 else many}"


def day(value: dt.date, language: Language) -> str:
    """3. aug. 2026 or 3 Aug 2026."""
    month = _MONTHS[language][value.month - 1]
    return f"{value.day}{'.' if language == 'da' else ''} {month} {value.year}"


def status(value: str, language: Language) -> str:
    return _choose(_STATUS[value], language)


def by(value: str, language: Language) -> str:
    return _choose(_BY.get(value, (value, value)), language)


def situation(when: str, language: Language) -> str:
    return _choose(_SITUATIONS.get(when, (when, when)), language)


def asks(rule: Rule, language: Language) -> str:
    """What a rule asks, in one line: "mindst 4 inden for 6 måneder"."""
    is_danish, terms = language == "da", rule.terms
    told = {key: span(value, language) if isinstance(value, Span) else value for key, value in terms.items()}
    text = _SENTENCES[rule.kind](terms, told, is_danish)
    if share := terms.get("share"):
        text += f"; for mindst {share} % af gruppen" if is_danish else f"; for at least {share}% of the group"
    return text


def _at_least(terms: Any, told: Any, is_danish: bool) -> str:
    text = f"mindst {told['count']} inden for " if is_danish else f"at least {told['count']} within "
    text += str(told["within"])
    if "after" in told:
        text += f", tidligst efter {told['after']}" if is_danish else f", not before {told['after']}"
    return text


def _each_period(terms: Any, told: Any, is_danish: bool) -> str:
    if is_danish:
        return f"mindst {told['count']} i hver periode på {told['period']}"
    return f"at least {told['count']} in each period of {told['period']}"


def _repeated(terms: Any, told: Any, is_danish: bool) -> str:
    if is_danish:
        return f"første gang inden for {told['first']}, derefter senest {told['every']} efter den sidste"
    return f"the first within {told['first']}, then at the latest {told['every']} after the last"


def _at_most(terms: Any, told: Any, is_danish: bool) -> str:
    text = f"{'højst' if is_danish else 'at most'} {told['at_most']}"
    if "hours_a_week" in told:
        text += f", {told['hours_a_week']} " + ("timer om ugen" if is_danish else "hours a week")
    if "extended_to" in told:
        text += f", {'kan forlænges til' if is_danish else 'may be extended to'} {told['extended_to']}"
    if "then" in told:
        text += f", {'derefter' if is_danish else 'then'} {told['then']} {'ad gangen' if is_danish else 'at a time'}"
    return text


def _answer(terms: Any, told: Any, is_danish: bool) -> str:
    parts = []
    if "after_request" in told:
        parts.append(f"{told['after_request']} {'efter anmodningen' if is_danish else 'after the request'}")
    if "after_consultation" in told:
        what = "efter konsultationen" if is_danish else "after the consultation"
        parts.append(f"{told['after_consultation']} {what}")
    if "at_least" in told:
        parts.append(f"{'mindst' if is_danish else 'at least'} {told['at_least']}")
    if terms.get("must"):
        parts.append("lægen har pligt til at svare" if is_danish else "the doctor must answer")
    return ", ".join(parts)


def _steps_by_week(terms: Any, told: Any, is_danish: bool) -> str:
    week, last = ("uge", "derefter") if is_danish else ("week", "then")
    parts, begins = [], 1
    for step in terms["steps"]:
        when = f"{week} {begins}–{step['to_week']}" if "to_week" in step else last
        parts.append(f"{when}: {step['percent']} %" if is_danish else f"{when}: {step['percent']}%")
        begins = step.get("to_week", 0) + 1
    return ", ".join(parts)


def _places(terms: Any, told: Any, is_danish: bool) -> str:
    parts = []
    for step in terms["steps"]:
        if "up_to" in step:
            when = f"til og med {step['up_to']} ansatte" if is_danish else f"up to {step['up_to']} employees"
        else:
            when = "af dem derover" if is_danish else "of those above"
        if "places" in step:
            parts.append(f"{when}: {step['places']}")
        else:
            parts.append(f"{when}: 1 {'for hver' if is_danish else 'for every'} {step['per']}")
    return "; ".join(parts)


def _amount(terms: Any, told: Any, is_danish: bool) -> str:
    text = f"{told['kroner']} kr. i timen" if is_danish else f"DKK {told['kroner']} an hour"
    if "age_from" in told:
        text += f", fra {told['age_from']} år" if is_danish else f", from {told['age_from']} years"
    if "at_most" in told:
        text += f", i højst {told['at_most']}" if is_danish else f", for at most {told['at_most']}"
    return text


def _grant(terms: Any, told: Any, is_danish: bool) -> str:
    if is_danish:
        return f"{told['lasts']} for personer under {told['age_below']}, vurderes efter {told['assessed_after']}"
    return f"{told['lasts']} for people below {told['age_below']}, assessed after {told['assessed_after']}"


_SENTENCES: dict[str, Any] = {
    "at_least": _at_least,
    "each_period": _each_period,
    "repeated": _repeated,
    "at_most": _at_most,
    "answer": _answer,
    "share_by_week": _steps_by_week,
    "places": _places,
    "amount": _amount,
    "grant": _grant,
    "increase": lambda terms, told, is_danish: (
        f"flere ansatte end gennemsnittet af {told['months']} måneder"
        if is_danish
        else f"more employees than the average of {told['months']} months"
    ),
    "rates": lambda terms, told, is_danish: f"M = {told['M']}, G = {told['G']}",
    "reduction": lambda terms, told, is_danish: (
        f"{told['below']} % af lønnen til og med G, {told['above']} % derover"
        if is_danish
        else f"{told['below']}% of the wage up to G, {told['above']}% above"
    ),
    "within_after": lambda terms, told, is_danish: f"{'inden for' if is_danish else 'within'} {told['within']}",
    "statement": lambda terms, told, is_danish: told["da" if is_danish else "en"],
}
assert set(_SENTENCES) == set(KINDS)
