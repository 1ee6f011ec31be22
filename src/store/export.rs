//! Everything kept of a person as one JSON document, or several when there is much of it.
//!
//! The first holds who they are, their cases, drafts and files; messages follow in the order they came. Left out are
//! the notes of the staff among themselves and who of them did what.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::id::PersonId;

/// Words one part holds, in bytes; a message is never torn apart. With its frame a part stays far below what a
/// platform takes (50 MB), and a process holds one part at a time.
const PART_BYTES: i64 = 8 << 20;

/// One part.
#[derive(Debug)]
pub struct Part {
    /// What it holds.
    pub document: serde_json::Value,
    /// The last message in it, when there are more behind.
    pub more_after: Option<i64>,
}

/// The part that begins behind the message `after`; the first begins behind 0 and holds everything but messages, too.
pub async fn part(
    db: &mut PgConnection,
    person: PersonId,
    after: i64,
    at: DateTime<Utc>,
) -> Result<Part, StoreError> {
    let (messages, more_after) = messages(db, person, after).await?;
    let mut document = if after == 0 { head(db, person).await? } else { serde_json::json!({}) };
    document["as_of"] = serde_json::json!(at);
    document["messages"] = messages;
    Ok(Part { document, more_after })
}

/// Whether another part follows, and behind which message.
pub async fn more_after(
    db: &mut PgConnection,
    person: PersonId,
    after: i64,
) -> Result<Option<i64>, StoreError> {
    messages(db, person, after).await.map(|(_, more)| more)
}

async fn messages(
    db: &mut PgConnection,
    person: PersonId,
    after: i64,
) -> Result<(serde_json::Value, Option<i64>), StoreError> {
    let row = sqlx::query!(
        r#"
        WITH said AS (
            SELECT m.id, m.at, m.side, m.kind, m.body, m.media, c.ref,
                   (SELECT jsonb_agg(jsonb_build_object('until', r.at, 'text', r.body) ORDER BY r.at)
                    FROM message_revisions r WHERE r.message = m.id) AS before
            FROM messages m LEFT JOIN cases c ON c.id = m.case_id
            -- Why two ways apart: asked for either at once, every message there is would be looked at.
            WHERE m.id IN (SELECT x.id FROM cases k JOIN messages x ON x.case_id = k.id WHERE k.customer = $1
                           UNION SELECT x.id FROM messages x WHERE x.person = $1 AND x.side = 'customer')
              AND m.id > $2 AND m.side <> 'note'
        ), sized AS (
            SELECT *, sum(octet_length(body) + coalesce(octet_length(before::text), 0)) OVER (ORDER BY id)
                       - octet_length(body) - coalesce(octet_length(before::text), 0) AS ahead
            FROM said
        )
        SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                   'at', at, 'case', ref, 'from', CASE side WHEN 'customer' THEN 'you' ELSE 'desk' END,
                   'kind', kind, 'text', body, 'file', media, 'earlier', before)) ORDER BY id), '[]') AS "page!",
               max(id) AS last, (SELECT max(id) FROM said) AS newest
        FROM sized WHERE ahead < $3
        "#,
        person.0,
        after,
        PART_BYTES
    )
    .fetch_one(db)
    .await?;
    let more = row.last.filter(|last| row.newest.is_some_and(|newest| newest > *last));
    Ok((row.page, more))
}

async fn head(db: &mut PgConnection, person: PersonId) -> Result<serde_json::Value, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT jsonb_build_object(
            'person', (SELECT to_jsonb(p) - 'id' - 'focus' - 'focus_until' FROM people p WHERE p.id = $1),
            'accounts', (SELECT jsonb_agg(to_jsonb(i) - 'person') FROM identities i WHERE i.person = $1),
            'company', (SELECT o.name FROM members m JOIN companies o ON o.id = m.company WHERE m.person = $1),
            'cases', (
                SELECT jsonb_agg(to_jsonb(c) - 'id' - 'customer' - 'assignee' - 'company' || jsonb_build_object(
                    'lines', (SELECT jsonb_agg(jsonb_strip_nulls(to_jsonb(l) - 'case_id') ORDER BY l.n)
                              FROM case_lines l WHERE l.case_id = c.id),
                    'history', (SELECT jsonb_agg(jsonb_build_object('at', e.at, 'what', e.kind) ORDER BY e.id)
                                FROM case_events e WHERE e.case_id = c.id),
                    'decisions', (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('at', v.at, 'fault', v.liability,
                                      'reason', v.reason, 'words', v.words, 'sent', v.mentions, 'price', v.offer - 'by',
                                      'appealed', v.appealed_at)) ORDER BY v.n)
                                  FROM verdicts v WHERE v.case_id = c.id AND v.stage IN ('in_force', 'replaced')),
                    'appointments', (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('way', a.way, 'state', a.stage,
                                         'at', a.starts, 'minutes', a.minutes, 'reason', a.reason)) ORDER BY a.n)
                                     FROM appointments a WHERE a.case_id = c.id),
                    'prices', (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('version', q.n, 'is', q.stage,
                                   'currency', q.currency, 'total', q.total, 'agreed', q.agreed, 'sent', q.sent_at,
                                   'until', q.valid_until, 'ended', q.ended_at,
                                   'lines', (SELECT jsonb_agg(jsonb_build_object('for', l.kind, 'words', l.words,
                                                 'quantity', l.quantity, 'each', l.unit, 'amount', l.amount) ORDER BY l.n)
                                             FROM quote_lines l WHERE l.quote = q.id),
                                   'said', (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('at', o.at, 'what', o.what,
                                                'amount', o.amount, 'words', o.words)) ORDER BY o.n)
                                            FROM quote_offers o WHERE o.quote = q.id))) ORDER BY q.n)
                               FROM quotes q WHERE q.case_id = c.id AND q.sent_at IS NOT NULL),
                    'promises', (SELECT jsonb_agg(jsonb_build_object('what', k.target, 'state', k.state,
                                                  'from', k.started_at, 'due', k.due_at) ORDER BY k.id)
                                 FROM clocks k WHERE k.case_id = c.id)) ORDER BY c.id)
                FROM cases c WHERE c.customer = $1),
            'surveys', (
                SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('form', s.form, 'after', s.after, 'about', s.about,
                                     'asked', s.asked_at, 'answered', s.answered_at, 'comment', s.comment,
                                     'scores', (SELECT jsonb_object_agg(a.question, a.score) FROM survey_answers a
                                                WHERE a.survey = s.id AND a.score IS NOT NULL))) ORDER BY s.id)
                FROM surveys s WHERE s.person = $1),
            'drafts', (SELECT jsonb_agg(jsonb_build_object('flow', d.flow, 'answers', d.draft, 'touched', d.touched_at))
                       FROM dialogues d WHERE d.person = $1),
            'files', (SELECT jsonb_agg(jsonb_strip_nulls(to_jsonb(f) - 'person' - 'uniq' - 'remote') ORDER BY f.id)
                      FROM media f WHERE f.person = $1)) AS "head!"
        "#,
        person.0
    )
    .fetch_one(db)
    .await?)
}
