"""Which published figures add up to another, which count a share is, and of which whole: from these a small group could
be found."""

from __future__ import annotations

#: A whole → its parts.
SUMS = {
    "unemployment.total": ("unemployment.dagpenge", "unemployment.kontanthjaelp"),
    "longterm.total": ("longterm.dagpenge", "longterm.kontanthjaelp"),
}

#: A share → the people it is the share of something else of.
COUNT_OF = {
    "unemployment.totalRate": "unemployment.total",
    "unemployment.dagpengeRate": "unemployment.dagpenge",
    "unemployment.kontanthjaelpRate": "unemployment.kontanthjaelp",
    "cashAssistance.populationRate": "cashAssistance.fullTime",
    "cashAssistance.workforceRate": "cashAssistance.fullTime",
    "ordinaryHours.share": "ordinaryHours.persons",
}

#: A share whose count is not published → those whom it is the share of: together they tell the count.
WHOLE_OF = {
    "activation.degree": "cashAssistance.fullTime",
    "activation.affectedShare": "cashAssistance.persons",
}
