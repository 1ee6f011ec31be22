INSERT INTO blobs (id, sha256, size, kind, begun_at) VALUES (1900, decode(repeat('ab', 32), 'hex'), 4, 'jpeg', '2026-03-02 02:00:00+00');
INSERT INTO blob_chunks (blob, n, bytes) VALUES (1900, 0, 'abcd');
UPDATE media SET keeping = 'kept', blob = 1900 WHERE id = 1007;
