-- Made-up cases by SQL alone: a million take a few minutes. bench/fill.py puts in {cases}, {staff}, {teams}, {load}
-- (cases per caseworker) and {team} (caseworkers per team), and runs it with triggers off: `until` is written here.

insert into accounts_unit (id, name, kind, parent_id, opened_on)
select 1000000 + d, 'Afdeling ' || d, 'department', null, '2020-01-01'
from generate_series(1, greatest(1, {teams} / 10)) d;

insert into accounts_unit (id, name, kind, parent_id, opened_on)
select t, 'Team ' || t, 'team', 1000000 + 1 + (t - 1) % greatest(1, {teams} / 10), '2020-01-01'
from generate_series(1, {teams}) t;

insert into accounts_staff (id, password, email, name, phone, is_active)
select s, '!', 's' || s || '@bench.example', 'Medarbejder ' || s, '', true from generate_series(1, {staff}) s;

insert into accounts_membership (staff_id, unit_id, role, valid_from)
select s, 1 + (s - 1) / {team}, case when s % {team} = 1 then 'team_leader' else 'caseworker' end, '2020-01-01'
from generate_series(1, {staff}) s;

insert into citizens_citizen (id, registered_at, version, given_name, family_name, born_on)
select c, now(), 1,
    (array['Anne','Bo','Carl','Dorthe','Erik','Fie','Gert','Hanne','Ib','Jens','Karen','Lars','Åse','Søren','Mette'])
        [1 + c % 15],
    (array['Jensen','Nielsen','Hansen','Pedersen','Andersen','Ærø','Østergaard','Ågård','Sørensen','Møller'])
        [1 + (c / 7) % 10] || ' ' || chr(65 + (c / 70) % 26) || chr(97 + (c / 1820) % 26) || chr(97 + (c / 47320) % 26),
    date '1960-01-01' + (c % 14000)
from generate_series(1, {cases}) c;

insert into citizens_identity (citizen_id, cpr, valid_from, registered_at)
select c, lpad((6100000000 + c)::text, 10, '0'), '2020-01-01', now() from generate_series(1, {cases}) c;

insert into citizens_contactdetails
    (citizen_id, registered_at, valid_from, address, postcode, city, phone, email, interpreter_language)
select c, now(), '2024-01-01', 'Vejen ' || c % 100, '7000', 'Byen', '12345678', '', ''
from generate_series(1, {cases}) c;

insert into citizens_benefitspell (citizen_id, registered_at, version, benefit_id, start)
select c, now(), 1, (select min(id) from citizens_benefit) + c % 3, current_date - (c % 1500)
from generate_series(1, {cases}) c;

insert into citizens_targetgroupspell (citizen_id, registered_at, version, target_group_id, start)
select c, now(), 1, (select min(id) from citizens_targetgroup) + c % 5, current_date - (c % 1500)
from generate_series(1, {cases}) c;

insert into citizens_addressprotection (citizen_id, registered_at, version, start)
select c, now(), 1, current_date - 100 from generate_series(1, {cases}, 100) c;

insert into casework_case (id, registered_at, version, citizen_id, kle_number, opened_on, close_reason)
select c, now(), 1, c, '15.20.00', current_date - (c % 1500), '' from generate_series(1, {cases}) c;

insert into casework_assignment
    (registered_at, case_id, role, effective_at, seq, staff_id, unit_id, planned, cause, reason, until)
select now(), c, 'caseworker', began, 0, case when k < n and (c + k) % 7 = 0 then null else holder end,
    1 + (holder - 1) / {team}, k % 2 = 0, case when k = 1 then 'new_case' else 'sickness' end, '',
    lead(began) over (partition by c order by began)
from (
    select c, k, n, now() - make_interval(days => ((c % 1500 + 4) * (n - k + 1) / n)::int) as began,
        1 + ((c - 1) / {load} + (n - k) * 3) % {staff} as holder
    from generate_series(1, {cases}) c, lateral (select 1 + c % 4 as n) m, lateral generate_series(1, n) k
) rows;

insert into casework_conversation
    (registered_at, version, case_id, staff_id, kind, form, purpose, starts_at, held_at, missed_at, agreed, reason)
select now(), 1, c, 1 + (c - 1) / {load}, 'follow_up', 'office', '', at,
    case when at < now() and k <> 5 then at end, case when at < now() and k = 5 then at end,
    case when k <> 5 then 'Vi aftalte at tales ved igen, og at ansøgningen sendes inden da.' else '' end, ''
from (
    select c, k, now() + make_interval(days => (14 - (c % 30) - 45 * (k - 1))::int, hours => (c % 7)::int) as at
    from generate_series(1, {cases}) c, generate_series(1, 6) k
) rows;

insert into casework_note (registered_at, version, case_id, author_id, kind, happened_at, text)
select now(), 1, c, 1 + (c - 1) / {load}, 'note', now() - make_interval(days => (c % 200 + 60 * k)::int),
    'Talte med borgeren om praktikken. Det går fremad, og vi ser på timerne igen om en måned.'
from generate_series(1, {cases}) c, generate_series(1, 3) k;

insert into casework_plan (id, registered_at, version, case_id)
select c, now(), 1, c from generate_series(1, {cases}) c where c % 6 > 0;

insert into casework_jobgoal (registered_at, plan_id, effective_at, words, occupation)
select now(), id, now() - interval '100 days', 'Jeg vil gerne arbejde med dyr.', 'Dyrepasser' from casework_plan;

insert into casework_planstep
    (registered_at, version, plan_id, text, turn, turn_name, due_on, position, agreed_at, ended_at, outcome, end_reason)
select now(), 1, id, 'Skridt ' || k, (array['us','citizen','other'])[1 + (id + k) % 3],
    case when (id + k) % 3 = 2 then 'Egen læge' else '' end, current_date + ((id + k * 20) % 60)::int - 20, k,
    now() - interval '100 days', case when k = 1 then now() - interval '10 days' end,
    case when k = 1 then 'done' else '' end, ''
from casework_plan, generate_series(1, 3) k;

insert into casework_reminder (registered_at, version, case_id, staff_id, due_on, text)
select now(), 1, c, 1 + (c - 1) / {load}, current_date + (c % 40)::int - 20, ''
from generate_series(1, {cases}, 9) c;

insert into audit_lookup (citizen_id, case_id, staff_id, at, seen, basis, reason)
select c, c, 1 + (c - 1) / {load}, now() - make_interval(days => (c % 300)::int), 'case', 'participant', ''
from generate_series(1, {cases}) c;

select setval(pg_get_serial_sequence(quote_ident(table_name), 'id'), 100000000)
from information_schema.columns
where table_schema = 'public' and column_name = 'id' and is_identity = 'YES';
