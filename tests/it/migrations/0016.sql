-- Tables as they are after step 0016: a promise that was broken, given anew, and seen to.
UPDATE public.clocks SET state = 'missed', look_at = '2026-03-02 04:30:03+00' WHERE id = 1020;
INSERT INTO public.clock_events (clock, n, at, kind, data) VALUES (1020, 1, '2026-03-02 04:00:03+00', 'miss', '"miss"');
INSERT INTO public.clocks (id, case_id, target, cycle, span, state, started_at, due_at, ended_at, terms_version, look_at, amends) VALUES (1401, 1019, 'first_response', 2, '{"count": "service_hours", "seconds": 14400}', 'running', '2026-03-02 04:00:05+00', '2026-03-02 08:00:05+00', NULL, 1, '2026-03-02 06:00:05+00', 1020);
INSERT INTO public.clock_events (clock, n, at, kind, data) VALUES (1401, 0, '2026-03-02 04:00:05+00', 'start', '"start"');
INSERT INTO public.alerts (clock, step, due_at, told_at, acked_by, acked_at) VALUES (1020, 100, '2026-03-02 04:00:03+00', '2026-03-02 04:00:05+00', 1005, '2026-03-02 04:03:00+00');
