-- Tables as they are after step 0010: a company, somebody who buys for it, and a case of theirs.
INSERT INTO public.companies (id, key, name, by, at) VALUES (6001, 'hansatrading', 'Hansa Trading', 1000, '2026-03-02 02:00:03+00');
INSERT INTO public.members (person, company, by, at) VALUES (1018, 6001, 1000, '2026-03-02 02:00:03+00');
UPDATE public.people SET buyer = 'wholesale' WHERE id = 1018;
UPDATE public.cases SET company = 6001 WHERE customer = 1018;
