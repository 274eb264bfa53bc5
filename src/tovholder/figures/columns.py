"""What the columns of facts are called. Days are numbers while figures are computed and dates when facts are shown."""

from __future__ import annotations

#: Columns that are days.
DAYS = frozenset({"day", "start", "end", "began", "opened", "closed", "started", "ended", "since", "due", "fulfilled"})
