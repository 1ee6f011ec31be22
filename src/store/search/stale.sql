WITH touched AS (
    SELECT case_id FROM messages WHERE at BETWEEN $1 AND $3 AND case_id IS NOT NULL
    UNION
    SELECT m.case_id FROM message_revisions r JOIN messages m ON m.id = r.message
    WHERE r.at BETWEEN $1 AND $3 AND m.case_id IS NOT NULL
    UNION
    SELECT case_id FROM case_events WHERE at BETWEEN $1 AND $3
)
SELECT c.id
FROM touched t
JOIN cases c ON c.id = t.case_id
JOIN people p ON p.id = c.customer
LEFT JOIN search_docs d ON d.case_id = c.id
WHERE d.print IS DISTINCT FROM (
    SELECT concat_ws('.', c.rev, md5(p.name), count(DISTINCT m.id), max(r.at))
    FROM messages m LEFT JOIN message_revisions r ON r.message = m.id WHERE m.case_id = c.id
)
ORDER BY c.id LIMIT $2
