"""The code in an address that a letter gives: short enough to be typed from paper, and not to be guessed.

It is made from the letter's key and the secret of the installation, so that a letter that is delivered twice holds the
same code both times, and no code has to be kept.
"""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

#: Crockford's: no i, l, o, u. Sixteen of these letters are 80 bits.
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 16
#: People read a one for an l and a nought for an o.
_MEANT = str.maketrans({"i": "1", "l": "1", "o": "0", "-": "", " ": ""})

#: What stands for the code wherever somebody else than the citizen reads the letter.
HIDDEN = "[kode]"


def code_for(key: str) -> str:
    """The code of the letter with a key, in groups of four."""
    made = salted_hmac("tovholder.continuity.question", key, algorithm="sha256").digest()
    number = int.from_bytes(made, "big")
    letters = "".join(_LETTERS[number >> 5 * place & 31] for place in range(_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))


def digest_of(code: str) -> str:
    """What is kept of a code, however it was typed."""
    return hashlib.sha256(code.lower().translate(_MEANT).encode()).hexdigest()


def address_with(code: str) -> str:
    """Where the question is answered. Empty where the house has no address that citizens reach."""
    if not settings.PUBLIC_ADDRESS:
        return ""
    return settings.PUBLIC_ADDRESS + reverse("continuity:question", args=["0"]).replace("/0/", f"/{code}/")
