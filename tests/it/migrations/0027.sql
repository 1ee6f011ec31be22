-- Tables as they are after step 0027: one more line of a case's history, which stays from now on.
INSERT INTO public.case_events (case_id, at, kind, by, data) VALUES (1008, '2026-04-02 02:00:00+00', 'released', 1000, '{}');
