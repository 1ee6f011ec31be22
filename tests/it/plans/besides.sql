-- What grows with the cases besides what the bench fills: one of each for every case, or for as many as have one.
create temp table made as select c.id - 2000000000 as i, c.id as case_id, c.customer, c.closed_at is null as live
    from cases c where c.id > 2000000000;
create temp table whom as select coalesce((select min(person) from agents), (select min(id) from people)) as agent;

insert into message_revisions (message, at, body)
    select 10000000000 + 10 * i, now() - interval '199 days', 'It came off.' from made;
update messages set reply_to = id - 1 where id > 10000000000 and id % 10 = 1;
insert into reactions select 10000000000 + 10 * i + 1, customer, 'customer', '❤', now() - interval '198 days' from made;
insert into dialogues (id, person, platform, flow, active, draft, rev, touched_at, next_at)
    select 40000000000 + i, customer, 1, 'claim', true, '{"v": 1, "rev": 1, "flow": "claim", "answers": {}, "evidence": []}',
           1, now() - interval '1 day', now() + i * interval '1 minute' from made;

insert into verdicts (id, case_id, n, stage, liability, reason, words, evidence, warranty, two, by, at)
    select 50000000000 + i, case_id, 1, 'in_force', 'material', 'zipper', '', '{}', 'life', false, agent,
           now() - interval '195 days' + i * interval '10 seconds' from made, whom;
insert into verdict_shares select 50000000000 + i, 1, 'repair', 'material', 1 from made;
insert into quotes (id, case_id, n, stage, currency, total, freight, valid_hours, two, by, at, sent_at, valid_until, look_at,
                    ended_at, ended_by, agreed)
    select 60000000000 + i, case_id, 1, case when live then 'open' else 'accepted' end, 'USD', 900, 'customer', 48, false, agent,
           now() - interval '194 days', now() - interval '194 days', now() + interval '2 days',
           case when live then now() + i * interval '1 minute' end, case when not live then now() - interval '192 days' end,
           case when not live then customer end, case when not live then 900 end from made, whom;
insert into quote_lines (quote, n, kind, words, quantity, unit) select 60000000000 + i, 1, 'spare-part', 'Puller', 2, 450 from made;
insert into quote_offers select 60000000000 + i, 1, now() - interval '193 days', agent, 'firm', null, '' from made, whom;
insert into appointments (id, case_id, n, way, kind, minutes, stage, agent, starts, rev, look_at, made_at, changed_at)
    select 70000000000 + i, case_id, 1, 'phone', 'phone', 30, case when live then 'open' else 'done' end, agent,
           now() + i * interval '1 hour', 1, case when live then now() + i * interval '1 hour' - interval '1 day' end,
           now() - interval '196 days', now() - interval '196 days' from made, whom;

insert into surveys (id, person, platform, form, after, case_id, asks, stage, rev, asked_at, answered_at, touched_at, look_at)
    select 80000000000 + i, customer, 1, 'service', 'confirmed', case_id, '{product,service,comment}',
           (array['answered', 'answered', 'unanswered', 'open'])[1 + i % 4], 1, now() - interval '180 days' + i * interval '10 seconds',
           case when i % 4 < 2 then now() - interval '179 days' end, now() - interval '179 days',
           case when i % 4 = 3 then now() + i * interval '1 minute' end from made;
insert into survey_answers select 80000000000 + i, 'service', 5, now() - interval '179 days' from made where i % 4 < 2;
insert into survey_occasions select customer, 'confirmed', case_id::text, '', current_date - 185, 'consumer',
           now() - interval '180 days', 80000000000 + i from made;
insert into survey_turns select customer, case when i % 10 = 0 then now() + i * interval '1 hour' end from made;

insert into orders (key, digits, number, customer, company, company_key, buyer, status, signed_on, delivered_on, changed_at)
    select 'A' || 100000 + i, (100000 + i)::text, 'A-' || 100000 + i, 'Customer ' || i, 'Company ' || i / 10, 'company' || i / 10,
           'consumer', 'delivered', current_date - 240, current_date - 220, now() - interval '220 days' from made;
insert into order_lines select o.id, 1, 'case', 'Breeze', 'BR-1', 'blue', 1, 'L' || o.id / 100 from orders o;
insert into order_events (order_id, at, kind) select o.id, now() - interval '240 days', 'imported' from orders o;
insert into case_orders select case_id, 'A' || 100000 + i from made on conflict do nothing;

insert into companies (id, name, key, by, at)
    select 90000000000 + i, 'Company ' || i, 'company' || i, agent, now() - interval '240 days' from made, whom where i % 10 = 0;
insert into members select customer, 90000000000 + i / 10 * 10, agent, now() - interval '230 days' from made, whom where i > 9;

-- Why sixty words, most of them told by many: of a few the whole table is read sooner than an index.
insert into search_docs select case_id, array_to_tsvector(array['breeze', 'a' || i, 'b' || i % 100]), array_to_tsvector(
           (select array_agg(distinct 'w' || (i * 7919 + g * g * 31) % (100 * g)) || array['a' || i] from generate_series(1, 60) g)),
           'print', now() - interval '190 days' from made;
insert into alerts select k.id, 100, k.due_at, k.due_at, null, null from clocks k;
insert into case_links select case_id - 1, case_id, agent, now() - interval '190 days' from made, whom where i % 10 = 0;
insert into places (platform, thread, parent, case_id, opened_at)
    select 2, 200000000 + i, 7, case_id, now() - interval '200 days' from made;
insert into threads select 2, 200000000 + i, i, now() - interval '200 days' from made;
insert into room_posts select 1, 3, 300000000 + i, case_id from made;
insert into left_rooms select case_id, 1, 3, 400000000 + i, null, now() - interval '190 days' from made;
insert into blobs select 95000000000 + i, sha256(i::text::bytea), 200000, 'jpeg', now() - interval '199 days' from made;
insert into blob_chunks select 95000000000 + i, 0, sha256(i::text::bytea) from made;
update media set keeping = 'kept', blob = 95000000000 + (id - 20000000000) / 10 where id > 20000000000;
insert into letters (id, lot, by, at, words, platform, chat, over_at)
    select 96000000000 + i, 'L' || i, agent, now() - interval '190 days', '{}', 1, 3, now() - interval '190 days' from made, whom where i % 100 = 0;
insert into letter_people select 96000000000 + i / 100 * 100, case_id, customer, null, now() - interval '190 days' from made where i > 99;
insert into lot_looks select 'L' || i, now() - interval '190 days' from made where i % 10 = 0;
insert into privacy_acts (id, what, person, asked_by, asked_at, seen, done_at, closed_at)
    select 97000000000 + i, 'export', customer, customer, now() - interval '9 days', 1, now(), now() from made where i % 10 = 0;
