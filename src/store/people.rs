//! People and their accounts.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{lang, zone},
};
use crate::domain::{
    chat::{Account, Platform},
    id::{CaseId, PersonId},
    lang::Lang,
    party::Party,
};

/// Writes people as they are now; new ones with the account they were met by and the edition of the privacy notice
/// they are shown.
pub async fn put(
    db: &mut PgConnection,
    people: &[(Party, Account)],
    privacy: Option<&str>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    if people.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = people.iter().map(|(p, _)| p.id.0).collect();
    let names: Vec<String> = people.iter().map(|(p, _)| p.name.clone()).collect();
    let langs: Vec<String> = people.iter().map(|(p, _)| p.lang.code().to_owned()).collect();
    let chosen: Vec<bool> = people.iter().map(|(p, _)| p.lang_chosen).collect();
    let zones: Vec<Option<String>> =
        people.iter().map(|(p, _)| p.zone.map(|z| z.name().to_owned())).collect();
    let focus: Vec<Option<i64>> = people.iter().map(|(p, _)| p.focus.map(|(c, _)| c.0)).collect();
    let until: Vec<Option<DateTime<Utc>>> = people.iter().map(|(p, _)| p.focus.map(|(_, u)| u)).collect();
    sqlx::query!(
        r#"
        INSERT INTO people (id, name, lang, lang_chosen, zone, focus, focus_until, seen_at, privacy)
        SELECT id, name, lang, chosen, zone, focus, until, $8, $9
        FROM unnest($1::bigint[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::bigint[], $7::timestamptz[])
            AS p(id, name, lang, chosen, zone, focus, until)
        ON CONFLICT (id) DO UPDATE
        SET name = excluded.name, lang = excluded.lang, lang_chosen = excluded.lang_chosen, zone = excluded.zone,
            focus = excluded.focus, focus_until = excluded.focus_until, seen_at = excluded.seen_at
        "#,
        &ids,
        &names,
        &langs,
        &chosen,
        &zones as &[Option<String>],
        &focus as &[Option<i64>],
        &until as &[Option<DateTime<Utc>>],
        at,
        privacy,
    )
    .execute(&mut *db)
    .await?;
    let platforms: Vec<i16> = people.iter().map(|(_, a)| a.platform.code()).collect();
    let accounts: Vec<i64> = people.iter().map(|(_, a)| a.id).collect();
    let reachable: Vec<bool> = people.iter().map(|(p, _)| p.reachable).collect();
    sqlx::query!(
        r#"
        INSERT INTO identities (platform, account, person, chat, reachable)
        SELECT platform, account, person, account, reachable
        FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::boolean[])
            AS i(platform, account, person, reachable)
        ON CONFLICT (platform, account) DO UPDATE SET reachable = excluded.reachable
        WHERE identities.person = excluded.person
        "#,
        &platforms,
        &accounts,
        &ids,
        &reachable,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Marks a person as out of reach on a platform, or in it again.
pub async fn set_reachable(
    db: &mut PgConnection,
    person: PersonId,
    platform: Platform,
    yes: bool,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE identities SET reachable = $3 WHERE person = $1 AND platform = $2",
        person.0,
        platform.code(),
        yes
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One person, locked, for work that no update of theirs caused.
pub async fn lock(db: &mut PgConnection, id: PersonId) -> Result<Option<Party>, StoreError> {
    let row = sqlx::query!(
        "SELECT name, lang, lang_chosen, zone, focus, focus_until FROM people WHERE id = $1 FOR UPDATE",
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Party {
            id,
            name: row.name,
            lang: lang(&row.lang, id.0)?,
            lang_chosen: row.lang_chosen,
            zone: zone(row.zone.as_deref(), id.0)?,
            staff: None,
            focus: row.focus.map(CaseId).zip(row.focus_until),
            new: false,
            reachable: true,
        })
    })
    .transpose()
}

/// How a person reads, and where they are reached.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// Their language.
    pub lang: Lang,
    /// Their own zone.
    pub zone: Option<chrono_tz::Tz>,
    /// Their chat on the platform asked for, if they have one there.
    pub chat: Option<i64>,
}

/// How a person reads, and where they are reached on a platform.
pub async fn reader(
    db: &mut PgConnection,
    person: PersonId,
    platform: Platform,
) -> Result<Option<Reader>, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT p.lang, p.zone, i.chat AS "chat?"
        FROM people p LEFT JOIN identities i ON i.person = p.id AND i.platform = $2
        WHERE p.id = $1
        LIMIT 1
        "#,
        person.0,
        platform.code()
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Reader {
            lang: lang(&row.lang, person.0)?,
            zone: zone(row.zone.as_deref(), person.0)?,
            chat: row.chat,
        })
    })
    .transpose()
}
