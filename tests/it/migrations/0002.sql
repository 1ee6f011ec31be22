-- After step 0002: an agent on holiday, two cases that belong together, and one who was asked where a case goes.
INSERT INTO public.absences (person, since, until) VALUES (1002, '2026-03-02 02:00:00+00', '2026-03-09 00:00:00+00');
INSERT INTO public.case_links (a, b, by, at) VALUES (1008, 1023, 1000, '2026-03-02 02:00:03+00');
INSERT INTO public.questions (prompt, person, chat, case_id, what, at) VALUES (9, 1000, -1002100300400, 1008, '{"is": "transfer", "group": "quality"}', '2026-03-02 02:00:03+00');
