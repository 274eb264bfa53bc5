"""From the work list: a held conversation, what was agreed and the next date, in at most six acts (the agency: 40).

An act is a pointer click, or a control that is activated with the keyboard. Typing words is not one; going to the field
to type in is, when it is done with the pointer.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser import Open
from tests.casework.stories import Story, long_story
from tests.factories import Factory
from tovholder.casework.models import Conversation

pytestmark = [pytest.mark.browser, pytest.mark.requirement("F11"), pytest.mark.requirement("F17")]

AT_MOST = 6

#: Counted in the page itself, over page loads: what the person does, not what the test says it does.
COUNTER = """
for (const kind of ["click", "keydown"]) {
  document.addEventListener(kind, (event) => {
    if (kind === "click" && event.detail === 0) return;  // made by a key: counted there
    if (kind === "keydown") {
      const typed = event.target.closest?.("textarea, input:not([type=radio]):not([type=submit])");
      const activates = ["Enter", " ", "ArrowRight", "ArrowDown"].includes(event.key);
      if (typed || !activates) return;
    }
    sessionStorage.setItem("acts", 1 + Number(sessionStorage.getItem("acts")));
  }, {capture: true});
}
"""


def acts(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.getItem('acts'))"))


@pytest.fixture
def story(make: Factory, open_as: Open) -> Story:
    return long_story(make, timezone.now())


def work_list(open_as: Open, story: Story, **how: Any) -> Page:
    page = open_as(story.holder, "/cases/", language="en", **how)
    page.context.add_init_script(COUNTER)
    page.reload()
    return page


def check(story: Story) -> None:
    story.planned.refresh_from_db()
    assert story.planned.held_at is not None
    assert story.planned.agreed == "Hun ringer selv til kantinen."
    following = Conversation.objects.get(follows=story.planned)
    assert following.starts_at > timezone.now()


def test_the_counter_counts(open_as: Open, story: Story) -> None:
    page = work_list(open_as, story)
    assert acts(page) == 0
    page.get_by_role("link", name="Samira Al-Khatib").first.click()
    page.get_by_label("What was agreed").click()
    assert acts(page) == 2


def test_with_the_pointer(open_as: Open, story: Story) -> None:
    page = work_list(open_as, story)
    page.get_by_role("link", name="Samira Al-Khatib").first.click()
    page.get_by_label("What was agreed").click()
    page.keyboard.type("Hun ringer selv til kantinen.")
    page.get_by_role("radio", name="in 2 weeks").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The conversation is registered.").wait_for()
    assert acts(page) <= AT_MOST
    assert acts(page) == 4
    check(story)


def test_without_scripts_it_takes_as_many(open_as: Open, story: Story) -> None:
    # Nothing can count in a page without scripts, so the test names its acts one by one.
    page = open_as(story.holder, "/cases/", language="en", scripts=False)
    clicked = [
        lambda: page.get_by_role("link", name="Samira Al-Khatib").first.click(),
        lambda: page.get_by_label("What was agreed").click(),
        lambda: page.get_by_role("radio", name="in 2 weeks").click(),
        lambda: page.get_by_role("button", name="Save").click(),
    ]
    for number, act in enumerate(clicked):
        act()
        if number == 1:
            page.keyboard.type("Hun ringer selv til kantinen.")
    page.get_by_text("The conversation is registered.").wait_for()
    assert len(clicked) <= AT_MOST
    check(story)


def test_with_the_keyboard_alone(open_as: Open, story: Story) -> None:
    page = work_list(open_as, story)

    def tab_to(wanted: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate(f"document.activeElement.matches({wanted!r})"):
                return
        raise AssertionError(f"the keyboard does not reach {wanted}")

    tab_to(f"a[href*='/cases/{story.case.pk}/']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{story.case.pk}/**")
    tab_to("textarea[name=agreed]")
    page.keyboard.type("Hun ringer selv til kantinen.")
    tab_to("input[name=ahead]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    tab_to("#register button[type=submit]")
    page.keyboard.press("Enter")
    page.get_by_text("The conversation is registered.").wait_for()
    assert acts(page) <= AT_MOST
    check(story)
