//! Two accounts of one person: everything of the one row becomes the other's.
//!
//! The row that gives way stays, emptied, with who it became: what is on its way to it still finds its reader.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{StoreError, codec, erasure::NOBODY};
use crate::domain::{
    chat::Account,
    front::binding::Half,
    id::{CaseId, PersonId},
};

/// Somebody by their account or their row, locked, with all their accounts; nobody where the desk has not met them.
pub async fn half(
    db: &mut PgConnection,
    account: Option<Account>,
    person: Option<PersonId>,
) -> Result<Option<Half>, StoreError> {
    // Why a statement of its own: one that waits for a lock reads everything else as it was before it waited.
    sqlx::query!(
        r#"
        SELECT p.id FROM people p
        WHERE p.became IS NULL
          AND p.id = coalesce($1, (SELECT person FROM identities WHERE platform = $2 AND account = $3))
        FOR UPDATE
        "#,
        person.map(|p| p.0),
        account.map(|a| a.platform.code()),
        account.map(|a| a.id),
    )
    .fetch_optional(&mut *db)
    .await?;
    let row = sqlx::query!(
        r#"
        SELECT p.id, p.name, p.phone, a.role AS "role?",
               ARRAY(SELECT i.platform FROM identities i WHERE i.person = p.id ORDER BY i.platform, i.account)
                   AS "platforms!",
               ARRAY(SELECT i.account FROM identities i WHERE i.person = p.id ORDER BY i.platform, i.account)
                   AS "accounts!",
               ARRAY(SELECT c.id FROM cases c WHERE c.customer = p.id
                     AND c.state IN ('new', 'open', 'waiting', 'solved') ORDER BY c.id) AS "cases!"
        FROM people p LEFT JOIN agents a ON a.person = p.id AND a.removed_at IS NULL
        WHERE p.became IS NULL
          AND p.id = coalesce($1, (SELECT person FROM identities WHERE platform = $2 AND account = $3))
        FOR UPDATE OF p
        "#,
        person.map(|p| p.0),
        account.map(|a| a.platform.code()),
        account.map(|a| a.id),
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let accounts = row.platforms.iter().zip(&row.accounts);
    let accounts = accounts
        .map(|(code, id)| Ok(Account { platform: codec::platform(*code, "identities", row.id)?, id: *id }))
        .collect::<Result<_, StoreError>>()?;
    Ok(Some(Half {
        person: PersonId(row.id),
        name: row.name,
        role: row.role.map(|name| codec::role(&name, row.id)).transpose()?,
        accounts,
        phone: row.phone,
        cases: row.cases.into_iter().map(CaseId).collect(),
    }))
}

/// Makes `gone` one with `kept`; both are locked since they were looked at.
pub async fn join(
    db: &mut PgConnection,
    kept: PersonId,
    gone: PersonId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (kept, gone) = (kept.0, gone.0);
    the_stricter(db, kept, gone, at).await?;
    appointments(db, kept, gone).await?;
    one_each(db, kept, gone).await?;
    one_letter_each(db, kept, gone).await?;
    surveys(db, kept, gone).await?;
    whose(db, kept, gone).await?;
    who_did_it(db, kept, gone).await?;
    sqlx::query!(
        r#"
        UPDATE people k SET seen_at = greatest(k.seen_at, g.seen_at), quiet = k.quiet OR g.quiet,
               phone = coalesce(k.phone, g.phone)
        FROM people g WHERE k.id = $1 AND g.id = $2
        "#,
        kept,
        gone
    )
    .execute(&mut *db)
    .await?;
    where_they_are(db, kept).await?;
    sqlx::query!(
        r#"
        UPDATE people
        SET name = $3, lang_chosen = false, zone = NULL, privacy = NULL, focus = NULL, focus_until = NULL, quiet = false,
            buyer = 'consumer', seen_at = $4, became = $2, phone = NULL
        WHERE id = $1
        "#,
        gone,
        kept,
        NOBODY,
        at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("UPDATE people SET became = $2 WHERE became = $1", gone, kept).execute(&mut *db).await?;
    // Why: what happened to the one counts for the other now.
    super::surveys::turns::wake(db, &[kept], at).await?;
    Ok(())
}

/// Whose help it is. Why not all of them: of two at the same time one stays with the row that gave way, for its agent can't be in
/// two places.
async fn appointments(db: &mut PgConnection, kept: i64, gone: i64) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE appointments g SET agent = $1
        WHERE g.agent = $2
          AND (g.stage <> 'open' OR g.starts IS NULL OR NOT EXISTS (
                          SELECT FROM appointments k
                          WHERE k.agent = $1 AND k.stage = 'open' AND k.starts IS NOT NULL
                            AND tstzrange(k.starts, k.starts + k.minutes * interval '1 minute')
                                && tstzrange(g.starts, g.starts + g.minutes * interval '1 minute')))
        "#,
        kept,
        gone
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What was opened on the phone is talked about where its customer is from now on.
async fn where_they_are(db: &mut PgConnection, kept: i64) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE cases c SET platform = (SELECT min(i.platform) FROM identities i WHERE i.person = $1)
        WHERE c.customer = $1
          AND EXISTS (SELECT FROM identities i WHERE i.person = $1)
          AND NOT EXISTS (SELECT FROM identities i WHERE i.person = $1 AND i.platform = c.platform)
        "#,
        kept
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Of two bars the stricter stays: one that holds, a block before a mute, the longer of two alike.
async fn the_stricter(
    db: &mut PgConnection,
    kept: i64,
    gone: i64,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        DELETE FROM restrictions k USING restrictions g
        WHERE k.person = $1 AND g.person = $2
          AND (k.until <= $3
               OR (g.until IS NULL OR g.until > $3)
                  AND (g.kind = 'blocked' AND k.kind = 'muted'
                       OR g.kind = k.kind AND k.until IS NOT NULL AND (g.until IS NULL OR g.until > k.until)))
        "#,
        kept,
        gone,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Nobody hears a message to many twice: where both were to get it, theirs stays.
async fn one_letter_each(db: &mut PgConnection, kept: i64, gone: i64) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE letter_people r SET person = $1
        WHERE person = $2 AND NOT EXISTS (SELECT FROM letter_people k WHERE k.person = $1 AND k.letter = r.letter)
        "#,
        kept,
        gone
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("DELETE FROM letter_people WHERE person = $1", gone).execute(db).await?;
    Ok(())
}

/// What a person has once: theirs stays, the other's takes an empty place. Of two roles the greater stays.
async fn one_each(db: &mut PgConnection, kept: i64, gone: i64) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE agents k
        SET role = CASE WHEN 'admin' IN (k.role, g.role) THEN 'admin' WHEN 'lead' IN (k.role, g.role) THEN 'lead'
                        ELSE 'agent' END,
            groups = CASE WHEN k.groups = '{}' OR g.groups = '{}' THEN '{}'
                          ELSE ARRAY(SELECT DISTINCT unnest(k.groups || g.groups) ORDER BY 1) END,
            floor = k.floor OR g.floor, turn = greatest(k.turn, g.turn)
        FROM agents g
        WHERE k.person = $1 AND g.person = $2 AND k.removed_at IS NULL AND g.removed_at IS NULL
        "#,
        kept,
        gone
    )
    .execute(&mut *db)
    .await?;
    // Why: who works here by one account is no stranger because the other left once.
    sqlx::query!(
        r#"
        DELETE FROM agents k USING agents g
        WHERE k.person = $1 AND g.person = $2 AND k.removed_at IS NOT NULL AND g.removed_at IS NULL
        "#,
        kept,
        gone
    )
    .execute(&mut *db)
    .await?;
    macro_rules! once {
        ($($update:literal, $delete:literal;)+) => {$(
            sqlx::query!($update, kept, gone).execute(&mut *db).await?;
            sqlx::query!($delete, gone).execute(&mut *db).await?;
        )+};
    }
    once! {
        "UPDATE agents SET person = $1 WHERE person = $2 AND NOT EXISTS (SELECT FROM agents WHERE person = $1)",
        "DELETE FROM agents WHERE person = $1";
        "UPDATE absences SET person = $1 WHERE person = $2 AND NOT EXISTS (SELECT FROM absences WHERE person = $1)",
        "DELETE FROM absences WHERE person = $1";
        "UPDATE restrictions SET person = $1 WHERE person = $2 AND NOT EXISTS (SELECT FROM restrictions WHERE person = $1)",
        "DELETE FROM restrictions WHERE person = $1";
        "UPDATE members SET person = $1 WHERE person = $2 AND NOT EXISTS (SELECT FROM members WHERE person = $1)",
        "DELETE FROM members WHERE person = $1";
        "UPDATE reactions r SET person = $1 WHERE person = $2
           AND NOT EXISTS (SELECT FROM reactions k WHERE k.person = $1 AND k.message = r.message)",
        "DELETE FROM reactions WHERE person = $1";
        "UPDATE dialogues d SET person = $1, active = d.active AND NOT EXISTS
           (SELECT FROM dialogues k WHERE k.person = $1 AND k.platform = d.platform AND k.active)
         WHERE person = $2 AND NOT EXISTS
           (SELECT FROM dialogues k WHERE k.person = $1 AND k.platform = d.platform AND k.flow = d.flow)",
        "DELETE FROM dialogues WHERE person = $1";
    }
    sqlx::query!(
        "UPDATE people SET buyer = 'wholesale' WHERE id = $1 AND EXISTS (SELECT FROM members WHERE person = $1)",
        kept
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What they may be asked about, once each.
async fn surveys(db: &mut PgConnection, kept: i64, gone: i64) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE survey_occasions o SET person = $1 WHERE person = $2 AND NOT EXISTS
           (SELECT FROM survey_occasions k WHERE k.person = $1 AND k.kind = o.kind AND k.subject = o.subject)
        "#,
        kept,
        gone
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("DELETE FROM survey_occasions WHERE person = $1", gone).execute(&mut *db).await?;
    sqlx::query!(
        "UPDATE survey_turns SET person = $1 WHERE person = $2 AND NOT EXISTS (SELECT FROM survey_turns WHERE person = $1)",
        kept,
        gone
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("DELETE FROM survey_turns WHERE person = $1", gone).execute(db).await?;
    Ok(())
}

/// What is theirs.
async fn whose(db: &mut PgConnection, kept: i64, gone: i64) -> Result<(), StoreError> {
    macro_rules! all {
        ($($update:literal),+ $(,)?) => {$(sqlx::query!($update, kept, gone).execute(&mut *db).await?;)+};
    }
    all! {
        "UPDATE identities SET person = $1 WHERE person = $2",
        "UPDATE cases SET customer = $1, rev = rev + 1 WHERE customer = $2",
        "UPDATE cases SET assignee = $1 WHERE assignee = $2",
        "UPDATE cases SET leaver = $1 WHERE leaver = $2",
        "UPDATE messages SET person = $1 WHERE person = $2",
        "UPDATE media SET person = $1 WHERE person = $2",
        "UPDATE questions SET person = $1 WHERE person = $2",
        "UPDATE slips SET person = $1 WHERE person = $2",
        "UPDATE passes SET person = $1 WHERE person = $2",
        "UPDATE order_lookups SET person = $1 WHERE person = $2",
        "UPDATE surveys SET person = $1 WHERE person = $2",
        "UPDATE privacy_acts SET person = $1 WHERE person = $2",
        "UPDATE outbox SET person = $1 WHERE person = $2",
    }
    Ok(())
}

/// What they did.
async fn who_did_it(db: &mut PgConnection, kept: i64, gone: i64) -> Result<(), StoreError> {
    macro_rules! all {
        ($($update:literal),+ $(,)?) => {$(sqlx::query!($update, kept, gone).execute(&mut *db).await?;)+};
    }
    all! {
        r#"UPDATE case_events SET "by" = $1 WHERE "by" = $2"#,
        "UPDATE alerts SET acked_by = $1 WHERE acked_by = $2",
        r#"UPDATE verdicts SET "by" = $1 WHERE "by" = $2"#,
        "UPDATE verdicts SET second_by = $1 WHERE second_by = $2",
        "UPDATE verdicts SET appeal_by = $1 WHERE appeal_by = $2",
        r#"UPDATE quotes SET "by" = $1 WHERE "by" = $2"#,
        "UPDATE quotes SET second_by = $1 WHERE second_by = $2",
        "UPDATE quotes SET ended_by = $1 WHERE ended_by = $2",
        r#"UPDATE quote_offers SET "by" = $1 WHERE "by" = $2"#,
        r#"UPDATE order_events SET "by" = $1 WHERE "by" = $2"#,
        r#"UPDATE surveys SET "by" = $1 WHERE "by" = $2"#,
        "UPDATE surveys SET visited_by = $1 WHERE visited_by = $2",
        r#"UPDATE case_links SET "by" = $1 WHERE "by" = $2"#,
        r#"UPDATE macros SET "by" = $1 WHERE "by" = $2"#,
        r#"UPDATE restrictions SET "by" = $1 WHERE "by" = $2"#,
        r#"UPDATE companies SET "by" = $1 WHERE "by" = $2"#,
        r#"UPDATE members SET "by" = $1 WHERE "by" = $2"#,
        r#"UPDATE invites SET "by" = $1 WHERE "by" = $2"#,
        r#"UPDATE letters SET "by" = $1 WHERE "by" = $2"#,
        "UPDATE invites SET used_by = $1 WHERE used_by = $2",
        "UPDATE agents SET added_by = $1 WHERE added_by = $2",
        "UPDATE privacy_acts SET asked_by = $1 WHERE asked_by = $2",
        "UPDATE privacy_acts SET granted_by = $1 WHERE granted_by = $2",
        "UPDATE exports SET person = $1 WHERE person = $2",
    }
    Ok(())
}
