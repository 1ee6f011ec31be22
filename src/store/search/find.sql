SELECT d.case_id
FROM search_docs d JOIN cases c ON c.id = d.case_id
WHERE d.words @@ $1::text::tsquery
  AND ($2::text IS NULL OR d.head @@ $2::text::tsquery)
  AND (cardinality($3::text[]) = 0 OR c.state = ANY($3))
  AND ($4::timestamptz IS NULL OR c.opened_at < $4)
  AND (cardinality($5::text[]) = 0 OR c.grp = ANY($5))
ORDER BY d.head @@ $1::text::tsquery DESC, d.newest DESC, d.case_id DESC
OFFSET $6 LIMIT $7
