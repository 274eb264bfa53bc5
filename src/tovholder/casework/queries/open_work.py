"""What is begun in a case and not ended, from every room."""

from __future__ import annotations

from tovholder.casework.contributions import Moment, OpenWork, contributions
from tovholder.casework.told import told_about


def open_work_of(case_id: int, moment: Moment, *, without: str = "") -> list[OpenWork]:
    """It goes along when the case changes hands, and some of it stands in the way of closing. `without` leaves out what
    one room has."""
    rooms = [room for room in contributions() if room.open_work and room.room != without]
    own = [work for room in rooms for work in room.open_work(case_id, moment)]  # type: ignore[misc]
    return own + told_about(case_id, moment, without=without).open_work
