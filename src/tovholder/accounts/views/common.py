"""What the pages of this room share: how a refused act comes back to the one who asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tovholder.accounts.acts import Refused
from tovholder.accounts.models import Membership
from tovholder.accounts.registration import ChangedMeanwhile
from tovholder.accounts.seen import seen


@contextmanager
def told_in(form: forms.Form) -> Iterator[None]:
    """Puts the reasons why an act was refused on top of its form, which keeps all that was typed.

    When somebody else changed the row meanwhile, the form says how it is now, and sent once more it goes through.
    """
    try:
        yield
    except Refused as refusal:
        for fault in refusal.faults:
            form.add_error(None, fault)
    except ChangedMeanwhile as changed:
        form.add_error(None, _how_it_is(changed.current))
        typed = QueryDict(mutable=True)
        typed.update(form.data)
        typed[form.add_prefix("mark")] = seen(changed.current)
        form.data = typed


def _how_it_is(row: Any) -> str:
    if isinstance(row, Membership):
        if row.last_day:
            now = _("Now its last day is %(day)s.") % {"day": date_format(row.last_day)}
        else:
            now = _("Now it has no last day.")
    else:
        now = _("Now the name is %(name)s.") % {"name": row}
    return " ".join(
        [_("Somebody else changed this while you had it open."), now, _("Save again if yours is still to be done.")]
    )
