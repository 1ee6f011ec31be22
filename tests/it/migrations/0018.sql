-- Tables as they are after step 0018: a thread of somebody's, a delivery in doubt, and a link to a file.
INSERT INTO public.threads (platform, thread, account, opened_at) VALUES (2, 1477834800000000001, 700700700, '2026-03-02 02:00:00+00');
UPDATE public.outbox SET claimed_at = '2026-03-02 02:00:01+00' WHERE id = 1;
INSERT INTO public.passes (id, hash, media, person, at, until) VALUES (1701, decode(repeat('ab', 32), 'hex'), 1007, 1000, '2026-03-02 02:05:00+00', '2026-03-02 02:20:00+00');
