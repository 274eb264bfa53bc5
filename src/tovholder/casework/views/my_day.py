"""The first page after signing in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from tovholder.accounts.permissions import StaffRequest, page
from tovholder.accounts.rights import Right
from tovholder.casework.contributions import flags
from tovholder.casework.views.worklist import moment_of
from tovholder.casework.worklist.my_day import MOST, my_day
from tovholder.casework.worklist.wanted import Wanted

#: Where somebody without cases begins: the first of these that they may open.
_ELSEWHERE = ((Right.SEE_UNIT, "casework:units"), (Right.MANAGE_STAFF, "accounts:staff_list"))
#: The caseload in one strip.
_STRIP = ("no_plan", "us", "citizen", "other", "first", "quiet", "nothing", "shifts")


@require_GET
@page()
def day(request: StaffRequest) -> HttpResponse:
    if not request.actor.may(Right.SEE_OWN_CASES):
        elsewhere = next((name for right, name in _ELSEWHERE if request.actor.may(right)), None)
        if elsewhere:
            return redirect(elsewhere)
        return render(request, "casework/worklist/no_role.html")
    found = my_day(moment_of(request))
    known = {flag.key: flag for flag in flags()}
    whole = Wanted(scope=found.scope.key)
    strip = [
        {"flag": known[key], "count": found.counts.by_flag[key], "query": whole.query(flags=(key,))}
        for key in _STRIP
        if key in known
    ]
    context = {
        "day": found,
        "strip": strip,
        "whole": whole.query(),
        "more_new": found.counts.by_flag["new"] - len(found.new) if found.scope.is_mine else 0,
        "most": MOST,
        "today": moment_of(request).today,
    }
    return render(request, "casework/worklist/my_day.html", context)
