"""The KLE numbers that cases are opened under here.

KLE (*KL Emnesystematik*) is KL's plan of municipal tasks, kept at kle-online.dk and changed four times a year. KL holds
the rights to it and gives it to subscribers, so the plan itself is not copied here: a municipality types the number it
uses. Listed are only numbers this house itself proposes, with words of our own, the day they were read, and whether
somebody has compared them with the plan.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class KleNumber:
    number: str
    title: Any
    read_on: dt.date
    source: str
    verified: bool


#: Main group 15 is employment. The first one is proposed for a new case.
PROPOSED = (
    KleNumber("15.20.00", _("Employment effort"), dt.date(2026, 11, 18), "design: domain-rules.md", verified=False),
    KleNumber("15.17.12", _("Rehabilitation"), dt.date(2026, 11, 21), "OS2bos: core/data/sections.py", verified=False),
)
USUAL = PROPOSED[0].number
