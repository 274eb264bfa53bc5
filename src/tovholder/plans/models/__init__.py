"""What is stored: the plan with its stages, goals with what was entered and said about them, published reports, and the
assumptions of its economy."""

from tovholder.plans.models.economy import Assumptions, Kind
from tovholder.plans.models.goal import Comment, EnteredValue, Goal, Horizon, Source
from tovholder.plans.models.plan import EmploymentPlan, MinistersGoal, Stage, Status
from tovholder.plans.models.report import CommitteeLink, LinkCount, StatusReport

__all__ = [
    "Assumptions",
    "Comment",
    "CommitteeLink",
    "EmploymentPlan",
    "EnteredValue",
    "Goal",
    "Horizon",
    "Kind",
    "LinkCount",
    "MinistersGoal",
    "Source",
    "Stage",
    "Status",
    "StatusReport",
]
