-- Tables as they are after step 0011: two messages whose copies stand in one of the other platform.
INSERT INTO public.links (platform, chat, remote, message, part, source) VALUES (2, 900100, 9001001, 1011, 0, false), (2, 900100, 9001001, 1012, 0, false);
