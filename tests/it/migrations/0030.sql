-- Tables as they are after step 0030: another update was taken.
INSERT INTO public.seen (source, key, sub, at) VALUES (1, 700001030, 0, '2026-04-01 02:00:00+00');
