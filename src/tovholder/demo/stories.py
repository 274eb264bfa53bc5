"""What a course is about, and the sentences that are written in it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from tovholder.demo import phrases, themes
from tovholder.demo.calendar import days
from tovholder.demo.citizens import Course
from tovholder.demo.themes import Theme

#: Groups in which a course may come to a standstill (passive), and how many of the open cases have.
SLOW = {"activity_ready", "resource", "flex_job", "clarification", "young"}
PASSIVE = 0.1
#: Cases without a plan: of those that have one to be.
WITHOUT_PLAN = {"insured": 0.3, "sick": 0.15}


@dataclass
class Story:
    """The thread of a course. What the sign-ins are to meet in it is set afterwards (`sign_ins.py`)."""

    theme: Theme
    firm: str
    passive_from: dt.date | None = None
    has_plan: bool = True
    meets_today: set[int] = field(default_factory=set)  #: ids of staff
    said: set[str] = field(default_factory=set)  #: sentences that stand in the case already

    def fill(self, sentence: str) -> str:
        return sentence.replace("{firm}", self.firm)


class Stories:
    """Gives each course its story and writes sentences for it."""

    def __init__(self, rng: random.Random, today: dt.date) -> None:
        self.rng = rng
        self.today = today

    def of(self, course: Course) -> Story:
        rng = self.rng
        theme = rng.choice(themes.for_group(course.group))
        story = Story(theme, rng.choice(theme.firms))
        story.has_plan = rng.random() > WITHOUT_PLAN.get(course.group, 0.08)
        lasts = (self.today - course.opened_on).days
        if course.closed_on is None and course.group in SLOW and lasts > 220 and rng.random() < PASSIVE * 1.6:
            story.passive_from = self.today - days(rng.randint(70, min(420, lasts - 90)))
        return story

    def purpose(self, kind: str) -> str:
        return self.rng.choice(phrases.PURPOSES[kind]) if self.rng.random() < 0.85 else ""

    def fresh(self, story: Story, sentences: Sequence[str], allowed: float = 1) -> str:
        """A sentence that does not stand in the case yet; empty when all do, or with the chance that is left."""
        left = [sentence for sentence in sentences if sentence not in story.said]
        if not left or self.rng.random() > allowed:
            return ""
        story.said.add(chosen := self.rng.choice(left))
        return capital(story.fill(chosen))

    def agreed(self, story: Story, kind: str, is_new_face: bool) -> str:
        """What is noted of a held conversation: what was told, what was agreed, how one goes on."""
        opening = ""
        if kind == "first":
            opening = self.fresh(story, phrases.FIRST)
        elif is_new_face:
            opening = self.fresh(story, phrases.NEW_FACE, 0.7)
        own = self.fresh(story, story.theme.agreed, 0.45)
        sentences = [
            opening,
            self.fresh(story, phrases.TOLD, 0.75),
            own or self.fresh(story, phrases.AGREED, 0.85),
            self.rng.choice(phrases.GOES_ON) if self.rng.random() < 0.4 else "",
        ]
        return " ".join(sentence for sentence in sentences if sentence) or self.rng.choice(phrases.GOES_ON)

    def note(self, story: Story, kind: str) -> str:
        return self.fresh(story, phrases.NOTES[kind])

    def project_note(self, story: Story) -> str:
        return self.fresh(story, phrases.PROJECT_NOTES)

    def reminder(self, story: Story) -> str:
        return story.fill(self.rng.choice(phrases.REMINDERS))


def capital(sentence: str) -> str:
    """A name of a workplace may begin with a small letter; a sentence does not."""
    return sentence[:1].upper() + sentence[1:]
