//! The cases there were before: one real claim, multiplied.
//!
//! Every fifth case, or as many as are asked for, is still open; the rest ended before customers' own cases are shown to them.

use aftercare::domain::reference::{Prefix, Reference};
use anyhow::Result;
use sqlx::{AssertSqlSafe, PgConnection};

use super::people::{account, name};

/// Multiplies the one case in that database, of which the customer `1` is the owner. One of `live` is still open.
pub async fn multiply(db: &mut PgConnection, cases: i64, live: i64) -> Result<()> {
    let prefix = Prefix::new("AC")?;
    let references: Vec<String> = (1..=cases)
        .map(|n| {
            Reference::new(prefix.clone(), n.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15)).to_string()
        })
        .collect();
    sqlx::raw_sql("CREATE TABLE bench_refs (i bigint PRIMARY KEY, ref text NOT NULL)")
        .execute(&mut *db)
        .await?;
    sqlx::query("INSERT INTO bench_refs SELECT o, r FROM unnest($1::text[]) WITH ORDINALITY AS x(r, o)")
        .bind(references)
        .execute(&mut *db)
        .await?;
    let first = account(0);
    let called = name(0).trim_end_matches('0').to_owned();
    let fill = FILL
        .replace("{first}", &first.to_string())
        .replace("{called}", &called)
        .replace("{live}", &live.to_string());
    // Why: the rows are copies of rows that keep every rule; to check each again takes longer than to write it.
    sqlx::raw_sql("SET session_replication_role = replica; SET synchronous_commit = off")
        .execute(&mut *db)
        .await?;
    sqlx::raw_sql(AssertSqlSafe(fill)).execute(&mut *db).await?;
    sqlx::raw_sql("VACUUM ANALYZE").execute(&mut *db).await?;
    sqlx::raw_sql("CHECKPOINT").execute(&mut *db).await?;
    Ok(())
}

/// Ids: 10^9 times a number per kind of row, then the case's number, then the row's place in the case. Messages stand
/// below zero in their chats: before everything that is said later.
const FILL: &str = "
CREATE TEMP TABLE c AS SELECT * FROM cases LIMIT 1;
CREATE TEMP TABLE n AS SELECT i, ref, i % {live} = 0 AS live FROM bench_refs;
INSERT INTO people (id, name, lang, seen_at) SELECT 1000000000 + i, '{called}' || i, 'en', now() FROM n;
DELETE FROM dialogues;
CREATE TEMP TABLE owner AS SELECT person FROM identities WHERE account = {first} + 1;
UPDATE identities SET account = 1, chat = 1 WHERE account = {first} + 1;
INSERT INTO identities (platform, account, person, chat) SELECT 1, {first} + i, 1000000000 + i, {first} + i FROM n;
INSERT INTO cases SELECT 2000000000 + n.i, n.ref, c.kind, CASE WHEN live THEN 'open' ELSE 'closed' END, NULL, c.class,
       c.urgency, c.topic, c.grp, 1000000000 + n.i, c.platform, NULL, c.answers, c.incomplete,
       now() - interval '200 days', NULL, CASE WHEN NOT live THEN now() - interval '190 days' END, NULL, 1
    FROM n, c;
INSERT INTO case_lines SELECT 2000000000 + n.i, l.n, l.family, l.model, l.sku, l.lot, l.carton, l.ordered, l.received,
       l.inspected, l.defective, l.part, l.defect, l.severity FROM n, case_lines l, c WHERE l.case_id = c.id;
INSERT INTO case_events (case_id, at, kind, by, data)
    SELECT 2000000000 + n.i, e.at, e.kind, 1000000000 + n.i, e.data FROM n, case_events e, c WHERE e.case_id = c.id;
INSERT INTO rooms SELECT 2000000000 + n.i, r.platform, r.chat, 100000000 + n.i, 5 * n.i, r.opened_at FROM n, rooms r;
INSERT INTO messages (id, case_id, person, side, at, kind, body)
    SELECT 10000000000 + 10 * n.i + g, 2000000000 + n.i, 1000000000 + n.i, CASE g WHEN 1 THEN 'agent' ELSE 'customer' END,
           now() - interval '199 days', 'text', 'The puller came off again, and the seam beside it opens. ' || g
    FROM n, generate_series(0, 3) g;
INSERT INTO links SELECT 1, {first} + n.i, -(10 * n.i + g), 10000000000 + 10 * n.i + g, 0, g <> 1
    FROM n, generate_series(0, 3) g;
INSERT INTO media SELECT 20000000000 + 10 * n.i + row_number() OVER (PARTITION BY n.i), 1000000000 + n.i, m.platform,
       m.kind, m.file, m.uniq || n.i, m.name, m.mime, m.size, m.caption, m.album, m.remote, m.at FROM n, media m;
CREATE TEMP TABLE k AS SELECT row_number() OVER (ORDER BY id) AS r, * FROM clocks;
INSERT INTO clocks SELECT 30000000000 + 10 * n.i + k.r, 2000000000 + n.i, k.target, k.cycle, k.span,
       CASE WHEN live THEN k.state ELSE 'met' END, k.started_at, k.due_at + n.i * interval '1 minute',
       CASE WHEN NOT live THEN now() - interval '195 days' END, k.terms_version,
       CASE WHEN live THEN k.look_at + n.i * interval '1 minute' END, NULL FROM n, k;
INSERT INTO clock_events SELECT 30000000000 + 10 * n.i + k.r, e.n, e.at, e.kind, e.cause, e.data
    FROM n, k JOIN clock_events e ON e.clock = k.id;
CREATE TEMP TABLE o AS SELECT * FROM outbox WHERE person IS NOT NULL OR case_id IS NOT NULL;
INSERT INTO outbox (lane, platform, person, case_id, urgency, by_hand, parcel, state, epoch, not_before, remotes,
                    created_at, done_at)
    SELECT CASE WHEN o.person IS NULL THEN 'r:' || 2000000000 + n.i ELSE 'p:' || 1000000000 + n.i || ':1' END,
           o.platform, CASE WHEN o.person IS NOT NULL THEN 1000000000 + n.i END,
           CASE WHEN o.case_id IS NOT NULL THEN 2000000000 + n.i END, o.urgency, o.by_hand, o.parcel, 'sent', 1,
           now() - interval '20 days', array[n.i], now() - interval '20 days', now() - interval '20 days'
    FROM n, o;
INSERT INTO search_docs (case_id, head, words, print, newest)
    SELECT 2000000000 + n.i, d.head, d.words, d.print, d.newest FROM n, search_docs d;
UPDATE search_state SET filled_to = now();
INSERT INTO seen SELECT 1, -(20 * n.i + g), 0, now() - interval '5 days' FROM n, generate_series(1, 16) g;
SELECT setval('id_blocks', 100000000000);
DROP TABLE bench_refs;";
