"""Who takes over which case: proposed by optimisation, decided by people (docs/matching.md).

`propose(problem)` answers with a `Proposal` (everybody placed, each with reasons), or with `Infeasible` (what is short,
and by how much); `as_far_as_possible(problem)` then places what can be placed. `what_if(problem, moves)` tries a
reorganisation and sets the proposal against the usual ways.
"""

from tovholder.matching.takeover.answers import (
    Aim,
    Infeasible,
    Lack,
    Load,
    Measures,
    Other,
    Placement,
    Progress,
    Proposal,
    Reason,
    Relief,
    Shortfall,
    Stage,
    Unsolved,
    WhatIf,
    Why,
)
from tovholder.matching.takeover.easing import Eased, as_far_as_possible
from tovholder.matching.takeover.facts import CaseToPlace, Faulty, Meeting, Person, Problem, Span, Wishes
from tovholder.matching.takeover.propose import propose
from tovholder.matching.takeover.what_if import what_if

__all__ = [
    "Aim",
    "CaseToPlace",
    "Eased",
    "Faulty",
    "Infeasible",
    "Lack",
    "Load",
    "Measures",
    "Meeting",
    "Other",
    "Person",
    "Placement",
    "Problem",
    "Progress",
    "Proposal",
    "Reason",
    "Relief",
    "Shortfall",
    "Span",
    "Stage",
    "Unsolved",
    "WhatIf",
    "Why",
    "Wishes",
    "as_far_as_possible",
    "propose",
    "what_if",
]
