//! Everything kept of a person goes, and so do the words of cases that ended long ago.
//!
//! A case stays as numbers and dates: its product family, part, quantities, clocks, and a hash in the place of its
//! number. What else there is of a person is deleted, not blanked. `tables` names every column of the schema and says
//! whether it can hold anything of a person; a test compares it with the schema, so that nothing new is forgotten.

mod places;
mod tables;
mod wear;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::{
    chat::{Address, Platform},
    id::CaseId,
    lang::Lang,
    plan::Erasure,
    privacy::RECALLABLE,
    reference::{Prefix, Reference},
};

use places::{copies, drop_unsaid, messages_of, own_chat, rooms};
pub use tables::{Held, tables};
use wear::wear;

/// What stands where a name was.
pub const NOBODY: &str = "—";

/// What was erased, and what of it stands on a platform still.
#[derive(Debug, Default)]
pub struct Gone {
    /// Their cases.
    pub cases: Vec<CaseId>,
    /// The rooms of these.
    pub rooms: Vec<Address>,
    /// Copies young enough to be taken back: platform, chat, message.
    pub copies: Vec<(Platform, i64, i64)>,
    /// Where they are told how it ended, and in what language.
    pub chat: Option<(Address, Lang)>,
}

/// Erases everything of a person. `staff` are the chats of the staff sides; `prefix` that of case numbers.
pub async fn erase(
    db: &mut PgConnection,
    erasure: &Erasure,
    prefix: &Prefix,
    staff: &[Address],
) -> Result<Gone, StoreError> {
    let person = erasure.person.0;
    let young = erasure.at - RECALLABLE;
    let mut gone = Gone { chat: own_chat(db, erasure.person).await?, ..Gone::default() };
    let cases = sqlx::query!(
        r#"
        SELECT id, ref AS reference,
               ('x' || substr(encode(sha256(convert_to(ref, 'UTF8')), 'hex'), 1, 12))::bit(48)::bigint AS "hash!"
        FROM cases WHERE customer = $1 ORDER BY id FOR UPDATE
        "#,
        person
    )
    .fetch_all(&mut *db)
    .await?;
    let ids: Vec<i64> = cases.iter().map(|c| c.id).collect();
    gone.cases = ids.iter().copied().map(CaseId).collect();
    gone.rooms = rooms(db, &ids).await?;
    let messages = messages_of(db, person, &ids).await?;
    let mut copies = copies(db, person, &ids, &messages).await?;
    let accounts = sqlx::query_scalar!("SELECT account FROM identities WHERE person = $1", person)
        .fetch_all(&mut *db)
        .await?;
    let mut names: Vec<String> = cases.iter().map(|c| c.reference.clone()).collect();
    names.extend(accounts.iter().map(ToString::to_string));
    copies.extend(drop_unsaid(db, person, &ids, &names, staff).await?);
    // Why not the one they are told in: it goes when they have read it.
    gone.rooms.retain(|room| gone.chat.is_none_or(|(told, _)| told.chat != room.holder()));
    let dropped: Vec<i64> = gone.rooms.iter().filter(|r| r.thread.is_some()).map(Address::holder).collect();
    let side = |chat: i64| staff.iter().any(|side| side.chat == chat);
    // Why: a topic or thread goes as a whole, whatever its age.
    copies.retain(|c| !dropped.contains(&c.chat) || c.platform == Platform::Telegram && !side(c.chat));
    let older = copies.iter().filter(|c| c.at < young).count();
    gone.copies = copies.iter().filter(|c| c.at >= young).map(|c| (c.platform, c.chat, c.remote)).collect();
    gone.copies.sort_unstable_by_key(|(_, chat, remote)| (*chat, *remote));
    gone.copies.dedup();
    let files = sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM media WHERE person = $1"#, person)
        .fetch_one(&mut *db)
        .await?;
    unname_orders(db, &ids, person).await?;
    delete_messages(db, &messages).await?;
    wear(db, &ids, erasure.at).await?;
    sqlx::query!("DELETE FROM places WHERE case_id = ANY($1)", &ids).execute(&mut *db).await?;
    let hashed: Vec<String> =
        cases.iter().map(|c| Reference::new(prefix.clone(), c.hash.unsigned_abs()).to_string()).collect();
    sqlx::query!(
        "UPDATE cases c SET ref = w.ref, company = NULL FROM unnest($1::bigint[], $2::text[]) AS w(id, ref) WHERE c.id = w.id",
        &ids,
        &hashed
    )
    .execute(&mut *db)
    .await?;
    forget(db, person, &accounts, erasure.at).await?;
    // Why here, although the hourly round does it too: what is said to be gone is gone.
    super::evidence::drop_orphans(db, i64::MAX).await?;
    prove(db, erasure, &gone, (ids.len(), messages.len(), files, older)).await?;
    Ok(gone)
}

/// Their name on the orders of their cases.
async fn unname_orders(db: &mut PgConnection, ids: &[i64], person: i64) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE orders o SET customer = NULL
        FROM case_orders c, people p
        WHERE c.case_id = ANY($1) AND o.key = c.key AND p.id = $2 AND lower(trim(o.customer)) = lower(trim(p.name))
        "#,
        ids,
        person
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Deletes messages with all that hangs on them.
async fn delete_messages(db: &mut PgConnection, messages: &[i64]) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM message_revisions WHERE message = ANY($1)", messages).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM reactions WHERE message = ANY($1)", messages).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM links WHERE message = ANY($1)", messages).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM media WHERE id IN (SELECT media FROM messages WHERE id = ANY($1))", messages)
        .execute(&mut *db)
        .await?;
    sqlx::query!("UPDATE messages SET reply_to = NULL WHERE reply_to = ANY($1)", messages)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM messages WHERE id = ANY($1)", messages).execute(db).await?;
    Ok(())
}

/// What is a person's and no case's: drafts, files, accounts, name, and updates that could not be read.
async fn forget(
    db: &mut PgConnection,
    person: i64,
    accounts: &[i64],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM dialogues WHERE person = $1", person).execute(&mut *db).await?;
    // Why: a call that is being taken down offers them by name.
    sqlx::query!(
        "DELETE FROM dialogues WHERE flow = 'call' AND draft @> jsonb_build_object('call', jsonb_build_object('found', jsonb_build_array(jsonb_build_object('person', $1::bigint))))",
        person
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("DELETE FROM reactions WHERE person = $1", person).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM letter_people WHERE person = $1", person).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM questions WHERE person = $1", person).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM absences WHERE person = $1", person).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM restrictions WHERE person = $1", person).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM members WHERE person = $1", person).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM order_lookups WHERE person = $1", person).execute(&mut *db).await?;
    forget_surveys(db, person).await?;
    sqlx::query!("DELETE FROM media WHERE person = $1", person).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM passes WHERE person = $1", person).execute(&mut *db).await?;
    sqlx::query!(
        r#"
        DELETE FROM threads t USING identities i
        WHERE i.person = $1 AND t.platform = i.platform AND t.account = i.account
        "#,
        person
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("DELETE FROM identities WHERE person = $1", person).execute(&mut *db).await?;
    for account in accounts {
        sqlx::query!(
            "DELETE FROM quarantine WHERE jsonb_path_exists(raw, '$.**.id ? (@ == $account)', $1)",
            serde_json::json!({ "account": account })
        )
        .execute(&mut *db)
        .await?;
        sqlx::query!("DELETE FROM menus WHERE chat = $1", *account).execute(&mut *db).await?;
    }
    sqlx::query!(
        r#"
        UPDATE people
        SET name = $2, lang_chosen = false, zone = NULL, privacy = NULL, focus = NULL, focus_until = NULL,
            quiet = false, buyer = 'consumer', phone = NULL, seen_at = $3
        WHERE id = $1
        "#,
        person,
        NOBODY,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What they wrote in surveys, and what they would be asked about. Their scores stay as numbers.
async fn forget_surveys(db: &mut PgConnection, person: i64) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM survey_turns WHERE person = $1", person).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM survey_occasions WHERE person = $1", person).execute(&mut *db).await?;
    sqlx::query!(
        r#"
        UPDATE surveys
        SET about = NULL, comment = NULL, comment_from = NULL, look_at = NULL,
            visit_note = CASE WHEN visit_note IS NOT NULL THEN '' END,
            stage = CASE WHEN stage IN ('open', 'unanswered') THEN 'dropped' ELSE stage END
        WHERE person = $1
        "#,
        person
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The request becomes the proof: numbers and dates.
async fn prove(
    db: &mut PgConnection,
    erasure: &Erasure,
    gone: &Gone,
    (cases, messages, files, older): (usize, usize, i64, usize),
) -> Result<(), StoreError> {
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    sqlx::query!(
        r#"
        UPDATE privacy_acts
        SET granted_by = $2, done_at = $3, cases = $4, messages = $5, files = $6, older = $7,
            platform = $8, chat = $9, lang = $10
        WHERE id = $1
        "#,
        erasure.id.0,
        erasure.granted_by.map(|p| p.0),
        erasure.at,
        count(cases),
        count(messages),
        i32::try_from(files).unwrap_or(i32::MAX),
        count(older),
        gone.chat.map(|(place, _)| place.platform.code()),
        gone.chat.map(|(place, _)| place.chat),
        gone.chat.map(|(_, lang)| lang.code()),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets one batch of people: nothing of any case of theirs is kept in words, they are in no list of the desk's, and
/// they have shown nothing new since `before`. Their cases stay as numbers, nobody's. How many people that were.
///
/// Who has a draft, waits for an answer, or has words set aside is still in conversation; a restriction in force needs
/// the account it is about; who left the list of agents is named beside their answers for as long as those may be kept.
pub async fn forget_old(
    db: &mut PgConnection,
    before: DateTime<Utc>,
    at: DateTime<Utc>,
    limit: i64,
) -> Result<u64, StoreError> {
    // Why twice: a case may be opened between the look at somebody and the lock on them; what the second look sees of those
    // the first one locked is so until the end.
    let locked = forgotten(db, before, at, limit).await?;
    let mut people = forgotten(db, before, at, limit).await?;
    people.retain(|row| locked.contains(row));
    for (person, accounts) in &people {
        forget(db, *person, accounts, at).await?;
    }
    let ids: Vec<i64> = people.iter().map(|(person, _)| *person).collect();
    sqlx::query!("DELETE FROM outbox WHERE person = ANY($1) AND state <> 'sending'", &ids)
        .execute(db)
        .await?;
    Ok(people.len() as u64)
}

/// People nothing is kept of any more but who they are, locked, each with their accounts.
async fn forgotten(
    db: &mut PgConnection,
    before: DateTime<Utc>,
    at: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(i64, Vec<i64>)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT p.id, ARRAY(SELECT i.account FROM identities i WHERE i.person = p.id ORDER BY i.account) AS "accounts!"
        FROM people p
        WHERE p.seen_at < $1
          AND (p.phone IS NOT NULL OR p.name <> $4 OR EXISTS (SELECT FROM identities i WHERE i.person = p.id))
          AND NOT EXISTS (SELECT FROM cases c WHERE c.customer = p.id AND c.worn_at IS NULL)
          AND NOT EXISTS (SELECT FROM agents a WHERE a.person = p.id
                          AND (a.removed_at IS NULL OR a.removed_at >= $1))
          AND NOT EXISTS (SELECT FROM dialogues d WHERE d.person = p.id)
          AND NOT EXISTS (SELECT FROM messages m WHERE m.person = p.id AND m.parked_until IS NOT NULL)
          AND NOT EXISTS (SELECT FROM restrictions r WHERE r.person = p.id AND (r.until IS NULL OR r.until > $2))
          AND NOT EXISTS (SELECT FROM outbox o WHERE o.person = p.id AND o.state IN ('queued', 'sending'))
        ORDER BY p.id LIMIT $3 FOR UPDATE OF p SKIP LOCKED
        "#,
        before,
        at,
        limit,
        NOBODY
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.accounts)).collect())
}

/// Takes the words and files out of one batch of cases that ended before `before`. How many cases that were.
pub async fn wear_out(
    db: &mut PgConnection,
    before: DateTime<Utc>,
    at: DateTime<Utc>,
    limit: i64,
) -> Result<u64, StoreError> {
    let cases = sqlx::query_scalar!(
        r#"
        SELECT id FROM cases WHERE closed_at < $1 AND worn_at IS NULL
        ORDER BY closed_at LIMIT $2 FOR UPDATE SKIP LOCKED
        "#,
        before,
        limit
    )
    .fetch_all(&mut *db)
    .await?;
    if cases.is_empty() {
        return Ok(0);
    }
    let messages = sqlx::query_scalar!("SELECT id FROM messages WHERE case_id = ANY($1)", &cases)
        .fetch_all(&mut *db)
        .await?;
    delete_messages(db, &messages).await?;
    wear(db, &cases, at).await?;
    Ok(cases.len() as u64)
}
