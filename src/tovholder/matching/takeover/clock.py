"""When to end: at a time, or as soon as somebody says so."""

from __future__ import annotations

import datetime as dt
import threading
import time

from ortools.sat.python import cp_model
from ortools.util.python.solve_interrupter import SolveInterrupter


class Clock:
    def __init__(self, seconds: float) -> None:
        self.began = time.perf_counter()
        self._end = self.began + seconds
        self._told = threading.Event()
        self._running: set[cp_model.CpSolver] = set()
        #: Ends whatever linear programme is being solved.
        self.interrupter = SolveInterrupter()

    @property
    def passed(self) -> float:
        return time.perf_counter() - self.began

    @property
    def left(self) -> float:
        return 0.0 if self._told.is_set() else max(0.0, self._end - time.perf_counter())

    def keep(self, seconds: float) -> None:
        """Ends so much earlier: something is to be done afterwards. At most a quarter of what is left is kept."""
        self._end -= min(seconds, self.left / 4)

    def until(self, end: float) -> dt.timedelta:
        """What is left until a moment of `time.perf_counter`, or until the clock ends."""
        return self.within(end - time.perf_counter())

    def within(self, seconds: float) -> dt.timedelta:
        return dt.timedelta(seconds=max(0.0, min(self.left, seconds)))

    def stop(self) -> None:
        self._told.set()
        self.interrupter.interrupt()
        for solver in list(self._running):
            solver.stop_search()

    def run(self, solver: cp_model.CpSolver, model: cp_model.CpModel) -> int:
        """The status; `UNKNOWN` at once when the time is over."""
        solver.parameters.max_time_in_seconds = min(solver.parameters.max_time_in_seconds, self.left)
        self._running.add(solver)
        try:
            return int(solver.solve(model)) if self.left else int(cp_model.UNKNOWN)
        finally:
            self._running.discard(solver)
