-- Tables as they are after step 0008: an order that was imported, changed and delivered, one that a case names without
-- the desk knowing it, and a customer who looked a number up.
INSERT INTO public.orders (id, key, digits, number, customer, company, buyer, status, signed_on, delivered_on, completed_on, changed_at) OVERRIDING SYSTEM VALUE VALUES (1, 'A4471', '4471', 'A-4471', 'Mei Li', NULL, 'consumer', 'delivered', '2026-02-02', '2026-03-01', NULL, '2026-03-02 02:00:03+00');
INSERT INTO public.order_lines (order_id, n, family, model, sku, colour, quantity, lot) VALUES (1, 1, 'travel-case', 'Nova 24', 'NV24-BK', 'black', 1, 'L2026-02');
INSERT INTO public.order_events (id, order_id, at, kind, by, data) OVERRIDING SYSTEM VALUE VALUES (1, 1, '2026-03-02 02:00:03+00', 'imported', NULL, '{}');
INSERT INTO public.order_events (id, order_id, at, kind, by, data) OVERRIDING SYSTEM VALUE VALUES (2, 1, '2026-03-02 02:00:04+00', 'delivered', 1000, '{"status": "ordered"}');
INSERT INTO public.order_lookups (person, at) VALUES (1005, '2026-03-02 02:00:03+00');
INSERT INTO public.case_orders (case_id, key) VALUES (1019, 'B99') ON CONFLICT DO NOTHING;
