"""The smaller tags: signs, empty lists, definitions, pages of a list, sorting, numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

import tovholder
from tests.browser import Open
from tovholder.web import kit_page

HOUSE = Path(tovholder.__file__).parent
SPRITE = HOUSE / "web" / "static" / "vendor" / "dkfds" / "img" / "all-svg-icons.svg"


def render(text: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template(text).render(Context(context))


def test_a_tag_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="pink"):
        render('{% tag "x" "pink" %}')


def test_what_people_typed_is_escaped_everywhere() -> None:
    evil = "<script>"
    for tag in (
        "{% tag evil %}",
        "{% derived evil of=evil href=evil label=evil %}",
        "{% empty evil evil href=evil label=evil %}",
        "{% icon evil evil %}",
        "{% progress 3 evil %}",
        '{% sort_link "a" evil %}',
    ):
        shown = render(tag, evil=evil, request=RequestFactory().get("/"))
        assert "<script" not in shown, tag
        assert "&lt;script&gt;" in shown, tag


def test_every_icon_that_a_template_asks_for_exists() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text()))
    asked = {
        (icon, str(file.relative_to(HOUSE)))
        for file in HOUSE.rglob("templates/**/*.html")
        for icon in re.findall(r'{% icon "([^"]+)"', file.read_text())
    }
    assert asked, "no template asks for an icon"
    assert [one for one in sorted(asked) if one[0] not in known] == []


def test_a_definition_opens_without_a_script_and_may_stand_in_a_sentence() -> None:
    shown = render('{% derived "Days since" of="Wait" href="/facts/" %}')
    target = re.search(r'popovertarget="([^"]+)"', shown)
    assert target
    assert f'id="{target[1]}" popover' in shown
    assert 'aria-label="What “Wait” means"' in shown
    assert not re.search(r"<(p|div|details)\b", shown), "a block would end the paragraph that it stands in"


def page_of(number: int, url: str, count: int = 1234) -> str:
    page = Paginator(range(count), 50).page(number)
    return render("{% paging page %}", "da", page=page, request=RequestFactory().get(url))


def test_a_list_without_rows_has_no_pages() -> None:
    assert page_of(1, "/", count=0).strip() == ""


def test_a_short_list_says_how_long_it_is_and_has_no_links() -> None:
    shown = page_of(1, "/", count=3)
    assert "1–3 af 3" in shown
    assert "href" not in shown


def test_pages_keep_the_filters() -> None:
    shown = page_of(4, "/cases/?status=new&status=late&q=%C3%A5&page=4")
    assert "151–200 af 1.234" in shown
    assert 'href="?status=new&amp;status=late&amp;q=%C3%A5&amp;page=5" rel="next"' in shown
    assert 'page=4" aria-current="page"' in shown


def test_sorting_turns_round_and_begins_at_the_first_page() -> None:
    link = '{% sort_link "name" "Name" %}'
    ask = RequestFactory().get
    assert 'href="?q=x&amp;sort=name"' in render(link, request=ask("/?q=x&page=3"))
    assert 'href="?sort=-name"' in render(link, request=ask("/?sort=name"))
    assert 'href="?sort=name"' in render(link, request=ask("/?sort=-name"))


def test_a_sorted_column_says_which_way() -> None:
    cell = '{% aria_sort "name" %}'
    ask = RequestFactory().get
    assert render(cell, request=ask("/?sort=name")) == 'aria-sort="ascending"'
    assert render(cell, request=ask("/?sort=-name")) == 'aria-sort="descending"'
    assert render(cell, request=ask("/?sort=other")) == ""


@pytest.mark.parametrize(("language", "shown"), [("da", "1.234.567"), ("en", "1,234,567")])
def test_a_number_has_its_thousands_apart(language: str, shown: str) -> None:
    assert render("{{ n|number }}", language, n=1234567) == shown


def test_nothing_is_no_number() -> None:
    assert render("{{ n|number }}", n=None) == ""


def test_every_example_of_the_kit_is_on_its_page() -> None:
    examples = {file.stem for file in (HOUSE / "web" / "templates" / "web" / "kit").glob("*.html")}
    assert examples == set(kit_page.PARTS)


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_a_definition_is_opened_and_closed_with_the_keyboard(open_as: Open, make: object, scripts: bool) -> None:
    page = open_as(make.staff(), "/kit/", scripts=scripts)  # type: ignore[attr-defined]
    mark, text = page.locator(".derived").first, page.locator(".derived-text").first
    assert not text.is_visible()
    mark.focus()
    page.keyboard.press("Enter")
    assert text.is_visible()
    box, at = text.bounding_box(), mark.bounding_box()
    assert box
    assert at
    assert abs(box["y"] - at["y"]) < 60, "it opens beside its mark"
    page.keyboard.press("Escape")
    assert not text.is_visible()
