//! What a report is reckoned from, by few statements over the days: what is counted comes counted, promises one by one.
//!
//! All statements of one report see the same instant ([`snapshot`]). Each is bounded by an index over the days, or by what is
//! open; only of quotes, which are few, all are looked through. Promises are read as they come and only what became of them is kept.
//! Which cases a filter means is written out in every statement: each is checked against the schema as it stands there.

mod customers;
mod people;

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt as _;
use serde::Deserialize;
use sqlx::{PgConnection, PgPool, PgTransaction};

use super::{
    StoreError,
    codec::{cell, json},
};
use crate::domain::{
    calendar::Calendar,
    coverage::{Cover, Liability},
    money::{Currency, Money},
    report::{AGES, By, CauseRow, ClockRow, CostRow, Filter, GoodsRow, OpenRow, Outcome, Within, outcome},
    sla::{ClockEvent, ClockEventKind},
    verdict::Resolution,
};

pub use customers::{quotes, surveys};
pub use people::load;

/// Promises of one report; more are no report.
pub const MOST_CLOCKS: i64 = 300_000;

/// Which cases a report is about.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// From this instant …
    pub from: DateTime<Utc>,
    /// … to this one, which is not in it.
    pub to: DateTime<Utc>,
    /// When it is.
    pub now: DateTime<Utc>,
    /// Of these groups; none for all of them.
    pub groups: &'a [String],
    /// Which of them.
    pub filter: &'a Filter,
    /// What is told apart.
    pub by: Option<By>,
}

impl Scope<'_> {
    fn by(&self) -> Option<&'static str> {
        self.by.map(By::name)
    }

    fn kind(&self) -> Option<&'static str> {
        self.filter.kind.map(crate::domain::case::Kind::name)
    }

    fn product(&self) -> Option<&str> {
        self.filter.product.as_deref()
    }

    fn part(&self) -> Option<&str> {
        self.filter.part.as_deref()
    }
}

/// A transaction in which nothing changes, whatever others do.
pub async fn snapshot(pool: &PgPool) -> Result<PgTransaction<'static>, StoreError> {
    Ok(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
}

/// Cases opened then, by what they are told apart by. One that ended in another was none of its own.
pub async fn opened(
    db: &mut PgConnection,
    scope: &Scope<'_>,
) -> Result<Vec<(Option<String>, u64)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT CASE $7::text WHEN 'group' THEN c.grp WHEN 'kind' THEN c.kind WHEN 'product' THEN l.family
                             WHEN 'part' THEN l.part WHEN 'agent' THEN a.id || ' ' || a.name END AS key,
               count(*) AS "cases!"
        FROM cases c
        LEFT JOIN case_lines l ON l.case_id = c.id AND l.n = 1
        LEFT JOIN people a ON a.id = c.assignee
        WHERE c.opened_at >= $1 AND c.opened_at < $2 AND c.state <> 'merged'
          AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
          AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
        GROUP BY 1
        "#,
        scope.from,
        scope.to,
        scope.groups,
        scope.kind(),
        scope.product(),
        scope.part(),
        scope.by()
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, count(row.cases))).collect())
}

/// Cases for which a solution was proposed then.
pub async fn solved(db: &mut PgConnection, scope: &Scope<'_>) -> Result<u64, StoreError> {
    let cases = sqlx::query_scalar!(
        r#"
        SELECT count(DISTINCT e.case_id) AS "cases!"
        FROM case_events e JOIN cases c ON c.id = e.case_id
        LEFT JOIN case_lines l ON l.case_id = c.id AND l.n = 1
        WHERE e.at >= $1 AND e.at < $2 AND e.kind = 'solved'
          AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
          AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
        "#,
        scope.from,
        scope.to,
        scope.groups,
        scope.kind(),
        scope.product(),
        scope.part()
    )
    .fetch_one(db)
    .await?;
    Ok(count(cases))
}

#[derive(Deserialize)]
struct StoredEvent {
    at: DateTime<Utc>,
    data: ClockEventKind,
}

/// What became of promises then; nothing where there are more than [`MOST_CLOCKS`]. A date given in the place of a broken
/// promise is none of its own.
pub async fn outcomes(
    db: &mut PgConnection,
    scope: &Scope<'_>,
    calendar: &Calendar,
) -> Result<Option<Vec<Outcome>>, StoreError> {
    let mut rows = sqlx::query!(
        r#"
        SELECT k.id, k.target, k.span, k.state, k.started_at, k.due_at, k.ended_at,
               CASE $7::text WHEN 'group' THEN c.grp WHEN 'kind' THEN c.kind WHEN 'product' THEN l.family
                             WHEN 'part' THEN l.part WHEN 'agent' THEN a.id || ' ' || a.name END AS key,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('at', e.at, 'data', e.data) ORDER BY e.n), '[]')
                FROM clock_events e WHERE e.clock = k.id) AS "events!"
        FROM clocks k JOIN cases c ON c.id = k.case_id
        LEFT JOIN case_lines l ON l.case_id = c.id AND l.n = 1
        LEFT JOIN people a ON a.id = c.assignee
        WHERE k.amends IS NULL
          AND (k.ended_at >= $1 AND k.ended_at < $2 AND k.state IN ('met', 'missed')
               OR k.due_at >= $1 AND k.due_at < $2 AND k.state = 'missed'
               OR k.due_at >= $1 AND k.due_at < $2 AND k.due_at <= $8 AND k.state = 'running')
          AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
          AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
        LIMIT $9
        "#,
        scope.from,
        scope.to,
        scope.groups,
        scope.kind(),
        scope.product(),
        scope.part(),
        scope.by(),
        scope.now,
        MOST_CLOCKS + 1
    )
    .fetch(db);
    let within = Within { from: scope.from, to: scope.to, calendar, now: scope.now };
    let mut all = Vec::new();
    while let Some(row) = rows.try_next().await? {
        let events: Vec<StoredEvent> = json(row.events, "clock_events", "data", row.id)?;
        let clock = ClockRow {
            target: json(row.target.into(), "clocks", "target", row.id)?,
            span: json(row.span, "clocks", "span", row.id)?,
            events: events.into_iter().map(|event| ClockEvent { at: event.at, kind: event.data }).collect(),
            state: json(row.state.into(), "clocks", "state", row.id)?,
            started_at: row.started_at,
            due_at: row.due_at,
            ended_at: row.ended_at,
            key: row.key,
        };
        all.push(outcome(clock, &within));
    }
    Ok((i64::try_from(all.len()).unwrap_or(i64::MAX) <= MOST_CLOCKS).then_some(all))
}

/// What is open now, by group and age.
pub async fn open(db: &mut PgConnection, scope: &Scope<'_>) -> Result<Vec<OpenRow>, StoreError> {
    let ages: Vec<i64> = AGES.iter().map(|hours| hours * 3600).collect();
    let rows = sqlx::query!(
        r#"
        SELECT c.grp, width_bucket(extract(epoch FROM $1::timestamptz - c.opened_at)::bigint, $2::bigint[]) AS "age!",
               count(*) AS "cases!", count(*) FILTER (WHERE c.assignee IS NULL) AS "free!",
               count(*) FILTER (WHERE c.state = 'waiting') AS "waiting!"
        FROM cases c LEFT JOIN case_lines l ON l.case_id = c.id AND l.n = 1
        WHERE c.state IN ('new', 'open', 'waiting')
          AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
          AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
        GROUP BY 1, 2 ORDER BY 1, 2
        "#,
        scope.now,
        &ages,
        scope.groups,
        scope.kind(),
        scope.product(),
        scope.part()
    )
    .fetch_all(db)
    .await?;
    let row = rows.into_iter().map(|row| OpenRow {
        group: row.grp,
        age: usize::try_from(row.age).unwrap_or_default(),
        cases: count(row.cases),
        free: count(row.free),
        waiting: count(row.waiting),
    });
    Ok(row.collect())
}

/// What was wrong in claims opened then. Left out is what its customer took back, and what ended in another case.
pub async fn causes(db: &mut PgConnection, scope: &Scope<'_>) -> Result<Vec<CauseRow>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT l.family, l.part, count(*) AS "claims!"
        FROM cases c LEFT JOIN case_lines l ON l.case_id = c.id AND l.n = 1
        WHERE c.opened_at >= $1 AND c.opened_at < $2 AND c.kind = 'claim' AND c.state NOT IN ('merged', 'cancelled')
          AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
          AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
        GROUP BY 1, 2
        "#,
        scope.from,
        scope.to,
        scope.groups,
        scope.kind(),
        scope.product(),
        scope.part()
    )
    .fetch_all(db)
    .await?;
    let cause = rows.into_iter().map(|row| CauseRow {
        product: row.family,
        part: row.part,
        claims: count(row.claims),
    });
    Ok(cause.collect())
}

/// The goods of companies' claims opened then whose pieces were looked at, by article.
pub async fn goods(db: &mut PgConnection, scope: &Scope<'_>) -> Result<Vec<GoodsRow>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT l.sku, coalesce(sum(l.received), 0) AS "received!", sum(l.inspected) AS "inspected!",
               coalesce(sum(l.defective), 0) AS "defective!"
        FROM cases c JOIN case_lines l ON l.case_id = c.id
        WHERE c.opened_at >= $1 AND c.opened_at < $2 AND c.kind = 'claim' AND c.state NOT IN ('merged', 'cancelled')
          AND c.company IS NOT NULL AND l.inspected > 0
          AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
          AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
        GROUP BY 1
        "#,
        scope.from,
        scope.to,
        scope.groups,
        scope.kind(),
        scope.product(),
        scope.part()
    )
    .fetch_all(db)
    .await?;
    let article = rows.into_iter().map(|row| GoodsRow {
        sku: row.sku,
        received: count(row.received),
        inspected: count(row.inspected),
        defective: count(row.defective),
    });
    Ok(article.collect())
}

/// What was decided then and still counts, piece by piece.
pub async fn costs(db: &mut PgConnection, scope: &Scope<'_>) -> Result<Vec<CostRow>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT s.liability, v.warranty, s.resolution, c.answers #>> '{way,value,option}' AS way,
               sum(s.quantity) AS "pieces!", min(v.id) AS "id!"
        FROM verdicts v JOIN cases c ON c.id = v.case_id JOIN verdict_shares s ON s.verdict = v.id
        LEFT JOIN case_lines l ON l.case_id = c.id AND l.n = 1
        WHERE v.stage = 'in_force' AND coalesce(v.second_at, v.at) >= $1 AND coalesce(v.second_at, v.at) < $2
          AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
          AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
        GROUP BY 1, 2, 3, 4
        "#,
        scope.from,
        scope.to,
        scope.groups,
        scope.kind(),
        scope.product(),
        scope.part()
    )
    .fetch_all(db)
    .await?;
    let cost = rows.into_iter().map(|row| {
        let cover = Cover::ALL.into_iter().find(|cover| cover.name() == row.warranty);
        Ok(CostRow {
            liability: cell(Liability::from_name(&row.liability), "verdict_shares", "liability", row.id)?,
            cover: cell(cover, "verdicts", "warranty", row.id)?,
            resolution: cell(Resolution::from_name(&row.resolution), "verdict_shares", "resolution", row.id)?,
            way: row.way,
            pieces: count(row.pieces),
        })
    });
    cost.collect()
}

/// What customers agreed to pay where the cost was left open, of verdicts given then that still count.
pub async fn agreed(db: &mut PgConnection, scope: &Scope<'_>) -> Result<Vec<Money>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT v.offer #>> '{price,currency}' AS "currency!", sum((v.offer #>> '{price,minor}')::bigint)::bigint AS "minor!",
               min(v.id) AS "id!"
        FROM verdicts v JOIN cases c ON c.id = v.case_id
        LEFT JOIN case_lines l ON l.case_id = c.id AND l.n = 1
        WHERE v.stage = 'in_force' AND coalesce(v.second_at, v.at) >= $1 AND coalesce(v.second_at, v.at) < $2 AND v.offer #>> '{answer,1}' = 'agreed'
          AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
          AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
        GROUP BY 1 ORDER BY 1
        "#,
        scope.from,
        scope.to,
        scope.groups,
        scope.kind(),
        scope.product(),
        scope.part()
    )
    .fetch_all(db)
    .await?;
    let sum = rows.into_iter().map(|row| {
        let currency = cell(Currency::from_code(&row.currency), "verdicts", "offer", row.id)?;
        Ok(Money { minor: row.minor, currency })
    });
    sum.collect()
}

/// What is counted is never less than nothing.
fn count(rows: i64) -> u64 {
    u64::try_from(rows).unwrap_or_default()
}
