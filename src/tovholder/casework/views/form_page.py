"""A form about a case on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tovholder.accounts.permissions import StaffRequest
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.rights import Right
from tovholder.audit.models import Seen
from tovholder.casework.errors import Refused
from tovholder.casework.queries.case import CaseFile, open_file
from tovholder.casework.views.carrying_out import CONFLICT, FAULT, asking, type_in
from tovholder.casework.views.case import log_opening
from tovholder.casework.views.in_case import moment_of


@dataclass(frozen=True)
class FormPage:
    """A room that has a page of its own about a case goes back there: it says so in a subclass."""

    request: StaffRequest
    file: CaseFile

    #: Where one is when it is done, an address that takes the case's id; and what that place is called in the case.
    back: ClassVar[str] = "casework:case"
    place: ClassVar[Any] = ""

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
        return asking(self.file)

    def answer(
        self,
        form: forms.Form,
        act: Callable[[dict[str, Any]], Any],
        *,
        done: Any,
        changed: Callable[[ChangedMeanwhile], str] | None = None,
        **shown: Any,
    ) -> HttpResponse:
        """Does the act and goes back; else the page with what is missing and all that was typed.

        A text that the act answers with is told as something to mind. `changed` says what somebody else did meanwhile,
        where there is more to say than that they did; `shown` is for the template."""
        status = 200
        if form.is_bound and form.is_valid():
            try:
                told = act(form.cleaned_data)
                messages.success(self.request, str(done))
                if isinstance(told, str):
                    messages.warning(self.request, told)
                return redirect(self.back, self.file.case.pk)
            except Refused as refused:
                for fault in refused.faults:
                    form.add_error(None, fault)
            except ChangedMeanwhile as meanwhile:
                form.add_error(None, changed(meanwhile) if changed else self._to_look_at(form, meanwhile))
                status = CONFLICT
        if form.errors and status == 200:
            status = FAULT
        context = {
            "form": form,
            "case": self.file.case,
            "citizen": self.file.citizen,
            "back": self.back,
            "place": self.place,
            **shown,
        }
        return render(self.request, "casework/form_page.html", context, status=status)

    def _to_look_at(self, form: forms.Form, meanwhile: ChangedMeanwhile) -> str:
        """Saving once more saves on top of what the page shows now."""
        current: Any = meanwhile.current
        type_in(form, version=current.version)
        return _("Somebody changed this meanwhile. Look at it, and save again if it still holds.")
