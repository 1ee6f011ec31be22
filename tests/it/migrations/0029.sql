-- Tables as they are after step 0029: another update was taken.
INSERT INTO public.seen (source, key, sub, at) VALUES (1, 700001029, 0, '2026-04-01 02:00:00+00');
