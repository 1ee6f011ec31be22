//! How many numbers somebody had looked up: guessing is slow by this.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{id::PersonId, order::Number, terms::Lookups},
    store::StoreError,
};

/// Somebody asks for a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asked {
    /// Who.
    pub person: PersonId,
    /// Which.
    pub number: Number,
}

/// Those of the questions that may be answered, noted as asked. Their people are locked by the caller.
pub async fn allowed(
    db: &mut PgConnection,
    asked: Vec<Asked>,
    limits: &Lookups,
    at: DateTime<Utc>,
) -> Result<Vec<Asked>, StoreError> {
    if asked.is_empty() {
        return Ok(asked);
    }
    let people: Vec<i64> = asked.iter().map(|a| a.person.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT person, count(*) AS "day!", count(*) FILTER (WHERE at > $2) AS "minute!"
        FROM order_lookups WHERE person = ANY($1) AND at > $3
        GROUP BY person
        "#,
        &people,
        at - TimeDelta::minutes(1),
        at - TimeDelta::days(1),
    )
    .fetch_all(&mut *db)
    .await?;
    let mut used: HashMap<i64, (i64, i64)> =
        rows.into_iter().map(|r| (r.person, (r.minute, r.day))).collect();
    let (per_minute, per_day) = (i64::from(limits.per_minute), i64::from(limits.per_day));
    let mut allowed = asked;
    allowed.retain(|one| {
        let (minute, day) = used.entry(one.person.0).or_default();
        let may = *minute < per_minute && *day < per_day;
        (*minute, *day) = (*minute + i64::from(may), *day + i64::from(may));
        may
    });
    let people: Vec<i64> = allowed.iter().map(|a| a.person.0).collect();
    sqlx::query!("INSERT INTO order_lookups (person, at) SELECT unnest($1::bigint[]), $2", &people, at)
        .execute(db)
        .await?;
    Ok(allowed)
}
