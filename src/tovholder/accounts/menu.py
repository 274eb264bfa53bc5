"""The room's entries in the menu, and what it puts into the frame of every page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tovholder.accounts.rights import Right
from tovholder.web import frame
from tovholder.web.navigation import Entry, add

add(Entry(_("Staff"), "accounts:staff_list", Right.MANAGE_STAFF.value, 80))
add(Entry(_("Organisation"), "accounts:units", Right.MANAGE_STAFF.value, 81))
frame.add("accounts/parts/session.html")
