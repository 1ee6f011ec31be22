-- Tables as they are after step 0012: a message whose original was deleted.
UPDATE public.messages SET deleted_at = '2026-03-02 02:00:09+00' WHERE id = 1012;
