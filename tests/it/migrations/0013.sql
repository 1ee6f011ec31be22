-- Tables as they are after step 0013: somebody whose two accounts were joined.
UPDATE public.people SET name = '—', became = 1005 WHERE id = 1003;
