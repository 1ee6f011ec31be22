//! Companies, and who buys for one.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::{
    company::{Company, Name},
    id::{CaseId, CompanyId, PersonId},
};

/// The company of that name, if there is one.
pub async fn called(db: &mut PgConnection, name: &Name) -> Result<Option<Company>, StoreError> {
    let row =
        sqlx::query!("SELECT id, name FROM companies WHERE key = $1", name.key()).fetch_optional(db).await?;
    Ok(row.map(|row| Company { id: CompanyId(row.id), name: row.name }))
}

/// Somebody buys for that company from now on. One that is not there yet is made; of two at once the first stays.
pub async fn join(
    db: &mut PgConnection,
    person: PersonId,
    company: &Company,
    by: PersonId,
    at: DateTime<Utc>,
) -> Result<CompanyId, StoreError> {
    let key = Name::read(&company.name).map_or_else(|| company.name.clone(), |name| name.key().to_owned());
    let id = sqlx::query_scalar!(
        r#"
        INSERT INTO companies (id, key, name, by, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (key) DO UPDATE SET key = excluded.key
        RETURNING id
        "#,
        company.id.0,
        key,
        company.name,
        by.0,
        at
    )
    .fetch_one(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        INSERT INTO members (person, company, by, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (person) DO UPDATE SET company = excluded.company, by = excluded.by, at = excluded.at
        "#,
        person.0,
        id,
        by.0,
        at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("UPDATE people SET buyer = 'wholesale' WHERE id = $1", person.0).execute(db).await?;
    Ok(CompanyId(id))
}

/// Somebody buys for no company any more.
pub async fn leave(db: &mut PgConnection, person: PersonId) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM members WHERE person = $1", person.0).execute(&mut *db).await?;
    sqlx::query!("UPDATE people SET buyer = 'consumer' WHERE id = $1", person.0).execute(db).await?;
    Ok(())
}

/// A case is that company's matter from now on, or nobody's.
pub async fn set_case(
    db: &mut PgConnection,
    case: CaseId,
    company: Option<CompanyId>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE cases SET company = $2 WHERE id = $1", case.0, company.map(|c| c.0))
        .execute(db)
        .await?;
    Ok(())
}

/// The newest cases of a company that are not of `person`: live ones, and those that ended after `since`.
pub async fn cases(
    db: &mut PgConnection,
    company: CompanyId,
    person: PersonId,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<CaseId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"
        SELECT id FROM cases
        WHERE company = $1 AND customer <> $2 AND state <> 'merged'
          AND (state IN ('new', 'open', 'waiting', 'solved') OR closed_at > $3)
        ORDER BY id DESC LIMIT $4
        "#,
        company.0,
        person.0,
        since,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}
