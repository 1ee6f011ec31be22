//! Messages to everybody with goods of a lot: a row for each of them, so that a restart goes on and nobody hears it twice.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{json, platform, to_json},
};
use crate::domain::{
    chat::Address,
    id::{CaseId, LetterId, MessageId, PersonId},
    lots::Progress,
    plan::NewLetter,
};

/// Somebody who is still to get a message.
#[derive(Debug, Clone)]
pub struct Due {
    /// Which message.
    pub letter: LetterId,
    /// In which case.
    pub case: CaseId,
    /// Who writes it.
    pub by: PersonId,
    /// The words, by the code of their language.
    pub words: BTreeMap<String, String>,
}

/// A message that is not over, as it stands and as it was last told.
#[derive(Debug, Clone)]
pub struct Running {
    /// Which.
    pub letter: LetterId,
    /// The lot, as it is written.
    pub lot: String,
    /// When it was begun.
    pub at: DateTime<Utc>,
    /// Where its progress is told.
    pub place: Address,
    /// The message of ours that tells it, once it stands there.
    pub told_in: Option<i64>,
    /// How far it is.
    pub now: Progress,
    /// How far it was when that was told.
    pub told: (i64, i64, i64),
}

impl Running {
    /// Whether it is further than was told, and can be told.
    pub fn is_news(&self) -> bool {
        self.told_in.is_some() && self.told != (self.now.delivered, self.now.failed, self.now.left)
    }
}

/// Begins messages, with everybody they are for. What tells how far they are is queued already, and known by its fold until
/// it leaves.
pub async fn begin(db: &mut PgConnection, letters: &[NewLetter]) -> Result<(), StoreError> {
    for letter in letters {
        sqlx::query!(
            r#"
            INSERT INTO letters (id, lot, by, at, words, platform, chat, thread, progress)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8,
                   (SELECT id FROM outbox WHERE fold = 'letter:' || $1::bigint AND fold LIKE 'letter:%' ORDER BY id DESC LIMIT 1)
            "#,
            letter.id.0,
            letter.lot,
            letter.by.0,
            letter.at,
            to_json(&letter.words),
            letter.place.platform.code(),
            letter.place.chat,
            letter.place.thread
        )
        .execute(&mut *db)
        .await?;
        let cases: Vec<i64> = letter.to.iter().map(|(case, _)| case.0).collect();
        let people: Vec<i64> = letter.to.iter().map(|(_, person)| person.0).collect();
        sqlx::query!(
            r#"
            INSERT INTO letter_people (letter, case_id, person)
            SELECT $1, w.case_id, w.person FROM unnest($2::bigint[], $3::bigint[]) AS w(case_id, person)
            ON CONFLICT DO NOTHING
            "#,
            letter.id.0,
            &cases,
            &people
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Some who are still to get one, locked; those somebody is at are left to them.
pub async fn due(db: &mut PgConnection, limit: i64) -> Result<Vec<Due>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT r.letter, r.case_id, l.by, l.words
        FROM letter_people r JOIN letters l ON l.id = r.letter
        WHERE r.done_at IS NULL
        ORDER BY r.letter, r.case_id LIMIT $1 FOR UPDATE OF r SKIP LOCKED
        "#,
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Due {
                letter: LetterId(row.letter),
                case: CaseId(row.case_id),
                by: PersonId(row.by),
                words: json(row.words, "letters", "words", row.letter)?,
            })
        })
        .collect()
}

/// It was sent as that message, or, without one, is not sent after all.
pub async fn done(
    db: &mut PgConnection,
    all: &[(LetterId, CaseId, Option<MessageId>)],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let letters: Vec<i64> = all.iter().map(|(letter, ..)| letter.0).collect();
    let cases: Vec<i64> = all.iter().map(|(_, case, _)| case.0).collect();
    let messages: Vec<Option<i64>> = all.iter().map(|(.., message)| message.map(|m| m.0)).collect();
    sqlx::query!(
        r#"
        UPDATE letter_people r SET message = w.message, done_at = $4
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS w(letter, case_id, message)
        WHERE r.letter = w.letter AND r.case_id = w.case_id AND r.done_at IS NULL
        "#,
        &letters,
        &cases,
        &messages as &[Option<i64>],
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Messages that are not over.
pub async fn running(db: &mut PgConnection) -> Result<Vec<Running>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT l.id, l.lot, l.at, l.platform, l.chat, l.thread, l.delivered, l.failed, l.skipped,
               (SELECT o.remotes[1] FROM outbox o WHERE o.id = l.progress AND o.state = 'sent') AS told_in,
               count(r.letter) AS "of!",
               count(*) FILTER (WHERE r.message IS NOT NULL
                   AND EXISTS (SELECT FROM links k WHERE k.message = r.message)) AS "reached!",
               count(*) FILTER (WHERE r.message IS NOT NULL
                   AND NOT EXISTS (SELECT FROM links k WHERE k.message = r.message)
                   AND EXISTS (SELECT FROM outbox o WHERE o.state IN ('uncertain', 'undelivered')
                               AND o.parcel @> jsonb_build_object('messages', jsonb_build_array(r.message)))) AS "missed!",
               count(*) FILTER (WHERE r.done_at IS NOT NULL AND r.message IS NULL) AS "passed!"
        FROM letters l LEFT JOIN letter_people r ON r.letter = l.id
        WHERE l.over_at IS NULL
        GROUP BY l.id ORDER BY l.id
        "#
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let place = Address {
                platform: platform(row.platform, "letters", row.id)?,
                chat: row.chat,
                thread: row.thread,
            };
            Ok(Running {
                letter: LetterId(row.id),
                lot: row.lot,
                at: row.at,
                place,
                told_in: row.told_in,
                now: Progress { of: row.of, delivered: row.reached, failed: row.missed, left: row.passed },
                told: (row.delivered, row.failed, row.skipped),
            })
        })
        .collect()
}

/// That was told of it. `over` = nothing more comes of it.
pub async fn told(
    db: &mut PgConnection,
    letter: LetterId,
    progress: Progress,
    over: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE letters SET delivered = $2, failed = $3, skipped = $4, over_at = $5 WHERE id = $1",
        letter.0,
        progress.delivered,
        progress.failed,
        progress.left,
        over
    )
    .execute(db)
    .await?;
    Ok(())
}
