-- Tables as they are after step 0026: a lot that was told of and is to be looked at again, and a message to who has it.
INSERT INTO public.lot_looks (lot, at) VALUES ('L202602', '2026-03-02 02:00:00+00');
INSERT INTO public.lot_alerts (lot, defect, step, told_at) VALUES ('L202602', 'zipper', 1, '2026-03-02 02:00:00+00');
INSERT INTO public.letters (id, lot, by, at, words, platform, chat, thread, delivered, failed, skipped, over_at) VALUES (7200, 'L2026-02', 1000, '2026-03-02 02:00:00+00', '{"en": "New pullers come."}', 1, -1001000000001, NULL, 1, 0, 0, '2026-03-02 02:00:10+00');
INSERT INTO public.letter_people (letter, case_id, person, message, done_at) VALUES (7200, 1008, 1005, NULL, '2026-03-02 02:00:05+00');
