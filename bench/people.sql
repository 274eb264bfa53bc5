-- A million made-up citizens with names as unevenly common as Danish ones are, each with a number, an address, a case and
-- a holder; a million look-ups, of which one citizen and one member of staff have far more than others; a million reasons.

select setseed(0.4);

insert into accounts_unit (id, name, kind, parent_id, opened_on) values (1000, 'Kommunen', 'department', null, '2020-01-01');

insert into accounts_unit (id, name, kind, parent_id, opened_on)
select t, 'Team ' || t, 'team', 1000, '2020-01-01' from generate_series(1, 100) t;

insert into accounts_staff (id, password, email, name, phone, is_active)
select s, '!', 's' || s || '@bench.example', 'Medarbejder ' || s, '', true from generate_series(1, 1001) s;

insert into accounts_membership (staff_id, unit_id, role, valid_from)
select s, 1 + (s - 1) / 10, case when s % 10 = 1 then 'team_leader' else 'caseworker' end, '2020-01-01'
from generate_series(1, 1000) s;

insert into accounts_membership (staff_id, unit_id, role, valid_from) values (1001, 1000, 'team_leader', '2020-01-01');

insert into citizens_citizen (id, registered_at, version, given_name, family_name, born_on)
select c, now(), 1,
    g[1 + floor(power(random(), 1.6) * array_length(g, 1))::int]
        || case when c % 3 = 0 then ' ' || g[1 + floor(random() * array_length(g, 1))::int] else '' end,
    case when random() < 0.55 then f[1 + floor(power(random(), 2) * array_length(f, 1))::int]
        else a[1 + floor(random() * array_length(a, 1))::int] || b[1 + floor(random() * array_length(b, 1))::int]
            || e[1 + floor(random() * array_length(e, 1))::int] end,
    date '1959-01-01' + (random() * 17500)::int
from generate_series(1, 1000000) c, (select
    array['Peter','Anne','Jens','Mette','Lars','Kirsten','Michael','Hanne','Henrik','Anna','Thomas','Helle','Søren',
        'Susanne','Jan','Lene','Christian','Maria','Martin','Marianne','Niels','Inge','Anders','Karen','Morten',
        'Lone','Jesper','Camilla','Hans','Pia','Jørgen','Bente','Rasmus','Charlotte','Mads','Jette','Per','Louise',
        'Ole','Tina','Christoffer','Birgit','Mohammad','Fatima','Åse','Øjvind','Ærenfred','Aage','Ib','Bo','Ea','Liv',
        'Samira','Ahmed','Łukasz','Agnieszka','Olena','Mykola','Nguyễn','Zoë','Ditte','Emil','Freja','Oliver','Ida'] as g,
    array['Nielsen','Jensen','Hansen','Andersen','Pedersen','Christensen','Larsen','Sørensen','Rasmussen','Jørgensen',
        'Petersen','Madsen','Kristensen','Olsen','Thomsen','Christiansen','Poulsen','Johansen','Møller','Mortensen',
        'Knudsen','Ali','Mohamed','Hussein','Khan','Østergaard','Kjær','Ågård','Aagaard','Ravn','Holm','Skov'] as f,
    array['Bjerre','Skov','Sønder','Vester','Øster','Nørre','Lind','Krog','Holm','Kirke','Møl','Dal','Eg','Ask','Birk',
        'Tved','Grøn','Sten','Hav','Å','Lund','Rav','Kær','Vang'] as a,
    array['gaard','holt','bæk','sted','rup','lev','løse','by','høj','vig','borg','strup','toft','mose','lund'] as b,
    array['','','','-Jensen','-Nielsen',' Holst',' Bruun',' Kofoed',' Winther',' Dam'] as e) names;

insert into citizens_identity (citizen_id, cpr, valid_from, registered_at)
select id, to_char(extract(day from born_on)::int + 60, 'FM00') || to_char(born_on, 'MMYY')
    || case when born_on < '2000-01-01' then '1' else '4' end || lpad((n % 1000)::text, 3, '0'),
    born_on, now()
from (select id, born_on, row_number() over (partition by born_on order by id) as n from citizens_citizen) numbered
where n <= 1000;

insert into citizens_contactdetails
    (citizen_id, registered_at, valid_from, address, postcode, city, phone, email, interpreter_language)
select c, now(), '2024-01-01', 'Vejen ' || c % 100, '7000', 'Byen', '12345678', '', '' from generate_series(1, 1000000) c;

insert into citizens_addressprotection (citizen_id, registered_at, version, start)
select c, now(), 1, current_date - 100 from generate_series(1, 1000000, 100) c;

insert into casework_case (id, registered_at, version, citizen_id, kle_number, opened_on, close_reason)
select c, now(), 1, c, '15.20.00', current_date - (c % 1500), '' from generate_series(1, 1000000) c;

insert into casework_assignment
    (registered_at, case_id, role, effective_at, seq, staff_id, unit_id, planned, cause, reason)
select now(), c, 'caseworker', now() - interval '400 days', 0, 1 + c % 1000, 1 + (c % 1000) / 10, true, 'new_case', ''
from generate_series(1, 1000000) c;

insert into audit_lookup (citizen_id, case_id, staff_id, at, seen, basis, reason)
select case when n % 50 = 0 then 1 else 1 + (n::bigint * 7919) % 1000000 end, null,
    case when n % 5 = 0 then 1 else 1 + n % 1000 end, now() - n * interval '90 seconds',
    (array['case','case','search','cpr','export'])[1 + n % 5], 'participant', ''
from generate_series(1, 1000000) n;

insert into casework_accessgrant (case_id, staff_id, reason, granted_at, until)
select 1 + (n::bigint * 7919) % 1000000, 1 + n % 1000, 'Vagttelefon: borgeren spørger til sin næste samtale',
    now() - (1000000 - n) * interval '30 seconds', now() - (1000000 - n) * interval '30 seconds' + interval '12 hours'
from generate_series(1, 1000000) n;
