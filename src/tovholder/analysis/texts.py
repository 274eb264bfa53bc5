"""The words of the reports on logs in the reader's language: this room's catalogue, read without setting up Django, so
that a log can be analysed where there is no database."""

from __future__ import annotations

import gettext as catalogues
from functools import cache
from pathlib import Path

from tovholder.figures.words import Language, Words
from tovholder.paper.telling import day, duration, language, local_day, months, number, percent, speaking

__all__ = ["day", "duration", "gettext", "language", "local_day", "months", "ngettext", "number", "percent", "speaking",
           "told"]  # fmt: skip


@cache
def _catalogue(spoken: Language) -> catalogues.NullTranslations:
    folder = Path(__file__).with_name("locale")
    # English is the text in the code.
    return catalogues.translation("django", folder, languages=[spoken], fallback=spoken == "en")


def gettext(message: str) -> str:
    return _catalogue(language()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    return _catalogue(language()).ngettext(singular, plural, number)


def told(text: Words) -> str:
    return text.to(language())
