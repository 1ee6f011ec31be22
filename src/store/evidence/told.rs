//! What cases have not heard about their files yet.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::problem;
use crate::{
    domain::{
        chat::{File, FileKind},
        evidence::{self, Reuse},
        id::{CaseId, MediaId},
    },
    store::{StoreError, codec::cell},
};

/// One file of a case, and what became of it.
#[derive(Debug, Clone)]
pub struct News {
    /// Its row.
    pub media: MediaId,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// What there is to tell.
    pub what: evidence::News,
}

/// Cases that have something to hear.
pub async fn untold(db: &mut PgConnection, limit: i64) -> Result<Vec<CaseId>, StoreError> {
    let rows = sqlx::query_scalar!(
        r#"
        SELECT DISTINCT m.case_id AS "case!"
        FROM media f JOIN messages m ON m.media = f.id
        WHERE f.tell AND m.case_id IS NOT NULL
        ORDER BY 1 LIMIT $1
        "#,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(CaseId).collect())
}

/// What a case has to hear.
#[derive(Debug, Clone)]
pub struct Untold {
    /// What became of its files, oldest first.
    pub news: Vec<News>,
    /// Its customer has heard of something that is not kept.
    pub customer_knows: bool,
    /// Its customer buys wholesale.
    pub wholesale: bool,
}

/// Marks the news of a case as told, and says what they are; what its customer knows counts from `since`.
pub async fn mark_told(
    db: &mut PgConnection,
    case: CaseId,
    since: DateTime<Utc>,
) -> Result<Untold, StoreError> {
    let about = sqlx::query!(
        r#"
        SELECT EXISTS (
            SELECT FROM messages m JOIN media f ON f.id = m.media
            WHERE m.case_id = c.id AND f.person = c.customer AND f.at >= $2 AND NOT f.tell
              AND f.problem IN ('large', 'count', 'bytes')
        ) AS "knows!",
        p.buyer = 'wholesale' AS "wholesale!"
        FROM cases c JOIN people p ON p.id = c.customer
        WHERE c.id = $1
        "#,
        case.0,
        since
    )
    .fetch_one(&mut *db)
    .await?;
    let rows = sqlx::query!(
        r#"
        UPDATE media f SET tell = false
        FROM messages m, cases c
        WHERE f.tell AND m.media = f.id AND m.case_id = $1 AND c.id = m.case_id
        RETURNING f.id, f.at, f.kind, f.file, f.uniq, f.name, f.mime, f.size, f.problem, f.keeping,
                  f.person = c.customer AS "by_customer!"
        "#,
        case.0
    )
    .fetch_all(db)
    .await?;
    let mut news = rows
        .into_iter()
        .map(|row| {
            let file = File {
                kind: cell(FileKind::from_name(&row.kind), "media", "kind", row.id)?,
                id: row.file,
                unique: row.uniq,
                name: row.name,
                mime: row.mime,
                size: row.size,
                spoiler: false,
            };
            let why = (row.keeping != "kept").then(|| problem(row.problem.as_deref(), row.id)).transpose()?;
            let what = evidence::News { file, by_customer: row.by_customer, problem: why };
            Ok(News { media: MediaId(row.id), at: row.at, what })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    news.sort_by_key(|n| n.media.0);
    Ok(Untold { news, customer_knows: about.knows, wholesale: about.wholesale })
}

/// Other cases to which one of these files came before, by content or by the platform's own mark; those an earlier file
/// of the case has told of are left out.
pub async fn reuses(
    db: &mut PgConnection,
    case: CaseId,
    media: &[MediaId],
) -> Result<Vec<Reuse>, StoreError> {
    let ids: Vec<i64> = media.iter().map(|m| m.0).collect();
    let rows = sqlx::query!(
        r#"
        WITH same AS (
            SELECT mine.id AS mine, c.id AS other, c.ref AS reference
            FROM messages m
            JOIN media mine ON mine.id = m.media
            JOIN media f ON f.id < mine.id AND (f.blob = mine.blob OR f.uniq = mine.uniq AND f.uniq <> '')
            JOIN messages o ON o.media = f.id
            JOIN cases c ON c.id = o.case_id
            WHERE m.case_id = $1 AND o.case_id <> $1 AND NOT mine.tell
        )
        SELECT DISTINCT other, reference FROM same
        WHERE mine = ANY($2) AND other NOT IN (SELECT other FROM same WHERE mine <> ALL($2))
        ORDER BY other
        "#,
        case.0,
        &ids
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let reference = cell(row.reference.parse().ok(), "cases", "ref", row.other)?;
            Ok(Reuse { case: CaseId(row.other), reference })
        })
        .collect()
}
