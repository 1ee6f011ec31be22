//! Quotes with their lines and what was said about the price. That lines come to the total, that one at most is open, and
//! that what was shown doesn't change, is held by the schema.

mod read;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::{
    id::{CaseId, PersonId},
    quote::{Quote, Said, Stage},
};

pub use read::of_cases;

/// Writes quotes as they are now, in their order. Why one by one: at most one of a case is open, so the one that gives way
/// comes first. Lines are written while a quote is put together, and never again.
pub async fn put(db: &mut PgConnection, quotes: &[Quote]) -> Result<(), StoreError> {
    for one in quotes {
        put_one(db, one).await?;
        if one.stage == Stage::Draft {
            put_lines(db, one).await?;
        }
        if !one.offers.is_empty() {
            put_offers(db, one).await?;
        }
    }
    Ok(())
}

async fn put_one(db: &mut PgConnection, one: &Quote) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO quotes (id, case_id, n, stage, currency, total, freight, settles, valid_hours, two, by, at, second_by,
                            second_at, sent_at, valid_until, reminded, look_at, counter_until, ended_at, ended_by, agreed)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
        ON CONFLICT (id) DO UPDATE
        SET stage = excluded.stage, total = excluded.total, settles = excluded.settles, valid_hours = excluded.valid_hours,
            two = excluded.two, by = excluded.by, at = excluded.at, second_by = excluded.second_by,
            second_at = excluded.second_at, sent_at = excluded.sent_at, valid_until = excluded.valid_until,
            reminded = excluded.reminded, look_at = excluded.look_at, counter_until = excluded.counter_until,
            ended_at = excluded.ended_at, ended_by = excluded.ended_by, agreed = excluded.agreed
        "#,
        one.id.0,
        one.case.0,
        one.n,
        one.stage.name(),
        one.currency.code(),
        one.total().minor,
        one.freight.name(),
        one.settles,
        one.valid_hours.map(|hours| i32::try_from(hours).unwrap_or(i32::MAX)),
        one.two,
        one.by.0,
        one.at,
        one.second.map(|(person, _)| person.0),
        one.second.map(|(_, at)| at),
        one.sent.map(|sent| sent.at),
        one.sent.map(|sent| sent.until),
        i16::from(one.reminded),
        one.look_at,
        one.counter_until,
        one.ended.map(|(at, _)| at),
        one.ended.and_then(|(_, by)| by).map(|person| person.0),
        one.agreed
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn put_lines(db: &mut PgConnection, one: &Quote) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM quote_lines WHERE quote = $1", one.id.0).execute(&mut *db).await?;
    let kinds: Vec<String> = one.lines.iter().map(|line| line.kind.name().to_owned()).collect();
    let words: Vec<String> = one.lines.iter().map(|line| line.words.clone()).collect();
    let counts: Vec<i32> =
        one.lines.iter().map(|line| i32::try_from(line.quantity).unwrap_or(i32::MAX)).collect();
    let units: Vec<i64> = one.lines.iter().map(|line| line.unit).collect();
    sqlx::query!(
        r#"
        INSERT INTO quote_lines (quote, n, kind, words, quantity, unit)
        SELECT $1, n, kind, words, quantity, unit
        FROM unnest($2::text[], $3::text[], $4::integer[], $5::bigint[])
             WITH ORDINALITY AS l(kind, words, quantity, unit, n)
        "#,
        one.id.0,
        &kinds,
        &words,
        &counts,
        &units
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What was said stays as it was said; only what is new is written.
async fn put_offers(db: &mut PgConnection, one: &Quote) -> Result<(), StoreError> {
    let at: Vec<DateTime<Utc>> = one.offers.iter().map(|offer| offer.at).collect();
    let by: Vec<i64> = one.offers.iter().map(|offer| offer.by.0).collect();
    let what: Vec<String> = one.offers.iter().map(|offer| what(offer.said).to_owned()).collect();
    let amounts: Vec<Option<i64>> = one.offers.iter().map(|offer| amount(offer.said)).collect();
    let words: Vec<String> = one.offers.iter().map(|offer| offer.words.clone()).collect();
    sqlx::query!(
        r#"
        INSERT INTO quote_offers (quote, n, at, by, what, amount, words)
        SELECT $1, n, at, by, what, amount, words
        FROM unnest($2::timestamptz[], $3::bigint[], $4::text[], $5::bigint[], $6::text[])
             WITH ORDINALITY AS o(at, by, what, amount, words, n)
        ON CONFLICT (quote, n) DO NOTHING
        "#,
        one.id.0,
        &at,
        &by,
        &what,
        &amounts as &[Option<i64>],
        &words
    )
    .execute(db)
    .await?;
    Ok(())
}

const fn what(said: Said) -> &'static str {
    match said {
        Said::Counter(_) => "counter",
        Said::Firm => "firm",
        Said::Again => "again",
    }
}

const fn amount(said: Said) -> Option<i64> {
    match said {
        Said::Counter(amount) => amount,
        Said::Firm | Said::Again => None,
    }
}

/// Every open quote of a customer's is to be looked at now.
pub async fn look_at_once(
    db: &mut PgConnection,
    customer: PersonId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE quotes q SET look_at = $2, counter_until = NULL
        FROM cases c WHERE c.id = q.case_id AND c.customer = $1 AND q.stage = 'open'
        "#,
        customer.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The cases with a quote that is to be looked at by `now`, those that are due longest first, and whether their customers
/// want no reminders.
pub async fn due(
    db: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(CaseId, bool)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT q.case_id, p.quiet
        FROM quotes q JOIN cases c ON c.id = q.case_id JOIN people p ON p.id = c.customer
        WHERE q.look_at <= $1
        ORDER BY q.look_at, q.id LIMIT $2
        "#,
        now,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (CaseId(row.case_id), row.quiet)).collect())
}
