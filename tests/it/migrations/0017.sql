-- Tables as they are after step 0017: somebody who was given a case in turn, and one whose customer still knows another name.
UPDATE public.agents SET turn = 3 WHERE person = 1005;
UPDATE public.cases SET leaver = 1005 WHERE id = 1019 AND assignee IS NULL;
