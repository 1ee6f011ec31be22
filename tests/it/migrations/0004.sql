-- Tables as they are after step 0004: somebody who wants no reminders, an erasure a lead asked for, and a menu.
UPDATE public.people SET quiet = true WHERE id = 1018;
INSERT INTO public.privacy_acts (id, what, person, asked_by, asked_at, seen) VALUES (1900, 'erase', 1018, 1000, '2026-03-02 02:00:03+00', 7);
INSERT INTO public.menus (platform, chat, lang, list, again_at) VALUES (1, 0, 'en', 1, '2026-03-02 02:00:03+00');
