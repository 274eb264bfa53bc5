"""The code lists as a new house has them, and as whoever has no database knows them.

They are changed on the screen or by an import. What the law adds for every house is another entry here, and a migration
that writes it where it is not there yet.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

REFORM = dt.date(2025, 7, 1)  # one kontanthjælp replaces four benefits
DOMAIN = "design: domain-rules.md"

#: code, Danish, English, valid from, valid to, verified
BENEFITS = [
    ("a-dagpenge", "A-dagpenge", "Unemployment benefit", None, None, True),
    ("kontanthjaelp", "Kontanthjælp", "Cash benefit", None, None, True),
    ("uddannelseshjaelp", "Uddannelseshjælp", "Education benefit", None, REFORM, True),
    ("integrationsydelse", "Integrationsydelse", "Integration benefit", None, None, False),
    ("overgangsydelse", "Overgangsydelse", "Transition benefit", None, REFORM, True),
    ("shy", "Selvforsørgelses- og hjemrejseydelse", "Self-support and repatriation benefit", None, REFORM, True),
    ("sygedagpenge", "Sygedagpenge", "Sickness benefit", None, None, True),
    ("ressourceforloebsydelse", "Ressourceforløbsydelse", "Resource benefit", None, None, True),
    ("revalideringsydelse", "Revalideringsydelse", "Rehabilitation benefit", None, None, True),
    ("ledighedsydelse", "Ledighedsydelse", "Flex-job unemployment benefit", None, None, True),
    ("fleksloentilskud", "Fleksløntilskud", "Flex-job wage supplement", None, None, True),
    ("foertidspension", "Førtidspension", "Disability pension", None, None, True),
    ("seniorpension", "Seniorpension", "Senior pension", None, None, True),
    ("tidlig-pension", "Tidlig pension", "Early retirement pension", None, None, True),
    ("efterloen", "Efterløn", "Early retirement benefit", None, None, True),
    ("barselsdagpenge", "Barselsdagpenge", "Parental benefit", None, None, True),
    ("su", "SU", "State education grant", None, None, True),
]

#: LAB § 6, from 1 January 2020 (the day is from memory) until 31 December 2026.
LAB_FROM, LAB_TO = dt.date(2020, 1, 1), dt.date(2027, 1, 1)

#: number, Danish, English, number verified
TARGET_GROUPS = [
    ("6.1", "A-dagpengemodtager", "On unemployment benefit", True),
    ("6.2", "Jobparat kontanthjælpsmodtager", "Job-ready, on cash benefit", True),
    ("6.3", "Aktivitetsparat kontanthjælpsmodtager", "Activity-ready, on cash benefit", True),
    ("6.4", "Uddannelsesparat under 30", "Education-ready under 30", True),
    ("6.5", "Aktivitetsparat under 30 uden uddannelse", "Activity-ready under 30 without education", True),
    ("6.6", "Sygedagpengemodtager", "On sickness benefit", True),
    ("6.7", "I jobafklaringsforløb", "In job clarification", True),
    ("6.8", "I ressourceforløb", "In a resource course", True),
    ("6.9", "Visiteret til fleksjob", "Approved for a flex job", True),
    ("6.10", "Revalidend", "In rehabilitation", True),
    ("6.11", "Førtidspensionist", "On disability pension", True),
    ("6.12", "Selvforsørgende", "Self-supporting", False),
    ("6.13", "Under 18 år", "Under 18", False),
]

#: Model → its entries, by field.
SHIPPED: dict[str, list[dict[str, Any]]] = {
    "Benefit": [
        {
            "code": code,
            "name_da": danish,
            "name_en": english,
            "valid_from": start,
            "valid_to": end,
            "source": DOMAIN,
            "verified": verified,
        }
        for code, danish, english, start, end, verified in BENEFITS
    ],
    "TargetGroup": [
        {
            "code": code,
            "name_da": danish,
            "name_en": english,
            "valid_from": LAB_FROM,
            "valid_to": LAB_TO,
            "legal_reference": f"LAB § 6, nr. {code[2:]}",
            "source": DOMAIN,
            "verified": verified,
        }
        for code, danish, english, verified in TARGET_GROUPS
    ],
}
