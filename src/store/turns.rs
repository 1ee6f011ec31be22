//! Cases nobody has, and who may be given one.

use sqlx::PgConnection;

use super::{StoreError, codec::role};
use crate::domain::{
    id::{CaseId, PersonId},
    party::{Away, Staff},
    turns::Hand,
};

/// A case nobody has, without what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// Which.
    pub case: CaseId,
    /// The name of who had it, while its customer still believes so.
    pub leaver: Option<String>,
    /// Who gave it back last.
    pub gave_back: Option<PersonId>,
}

/// Whether there is a case to be given out by one of these groups, or a customer who knows a name that is true no more.
pub async fn is_any(db: &mut PgConnection, groups: &[String]) -> Result<bool, StoreError> {
    let any = sqlx::query_scalar!(
        r#"
        SELECT EXISTS (SELECT FROM cases WHERE assignee IS NULL AND state = 'new' AND grp = ANY($1))
            OR EXISTS (SELECT FROM cases WHERE leaver IS NOT NULL AND assignee IS NULL AND state IN ('new', 'waiting'))
               AS "any!"
        "#,
        groups
    )
    .fetch_one(db)
    .await?;
    Ok(any)
}

/// New cases of these groups that nobody has, and those whose customers know a name that is true no more; what is due first
/// on top.
pub async fn loose(db: &mut PgConnection, groups: &[String], limit: i64) -> Result<Vec<Loose>, StoreError> {
    let rows = sqlx::query!(
        r#"
        WITH free AS (
            SELECT id FROM cases WHERE assignee IS NULL AND state = 'new' AND grp = ANY($1)
            UNION
            SELECT id FROM cases WHERE leaver IS NOT NULL AND assignee IS NULL AND state IN ('new', 'waiting')
        )
        SELECT c.id, p.name AS "leaver?",
               CASE WHEN last.kind = 'released' THEN last.by END AS gave_back
        FROM free
        JOIN cases c ON c.id = free.id
        LEFT JOIN people p ON p.id = c.leaver
        LEFT JOIN LATERAL (
            SELECT e.kind, e.by FROM case_events e
            WHERE e.case_id = c.id AND e.kind IN ('taken', 'assigned', 'given', 'released', 'left', 'away', 'transferred')
            ORDER BY e.id DESC LIMIT 1
        ) last ON true
        LEFT JOIN LATERAL (
            SELECT min(k.due_at) AS due_at FROM clocks k
            WHERE k.case_id = c.id AND (k.state = 'running' OR k.state = 'missed' AND k.ended_at IS NULL)
        ) due ON true
        ORDER BY due.due_at NULLS LAST, c.id
        LIMIT $2
        "#,
        groups,
        limit
    )
    .fetch_all(db)
    .await?;
    let loose = rows.into_iter().map(|row| Loose {
        case: CaseId(row.id),
        leaver: row.leaver,
        gave_back: row.gave_back.map(PersonId),
    });
    Ok(loose.collect())
}

/// Lets nobody else give cases to the people of these groups until the transaction ends.
///
/// Why their rows of `people`, in the order of their ids: so does what they say themselves, and nobody waits for each other.
/// Why a statement of its own: one that waits for a lock reads everything else as it was before it waited.
pub async fn lock(db: &mut PgConnection, groups: &[String]) -> Result<(), StoreError> {
    sqlx::query_scalar!(
        r#"
        SELECT p.id FROM agents a JOIN people p ON p.id = a.person
        WHERE a.removed_at IS NULL AND a.groups && $1
        ORDER BY p.id
        FOR NO KEY UPDATE OF p, a
        "#,
        groups
    )
    .fetch_all(db)
    .await?;
    Ok(())
}

/// The people of these groups with what they work on.
pub async fn hands(db: &mut PgConnection, groups: &[String]) -> Result<Vec<Hand>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT p.id, p.name, a.role, a.groups, a.floor, a.turn, b.since IS NOT NULL AS "away!", b.until AS "until?",
               (SELECT count(*) FROM cases c WHERE c.assignee = p.id AND c.state = 'open') AS "open!"
        FROM agents a JOIN people p ON p.id = a.person
        LEFT JOIN absences b ON b.person = p.id
        WHERE a.removed_at IS NULL AND a.groups && $1
        ORDER BY p.id
        "#,
        groups
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Hand {
                person: PersonId(row.id),
                name: row.name,
                staff: Staff {
                    role: role(&row.role, row.id)?,
                    groups: row.groups,
                    floor: row.floor,
                    away: row.away.then_some(Away { until: row.until }),
                },
                open: u32::try_from(row.open).unwrap_or(u32::MAX),
                turn: row.turn,
            })
        })
        .collect()
}

/// How many cases somebody works on.
pub async fn load(db: &mut PgConnection, person: PersonId) -> Result<i64, StoreError> {
    let open = sqlx::query_scalar!(
        r#"SELECT count(*) AS "open!" FROM cases WHERE assignee = $1 AND state = 'open'"#,
        person.0
    );
    Ok(open.fetch_one(db).await?)
}

/// Whose turn it was.
pub async fn put(db: &mut PgConnection, turns: &[(PersonId, i64)]) -> Result<(), StoreError> {
    if turns.is_empty() {
        return Ok(());
    }
    // Why by person: somebody may have had two turns at once, and the last counts.
    let last: std::collections::BTreeMap<PersonId, i64> = turns.iter().copied().collect();
    let (people, turns): (Vec<i64>, Vec<i64>) =
        last.into_iter().map(|(person, turn)| (person.0, turn)).unzip();
    sqlx::query!(
        r#"
        UPDATE agents a SET turn = w.turn FROM unnest($1::bigint[], $2::bigint[]) AS w(person, turn)
        WHERE a.person = w.person
        "#,
        &people,
        &turns
    )
    .execute(db)
    .await?;
    Ok(())
}
