-- Tables as they are after step 0028: what was said is answered, and found by whom it is from.
INSERT INTO public.messages (id, case_id, person, side, at, kind, body, marks, media, album, reply_to, parked_until) VALUES (9028, 1008, 1005, 'customer', '2026-04-01 02:00:00+00', 'text', 'It came, thank you.', NULL, NULL, NULL, 1013, NULL);
