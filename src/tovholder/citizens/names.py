"""How names are sorted and found: Danish order and forgiving search, without a collation or extension of the server's.

The database has no Danish collation that we may count on (docs/decisions.md), so the order is in a column that the
database derives from the name, and search compares folded words on both sides. The SQL below is immutable: no
collation but "C" and no extension, so that PostgreSQL may keep what comes out of it.
"""

from __future__ import annotations

import re
import unicodedata

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, TextField

#: What is typed and what is stored are folded the same way, so that "Soeren" finds Søren, "Aagaard" finds Ågård and
#: "Sahin" finds Şahin. The Danish letters go first; of the others only the letter under the accent is left.
_DANISH = {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"}
_FOREIGN: dict[str, str] = {"ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ı": "i"}
_BETWEEN = dict.fromkeys("-–'’.,/_@:", " ")
_ACCENTS = "[\u0300-\u036f]"


def _without_accents(sql: str) -> str:
    return f"regexp_replace(normalize({sql}, NFD), '{_ACCENTS}', '', 'g')"


def _translated(sql: str, letters: dict[str, str]) -> str:
    single = "".join(letters).replace("'", "''")
    return f"translate({sql}, '{single}', '{''.join(letters.values())}')"


def _sorting() -> str:
    """The characters after z stand for æ, ø, å; ä and ö sort with æ and ø, ü with y, other accents not at all."""
    sql = 'lower(normalize((%(expressions)s), NFC) COLLATE "C")'
    sql = f"replace({sql}, 'aa', 'å')"
    sql = _translated(sql, dict(zip("ÆØÅæøåÄÖäöÜü", "{|}{|}{|{|yy", strict=True)))
    return f'lower({_translated(_without_accents(sql), _FOREIGN)} COLLATE "C")'


def _folding() -> str:
    sql = "normalize((%(expressions)s), NFC)"
    for letter, letters in _DANISH.items():
        sql = f"replace({sql}, '{letter}', '{letters}')"
    return f'lower({_translated(_without_accents(sql), _FOREIGN | _BETWEEN)} COLLATE "C")'


class DanishSortKey(Func):
    """Family and given name as Danish sorts them: æ, ø, å last, aa as å. Compare it byte by byte (collation "C")."""

    template = _sorting()
    arg_joiner = " || ', ' || "
    output_field = TextField(db_collation="C")


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
    text = re.sub(_ACCENTS, "", unicodedata.normalize("NFD", text))
    return text.translate({ord(letter): other for letter, other in (_FOREIGN | _BETWEEN).items()}).lower()


def search_query(typed: str) -> str:
    """A raw tsquery for names with a word that begins with each typed word; empty when nothing is left to look for.

    >>> search_query("Åse sør")
    'aase:* & soer:*'
    """
    return " & ".join(f"{word}:*" for word in re.findall(r"[^\W_]+", folded(typed)))
