//! The lease: which process polls, sends and sweeps. Each change of hands raises the epoch, and every claim carries
//! the epoch it was made under.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;

const NAME: &str = "desk";

/// Takes the lease when it is free, run out, or `holder`'s already; renews it otherwise. The epoch, when it is ours.
///
/// Taking over from a dead process under the same name counts as a change of hands: `anew` raises the epoch.
pub async fn hold(
    db: &mut PgConnection,
    holder: &str,
    anew: bool,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    let epoch = sqlx::query_scalar!(
        r#"
        INSERT INTO leases AS l (name, holder, epoch, until) VALUES ($1, $2, 1, $5)
        ON CONFLICT (name) DO UPDATE
        SET epoch = l.epoch + CASE WHEN l.holder = $2 AND NOT $3 THEN 0 ELSE 1 END,
            holder = $2, until = $5
        WHERE l.holder = $2 OR l.until <= $4
        RETURNING epoch
        "#,
        NAME,
        holder,
        anew,
        now,
        until
    )
    .fetch_optional(db)
    .await?;
    Ok(epoch)
}

/// Gives the lease back, so that the next process need not wait for it to run out.
pub async fn release(db: &mut PgConnection, epoch: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("UPDATE leases SET until = $3 WHERE name = $1 AND epoch = $2", NAME, epoch, now)
        .execute(db)
        .await?;
    Ok(())
}
