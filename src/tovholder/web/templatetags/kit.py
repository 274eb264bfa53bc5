"""Template tags of the kit. Built in: no template has to load them."""

from __future__ import annotations

import datetime as dt
import secrets
from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tovholder.web import dates
from tovholder.web.band import LEGEND, Band, draw

register = template.Library()

SPRITE = "vendor/dkfds/img/all-svg-icons.svg"

#: What a tag may say with its colour, beside its words.
TAG_KINDS = {"info", "success", "warning", "error", "neutral"}


# Dates


def _time_element(machine: str, spoken: dates.Spoken) -> SafeString:
    if spoken.is_distance:
        return format_html(
            '<time datetime="{}" title="{}">{}<span class="sr-only"> ({})</span></time>',
            machine,
            spoken.exact,
            spoken.short,
            spoken.exact,
        )
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, spoken.exact, spoken.short)


def _local_date(value: dt.date | dt.datetime) -> dt.date:
    """The day in local time: half past midnight in Denmark is still the day before in Greenwich."""
    if not isinstance(value, dt.datetime):
        return value
    return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """`{{ date|day }}`: yesterday, in 3 days, 12 Mar 2025; the exact date on hover and for screen readers."""
    if not value:
        return ""
    return _day_element(_local_date(value), timezone.localdate(), get_language() or "")


@lru_cache(maxsize=8192)
def _day_element(value: dt.date, today: dt.date, language: str) -> SafeString:
    """A list says the same few days hundreds of times; `language` is part of what is remembered."""
    return _time_element(value.isoformat(), dates.speak(value, today))


@register.filter
def calendar_day(value: dt.date | dt.datetime | None) -> str:
    """`{{ date|calendar_day }}`: 12 Mar 2025, whatever today is: after "from" and "until", and in a table of days ahead
    and behind, where a distance would have to be counted back."""
    return dates.short_date(_local_date(value)) if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """`{{ moment|moment }}`: yesterday at 14:30."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return _time_element(local.isoformat(timespec="minutes"), dates.speak_moment(local, timezone.localdate()))


@register.filter
def since(value: dt.date | dt.datetime | None) -> str:
    """`{{ date|since }}`: since when it has been so: since yesterday, for 3 days, since 12 Mar 2025."""
    if not value:
        return ""
    local = _local_date(value)
    return _time_element(local.isoformat(), dates.speak_since(local, timezone.localdate()))


@register.filter
def clock(value: dt.datetime | dt.time | None) -> str:
    """`{{ moment|clock }}`: 9:05, in local time."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).time()
    return dates.clock(value)


@register.filter
def exact(value: dt.date | dt.datetime | None) -> str:
    """`{{ date|exact }}`: Wednesday 12 March 2025, for letters, print and titles."""
    return dates.exact_date(_local_date(value)) if value else ""


@register.filter
def number(value: float | None) -> str:
    """`{{ n|number }}`: a number with the thousands apart, as the language writes it: 1,234 or 1.234."""
    return "" if value is None or value == "" else number_format(value, force_grouping=True)


@register.filter
def days(value: int | dt.timedelta | None) -> str:
    """`{{ n|days }}`: 3 days."""
    if value is None or value == "":
        return ""
    return dates.length(value.days if isinstance(value, dt.timedelta) else int(value))


# Signs


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "search" %}`: an icon of the design system; decoration unless it is given a label."""
    if label:
        return format_html(
            '<svg class="icon-svg" focusable="false" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            label,
            static(SPRITE),
            name,
        )
    return format_html(
        '<svg class="icon-svg" focusable="false" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static(SPRITE),
        name,
    )


@register.simple_tag
def tag(text: Any, kind: str = "neutral") -> SafeString:
    """`{% tag "Protected" "warning" %}`: a few words on a coloured ground; the words say it, the colour helps."""
    if kind not in TAG_KINDS:
        raise template.TemplateSyntaxError(f"a tag is one of {', '.join(sorted(TAG_KINDS))}, not {kind!r}")
    return format_html('<span class="badge badge-{}">{}</span>', kind, text)


@register.inclusion_tag("web/parts/derived.html")
def derived(definition: Any, of: Any = "", href: str = "", label: Any = "") -> dict[str, Any]:
    """`{% derived "definition" %}`: a small mark beside a figure that opens what it means.

    `of` names the figure for those who cannot see where the mark stands; `href` (with `label`) leads to its facts.
    It is a popover, so it may stand in a paragraph, a table or a label, and needs no script.
    """
    return {"definition": definition, "of": of, "href": href, "label": label, "id": f"d{secrets.token_hex(4)}"}


@register.inclusion_tag("web/parts/empty.html")
def empty(why: Any, fill: Any = "", href: str = "", label: Any = "", icon: str = "info") -> dict[str, Any]:
    """`{% empty "why it is empty" "what would fill it" %}`, and if there is one, the link to do it."""
    return {"why": why, "fill": fill, "href": href, "label": label, "icon": icon}


@register.inclusion_tag("web/parts/progress.html")
def progress(done: int | None, label: Any) -> dict[str, Any]:
    """`{% progress 40 label %}`: how far long work has come, in per cent; None when that is not known yet."""
    return {"done": done, "label": label, "id": f"p{secrets.token_hex(4)}"}


@register.inclusion_tag("web/parts/waited.html")
def waited(median: int | None, eight_of_ten: int | None, most: int) -> dict[str, Any]:
    """`{% waited median eight_of_ten most %}`: the days until half and until eight of ten had what they waited for, as
    two bars and in words; None where that was not reached. `most` are the days of the longest bar beside it."""
    return {"median": median, "eight_of_ten": eight_of_ten, "most": most}


# Forms


def _classes(field: forms.BoundField, wanted: str) -> str:
    return f"{field.field.widget.attrs.get('class', '')} {wanted}".strip()


@register.simple_tag
def field(
    bound: forms.BoundField, label: Any = "", hide_label: bool = False, hint: Any = "", mark_optional: bool = True
) -> SafeString:
    """`{% field form.name %}`: label, help, error and control, tied together as the design system does it.

    `label` replaces the form's own; `hide_label` keeps it for screen readers only (in a row of a table, say);
    `mark_optional=False` for filters, where nothing has to be filled in.
    """
    widget = bound.field.widget
    if bound.is_hidden:
        return SafeString(bound.as_widget())
    context: dict[str, Any] = {
        "field": bound,
        "label": label or bound.label,
        "hide_label": hide_label,
        "hint": hint or bound.help_text,
        "optional": mark_optional and not bound.field.required,
        "is_group": isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple),
        "is_checkbox": isinstance(widget, forms.CheckboxInput),
    }
    if context["is_group"]:
        kind = "checkbox" if widget.allow_multiple_selected else "radio"
        context |= {"kind": kind, "choices": bound.subwidgets}
        for choice in bound.subwidgets:
            choice.data["attrs"]["class"] = f"form-{kind}"
    else:
        look = (
            "form-checkbox"
            if context["is_checkbox"]
            else "form-select"
            if isinstance(widget, forms.Select)
            else "form-input"
        )
        context["control"] = bound.as_widget(attrs={"class": _classes(bound, look)})
    return SafeString(render_to_string("web/parts/field.html", context))


def _first_control(bound: forms.BoundField) -> str:
    """The id of what a person fills in: of a group of choices, the first."""
    return bound.id_for_label or bound.subwidgets[0].id_for_label


@register.inclusion_tag("web/parts/formerrors.html")
def formerrors(form: forms.BaseForm) -> dict[str, Any]:
    """`{% formerrors form %}`: on top of a form, everything that is wrong with it, each a link to its field."""
    faults = [
        {"label": form[name].label, "target": _first_control(form[name]), "errors": errors}
        for name, errors in form.errors.items()
        if name in form.fields
    ]
    return {"form": form, "general": form.non_field_errors(), "faults": faults}


# Lists


@register.inclusion_tag("web/parts/paging.html", takes_context=True)
def paging(context: template.Context, page: Page, param: str = "page", target: str = "") -> dict[str, Any]:
    """`{% paging page_obj %}`: which part of the list this is, and links to the others with the filters kept.

    `target` is a CSS selector: with it the part of the page is replaced through htmx instead of the whole page.
    """
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[param] = str(number)
        return "?" + query.urlencode()

    numbers = [
        {"number": number, "href": address(number) if isinstance(number, int) else "", "current": number == page.number}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "page": page,
        "numbers": numbers,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "target": target,
    }


@register.simple_tag(takes_context=True)
def sort_link(context: template.Context, key: str, label: Any, param: str = "sort") -> SafeString:
    """`{% sort_link "name" "Name" %}` in a header cell: sorts by the column, the other way when it already does.

    A minus before the key means descending. The page begins anew, since page 3 of another order is another page.
    """
    query = context["request"].GET.copy()
    now = query.get(param, "")
    query.pop("page", None)
    query[param] = f"-{key}" if now == key else key
    sign = {key: "sort-table-ascending", f"-{key}": "sort-table-descending"}.get(now, "sort-table-none")
    return format_html('<a class="sort" href="?{}">{}{}</a>', query.urlencode(), label, icon(sign))


@register.simple_tag(takes_context=True)
def aria_sort(context: template.Context, key: str, param: str = "sort") -> SafeString:
    """`<th {% aria_sort "name" %}>`: says to screen readers which way the column is sorted."""
    way = {key: "ascending", f"-{key}": "descending"}.get(context["request"].GET.get(param, ""))
    return format_html('aria-sort="{}"', way) if way else SafeString("")


# Pictures


@register.inclusion_tag("web/parts/band.html")
def band(value: Band, title: Any = "") -> dict[str, Any]:
    """`{% band band %}`: the course as a picture (SVG), and below it, folded away, the same as a table."""
    drawing = draw(value)
    description = _("From %(start)s to %(end)s: %(lanes)s. The table below the picture says the same.") % {
        "start": dates.short_date(value.start),
        "end": dates.short_date(value.end),
        "lanes": ", ".join(str(lane.label) for lane in value.lanes),
    }
    return {
        "drawing": drawing,
        "title": title or _("The course over time"),
        "description": description,
        "legend": LEGEND,
        "id": f"b{secrets.token_hex(4)}",
    }


@register.inclusion_tag("web/parts/band_legend.html")
def band_legend() -> dict[str, Any]:
    """`{% band_legend %}`: what the signs of the band mean."""
    return {"legend": LEGEND, "id": f"b{secrets.token_hex(4)}"}


# The frame


@register.simple_tag(takes_context=True)
def block_again(context: template.Context, name: str) -> str:
    """What a block holds, a second time: the heading of a page is its title unless the page says otherwise."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return block.render(context) if block else ""


@register.filter
def may(actor: Any, right: str) -> bool:
    """`{% if actor|may:"export" %}`: whether the person (or the access to a case) has a right, by its name."""
    return bool(actor and actor.may(right))
