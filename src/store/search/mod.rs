//! What cases can be found by: tokens made in the domain, kept apart from the cases and filled behind them, so that
//! taking a message in pays nothing for it.
//!
//! A document says by its `print` what it was made from; another print of its case means that it is old. No dictionary
//! and no extension of the database is used.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::id::CaseId;

/// Later than anything. Why there is an end at all: a statement that is planned without its values takes a span for a
/// small part of the table, and everything since a time for a large one.
const ALWAYS: TimeDelta = TimeDelta::days(10_000);
/// Messages of one case that can be searched; the newest ones.
const MESSAGES: i64 = 500;

/// What a case can be found by.
#[derive(Debug, Clone)]
pub struct Document {
    /// Which.
    pub case: CaseId,
    /// Tokens of what it is about.
    pub head: BTreeSet<String>,
    /// All its tokens.
    pub words: BTreeSet<String>,
    /// What it was made from.
    pub print: String,
    /// When something was last written in it.
    pub newest: DateTime<Utc>,
}

/// What was written in a case.
#[derive(Debug, Clone)]
pub struct Written {
    /// The case.
    pub case: CaseId,
    /// Who wrote it.
    pub name: String,
    /// The words, with those of a file and its name.
    pub text: String,
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// All of these.
    pub tokens: BTreeSet<String>,
    /// These in what the case is about.
    pub head: BTreeSet<String>,
    /// In these states; empty = any.
    pub states: &'a [String],
    /// Opened before.
    pub before: Option<DateTime<Utc>>,
    /// Of these groups; empty = any.
    pub groups: &'a [String],
}

/// Up to when everything is in the documents; `None` before they were filled for the first time.
pub async fn filled_to(db: &mut PgConnection) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(sqlx::query_scalar!("SELECT filled_to FROM search_state").fetch_optional(db).await?)
}

/// Notes up to when everything is in the documents.
pub async fn note_filled(db: &mut PgConnection, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO search_state (filled_to) VALUES ($1) ON CONFLICT (one) DO UPDATE SET filled_to = $1",
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Cases behind `after` that have no document.
pub async fn missing(db: &mut PgConnection, after: CaseId, limit: i64) -> Result<Vec<CaseId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"
        SELECT c.id FROM cases c
        WHERE c.id > $1 AND NOT EXISTS (SELECT FROM search_docs d WHERE d.case_id = c.id)
        ORDER BY c.id LIMIT $2
        "#,
        after.0,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// Cases something happened in since then, and whose documents are old.
pub async fn stale(
    db: &mut PgConnection,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<CaseId>, StoreError> {
    let ids = sqlx::query_file_scalar!("src/store/search/stale.sql", since, limit, since + ALWAYS)
        .fetch_all(db)
        .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// The prints of cases as they are, and when something was last written in each. Read before the words, so that a
/// print never claims more than the words that were read.
pub async fn prints(
    db: &mut PgConnection,
    cases: &[CaseId],
) -> Result<Vec<(CaseId, String, DateTime<Utc>)>, StoreError> {
    let ids: Vec<i64> = cases.iter().map(|c| c.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT c.id, concat_ws('.', c.rev, md5(p.name), count(DISTINCT m.id), max(r.at)) AS "print!",
               greatest(c.opened_at, max(m.at)) AS "newest!"
        FROM cases c
        JOIN people p ON p.id = c.customer
        LEFT JOIN messages m ON m.case_id = c.id
        LEFT JOIN message_revisions r ON r.message = m.id
        WHERE c.id = ANY($1)
        GROUP BY c.id, p.name
        "#,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (CaseId(row.id), row.print, row.newest)).collect())
}

/// What was written in cases, the newest first.
pub async fn written(db: &mut PgConnection, cases: &[CaseId]) -> Result<Vec<Written>, StoreError> {
    let ids: Vec<i64> = cases.iter().map(|c| c.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT w.case_id, m.name, m.text AS "text!"
        FROM unnest($1::bigint[]) AS w(case_id)
        CROSS JOIN LATERAL (
            SELECT m.id, p.name, concat_ws(' ', m.body, f.caption, f.name) AS text
            FROM messages m JOIN people p ON p.id = m.person LEFT JOIN media f ON f.id = m.media
            WHERE m.case_id = w.case_id
            ORDER BY m.id DESC LIMIT $2
        ) m
        ORDER BY w.case_id, m.id DESC
        "#,
        &ids,
        MESSAGES
    )
    .fetch_all(db)
    .await?;
    let written = rows.into_iter().map(|row| Written {
        case: CaseId(row.case_id.unwrap_or_default()),
        name: row.name,
        text: row.text,
    });
    Ok(written.collect())
}

/// Writes documents, in the order of their cases.
pub async fn put(db: &mut PgConnection, documents: &[Document]) -> Result<(), StoreError> {
    for document in documents {
        let head: Vec<String> = document.head.iter().cloned().collect();
        let words: Vec<String> = document.words.iter().cloned().collect();
        sqlx::query!(
            r#"
            INSERT INTO search_docs (case_id, head, words, print, newest)
            VALUES ($1, array_to_tsvector($2::text[]), array_to_tsvector($3::text[]), $4, $5)
            ON CONFLICT (case_id) DO UPDATE
            SET head = excluded.head, words = excluded.words, print = excluded.print, newest = excluded.newest
            "#,
            document.case.0,
            &head,
            &words,
            document.print,
            document.newest
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Cases that hold all of it, best and newest first: what a case is about counts before what was written in it.
pub async fn find(
    db: &mut PgConnection,
    wanted: &Wanted<'_>,
    offset: i64,
    limit: i64,
) -> Result<Vec<CaseId>, StoreError> {
    let Some(tokens) = all_of(&wanted.tokens) else { return browse(db, wanted, offset, limit).await };
    // Why: how many cases hold a word decides how it is best looked for, so this statement is planned with its words.
    plan_by_values(db, true).await?;
    let ids = sqlx::query_file_scalar!(
        "src/store/search/find.sql",
        tokens,
        all_of(&wanted.head),
        wanted.states,
        wanted.before,
        wanted.groups,
        offset,
        limit
    )
    .fetch_all(&mut *db)
    .await?;
    plan_by_values(db, false).await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// Whether statements of this transaction are planned anew with their values from here on.
async fn plan_by_values(db: &mut PgConnection, yes: bool) -> Result<(), StoreError> {
    let mode = if yes { "force_custom_plan" } else { "force_generic_plan" };
    sqlx::query_scalar!("SELECT set_config('plan_cache_mode', $1, true)", mode).fetch_one(db).await?;
    Ok(())
}

/// Without words: the newest cases the filters let through.
async fn browse(
    db: &mut PgConnection,
    wanted: &Wanted<'_>,
    offset: i64,
    limit: i64,
) -> Result<Vec<CaseId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"
        SELECT id FROM cases
        WHERE (cardinality($1::text[]) = 0 OR state = ANY($1))
          AND ($2::timestamptz IS NULL OR opened_at < $2)
          AND (cardinality($3::text[]) = 0 OR grp = ANY($3))
        ORDER BY id DESC OFFSET $4 LIMIT $5
        "#,
        wanted.states,
        wanted.before,
        wanted.groups,
        offset,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// Tokens as the database asks for them, all of them; `None` for none. They hold letters and digits alone, so nothing
/// in them can be taken for anything else.
fn all_of(tokens: &BTreeSet<String>) -> Option<String> {
    let quoted: Vec<String> = tokens.iter().map(|token| format!("'{token}'")).collect();
    (!quoted.is_empty()).then(|| quoted.join(" & "))
}

/// Forgets what people's cases can be found by: what is left of them is read when something
/// happens in them.
pub async fn forget(db: &mut PgConnection, customers: &[i64]) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM search_docs WHERE case_id IN (SELECT id FROM cases WHERE customer = ANY($1))",
        customers
    )
    .execute(db)
    .await?;
    Ok(())
}
