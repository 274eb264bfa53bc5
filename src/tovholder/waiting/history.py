"""What the history of a case tells of its pauses."""

from __future__ import annotations

from collections.abc import Iterable

from tovholder.audit.history import Of
from tovholder.casework.access import CaseAccess
from tovholder.waiting.models import Pause


def history(access: CaseAccess) -> Iterable[Of]:
    return [Of(Pause, case=access.case.pk)]
