-- Tables as they are after step 0015: a case that moved out of its topic.
INSERT INTO public.left_rooms (case_id, platform, chat, thread, card, left_at) VALUES (1008, 2, 4100200300, 41, 42, '2026-03-02 02:00:03+00');
