//! Access codes for remote sessions, sealed: what stands in a row can be read by nobody without the key of the installation.
//! Each is kept until it was shown, or its time is over.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::id::{AppointmentId, SendId};

/// A sealed code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The number its key is made with.
    pub salt: u64,
    /// What is left of it without the key.
    pub bytes: Vec<u8>,
}

/// Keeps the code of an appointment until then, in the place of an earlier one.
pub async fn keep(
    db: &mut PgConnection,
    of: AppointmentId,
    sealed: &Sealed,
    until: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO access_codes (appointment, salt, sealed, until) VALUES ($1, $2, $3, $4)
        ON CONFLICT (appointment) DO UPDATE
        SET salt = excluded.salt, sealed = excluded.sealed, until = excluded.until, shown_by = NULL
        "#,
        of.0,
        sealed.salt.cast_signed(),
        sealed.bytes,
        until
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The code of an appointment, while its time is not over, for the row that shows it: none but the first one gets it, that one
/// as often as it is tried.
pub async fn take(
    db: &mut PgConnection,
    of: AppointmentId,
    row: SendId,
    now: DateTime<Utc>,
) -> Result<Option<Sealed>, StoreError> {
    let row = sqlx::query!(
        r#"
        UPDATE access_codes SET shown_by = $3
        WHERE appointment = $1 AND until > $2 AND (shown_by IS NULL OR shown_by = $3)
        RETURNING salt, sealed
        "#,
        of.0,
        now,
        row.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Sealed { salt: row.salt.cast_unsigned(), bytes: row.sealed }))
}

/// That row has shown the code: it is no more. One that was given meanwhile stays.
pub async fn shown(db: &mut PgConnection, of: AppointmentId, row: SendId) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM access_codes WHERE appointment = $1 AND shown_by = $2", of.0, row.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Drops the codes of those appointments.
pub async fn drop(db: &mut PgConnection, of: &[AppointmentId]) -> Result<(), StoreError> {
    let ids: Vec<i64> = of.iter().map(|id| id.0).collect();
    sqlx::query!("DELETE FROM access_codes WHERE appointment = ANY($1)", &ids).execute(db).await?;
    Ok(())
}

/// Drops those whose time is over, and whether there were any.
pub async fn run_out(db: &mut PgConnection, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let gone = sqlx::query!("DELETE FROM access_codes WHERE until <= $1", now).execute(db).await?;
    Ok(gone.rows_affected() > 0)
}
