"""Triggers that mark the cases whose facts change. On the tables of rooms below, which know nothing of it; one statement
for each statement, so that an import stays fast."""

from django.db import migrations

MARK = """
create function rulebook_mark_{name}() returns trigger language plpgsql as $$
begin
    insert into rulebook_worked (case_id, edition, is_stale)
    select found.case_id, 0, true from ({cases}) found
    -- In order, so that two who mark the same cases do not wait for one another. A case that is being deleted is gone.
    where exists (select 1 from casework_case c where c.id = found.case_id)
    group by found.case_id order by found.case_id
    on conflict (case_id) do update set is_stale = true;
    return null;
end $$;
create trigger rulebook_mark_{name} after {event} on {table}
{referencing} for each statement execute function rulebook_mark_{name}();
"""
UNDO = "drop trigger rulebook_mark_{name} on {table}; drop function rulebook_mark_{name}();"

NEW, OLD = "referencing new table as new_rows", "referencing old table as old_rows"
BOTH = "referencing old table as old_rows new table as new_rows"
OF_CITIZENS = "select c.id as case_id from casework_case c where c.citizen_id in (select citizen_id from {rows})"
EXEMPTIONS = "select case_id from {rows}"


def of(rows, template):
    return template.format(rows=rows)


def either(template):
    return of("new_rows", template) + " union all " + of("old_rows", template)


HELD = "select case_id from {rows} where held_at is not null"
TRIGGERS = [
    ("case_insert", "insert", "casework_case", NEW, "select id as case_id from new_rows"),
    (
        "case_update",
        "update",
        "casework_case",
        BOTH,
        "select n.id as case_id from new_rows n join old_rows o on o.id = n.id where (n.opened_on, n.citizen_id) "
        "is distinct from (o.opened_on, o.citizen_id) or n.closed_on is distinct from o.closed_on",
    ),
    ("talk_insert", "insert", "casework_conversation", NEW, of("new_rows", HELD)),
    ("talk_delete", "delete", "casework_conversation", OLD, of("old_rows", HELD)),
    (
        "talk_update",
        "update",
        "casework_conversation",
        BOTH,
        "select n.case_id from new_rows n join old_rows o on o.id = n.id where n.held_at is distinct from o.held_at",
    ),
    ("group_insert", "insert", "citizens_targetgroupspell", NEW, of("new_rows", OF_CITIZENS)),
    ("group_delete", "delete", "citizens_targetgroupspell", OLD, of("old_rows", OF_CITIZENS)),
    ("group_update", "update", "citizens_targetgroupspell", BOTH, either(OF_CITIZENS)),
    ("exempt_insert", "insert", "rulebook_exemption", NEW, of("new_rows", EXEMPTIONS)),
    ("exempt_delete", "delete", "rulebook_exemption", OLD, of("old_rows", EXEMPTIONS)),
    ("exempt_update", "update", "rulebook_exemption", BOTH, either(EXEMPTIONS)),
]

#: Cases that were there before the room was.
MARK_ALL = """
insert into rulebook_worked (case_id, edition, is_stale) select id, 0, true from casework_case
on conflict (case_id) do nothing;
insert into rulebook_edition (id, version, mark) values (1, 1, gen_random_uuid()) on conflict (id) do nothing;
"""


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_initial"), ("casework", "0002_names_for_people"), ("citizens", "0004_names_for_people")]
    operations = [
        *(
            migrations.RunSQL(
                MARK.format(name=name, event=event, table=table, referencing=referencing, cases=cases),
                UNDO.format(name=name, table=table),
            )
            for name, event, table, referencing, cases in TRIGGERS
        ),
        migrations.RunSQL(MARK_ALL, migrations.RunSQL.noop),
    ]
