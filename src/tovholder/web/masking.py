"""What must never reach a log line, an error report or a list of changes."""

from __future__ import annotations

import re

#: A CPR number as people write it, with or without the dash. Test numbers too: the day of birth + 60.
CPR = re.compile(r"(?<!\d)(?:[0-3]\d|[6-9]\d)(?:0[1-9]|1[0-2])\d\d[-–  ]?\d{4}(?!\d)")

MASK = "••••••-••••"


def without_cpr(text: str) -> str:
    """The text with everything that looks like a CPR number masked.

    >>> without_cpr("ringede om 010190-1234 i dag")
    'ringede om ••••••-•••• i dag'
    """
    return CPR.sub(MASK, text)


#: Where addresses begin that open something for whoever has them (`web.unlisted`). Whatever follows is a secret, also
#: where it was mistyped: somebody who reads one with a letter wrong has nearly the right one.
SECRET_ADDRESS = re.compile(r"(?<![\w-])((?:answer|committee)(?:/|%2[fF]))[^\s\"'<>]+")

SECRET_MASK = "••••"


def without_secrets(text: str) -> str:
    """The text without CPR numbers, and without the codes in addresses that open something by themselves.

    >>> without_secrets("Not Found: /answer/fa7k-abj5-7c9q-h2gx/")
    'Not Found: /answer/••••'
    """
    return SECRET_ADDRESS.sub(rf"\1{SECRET_MASK}", without_cpr(text))
