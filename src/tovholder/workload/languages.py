"""Languages as people write them, and the same language whoever wrote it.

An interpreter's language is typed as a word with the citizen ("arabisk"); a colleague may have written "Arabic". Both
are the language `ar` of the Unicode list, under whose names it is shown to each reader. A word that the list does not
know (*dansk tegnsprog*) stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

#: Longest word that is kept.
LENGTH = 40
#: Names in use that the list has otherwise.
ALIASES = {"farsi": "fa", "persian": "fa", "dari": "fa_AF", "kurmanji": "ku", "sorani": "ckb", "filippinsk": "fil"}


def code_of(word: str) -> str:
    """The language that a word in Danish, English or itself is the name of; else the word, in small letters."""
    plain = " ".join(word.split()).casefold()[:LENGTH]
    return _codes().get(plain, plain)


def name_of(code: str, language: str | None = None) -> str:
    """What a language is called in the reader's language (or another)."""
    return _names((language or get_language() or "da")[:2]).get(code, code)


def read(text: str) -> list[str]:
    """The languages of a list with commas or lines, each once, in the order in which they were written."""
    words = text.replace(";", ",").replace("\n", ",").split(",")
    return list(dict.fromkeys(code_of(word) for word in words if word.strip()))


def written(codes: Iterable[str]) -> str:
    """A list of languages as `read` takes it."""
    return ", ".join(sorted(name_of(code) for code in codes))


@lru_cache(maxsize=4)
def _names(language: str) -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale(language).languages.items()}


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Names → code, of languages and not of their varieties; the Danish name wins where two differ."""
    found: dict[str, str] = {}
    for language in ("en", "da"):
        found |= {name.casefold(): code for code, name in _names(language).items() if "_" not in code}
    return found | ALIASES
