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

/// Writes people as they are now; new ones with the account they were met by.
#[expect(clippy::too_many_lines, reason = "one statement and its columns")]
pub async fn put(
    db: &mut PgConnection,
    people: &[(Party, Account)],
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
    let quiet: Vec<bool> = people.iter().map(|(p, _)| p.quiet).collect();
    let privacy: Vec<Option<String>> = people.iter().map(|(p, _)| p.privacy.clone()).collect();
    sqlx::query!(
        r#"
        INSERT INTO people (id, name, lang, lang_chosen, zone, focus, focus_until, quiet, privacy, seen_at)
        SELECT p.*, $10
        FROM unnest($1::bigint[], $2::text[], $3::text[], $4::boolean[], $5::text[], $6::bigint[], $7::timestamptz[],
                    $8::boolean[], $9::text[])
            AS p(id, name, lang, chosen, zone, focus, until, quiet, privacy)
        ON CONFLICT (id) DO UPDATE
        SET name = excluded.name, lang = excluded.lang, lang_chosen = excluded.lang_chosen, zone = excluded.zone,
            focus = excluded.focus, focus_until = excluded.focus_until, quiet = excluded.quiet,
            privacy = excluded.privacy, seen_at = excluded.seen_at
        "#,
        &ids,
        &names,
        &langs,
        &chosen,
        &zones as &[Option<String>],
        &focus as &[Option<i64>],
        &until as &[Option<DateTime<Utc>>],
        &quiet,
        &privacy as &[Option<String>],
        at,
    )
    .execute(&mut *db)
    .await?;
    let platforms: Vec<i16> = people.iter().map(|(_, a)| a.platform.code()).collect();
    let accounts: Vec<i64> = people.iter().map(|(_, a)| a.id).collect();
    let reachable: Vec<bool> = people.iter().map(|(p, _)| p.reachable).collect();
    sqlx::query!(
        r#"
        INSERT INTO identities (platform, account, person, chat, reachable)
        SELECT platform, account, person, CASE WHEN platform = 1 THEN account END, reachable
        FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::boolean[])
            AS i(platform, account, person, reachable)
        ON CONFLICT (platform, account) DO UPDATE
        SET reachable = excluded.reachable, refusals = 0, refused_at = NULL
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

/// The platform refused something for a person because they blocked the bot; true when that is news.
pub async fn refused(
    db: &mut PgConnection,
    person: PersonId,
    platform: Platform,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let news = sqlx::query_scalar!(
        r#"
        WITH before AS (
            SELECT platform, account, reachable FROM identities WHERE person = $1 AND platform = $2 FOR UPDATE
        )
        UPDATE identities i
        SET reachable = false, refusals = least(i.refusals, 1000) + 1, refused_at = coalesce(i.refused_at, $3)
        FROM before b WHERE i.platform = b.platform AND i.account = b.account
        RETURNING b.reachable
        "#,
        person.0,
        platform.code(),
        at
    )
    .fetch_all(db)
    .await?;
    Ok(news.into_iter().any(|was| was))
}

/// Something reached a person; true when they had been out of reach.
pub async fn reached(
    db: &mut PgConnection,
    person: PersonId,
    platform: Platform,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"
        UPDATE identities SET reachable = true, refusals = 0, refused_at = NULL
        WHERE person = $1 AND platform = $2 AND NOT reachable
        "#,
        person.0,
        platform.code()
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether nothing should be said to a person that they did not ask for: they blocked the bot by the platform's own
/// word, or were refused three times over an hour and more. One refusal alone may be a passing one.
pub async fn is_gone(
    db: &mut PgConnection,
    person: PersonId,
    platform: Platform,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let gone = sqlx::query_scalar!(
        r#"
        SELECT EXISTS (
            SELECT FROM identities
            WHERE person = $1 AND platform = $2 AND NOT reachable
              AND (refusals = 0 OR refusals >= 3 AND refused_at <= $3::timestamptz - interval '1 hour')
        ) AS "gone!"
        "#,
        person.0,
        platform.code(),
        at
    )
    .fetch_one(db)
    .await?;
    Ok(gone)
}

/// One person, locked, for work that no update of theirs caused.
pub async fn lock(db: &mut PgConnection, id: PersonId) -> Result<Option<Party>, StoreError> {
    let row = sqlx::query!(
        "SELECT name, lang, lang_chosen, zone, focus, focus_until, quiet, privacy FROM people WHERE id = $1 FOR NO KEY UPDATE",
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
            quiet: row.quiet,
            privacy: row.privacy,
            company: None,
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
        -- Who was somebody else when it was said is found as who they are now.
        WHERE p.id = coalesce((SELECT became FROM people WHERE id = $1), $1)
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
