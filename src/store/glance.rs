//! The desk seen in detail, for whoever looks on from the same machine: what became of every delivery, where every
//! clock stands, how much was taken. Numbers, states and references; no words of people.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgConnection;

use super::StoreError;

/// One row of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// Its number; grows.
    pub id: i64,
    /// The order it keeps: `person`, `room`, `place` or `staff`.
    pub lane: String,
    /// What it brings: `say`, `relay`, `revise`, `card`, `mark`.
    pub what: String,
    /// `queued`, `sending`, `sent`, `uncertain`, `undelivered`.
    pub state: String,
    /// The reference of its case, where it is about one.
    pub case: Option<String>,
    /// The chat it goes to, as far as that is known; the staff group has none here.
    pub chat: Option<i64>,
    /// The topic in that chat.
    pub thread: Option<i64>,
    /// The messages that came to be; of a card the one that stands.
    pub messages: Vec<i64>,
    /// How often it was tried in vain.
    pub tries: i16,
    /// How often nobody knew whether it had arrived.
    pub doubts: i16,
    /// Why it did not work, for operators.
    pub problem: Option<String>,
    /// The row it sends once more.
    pub replaces: Option<i64>,
    /// Not sooner than this.
    pub not_before: DateTime<Utc>,
    /// When it was said.
    pub created_at: DateTime<Utc>,
    /// When it came to an end.
    pub done_at: Option<DateTime<Utc>>,
}

/// One clock of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseClock {
    /// Its number.
    pub id: i64,
    /// The reference of its case.
    pub case: String,
    /// What is promised: `first_response`, `solution`, `enquiry_reply`, `next_reply`.
    pub target: String,
    /// `running`, `paused`, `met`, `missed`, `cancelled`.
    pub state: String,
    /// Since when it runs.
    pub started_at: DateTime<Utc>,
    /// When its time is up; absent while that can't be known.
    pub due_at: Option<DateTime<Utc>>,
    /// When it came to its end.
    pub ended_at: Option<DateTime<Utc>>,
}

/// The open rows of the outbox and the newest of the others, newest first.
pub async fn deliveries(db: &mut PgConnection, limit: i64) -> Result<Vec<Delivery>, StoreError> {
    let rows = sqlx::query_as!(
        Delivery,
        r#"
        SELECT o.id,
               CASE left(o.lane, 1) WHEN 'p' THEN 'person' WHEN 'r' THEN 'room' WHEN 'a' THEN 'place' ELSE 'staff' END AS "lane!",
               coalesce(o.parcel ->> 'is', '') AS "what!",
               o.state, c.ref AS "case?",
               coalesce(o.chat, r.chat, w.thread, i.chat) AS "chat?", coalesce(o.thread, r.thread) AS "thread?",
               CASE WHEN o.parcel ->> 'is' = 'card' AND o.state = 'sent' THEN array_remove(ARRAY[r.card], NULL) ELSE o.remotes END
                   AS "messages!",
               o.tries, o.doubts, o.problem, o.replaces, o.not_before, o.created_at, o.done_at
        FROM (
            (SELECT id FROM outbox ORDER BY id DESC LIMIT $1)
            UNION
            (SELECT id FROM outbox WHERE state IN ('queued', 'sending') ORDER BY id LIMIT $1)
            UNION
            (SELECT id FROM outbox WHERE state IN ('uncertain', 'undelivered') ORDER BY id DESC LIMIT $1)
        ) shown
        JOIN outbox o USING (id)
        LEFT JOIN cases c ON c.id = o.case_id
        LEFT JOIN rooms r ON r.case_id = o.case_id AND o.person IS NULL
        LEFT JOIN LATERAL (
            SELECT chat FROM identities i WHERE i.person = o.person AND i.platform = o.platform ORDER BY account LIMIT 1
        ) i ON true
        LEFT JOIN places w ON w.case_id = o.case_id AND w.platform = o.platform AND w.gone_at IS NULL AND o.person IS NOT NULL
        ORDER BY o.id DESC
        "#,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Clocks that run or stand, soonest first, then those that ended last.
pub async fn clocks(db: &mut PgConnection, limit: i64) -> Result<Vec<CaseClock>, StoreError> {
    let rows = sqlx::query_as!(
        CaseClock,
        r#"
        (SELECT k.id AS "id!", c.ref AS "case!", k.target AS "target!", k.state AS "state!",
                k.started_at AS "started_at!", k.due_at AS "due_at?", k.ended_at AS "ended_at?"
         FROM clocks k JOIN cases c ON c.id = k.case_id
         WHERE k.state IN ('running', 'paused') ORDER BY k.due_at, k.id LIMIT $1)
        UNION ALL
        (SELECT k.id, c.ref, k.target, k.state, k.started_at, k.due_at, k.ended_at
         FROM clocks k JOIN cases c ON c.id = k.case_id
         WHERE k.state NOT IN ('running', 'paused') ORDER BY k.ended_at DESC, k.id DESC LIMIT $1)
        "#,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// How many of Telegram's updates were taken whose keys are still kept.
pub async fn taken(db: &mut PgConnection) -> Result<i64, StoreError> {
    let taken = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM seen WHERE source = 1"#)
        .fetch_one(db)
        .await?;
    Ok(taken)
}
