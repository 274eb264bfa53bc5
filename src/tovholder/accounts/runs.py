"""Long work that was asked for on a page and is done by the job worker: how a run of it stands, and its sign of life.

A run is a row with its moments (`asked_at`, `began_at`, `stop_asked_at`, `ended_at`) and an `ending`. Between the last
two the process that is at work holds a lock with the run's number, which goes with the process, however it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper

Run = TypeVar("Run", bound=models.Model)

#: What is said of each state, and the colour of the sign.
States = Mapping[str, tuple[Any, str]]


@dataclass(frozen=True)
class State:
    """How a run stands: a code, its words, the kind of sign."""

    code: str
    label: Any
    kind: str

    @property
    def is_over(self) -> bool:
        return self.code not in {"waiting", "running", "stopping"}


@dataclass(frozen=True)
class Runs(Generic[Run]):
    """The runs of one kind of work. `life` is the number of their locks, another for each kind."""

    model: type[Run]
    life: int
    states: States

    def living(self) -> set[int]:
        """The runs that a process is at work on."""
        with connection.cursor() as cursor:
            cursor.execute(
                "select objid from pg_locks where locktype = 'advisory' and granted and objsubid = 2 and classid = %s "
                "and database = (select oid from pg_database where datname = current_database())",
                [self.life],
            )
            return {number for (number,) in cursor.fetchall()}

    def state_of(self, run: Run, alive: set[int]) -> State:
        code = self._code(run, alive)
        return State(code, *self.states[code])

    def _code(self, run: Any, alive: set[int]) -> str:
        if run.ended_at:
            return str(run.ending)
        if run.began_at is None:
            return "waiting"
        if run.pk not in alive:
            return "interrupted"
        return "stopping" if run.stop_asked_at else "running"

    def under_way(self) -> Run | None:
        """The run that waits or is at work, the one that was asked for first; None when there is none."""
        alive = self.living()
        open_ = self.model._default_manager.filter(ended_at=None).order_by("asked_at", "pk")
        return next((run for run in open_ if not self.state_of(run, alive).is_over), None)

    def interrupted(self) -> list[Run]:
        """Runs that have begun and not ended, and that nobody is at work on."""
        begun = list(self.model._default_manager.filter(ended_at=None).exclude(began_at=None))
        alive = self.living() if begun else set()
        return [run for run in begun if run.pk not in alive]


class AtWork:
    """Holds the sign of life of a run while it is entered, and notes how far the run has come, on a connection of its
    own: others see it before the run's transaction ends."""

    runs: Runs[Any]

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id

    def __enter__(self) -> Self:
        self.connection: BaseDatabaseWrapper = connection.copy()
        with self.connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s, %s)", [self.runs.life, self.run_id])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Closing alone would let go of the lock only when the server has noticed, a moment later.
        if self.connection.is_usable():
            with self.connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [self.runs.life, self.run_id])
        self.connection.close()

    def note(self, **columns: Any) -> bool:
        """Writes columns of the run's row; whether somebody has asked to stop."""
        table = self.runs.model._meta.db_table
        written = ", ".join(f"{name} = %s" for name in columns)
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"update {table} set {written} where id = %s returning stop_asked_at is not null",
                [*columns.values(), self.run_id],
            )
            found = cursor.fetchone()
        return bool(found and found[0])
