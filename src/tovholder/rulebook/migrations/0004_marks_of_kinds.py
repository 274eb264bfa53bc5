"""Another kind of conversation changes dates too: the unemployment fund's, and intensive ones, are followed from now on."""

from django.db import migrations

UPDATED = """
create or replace function rulebook_mark_talk_update() returns trigger language plpgsql as $$
begin
    insert into rulebook_worked (case_id, edition, is_stale)
    select found.case_id, 0, true from (
        select n.case_id from new_rows n join old_rows o on o.id = n.id
        where n.held_at is distinct from o.held_at {kinds}
    ) found
    where exists (select 1 from casework_case c where c.id = found.case_id)
    group by found.case_id order by found.case_id
    on conflict (case_id) do update set is_stale = true;
    return null;
end $$;
"""
KINDS = "or (n.held_at is not null and n.kind is distinct from o.kind)"
#: Their dates were worked out without such conversations.
MARK_ALL = "update rulebook_worked set is_stale = true;"


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0003_reason"), ("casework", "0003_conversations_of_the_fund")]
    operations = [
        migrations.RunSQL(UPDATED.format(kinds=KINDS), UPDATED.format(kinds="")),
        migrations.RunSQL(MARK_ALL, MARK_ALL),
    ]
