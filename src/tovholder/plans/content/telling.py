"""Figures, months and days as they are told in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import get_language

from tovholder.figures.published.months import Month
from tovholder.figures.words import NOTHING, Language, number
from tovholder.paper import telling as paper


def language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "da"


def told(words: Mapping[str, str]) -> str:
    return words[language()]


def figure(value: float | None, unit: str, *, signed: bool = False) -> str:
    """A value as its unit is told: whole people, tenths of a per cent."""
    if value is None:
        return NOTHING
    sign = ("+" if value > 0 else "−" if value < 0 else "") if signed else ""
    decimals = 1 if unit == "percent" or not float(value).is_integer() else 0
    return sign + number(abs(value) if signed else value, language(), decimals)


def percent(value: float | None) -> str:
    """A change in per cent: −14,8 %, −20 %."""
    if value is None:
        return NOTHING
    sign = "+" if round(value, 1) > 0 else "−" if round(value, 1) < 0 else ""
    decimals = 0 if float(value).is_integer() else 1
    return sign + number(abs(value), language(), decimals) + (" %" if language() == "da" else "%")


def month(text: str | None) -> str:
    """`oktober 2026`; a dash for none."""
    return Month.read(text).to(language()) if text else NOTHING


def short_month(text: str | None) -> str:
    if not text:
        return NOTHING
    told_month = date_format(Month.read(text).first_day, "M Y")
    return told_month.lower() if language() == "da" else told_month


def day(text: str) -> str:
    """`3. maj 2026`, `3 May 2026`."""
    if not text:
        return NOTHING
    with paper.speaking(language()):
        return paper.day(dt.datetime.fromisoformat(text).date())
