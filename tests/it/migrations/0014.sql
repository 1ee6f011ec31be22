-- Tables as they are after step 0014: a case with a thread of its own, and one whose thread was deleted.
INSERT INTO public.places (platform, thread, parent, case_id, opened_at, gone_at) VALUES (2, 1320000000000000001, 1310000000000000001, 1008, '2026-03-02 02:00:03+00', '2026-03-02 03:00:00+00');
INSERT INTO public.places (platform, thread, parent, case_id, opened_at, gone_at) VALUES (2, 1320000000000000002, 1310000000000000001, 1008, '2026-03-02 03:00:03+00', NULL);
INSERT INTO public.places (platform, thread, parent, case_id, opened_at, gone_at) VALUES (2, 1320000000000000003, 1310000000000000001, 1019, '2026-03-02 02:00:03+00', NULL);
