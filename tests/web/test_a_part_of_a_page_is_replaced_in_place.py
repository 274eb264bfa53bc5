"""A list that htmx leafs through: only the list comes anew, the address follows, and the keys still work in it."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from tests.browser import Open
from tovholder.accounts.permissions import page as signed_in

FORM = """<form method="post" hx-post="" hx-target="this" hx-swap="outerHTML" data-guard id="note">
{% formerrors form %}{% field form.text %}<button class="button button-primary">Save</button></form>"""
LIST = """{% extends "web/layout.html" %}{% block title %}List{% endblock %}{% block content %}
<div id="list"><table class="grid" data-keys><tbody>
{% for n in page_obj %}<tr><th scope="row"><a href="#">{{ n }}</a></th></tr>{% endfor %}
</tbody></table>{% paging page_obj target="#list" %}</div>"""


class NoteForm(forms.Form):
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 2, "cols": 20}), max_length=20)


@signed_in()
def leaf(request: HttpRequest) -> HttpResponse:
    form = NoteForm(request.POST if request.method == "POST" else None)
    page_obj = Paginator(range(1000, 1120), 50).get_page(request.GET.get("page"))
    if request.method != "POST":
        source = LIST + FORM + "{% endblock %}"
    else:
        source = "<section id=note><h2>Saved</h2></section>" if form.is_valid() else FORM
    return HttpResponse(Template(source).render(RequestContext(request, {"page_obj": page_obj, "form": form})))


urlpatterns = [path("t/leaf/", leaf), path("", include("tovholder.config.urls"))]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.browser]


def test_leafing_replaces_the_list_and_nothing_else(open_as: Open, make: Any) -> None:
    page = open_as(make.staff(), "/t/leaf/?status=new")
    page.evaluate("document.querySelector('h1').dataset.same = 'yes'")
    page.click(".paging [rel=next]")
    page.wait_for_url("**/t/leaf/?status=new&page=2")
    page.wait_for_selector("text=1050")
    assert page.locator("h1").get_attribute("data-same") == "yes"
    page.locator("#list tbody tr").first.focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.innerText").strip() == "1051"


def test_leafing_works_without_scripts(open_as: Open, make: Any) -> None:
    page = open_as(make.staff(), "/t/leaf/", scripts=False)
    page.click(".paging [rel=next]")
    assert page.locator("#list tbody tr").first.inner_text().strip() == "1050"


def test_a_form_that_comes_back_with_faults_is_read_from_its_summary_and_still_guarded(
    open_as: Open, make: Any
) -> None:
    page = open_as(make.staff(), "/t/leaf/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.evaluate("document.querySelector('#id_text').removeAttribute('maxlength')")
    page.fill("#id_text", "far too long for what the field may hold")
    page.click("text=Save")
    page.wait_for_selector(".form-errors")
    page.wait_for_selector(".form-errors:focus")
    assert page.locator("#id_text").input_value().startswith("far too long")
    page.goto(page.url.replace("/t/leaf/", "/help/"))
    assert asked == ["beforeunload"]


def test_what_comes_instead_of_a_saved_form_has_the_focus(open_as: Open, make: Any) -> None:
    page = open_as(make.staff(), "/t/leaf/")
    page.fill("#id_text", "short")
    page.click("text=Save")
    page.wait_for_selector("text=Saved")
    page.wait_for_selector(":focus:text-is('Saved')")
