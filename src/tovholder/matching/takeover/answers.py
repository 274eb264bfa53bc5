"""What comes back: a proposal with its reasons and its proof, or what makes it impossible and by how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Aim(StrEnum):
    """What is sought, in this order: a later aim never costs anything of an earlier one."""

    MEETINGS = "meetings"  #: critical meetings that nobody can hold, as few as possible
    SHIFTS = "shifts"  #: cases that change hands, as few as possible
    FACES = "faces"  #: points for faces that the citizens know (`Wishes`), as many as possible
    BALANCE = "balance"  #: crowding (`score.crowding`), as little as possible
    FIT = "fit"  #: points for wished fields and languages, as many as possible


@dataclass(frozen=True)
class Stage:
    """How an aim was reached. `bound` is what nothing can be better than; proven when it is the value itself."""

    aim: Aim
    value: int
    bound: int
    seconds: float

    @property
    def proven(self) -> bool:
        return self.value == self.bound

    @property
    def gap(self) -> int:
        return abs(self.value - self.bound)


class Why(StrEnum):
    """Reasons for a placement, and what spoke against somebody else. Numbers and values stand in `Reason`."""

    # For.
    KEEPS = "keeps"  #: holds the case today
    FIXED = "fixed"  #: somebody has decided it
    HELD_BEFORE = "held_before"
    HAS_MET = "has_met"  #: number: times
    SPEAKS = "speaks"  #: value: language
    KNOWS_FIELD = "knows_field"  #: value: field
    HOLDS_MEETING = "holds_meeting"  #: number: critical meetings ahead, all of which can be held
    ROOM = "room"  #: number: weight that is free when everything is placed
    FULL_AFTER = "full_after"  #: nothing is free when everything is placed
    ONLY_ONE = "only_one"  #: nobody else may have the case
    # Against.
    MISSES_MEETING = "misses_meeting"  #: number: critical meetings more that nobody would hold
    SHIFT = "shift"  #: the case would change hands
    KNOWN_LESS = "known_less"  #: number: points of acquaintance fewer
    FULL = "full"  #: number: weight that there is too little room
    BUSIER = "busier"  #: number: how full they would be, per cent of capacity
    FITS_LESS = "fits_less"  #: number: points of fit fewer
    AS_GOOD = "as_good"  #: nothing speaks against; chance decided


@dataclass(frozen=True)
class Reason:
    why: Why
    number: int | None = None
    value: str = ""


@dataclass(frozen=True)
class Other:
    """Somebody else who could have had the case: the decisive thing against it first."""

    person: int
    against: tuple[Reason, ...]
    good: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Placement:
    case: int
    person: int
    shift: bool  #: somebody held it and somebody else shall
    reasons: tuple[Reason, ...]
    others: tuple[Other, ...]  #: the nearest first, at most two
    uncovered: tuple[int, ...] = ()  #: critical meetings that the person cannot hold
    to_move: tuple[int, ...] = ()  #: other meetings that fall when the person is away or busy


@dataclass(frozen=True)
class Load:
    """What somebody carries, in weight: before (with the cases to place that they hold today) and as proposed."""

    person: int
    before: int
    after: int
    capacity: int


@dataclass(frozen=True)
class Measures:
    """A distribution in numbers, whoever made it. Imbalance: percentage points of capacity."""

    uncovered: int  #: critical meetings
    shifts: int
    known_faces: int  #: cases whose person the citizen has met, or who holds or has held it
    face_points: int
    crowding: int
    fit: int
    spread: float  #: from the least to the most loaded person of a unit, the widest of the units
    deviation: float  #: standard deviation of the load around the unit's own mean
    over: int = 0  #: weight beyond capacity
    unfit: int = 0  #: cases with somebody who may not have them (a need, a unit, an absence)
    unplaced: int = 0  #: cases that nobody has


@dataclass(frozen=True)
class Proposal:
    """Everybody placed. `stopped`: ended before everything was proven, by the clock or by whoever waited."""

    placements: tuple[Placement, ...]
    stages: tuple[Stage, ...]
    measures: Measures
    loads: tuple[Load, ...]
    seconds: float
    stopped: bool = False

    @property
    def proven(self) -> bool:
        return all(stage.proven for stage in self.stages)


class Lack(StrEnum):
    """What makes placing everybody impossible."""

    NOBODY = "nobody"  #: nobody in the staff given can have the case: all are away, or in no such unit
    LANGUAGE = "language"  #: nobody who could have the case speaks it (value)
    FIELD = "field"
    TOGETHER = "together"  #: each need is met by somebody, nobody meets all of them
    EXCLUDED = "excluded"  #: those who could are among the people who cannot have this case
    FIXED = "fixed"  #: decided for somebody who may not have it
    CAPACITY = "capacity"  #: too little room
    PIECES = "pieces"  #: room enough in all, but not in pieces as large as the cases


@dataclass(frozen=True)
class Relief:
    """One way out: more capacity for somebody, or people elsewhere who meet the needs and have room."""

    person: int
    more: int = 0  #: weight beyond today's capacity
    lend: bool = False  #: comes from another unit
    room: int = 0  #: what they have free


@dataclass(frozen=True)
class Shortfall:
    """One constraint that cannot be kept, by how much, and what would lift it."""

    lack: Lack
    cases: tuple[int, ...]
    short_by: int  #: in weight
    unit: int | None = None  #: where all the cases belong, if to one unit
    values: tuple[str, ...] = ()  #: languages or fields asked for
    asked: int = 0  #: the weight that needs these people
    room: int = 0  #: the weight they have room for
    people: tuple[int, ...] = ()  #: who alone could have the cases
    relief: tuple[Relief, ...] = ()


@dataclass(frozen=True)
class Infeasible:
    shortfalls: tuple[Shortfall, ...]
    seconds: float = 0.0


@dataclass(frozen=True)
class Unsolved:
    """Stopped before anything was found, by the clock or by whoever waited."""

    seconds: float


@dataclass(frozen=True)
class Progress:
    """Told while it is computed: which aim, best so far and bound, which part of how many."""

    aim: Aim
    value: int
    bound: int
    part: int
    parts: int
    seconds: float


@dataclass(frozen=True)
class WhatIf:
    """A change tried out: the proposal, and what the usual ways would have done with the same cases."""

    affected: tuple[int, ...]
    answer: Proposal | Infeasible | Unsolved
    usual: Mapping[str, Measures]  #: greedy, round_robin, alphabet, birthday
    short: tuple[Shortfall, ...] = ()  #: what kept everything from being placed with the room there is
    apart: Mapping[int, Shortfall] = field(default_factory=dict)  #: cases that nobody can have; not in the answer
