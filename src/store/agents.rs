//! Who works here.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{lang, role, zone},
};
use crate::domain::{
    chat::{Account, Platform},
    front::Colleague,
    id::PersonId,
    lang::Lang,
    party::{Party, Role, Staff},
};

/// Everybody who works here, with their account on `platform`.
pub async fn roster(db: &mut PgConnection, on: Platform) -> Result<Vec<Colleague>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT p.id, p.name, p.lang, p.lang_chosen, p.zone, a.role, a.groups, a.floor, i.account AS "account?"
        FROM agents a JOIN people p ON p.id = a.person
        LEFT JOIN identities i ON i.person = p.id AND i.platform = $1
        WHERE a.removed_at IS NULL
        ORDER BY p.name, p.id
        "#,
        on.code()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Colleague {
                account: row.account,
                party: Party {
                    id: PersonId(row.id),
                    name: row.name,
                    lang: lang(&row.lang, row.id)?,
                    lang_chosen: row.lang_chosen,
                    zone: zone(row.zone.as_deref(), row.id)?,
                    staff: Some(Staff {
                        role: role(&row.role, row.id)?,
                        groups: row.groups,
                        floor: row.floor,
                    }),
                    focus: None,
                    new: false,
                    reachable: true,
                },
            })
        })
        .collect()
}

/// The person behind an account; somebody not met yet gets a row under `new`, named by their number.
pub async fn person_of(
    db: &mut PgConnection,
    account: Account,
    new: PersonId,
    at: DateTime<Utc>,
) -> Result<PersonId, StoreError> {
    let known = sqlx::query_scalar!(
        "SELECT person FROM identities WHERE platform = $1 AND account = $2",
        account.platform.code(),
        account.id
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(id) = known {
        return Ok(PersonId(id));
    }
    sqlx::query!(
        "INSERT INTO people (id, name, lang, seen_at) VALUES ($1, $2, $3, $4)",
        new.0,
        account.id.to_string(),
        Lang::default().code(),
        at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO identities (platform, account, person, chat) VALUES ($1, $2, $3, $2)",
        account.platform.code(),
        account.id,
        new.0
    )
    .execute(db)
    .await?;
    Ok(new)
}

/// Gives a person a role, or a new one.
pub async fn put(
    db: &mut PgConnection,
    person: PersonId,
    role: Role,
    groups: &[String],
    floor: bool,
    by: Option<PersonId>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO agents (person, role, groups, floor, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (person) DO UPDATE
        SET role = excluded.role, groups = excluded.groups, floor = excluded.floor,
            added_by = excluded.added_by, added_at = excluded.added_at, removed_at = NULL
        "#,
        person.0,
        role.name(),
        groups,
        floor,
        by.map(|p| p.0),
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends a person's work here. Their cases go back to the queue.
pub async fn remove(db: &mut PgConnection, person: PersonId, at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("UPDATE agents SET removed_at = $2 WHERE person = $1", person.0, at)
        .execute(&mut *db)
        .await?;
    sqlx::query!(
        r#"
        UPDATE cases SET assignee = NULL, rev = rev + 1,
               state = CASE state WHEN 'open' THEN 'new' ELSE state END
        WHERE assignee = $1 AND state IN ('new', 'open', 'waiting')
        "#,
        person.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends every role of the configuration's admins but theirs who are still named there.
pub async fn drop_floor(
    db: &mut PgConnection,
    still: &[PersonId],
    at: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let still: Vec<i64> = still.iter().map(|p| p.0).collect();
    let done = sqlx::query!(
        "UPDATE agents SET removed_at = $2 WHERE floor AND removed_at IS NULL AND person <> ALL($1)",
        &still,
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
