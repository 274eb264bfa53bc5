"""How names are sorted and found: Danish order and forgiving search, without a collation or extension of the server's.

The database has no Danish collation that we may count on (docs/decisions.md), so the order is in a column that the
database derives from the name, and search compares folded words on both sides.
"""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func

from tovholder.accounts.names import DanishSortKey

__all__ = ["DanishSortKey", "SearchWords", "search_query"]

#: What is typed and what is stored are folded the same way, so that "Soeren" finds Søren and "Ågård" finds Aagaard.
_LETTERS = {"æ": "ae", "ø": "oe", "å": "aa"}
_FROM, _TO = "ÄÖäöÜüÉéÈèÁáÓóÍí", "aoaouueeeeaaooii"


class SearchWords(Func):
    """The folded words of a name, for a GIN index. `search_query` folds what is typed the same way."""

    template = (
        "to_tsvector('simple', translate("
        'replace(replace(replace(replace(replace(replace(lower((%(expressions)s) COLLATE "C"), '
        "'æ', 'ae'), 'ø', 'oe'), 'å', 'aa'), 'Æ', 'ae'), 'Ø', 'oe'), 'Å', 'aa'), "
        f"'{_FROM}-''', '{_TO}  '))"
    )
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()


def search_query(typed: str) -> str:
    """A raw tsquery for names with a word that begins with each typed word; empty when nothing is left to look for.

    >>> search_query("Åse sør")
    'aase:* & soer:*'
    """
    text = typed.lower()
    for letter, letters in _LETTERS.items():
        text = text.replace(letter, letters)
    text = text.translate(str.maketrans(_FROM, _TO))
    return " & ".join(f"{word}:*" for word in re.findall(r"[^\W_]+", text))
