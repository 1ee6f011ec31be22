-- Tables as they are after step 0025: a lead had the cases of a month as a table, and asked for another file that was not made.
INSERT INTO public.exports (id, person, at, format, first_day, last_day, filter, cases, made_at) VALUES (9001, 1002, '2026-04-01 02:00:00+00', 'csv', '2026-03-01', '2026-03-31', '{"group": "technical"}', 1, '2026-04-01 02:00:01+00');
INSERT INTO public.exports (id, person, at, format, first_day, last_day, filter, cases, made_at) VALUES (9002, 1000, '2026-04-01 03:00:00+00', 'json', '2026-03-01', '2026-03-31', '{}', NULL, NULL);
