"""How names are found: forgiving search, without a collation or extension of the server's (docs/decisions.md).

Both what is stored and what is typed are folded the same way, so that "Soeren" finds Søren, "Aagaard" finds Ågård and
"Sahin" finds Şahin. How names are sorted is in `accounts/names.py`, for staff and citizens alike.
"""

from __future__ import annotations

import re
import unicodedata

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func

from tovholder.accounts.names import ACCENTS, FOREIGN, DanishSortKey, translated, without_accents

__all__ = ["DanishSortKey", "SearchWords", "folded", "search_query"]

#: The Danish letters go first; of the others only the letter under the accent is left.
_DANISH = {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"}
_BETWEEN = dict.fromkeys("-–'’.,/_@:", " ")


def _folding() -> str:
    sql = "normalize((%(expressions)s), NFC)"
    for letter, letters in _DANISH.items():
        sql = f"replace({sql}, '{letter}', '{letters}')"
    return f'lower({translated(without_accents(sql), FOREIGN | _BETWEEN)} COLLATE "C")'


class SearchWords(Func):
    """The folded words of a name, for a GIN index. `search_query` folds what is typed the same way."""

    template = f"to_tsvector('simple', {_folding()})"
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()


def folded(text: str) -> str:
    """A text as the search compares it.

    >>> folded("Ågård Łukasz-Şahin")
    'aagaard lukasz sahin'
    """
    text = unicodedata.normalize("NFC", text)
    for letter, letters in _DANISH.items():
        text = text.replace(letter, letters)
    text = re.sub(ACCENTS, "", unicodedata.normalize("NFD", text))
    return text.translate({ord(letter): other for letter, other in (FOREIGN | _BETWEEN).items()}).lower()


def search_query(typed: str) -> str:
    """A raw tsquery for names with a word that begins with each typed word; empty when nothing is left to look for.

    >>> search_query("Åse sør")
    'aase:* & soer:*'
    """
    return " & ".join(f"{word}:*" for word in re.findall(r"[^\W_]+", folded(typed)))
