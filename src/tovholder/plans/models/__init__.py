"""What is stored: the plan with its stages, goals with what was entered and said about them, published reports."""

from tovholder.plans.models.goal import Comment, EnteredValue, Goal, Horizon, Source
from tovholder.plans.models.plan import EmploymentPlan, MinistersGoal, Stage, Status
from tovholder.plans.models.report import CommitteeLink, LinkCount, StatusReport

__all__ = [
    "Comment",
    "CommitteeLink",
    "EmploymentPlan",
    "EnteredValue",
    "Goal",
    "Horizon",
    "LinkCount",
    "MinistersGoal",
    "Source",
    "Stage",
    "Status",
    "StatusReport",
]
