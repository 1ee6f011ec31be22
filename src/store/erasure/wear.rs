//! Takes the words out of cases that are nobody's any more.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::store::StoreError;

/// Takes the words out of cases: what stays are kinds, counts and dates. Their messages are gone already.
pub(super) async fn wear(db: &mut PgConnection, cases: &[i64], at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE cases SET answers = 'null', worn_at = $2, rev = rev + 1 WHERE id = ANY($1)",
        cases,
        at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        UPDATE case_lines SET model = NULL, sku = NULL, lot = NULL, lot_key = NULL, carton = NULL, defect = NULL
        WHERE case_id = ANY($1)
        "#,
        cases
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "UPDATE verdicts SET words = '', evidence = '{}', mentions = '[]', offer = NULL WHERE case_id = ANY($1)",
        cases
    )
    .execute(&mut *db)
    .await?;
    wear_appointments(db, cases).await?;
    wear_quotes(db, cases, at).await?;
    sqlx::query!("UPDATE case_events SET data = '{}' WHERE case_id = ANY($1)", cases)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM rooms WHERE case_id = ANY($1)", cases).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM left_rooms WHERE case_id = ANY($1)", cases).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM questions WHERE case_id = ANY($1)", cases).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM room_posts WHERE case_id = ANY($1)", cases).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM search_docs WHERE case_id = ANY($1)", cases).execute(&mut *db).await?;
    // Why every search: what agents looked for may be words of theirs.
    sqlx::query!(
        "DELETE FROM slips WHERE what->>'is' IN ('search', 'letter', 'verdicts') OR (what->>'case')::bigint = ANY($1)",
        cases
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("DELETE FROM case_orders WHERE case_id = ANY($1)", cases).execute(&mut *db).await?;
    sqlx::query!("DELETE FROM outbox WHERE case_id = ANY($1) AND state <> 'sending'", cases)
        .execute(db)
        .await?;
    Ok(())
}

/// Prices without words, and none that anybody could still agree to.
async fn wear_quotes(db: &mut PgConnection, cases: &[i64], at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE quotes
        SET stage = CASE stage WHEN 'open' THEN 'withdrawn' ELSE 'dropped' END, ended_at = $2, look_at = NULL,
            counter_until = NULL
        WHERE case_id = ANY($1) AND ended_at IS NULL
        "#,
        cases,
        at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "UPDATE quote_lines SET words = '' WHERE quote IN (SELECT id FROM quotes WHERE case_id = ANY($1))",
        cases
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "UPDATE quote_offers SET words = '' WHERE quote IN (SELECT id FROM quotes WHERE case_id = ANY($1))",
        cases
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Appointments without words, and none that anybody could still keep.
async fn wear_appointments(db: &mut PgConnection, cases: &[i64]) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM access_codes c USING appointments a WHERE a.id = c.appointment AND a.case_id = ANY($1)",
        cases
    )
    .execute(&mut *db)
    .await?;
    // Why ended: nobody is reminded of what belongs to nobody.
    sqlx::query!(
        r#"
        UPDATE appointments
        SET outcome = NULL, reason = NULL, look_at = NULL,
            stage = CASE WHEN stage = 'open' THEN 'cancelled' ELSE stage END
        WHERE case_id = ANY($1)
        "#,
        cases
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}
