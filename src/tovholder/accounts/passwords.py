"""Passwords that one person makes for another: readable aloud, hard to guess, and good for one sign-in."""

from __future__ import annotations

import secrets

# Neither letters that look alike nor those a Dane and a foreign keyboard disagree about.
_CONSONANTS = "bdfghkmnprstv"
_VOWELS = "aeiou"


def one_time_password() -> str:
    """Four groups such as `kade-fomi-tuba-ripe`: 13² · 5² per group, about 48 bits in all, throttled at the door."""
    return "-".join(
        "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _syllable in range(2)) for _group in range(4)
    )
