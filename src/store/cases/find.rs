//! Which cases: found and locked, and listed.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        chat::Address,
        front::Listing,
        id::{CaseId, PersonId},
    },
    store::StoreError,
};

/// Which cases are wanted: the union of all of these.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// By their rows.
    pub ids: Vec<i64>,
    /// By what people call them.
    pub references: Vec<String>,
    /// By their rooms.
    pub rooms: Vec<Address>,
    /// A customer's own: live ones, and those that ended after `own_since`.
    pub customers: Vec<i64>,
    /// Live cases that agents have.
    pub assignees: Vec<i64>,
    /// See `customers`.
    pub own_since: Option<DateTime<Utc>>,
}

impl Wanted {
    /// Nothing is wanted.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
            && self.references.is_empty()
            && self.rooms.is_empty()
            && self.customers.is_empty()
            && self.assignees.is_empty()
    }
}

/// Finds and locks cases, and where those went that were merged, in the order of their ids, so that no two batches wait for each other.
pub async fn lock(db: &mut PgConnection, wanted: &Wanted) -> Result<Vec<CaseId>, StoreError> {
    let platforms: Vec<i16> = wanted.rooms.iter().map(|r| r.platform.code()).collect();
    let chats: Vec<i64> = wanted.rooms.iter().map(|r| r.chat).collect();
    let threads: Vec<Option<i64>> = wanted.rooms.iter().map(|r| r.thread).collect();
    let ids = sqlx::query_scalar!(
        r#"
        WITH found AS (
            SELECT unnest($1::bigint[]) AS id
            UNION SELECT id FROM cases WHERE ref = ANY($2::text[])
            UNION SELECT r.case_id FROM unnest($3::smallint[], $4::bigint[], $5::bigint[]) AS w(platform, chat, thread)
                  JOIN rooms r ON r.platform = w.platform AND r.chat = w.chat AND r.thread = w.thread
            -- Why apart: asked for both at once, every room of the group is looked at.
            UNION SELECT r.case_id FROM unnest($3::smallint[], $4::bigint[], $5::bigint[]) AS w(platform, chat, thread)
                  JOIN rooms r ON r.platform = w.platform AND r.chat = w.chat AND r.thread IS NULL AND w.thread IS NULL
            UNION SELECT id FROM cases
                  WHERE customer = ANY($6::bigint[])
                    AND (state IN ('new', 'open', 'waiting', 'solved') OR closed_at > $7)
            UNION SELECT id FROM cases WHERE assignee = ANY($8::bigint[]) AND state IN ('new', 'open', 'waiting')
        )
        SELECT c.id FROM cases c
        WHERE c.id IN (
            SELECT id FROM found
            UNION SELECT m.merged_into FROM cases m JOIN found f ON f.id = m.id WHERE m.merged_into IS NOT NULL
        )
        ORDER BY c.id
        FOR UPDATE OF c
        "#,
        &wanted.ids,
        &wanted.references,
        &platforms,
        &chats,
        &threads as &[Option<i64>],
        &wanted.customers,
        wanted.own_since,
        &wanted.assignees,
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// The groups of cases.
pub async fn groups(db: &mut PgConnection, cases: &[CaseId]) -> Result<Vec<(CaseId, String)>, StoreError> {
    let ids: Vec<i64> = cases.iter().map(|c| c.0).collect();
    let rows = sqlx::query!("SELECT id, grp FROM cases WHERE id = ANY($1)", &ids).fetch_all(db).await?;
    Ok(rows.into_iter().map(|row| (CaseId(row.id), row.grp)).collect())
}

/// Cases whose solution was proposed before that time, whose customer has said nothing in them since and waits for no second
/// look at a verdict, with since when it was their turn to speak; the oldest proposals first.
pub async fn silent_since(
    db: &mut PgConnection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(CaseId, DateTime<Utc>)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT c.id,
               greatest(c.solved_at, (SELECT max(v.appeal_decided_at) FROM verdicts v WHERE v.case_id = c.id)) AS "since!"
        FROM cases c
        WHERE c.state = 'solved' AND c.solved_at <= $1
          AND NOT EXISTS (SELECT FROM messages m WHERE m.case_id = c.id AND m.side = 'customer' AND m.at > c.solved_at)
          AND NOT EXISTS (SELECT FROM verdicts v
                          WHERE v.case_id = c.id AND v.stage = 'in_force' AND v.appealed_at IS NOT NULL
                            AND v.appeal_decided_at IS NULL)
        ORDER BY c.solved_at LIMIT $2
        "#,
        before,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (CaseId(row.id), row.since)).collect())
}

/// One page of a list, those due first on top, and how many there are; `groups` empty for all groups. `due_by` for the
/// list of what is due.
pub async fn listed(
    db: &mut PgConnection,
    listing: Listing,
    person: PersonId,
    groups: &[String],
    due_by: DateTime<Utc>,
    (limit, offset): (i64, i64),
) -> Result<(Vec<CaseId>, i64), StoreError> {
    let (mine, due) = (listing == Listing::Mine, matches!(listing, Listing::Due { .. }));
    let rows = sqlx::query!(
        r#"
        SELECT c.id, count(*) OVER () AS "total!"
        FROM cases c
        LEFT JOIN LATERAL (
            SELECT min(k.due_at) AS due_at FROM clocks k
            WHERE k.case_id = c.id AND (k.state = 'running' OR k.state = 'missed' AND k.ended_at IS NULL)
        ) due ON true
        WHERE c.state IN ('new', 'open', 'waiting')
          AND CASE WHEN $1 THEN c.assignee = $2 WHEN $6 THEN due.due_at <= $7 ELSE c.assignee IS NULL END
          AND ($1 OR cardinality($3::text[]) = 0 OR c.grp = ANY($3))
        ORDER BY due.due_at NULLS LAST, c.id
        LIMIT $4 OFFSET $5
        "#,
        mine,
        person.0,
        groups,
        limit,
        offset,
        due,
        due_by,
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    Ok((rows.into_iter().map(|row| CaseId(row.id)).collect(), total))
}
