"""docs/tables.md, from the tables themselves. `tools/figures_docs.py` writes it; a test compares."""

from __future__ import annotations

from tovholder.figures.tidy.schema import Column, Table
from tovholder.figures.tidy.tables import SCHEMA_VERSION, TABLES

_HEAD = f"""# The tables of a snapshot

Written by `tools/figures_docs.py` from `src/tovholder/figures/tidy/tables.py`; do not edit. Version {SCHEMA_VERSION}.

A snapshot is a folder of Parquet files, one for each table, `<table>.parquet`. Every row is one fact. Keys are whole
numbers that name nobody: whoever writes a snapshot makes them so that the same citizen, case or employee has the same
key in each table. There are no names of people, no CPR numbers and no free text; a column that is not described here is
refused.

* **A table that is not there is not known**; figures that need it are missing, not 0. An empty table says that there
  were none.
* **Days are Danish local dates**; a period is `[start, end)`: its end is the first day on which it no longer holds.
* **Figures end with `meta.data_end`**, or that of the table in `coverage`, whatever later facts there are.
* **The source without citizens** (a case-handling log) makes one citizen for each case.
* Codes are those of the source; `codes` says what they are called.

`tovholder.figures.tidy.check.check(folder)` names what is wrong with a folder.
"""


def markdown() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(_table(table) for table in TABLES)])


def _table(table: Table) -> str:
    needed = " Always there." if table.is_needed else ""
    key = f" Key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else ""
    rows = "\n".join(_row(column) for column in table.columns)
    return f"""## {table.name}

{table.about}{needed}{key}

| column | type | meaning | null |
| --- | --- | --- | --- |
{rows}
"""


def _row(column: Column) -> str:
    refers = f" (`{column.of}`)" if column.of else ""
    return f"| `{column.name}` | {column.type.value} | {column.meaning}{refers} | {column.null or 'never'} |"
