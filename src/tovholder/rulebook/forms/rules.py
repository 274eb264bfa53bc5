"""Forms of those who keep the rules. They say what is mistyped; the actions say what may not be."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.forms.administration import DayField, LastDayField
from tovholder.rulebook import books
from tovholder.rulebook.actions.rules import Draft
from tovholder.rulebook.books import Book
from tovholder.rulebook.forms.fields import SpanField, StepsField
from tovholder.rules.kinds import KINDS, Term
from tovholder.rules.rows import Rule


class ChangeForm(forms.Form):
    """Carries along which edition of the rules was read, and what was typed when the effect was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("Kept in the history."))

    def digest(self) -> str:
        """What is typed, told in a few letters: the effect that was shown is of just this."""
        data = cast(QueryDict, self.data)
        typed = sorted((name, data.getlist(name)) for name in self.fields if name != "seen")
        return hashlib.sha256(repr(typed).encode()).hexdigest()[:16]

    @property
    def is_as_shown(self) -> bool:
        return bool(self.data.get("seen")) and self.data.get("seen") == self.digest()


class RuleForm(ChangeForm):
    """A new row of a series, of the kind of the row that it follows."""

    rule_id = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Small letters, digits and dashes; it is never changed.")
    )
    valid_from = DayField(label=_("From"))
    valid_to = LastDayField(label=_("Last day"), required=False, help_text=_("Empty means until further notice."))
    groups = forms.MultipleChoiceField(label=_("Target groups"), required=False, widget=forms.CheckboxSelectMultiple)
    keeps = forms.BooleanField(
        label=_("Running cases keep it when it ends"),
        required=False,
        help_text=_("Where the law says that running cases go on under the old rule."),
    )
    law = forms.CharField(label=_("Legal reference"), max_length=200, help_text=_("Such as “LAB § 28”."))
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("Where you have read it."))
    verified = forms.BooleanField(label=_("Verified"), required=False, help_text=_("I have read it in the law myself."))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    ends = forms.BooleanField(
        label=_("It takes over from the rule shown here, which ends on the day before"), required=False
    )

    def __init__(self, *args: Any, book: Book, follows: Rule, **kwargs: Any) -> None:
        self.follows, self.kind = follows, KINDS[follows.kind]
        kwargs["initial"] = _of(follows) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for term in self.kind.terms:
            self.fields[f"term_{term.key}"] = _field(term)
        self.fields["groups"].choices = [  # type: ignore[attr-defined]
            (code, f"{code} {books.said(group.name)}") for code, group in book.rules.groups.items()
        ]
        terms = [f"term_{term.key}" for term in self.kind.terms]
        self.order_fields(["rule_id", "valid_from", "valid_to", *terms, "groups", "keeps", "ends", "law", "source",
                           "verified", "note", "reason"])  # fmt: skip
        if not follows.groups:
            del self.fields["groups"]
        if not self.kind.is_deadline:
            del self.fields["keeps"]

    def draft(self) -> Draft:
        typed = self.cleaned_data
        terms = {
            term.key: value
            for term in self.kind.terms
            if (value := typed[f"term_{term.key}"]) not in (None, "") and not (term.type == "flag" and not value)
        }
        return Draft(
            rule_id=typed["rule_id"].strip(),
            series=self.follows.series,
            kind=self.follows.kind,
            terms=terms,
            valid_from=typed["valid_from"],
            valid_to=typed["valid_to"],
            groups=tuple(typed.get("groups", ())),
            situation=self.follows.when,
            keeps=typed.get("keeps", False),
            law=typed["law"],
            source=typed["source"],
            verified=typed["verified"],
            note=typed["note"],
            ends=self.follows.id if typed["ends"] else "",
        )


def _of(rule: Rule) -> Mapping[str, Any]:
    """A new row begins as the one that it follows; what it is called, when and from where is for the person to say."""
    return {
        "groups": list(rule.groups),
        "keeps": rule.keeps,
        "ends": rule.valid_to is None,
        **{f"term_{key}": value for key, value in rule.terms.items()},
    }


def _field(term: Term) -> forms.Field:
    more: dict[str, Any] = {"label": books.said(term.name), "required": term.required}
    if term.type == "span":
        return SpanField(**more)
    if term.type == "steps":
        return StepsField(**more)
    if term.type == "flag":
        return forms.BooleanField(label=books.said(term.name), required=False)
    if term.type == "words":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=500, **more)
    highest = 100 if term.type == "percent" else None
    return forms.IntegerField(min_value=1 if term.type == "number" else 0, max_value=highest, **more)


class EndForm(ChangeForm):
    valid_to = LastDayField(label=_("Last day"), required=False, help_text=_("Empty lets the rule go on as it came."))

    field_order = ["valid_to", "reason"]


class TakeBackForm(ChangeForm):
    pass


class VerifyForm(ChangeForm):
    law = forms.CharField(label=_("Legal reference"), max_length=200, help_text=_("Such as “LAB § 28”."))
    verified = forms.BooleanField(label=_("Verified"), required=False, help_text=_("I have read it in the law myself."))

    field_order = ["law", "verified", "reason"]
