//! Who works here.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{lang, platform, role, zone},
};
use crate::domain::{
    chat::{Account, Platform},
    front::Colleague,
    id::{CaseId, PersonId},
    lang::Lang,
    party::{Away, Party, Role, Staff},
};

/// Everybody who works here, with their account on that platform, and with another where they have none there.
pub async fn roster(db: &mut PgConnection, on: Platform) -> Result<Vec<Colleague>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT p.id, p.name, p.lang, p.lang_chosen, p.zone, a.role, a.groups, a.floor, i.account AS "account?",
               e.platform AS "elsewhere?", e.account AS "account_there?", b.since IS NOT NULL AS "away!", b.until AS "until?"
        FROM agents a JOIN people p ON p.id = a.person
        LEFT JOIN identities i ON i.person = p.id AND i.platform = $1
        LEFT JOIN LATERAL (
            SELECT o.platform, o.account FROM identities o
            WHERE o.person = p.id AND i.account IS NULL ORDER BY o.platform, o.account LIMIT 1
        ) e ON true
        LEFT JOIN absences b ON b.person = p.id
        WHERE a.removed_at IS NULL
        ORDER BY p.name, p.id
        "#,
        on.code()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let there = match (row.elsewhere, row.account_there) {
                (Some(code), Some(id)) => Some(Account { platform: platform(code, "identities", id)?, id }),
                _ => None,
            };
            Ok(Colleague {
                account: row.account.map(|id| Account { platform: on, id }).or(there),
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
                        away: row.away.then_some(Away { until: row.until }),
                    }),
                    focus: None,
                    new: false,
                    reachable: true,
                    quiet: false,
                    privacy: None,
                    company: None,
                },
            })
        })
        .collect()
}

/// What somebody may do now; nothing where they don't work here. Who became somebody else may do what those may.
pub async fn staff(db: &mut PgConnection, person: PersonId) -> Result<Option<Staff>, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT a.role, a.groups, a.floor
        FROM people p JOIN agents a ON a.person = coalesce(p.became, p.id) AND a.removed_at IS NULL
        WHERE p.id = $1
        "#,
        person.0
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let role = role(&row.role, person.0)?;
    Ok(Some(Staff { role, groups: row.groups, floor: row.floor, away: None }))
}

/// The accounts on that platform of those among `people` who work here.
pub async fn accounts(
    db: &mut PgConnection,
    people: &[PersonId],
    on: Platform,
) -> Result<HashMap<PersonId, i64>, StoreError> {
    let ids: Vec<i64> = people.iter().map(|person| person.0).collect();
    let rows = sqlx::query!(
        r#"
        -- Who was somebody else when it was said is found as who they are now.
        SELECT p.id, min(i.account) AS "account!"
        FROM people p
        JOIN agents a ON a.person = coalesce(p.became, p.id) AND a.removed_at IS NULL
        JOIN identities i ON i.person = a.person AND i.platform = $2
        WHERE p.id = ANY($1)
        GROUP BY p.id
        "#,
        &ids,
        on.code()
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (PersonId(row.id), row.account)).collect())
}

/// Admins with a chat of their own on that platform, other than `chat`: where they are told about the desk itself.
pub async fn admins(db: &mut PgConnection, on: Platform, chat: i64) -> Result<Vec<PersonId>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"
        SELECT DISTINCT a.person FROM agents a JOIN identities i ON i.person = a.person AND i.platform = $1
        WHERE a.removed_at IS NULL AND a.role = 'admin' AND i.chat <> $2 AND i.reachable
        ORDER BY a.person
        "#,
        on.code(),
        chat
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(PersonId).collect())
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

/// Ends a person's work here. Their cases go back to the queue: which ones that have not ended. `since`: what ended
/// before can't be opened again.
pub async fn remove(
    db: &mut PgConnection,
    person: PersonId,
    since: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<Vec<CaseId>, StoreError> {
    sqlx::query!("UPDATE agents SET removed_at = $2 WHERE person = $1", person.0, at)
        .execute(&mut *db)
        .await?;
    let_go(db, &[person.0], since).await
}

/// Ends every role of the configuration's admins but theirs who are still named there; their cases as in [`remove`].
pub async fn drop_floor(
    db: &mut PgConnection,
    still: &[PersonId],
    since: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<Vec<CaseId>, StoreError> {
    let still: Vec<i64> = still.iter().map(|p| p.0).collect();
    let gone = sqlx::query_scalar!(
        "UPDATE agents SET removed_at = $2 WHERE floor AND removed_at IS NULL AND person <> ALL($1) RETURNING person",
        &still,
        at
    )
    .fetch_all(&mut *db)
    .await?;
    if gone.is_empty() {
        return Ok(Vec::new());
    }
    let_go(db, &gone, since).await
}

/// Nobody has the cases of these people any more. Why also what ended: opened again it would be theirs, and in no list.
async fn let_go(
    db: &mut PgConnection,
    people: &[i64],
    since: DateTime<Utc>,
) -> Result<Vec<CaseId>, StoreError> {
    // Why: its questions name customers, and would be asked of them again.
    sqlx::query!("DELETE FROM dialogues WHERE flow = 'call' AND person = ANY($1)", people)
        .execute(&mut *db)
        .await?;
    // Why: a link opens a file for whoever has it, and they had it as one of the desk.
    sqlx::query!("DELETE FROM passes WHERE person = ANY($1)", people).execute(&mut *db).await?;
    let rows = sqlx::query!(
        r#"
        UPDATE cases SET assignee = NULL, leaver = assignee, rev = rev + 1,
               state = CASE state WHEN 'open' THEN 'new' ELSE state END
        WHERE assignee = ANY($1)
          AND (state IN ('new', 'open', 'waiting', 'solved') OR state = 'closed' AND closed_at > $2)
        RETURNING id, state <> 'closed' AS "going!"
        "#,
        people,
        since
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().filter(|row| row.going).map(|row| CaseId(row.id)).collect())
}
