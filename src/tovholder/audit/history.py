"""The history of rows as people read it: which field was what, is what, by whom, when and why.

The database keeps a row as it was before each change (triggers; settings.py, PGHISTORY_*). Read forwards, each such row
and the one after it are a change, and the last one leads to the row as it stands. The first version needs no copy: the
row itself says who registered it and when.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from django.db import models
from django.utils.translation import gettext as _

from tovholder.accounts.models import Staff
from tovholder.web.masking import MASK, without_cpr

#: What the house keeps for itself: it says nothing about the citizen or the case.
_SILENT = {"id", "registered_at", "registered_by", "external_id", "version"}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class FieldChange:
    """`was` and `became` are ready to be shown: a text, or a date or datetime for the kit's filters; empty is ""."""

    field: str
    label: Any
    was: Any
    became: Any


@dataclass(frozen=True)
class Change:
    """One change of one row. A deletion lists what the row said in `was`, a registration in `became`."""

    model: str  #: `citizens.contactdetails`
    what: Any  #: the model's name for people
    row_id: int
    kind: Literal["registered", "changed", "deleted"]
    at: dt.datetime
    staff_id: int | None
    who: str  #: empty where no person is known (an import, the first data)
    action: str  #: as the action named itself, if it did
    why: str
    fields: tuple[FieldChange, ...]
    event: int = 0  #: its place in the history of the model; 0 where the row itself tells (registered)


@dataclass(frozen=True)
class _Raw:
    model: type[models.Model]
    kind: Literal["registered", "changed", "deleted"]
    at: dt.datetime
    order: int
    staff_id: int | None
    context: Mapping[str, Any]
    was: Row
    became: Row
    fields: tuple[models.Field[Any, Any], ...]


class Of:
    """Which rows' history: `Of(Citizen, pk=7)`, `Of(Note, case=12)`, `Of(PlanStep, plan__case=12)`.

    A condition is on fields that are never changed, such as the case a row belongs to; then it finds deleted rows too.
    """

    def __init__(self, model: type[models.Model], **where: Any) -> None:
        self.model = model
        self.where = where


def changes(model: type[models.Model], pks: int | Iterable[int]) -> list[Change]:
    """All that was changed in one row, or in several of one model; the newest first."""
    return story(Of(model, pk__in=[pks] if isinstance(pks, int) else list(pks)))


def story(*sources: Of) -> list[Change]:
    """All that was changed in the rows of several models, the newest first.

    Two queries per model (what stands, what was), and one per model that a changed field points to; never one per row.
    """
    found = [raw for source in sources for raw in _raw(source)]
    found.sort(key=lambda raw: (raw.at, raw.order), reverse=True)
    names = _names(found)
    return [_told(raw, names) for raw in found]


def since(row: models.Model, version: int) -> list[Change]:
    """What was changed in a row that counts its versions, after a version of it was read; the newest first."""
    raws = [raw for raw in _raw(Of(type(row), pk=row.pk)) if raw.kind == "changed" and raw.was["version"] >= version]
    raws.sort(key=lambda raw: raw.order, reverse=True)
    names = _names(raws)
    return [_told(raw, names) for raw in raws]


def differences(was: models.Model | None, became: models.Model) -> tuple[FieldChange, ...]:
    """The fields in which one row differs from another that came before it, for facts that are a new row each time."""
    fields = tuple(
        field
        for field in became._meta.concrete_fields
        if not field.generated and not field.primary_key and field.name not in _SILENT
    )
    before: Row = {field.attname: getattr(was, field.attname) for field in fields} if was else {}
    after = {field.attname: getattr(became, field.attname) for field in fields}
    differ = set(differing(before, after, [field.attname for field in fields]))
    raw = _Raw(
        model=type(became),
        kind="changed",
        at=dt.datetime.min.replace(tzinfo=dt.UTC),
        order=0,
        staff_id=None,
        context={},
        was=before,
        became={"id": became.pk} | after,
        fields=tuple(field for field in fields if field.attname in differ),
    )
    return tuple(field for field in _told(raw, _names([raw])).fields if field.was != field.became)


def differing(was: Row, became: Row, names: Iterable[str]) -> list[str]:
    """The names whose values differ between two versions of a row."""
    return [name for name in names if was.get(name) != became.get(name)]


def _raw(source: Of) -> list[_Raw]:
    model, events = source.model, source.model.pgh_event_model  # type: ignore[attr-defined]
    fields: tuple[models.Field[Any, Any], ...] = tuple(
        model._meta.get_field(field.name)  # type: ignore[misc]
        for field in events._meta.fields
        if not field.name.startswith("pgh_") and field.name not in _SILENT
    )
    columns = [field.attname for field in events._meta.fields]
    own = [name for name in columns if not name.startswith("pgh_")]
    past: dict[int, list[Row]] = defaultdict(list)
    past_where = {_in_history(key): value for key, value in source.where.items()}
    for row in events._default_manager.filter(**past_where).order_by("pgh_id").values(*columns):
        past[row["pgh_obj_id"]].append(row)
    standing = {row["id"]: row for row in model._default_manager.filter(**source.where).order_by().values(*own)}

    found: list[_Raw] = []
    owner = {key.split("__")[0] for key in source.where}
    at_first = tuple(field for field in fields if field.name not in owner)
    for row_id in standing.keys() | past.keys():
        versions = [*past[row_id], *([standing[row_id]] if row_id in standing else [])]
        found += _first(model, versions[0], at_first)
        found += [_changed(model, was, became, fields) for was, became in pairwise(versions)]
        if row_id not in standing:
            found += _deleted(model, versions[-1], at_first)
    return [raw for raw in found if raw.fields]


def _in_history(key: str) -> str:
    """A condition on the primary key, as the history table has it (only this column is indexed there)."""
    head, *rest = key.split("__")
    return "__".join(["pgh_obj_id" if head in {"pk", "id"} else head, *rest])


def _first(model: type[models.Model], row: Row, fields: tuple[models.Field[Any, Any], ...]) -> list[_Raw]:
    if "registered_at" not in row:
        return []
    filled = tuple(field for field in fields if row[field.attname] not in (None, ""))
    return [_Raw(model, "registered", row["registered_at"], 0, row["registered_by_id"], {}, {}, row, filled)]


def _changed(model: type[models.Model], was: Row, became: Row, fields: tuple[models.Field[Any, Any], ...]) -> _Raw:
    context = was["pgh_context"] or {}
    # A trigger's clock is the start of its transaction, which may lie before the registration in the same one.
    at = max(was["pgh_created_at"], was.get("registered_at") or was["pgh_created_at"])
    differ = set(differing(was, became, [field.attname for field in fields]))
    changed = tuple(field for field in fields if field.attname in differ)
    return _Raw(model, "changed", at, was["pgh_id"], context.get("staff"), context, was, became, changed)


def _deleted(model: type[models.Model], row: Row, fields: tuple[models.Field[Any, Any], ...]) -> list[_Raw]:
    if "pgh_id" not in row:  # pragma: no cover - a row that neither stands nor was deleted is not tracked
        return []
    context = row["pgh_context"] or {}
    filled = tuple(field for field in fields if row[field.attname] not in (None, ""))
    return [
        _Raw(model, "deleted", row["pgh_created_at"], row["pgh_id"], context.get("staff"), context, row, {}, filled)
    ]


def _names(found: list[_Raw]) -> dict[type[models.Model], dict[Any, str]]:
    """What the rows that changed fields point to are called: one query per model."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for raw in found:
        if raw.staff_id:
            wanted[Staff].add(raw.staff_id)
        for field in raw.fields:
            if isinstance(field, models.ForeignKey):
                wanted[field.related_model] |= {row[field.attname] for row in (raw.was, raw.became) if row}
    return {
        model: {pk: str(row) for pk, row in model._default_manager.in_bulk(pks - {None}).items()}
        for model, pks in wanted.items()
        if pks - {None}
    }


def _told(raw: _Raw, names: dict[type[models.Model], dict[Any, str]]) -> Change:
    return Change(
        model=raw.model._meta.label_lower,
        what=raw.model._meta.verbose_name,
        row_id=(raw.became or raw.was)["id"],
        kind=raw.kind,
        at=raw.at,
        staff_id=raw.staff_id,
        who=names.get(Staff, {}).get(raw.staff_id, ""),
        action=str(raw.context.get("action") or ""),
        why=without_cpr(str(raw.context.get("reason") or "")),
        event=raw.order,
        fields=tuple(
            FieldChange(
                field=field.name,
                label=getattr(field, "verbose_name", field.name),
                was=_shown(field, raw.was, names),
                became=_shown(field, raw.became, names),
            )
            for field in raw.fields
        ),
    )


def _shown(field: models.Field[Any, Any], row: Row, names: dict[type[models.Model], dict[Any, str]]) -> Any:
    value = row.get(field.attname)
    if value is None or value == "":
        return ""
    if field.name == "cpr":
        return MASK
    if isinstance(field, models.ForeignKey):
        return names.get(field.related_model, {}).get(value, f"{value}")
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        value = ", ".join(str(one) for one in value)
    return value if isinstance(value, dt.date | dt.datetime) else without_cpr(str(value))
