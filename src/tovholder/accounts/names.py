"""The Danish order of names, without a collation of the server's.

The SQL is immutable: no collation but "C" and no extension, so that PostgreSQL may keep what comes out of it.
"""

from __future__ import annotations

from django.db.models import Func, TextField

#: Letters that are no other letter with an accent, and the one they are sorted and found as.
FOREIGN: dict[str, str] = {"ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ı": "i"}
#: What is left of a letter written apart from its accent.
ACCENTS = "[\u0300-\u036f]"


def without_accents(sql: str) -> str:
    """A text expression without the accents of its letters."""
    return f"regexp_replace(normalize({sql}, NFD), '{ACCENTS}', '', 'g')"


def translated(sql: str, letters: dict[str, str]) -> str:
    """A text expression with each letter replaced by another."""
    single = "".join(letters).replace("'", "''")
    return f"translate({sql}, '{single}', '{''.join(letters.values())}')"


def _sorting() -> str:
    """The characters after z stand for æ, ø, å; ä and ö sort with æ and ø, ü with y, other accents not at all."""
    sql = 'lower(normalize((%(expressions)s), NFC) COLLATE "C")'
    sql = f"replace({sql}, 'aa', 'å')"
    sql = translated(sql, dict(zip("ÆØÅæøåÄÖäöÜü", "{|}{|}{|{|yy", strict=True)))
    return f'lower({translated(without_accents(sql), FOREIGN)} COLLATE "C")'


class DanishSortKey(Func):
    """Words as Danish sorts them: æ, ø, å last, aa as å. Compare it byte by byte (collation "C")."""

    template = _sorting()
    arg_joiner = " || ', ' || "
    output_field = TextField(db_collation="C")
