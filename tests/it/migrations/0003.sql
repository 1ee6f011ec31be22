INSERT INTO search_docs (case_id, head, words, print, newest) VALUES (1008, array_to_tsvector('{hx}'), array_to_tsvector('{hx,zipper}'), 'old', '2026-03-02 02:00:03+00');
INSERT INTO search_state (one, filled_to) VALUES (true, '2026-03-02 02:00:03+00');
INSERT INTO macros (name, lang, body, by, at) VALUES ('photo', 'en', 'Please send a photo, {customer}.', 1000, '2026-03-02 02:00:03+00');
INSERT INTO macros (name, lang, body, by, at) VALUES ('received', 'zh-Hans', NULL, 1000, '2026-03-02 02:00:03+00');
INSERT INTO slips (id, person, at, what) VALUES (1900, 1000, '2026-03-02 02:00:03+00', '{"is": "search", "words": "zipper"}');
INSERT INTO restrictions (person, kind, why, until, by, at, told, kept, digest_at) VALUES (1003, 'blocked', 'spam', NULL, 1000, '2026-03-02 02:00:03+00', true, 0, NULL);
