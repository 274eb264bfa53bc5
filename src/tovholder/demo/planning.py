"""The plans: goals in the citizen's own words, steps that are agreed, done, dropped and rewritten in conversations."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from tovholder.demo import phrases
from tovholder.demo.calendar import at, days, last_open_day, open_day
from tovholder.demo.citizens import Course
from tovholder.demo.organisation import Person
from tovholder.demo.stories import Stories, Story
from tovholder.demo.talks import Talk

#: What becomes of a step when one meets next: done, dropped, rewritten; else it stays open.
DONE, DROPPED, REWRITTEN = 0.56, 0.09, 0.07
MOST_STEPS = 24


@dataclass
class Step:
    text: str
    turn: str
    turn_name: str
    due_on: dt.date | None
    agreed_at: dt.datetime
    by: Person
    position: int
    ended_at: dt.datetime | None = None
    outcome: str = ""
    reason: str = ""
    replaces: Step | None = None


@dataclass
class Goal:
    at: dt.datetime
    words: str
    occupation: str
    by: Person


@dataclass
class Plan:
    course: Course
    at: dt.datetime
    by: Person
    goals: list[Goal] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def open_steps(self) -> list[Step]:
        return [step for step in self.steps if step.ended_at is None]

    @property
    def version(self) -> int:
        ended = sum(1 for step in self.steps if step.outcome in {"done", "dropped"})
        return len(self.goals) + len(self.steps) + ended


class Planning:
    def __init__(self, rng: random.Random, stories: Stories, today: dt.date) -> None:
        self.rng = rng
        self.stories = stories
        self.today = today

    def of(self, course: Course, story: Story, talks: list[Talk]) -> Plan | None:
        """The plan of a case; None when it has none (yet)."""
        rng = self.rng
        held = [talk for talk in talks if talk.outcome == "held"]
        if not story.has_plan or not held:
            return None
        begins = rng.choice([0, 0, 0, 1])
        if len(held) <= begins:
            return None
        first = held[begins]
        plan = Plan(course, _after(first), first.person)
        self._goals(plan, story, held[begins:])
        own, common = list(story.theme.steps), list(phrases.STEPS)
        rng.shuffle(own)
        rng.shuffle(common)
        # Those of the theme come first, mixed with what fits any plan; the list is used from its end.
        left = common[8:] + [step for pair in zip(common, own, strict=False) for step in pair]
        for talk in held[begins:]:
            self._go_through(plan, story, talk)
            for _ in range(rng.choice([0, 1, 1]) if plan.steps else rng.choice([1, 2, 2])):
                if left and len(plan.steps) < MOST_STEPS:
                    plan.steps.append(self._step(story, left.pop(), talk, len(plan.steps) + 1))
        self._finish(plan, story)
        return plan

    def _goals(self, plan: Plan, story: Story, held: list[Talk]) -> None:
        rng, theme = self.rng, story.theme
        occupation = rng.choice(theme.jobs)
        words = [(rng.choice(theme.words), occupation if rng.random() < 0.85 else "")]
        if rng.random() < 0.3 and len(held) > 1:
            words.insert(0, (rng.choice(phrases.EARLY_WORDS), ""))
        if rng.random() < 0.15 and len(held) > len(words) + 1:
            words.append((rng.choice(phrases.LATER_WORDS), occupation))
        for talk, (said, job) in zip(held, words, strict=False):
            plan.goals.append(Goal(_after(talk), said, job, talk.person))

    def _step(self, story: Story, step: tuple[str, str], talk: Talk, position: int) -> Step:
        text, turn = step
        who = "" if turn in {"us", "citizen"} else story.fill(turn)
        day = talk.starts_at.date() + days(self.rng.randint(10, 60))
        due = open_day(day) if self.rng.random() < 0.72 else None
        return Step(
            story.fill(text), turn if not who else "other", who[:1].upper() + who[1:], due, _after(talk), talk.person,
            position,
        )  # fmt: skip

    def _go_through(self, plan: Plan, story: Story, talk: Talk) -> None:
        """What has become of the open steps since one met last."""
        for step in plan.open_steps:
            if step.agreed_at >= talk.starts_at:
                continue
            chance = self.rng.random()
            if chance < DONE:
                step.ended_at, step.outcome = _after(talk), "done"
            elif chance < DONE + DROPPED:
                step.ended_at, step.outcome = _after(talk), "dropped"
                step.reason = self.rng.choice(phrases.DROPPED)
            elif chance < DONE + DROPPED + REWRITTEN and step.replaces is None:
                step.ended_at, step.outcome = _after(talk), "rewritten"
                due = open_day(talk.starts_at.date() + days(self.rng.randint(14, 45)))
                turn = ("us", "") if step.turn == "citizen" else ("citizen", "")
                text = step.text if self.rng.random() < 0.5 else _together(step.text)
                plan.steps.append(
                    Step(text, *turn, due, _after(talk), talk.person, step.position, replaces=step)
                )  # fmt: skip

    def _finish(self, plan: Plan, story: Story) -> None:
        """Nothing is open in a case that is closed, nor in one that has come to a standstill."""
        closed = plan.course.closed_on
        stands_still = story.passive_from and not plan.course.closed_on
        for step in plan.open_steps:
            if closed:
                step.ended_at = max(step.agreed_at, at(last_open_day(closed), 14))
                is_done = plan.course.close_reason in {"work", "education", "flex_job"} and self.rng.random() < 0.7
                step.outcome, step.reason = ("done", "") if is_done else ("dropped", phrases.CLOSED)
            elif stands_still:
                step.ended_at = step.agreed_at + days(self.rng.randint(5, 30))
                step.ended_at = min(step.ended_at, at(last_open_day(self.today - days(1)), 11))
                step.outcome = "done"


def _after(talk: Talk) -> dt.datetime:
    """Written down at the end of a conversation."""
    return talk.starts_at + dt.timedelta(minutes=40)


def _together(text: str) -> str:
    return text if "sammen" in text else f"{text}, denne gang sammen"
