"""A form of a case on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tovholder.accounts.permissions import StaffRequest
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.audit.models import Seen
from tovholder.casework.errors import Refused
from tovholder.casework.queries.case import CaseFile, open_file
from tovholder.casework.views.case import log_opening
from tovholder.casework.views.in_case import moment_of


@dataclass(frozen=True)
class FormPage:
    request: StaffRequest
    file: CaseFile

    @classmethod
    def open(cls, request: StaffRequest, case_id: int, right: Right) -> Self:
        """The case, for somebody with the right in it; that it was opened is logged."""
        file = open_file(case_id, moment_of(request))
        file.access.require(right)
        log_opening(file, Seen.CASE, goes_on=True)
        return cls(request, file)

    @property
    def asking(self) -> dict[str, Any]:
        """Who asks, in which case, when: what every act takes."""
        moment = self.file.moment
        return {"actor": moment.actor, "case_id": self.file.case.pk, "now": moment.now, "today": moment.today}

    def answer(
        self,
        form: forms.Form,
        act: Callable[[dict[str, Any]], Any],
        *,
        done: Any,
        changed: Callable[[ChangedMeanwhile], str] | None = None,
        **shown: Any,
    ) -> HttpResponse:
        """Does the act and goes back to the case; else the page with what is missing and all that was typed."""
        status = 200
        if form.is_bound and form.is_valid():
            try:
                act(form.cleaned_data)
                messages.success(self.request, str(done))
                return redirect("casework:case", self.file.case.pk)
            except Refused as refused:
                for fault in refused.faults:
                    form.add_error(None, fault)
            except ChangedMeanwhile as meanwhile:
                if changed is None:
                    raise
                form.add_error(None, changed(meanwhile))
                status = 409
        if form.errors and status == 200:
            status = 422
        context = {"form": form, "case": self.file.case, "citizen": self.file.citizen, **shown}
        return render(self.request, "casework/form_page.html", context, status=status)
