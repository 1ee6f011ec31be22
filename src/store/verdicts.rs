//! Verdicts with their shares. That shares come to what is claimed is held by the schema, at the commit.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, json, to_json},
};
use crate::domain::{
    claim::Warranty,
    coverage::{Cover, Liability},
    id::{CaseId, CompanyId, MediaId, PersonId, VerdictId},
    money::{Currency, Money},
    order::Number,
    verdict::{self, Appeal, Resolution, Share, Stage, Verdict},
};

/// Writes verdicts as they are now, in their order. Why one by one: at most one of a case counts, so the one that gives way
/// comes first. What was decided never changes; what becomes of it does.
pub async fn put(db: &mut PgConnection, verdicts: &[Verdict]) -> Result<(), StoreError> {
    for one in verdicts {
        let new = put_one(db, one).await?;
        if new {
            put_shares(db, one).await?;
        }
    }
    Ok(())
}

/// Writes one; whether it was not there before.
async fn put_one(db: &mut PgConnection, one: &Verdict) -> Result<bool, StoreError> {
    let evidence: Vec<i64> = one.evidence.iter().map(|media| media.0).collect();
    let appeal = one.appeal.as_ref();
    let decided = appeal.and_then(|appeal| appeal.decided);
    let new = sqlx::query_scalar!(
        r#"
        INSERT INTO verdicts (id, case_id, n, stage, liability, reason, words, evidence, warranty, covered_until, worth,
                              currency, two, by, at, second_by, second_at, mentions, appealed_at, appeal_by,
                              appeal_decided_at, offer)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
        ON CONFLICT (id) DO UPDATE
        SET stage = excluded.stage, second_by = excluded.second_by, second_at = excluded.second_at,
            mentions = excluded.mentions, appealed_at = excluded.appealed_at, appeal_by = excluded.appeal_by,
            appeal_decided_at = excluded.appeal_decided_at, offer = excluded.offer
        RETURNING xmax = 0 AS "new!"
        "#,
        one.id.0,
        one.case.0,
        one.n,
        one.stage.name(),
        one.liability.name(),
        one.reason,
        one.words,
        &evidence,
        one.cover().name(),
        verdict::until(one.warranty),
        one.worth.map(|money| money.minor),
        one.worth.map(|money| money.currency.code()),
        one.two,
        one.by.0,
        one.at,
        one.second.map(|(person, _)| person.0),
        one.second.map(|(_, at)| at),
        to_json(&one.mentions),
        appeal.map(|appeal| appeal.at),
        decided.map(|(_, person)| person.0),
        decided.map(|(at, _)| at),
        one.offer.as_ref().map(to_json),
    )
    .fetch_one(db)
    .await?;
    Ok(new)
}

async fn put_shares(db: &mut PgConnection, one: &Verdict) -> Result<(), StoreError> {
    let number = |n: u16| i16::try_from(n).unwrap_or(i16::MAX);
    let lines: Vec<i16> = one.shares.iter().map(|share| number(share.line)).collect();
    let resolutions: Vec<String> = one.shares.iter().map(|s| s.resolution.name().to_owned()).collect();
    let liabilities: Vec<String> = one.shares.iter().map(|s| s.liability.name().to_owned()).collect();
    let quantities: Vec<i32> =
        one.shares.iter().map(|share| i32::try_from(share.quantity).unwrap_or(i32::MAX)).collect();
    sqlx::query!(
        r#"
        INSERT INTO verdict_shares (verdict, line, resolution, liability, quantity)
        SELECT $1, line, resolution, liability, quantity
        FROM unnest($2::smallint[], $3::text[], $4::text[], $5::integer[]) AS s(line, resolution, liability, quantity)
        "#,
        one.id.0,
        &lines,
        &resolutions,
        &liabilities,
        &quantities
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The verdicts of cases, by case, the oldest first.
pub async fn of_cases(
    db: &mut PgConnection,
    cases: &[i64],
) -> Result<BTreeMap<i64, Vec<Verdict>>, StoreError> {
    if cases.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut shares = shares_of(db, cases).await?;
    let rows = sqlx::query!(
        r#"
        SELECT v.id, v.case_id, v.n, v.stage, v.liability, v.reason, v.words, v.evidence, v.warranty, v.covered_until,
               v.worth, v.currency, v.two, v.by, p.name, v.at, v.second_by, v.second_at, v.mentions, v.appealed_at,
               v.appeal_by, v.appeal_decided_at, v.offer
        FROM verdicts v JOIN people p ON p.id = v.by
        WHERE v.case_id = ANY($1)
        ORDER BY v.case_id, v.n
        "#,
        cases
    )
    .fetch_all(db)
    .await?;
    let mut all: BTreeMap<i64, Vec<Verdict>> = BTreeMap::new();
    for row in rows {
        let key = row.id;
        let currency = row.currency.map(|code| cell(Currency::from_code(&code), "verdicts", "currency", key));
        let currency = currency.transpose()?;
        let decided = row.appeal_decided_at.zip(row.appeal_by.map(PersonId));
        let one = Verdict {
            id: VerdictId(key),
            case: CaseId(row.case_id),
            n: row.n,
            stage: cell(Stage::from_name(&row.stage), "verdicts", "stage", key)?,
            liability: cell(Liability::from_name(&row.liability), "verdicts", "liability", key)?,
            shares: shares.remove(&key).unwrap_or_default(),
            reason: row.reason,
            words: row.words,
            evidence: row.evidence.into_iter().map(MediaId).collect(),
            warranty: warranty(&row.warranty, row.covered_until, key)?,
            worth: row.worth.zip(currency).map(|(minor, currency)| Money { minor, currency }),
            two: row.two,
            by: PersonId(row.by),
            name: row.name,
            at: row.at,
            second: row.second_by.map(PersonId).zip(row.second_at),
            mentions: json(row.mentions, "verdicts", "mentions", key)?,
            appeal: row.appealed_at.map(|at: DateTime<Utc>| Appeal { at, decided }),
            offer: row.offer.map(|offer| json(offer, "verdicts", "offer", key)).transpose()?,
        };
        all.entry(row.case_id).or_default().push(one);
    }
    Ok(all)
}

async fn shares_of(db: &mut PgConnection, cases: &[i64]) -> Result<BTreeMap<i64, Vec<Share>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT s.verdict, s.line, s.resolution, s.liability, s.quantity
        FROM verdicts v JOIN verdict_shares s ON s.verdict = v.id
        WHERE v.case_id = ANY($1)
        "#,
        cases
    )
    .fetch_all(db)
    .await?;
    let mut all: BTreeMap<i64, Vec<Share>> = BTreeMap::new();
    for row in rows {
        let key = row.verdict;
        let share = Share {
            line: cell(u16::try_from(row.line).ok(), "verdict_shares", "line", key)?,
            quantity: cell(u32::try_from(row.quantity).ok(), "verdict_shares", "quantity", key)?,
            liability: cell(Liability::from_name(&row.liability), "verdict_shares", "liability", key)?,
            resolution: cell(Resolution::from_name(&row.resolution), "verdict_shares", "resolution", key)?,
        };
        all.entry(key).or_default().push(share);
    }
    for shares in all.values_mut() {
        shares.sort_by_key(|share| (share.line, share.resolution, share.liability));
    }
    Ok(all)
}

fn warranty(name: &str, until: Option<NaiveDate>, key: i64) -> Result<Warranty, StoreError> {
    let read = match (Cover::ALL.into_iter().find(|cover| cover.name() == name), until) {
        (Some(Cover::Life), _) => Some(Warranty::Lifetime),
        (Some(Cover::In), Some(day)) => Some(Warranty::In(day)),
        (Some(Cover::Out), Some(day)) => Some(Warranty::Out(day)),
        (Some(Cover::Unknown), _) => Some(Warranty::Unknown),
        _ => None,
    };
    cell(read, "verdicts", "warranty", key)
}

/// What the warranty was of goods that were mended or replaced before, in an earlier case about the same order that the
/// case belongs with because somebody says so: claims of one lot, which the desk links, are of different pieces. The first time
/// counts.
pub async fn inherited(db: &mut PgConnection, cases: &[i64]) -> Result<BTreeMap<i64, Warranty>, StoreError> {
    if cases.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = sqlx::query!(
        r#"
        SELECT DISTINCT ON (c.id) c.id AS "case_id!", v.id, v.warranty, v.covered_until
        FROM unnest($1::bigint[]) AS c(id)
        JOIN case_links l ON (l.a = c.id OR l.b = c.id) AND l.by IS NOT NULL
        JOIN verdicts v ON v.case_id = l.a + l.b - c.id AND v.case_id < c.id AND v.stage = 'in_force'
        JOIN case_orders k ON k.case_id = c.id
        JOIN case_orders o ON o.case_id = v.case_id AND o.key = k.key
        WHERE EXISTS (SELECT FROM verdict_shares s WHERE s.verdict = v.id
                      AND s.resolution IN ('repair', 'rework', 'replacement', 'spare-part'))
        ORDER BY c.id, v.at
        "#,
        cases
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.case_id, warranty(&row.warranty, row.covered_until, row.id)?)))
        .collect()
}

/// The newest cases about an order that a person filed, or others who buy for their company.
pub async fn about(
    db: &mut PgConnection,
    order: &Number,
    person: PersonId,
    company: Option<CompanyId>,
    limit: i64,
) -> Result<Vec<CaseId>, StoreError> {
    // Why from the person's own cases on: thousands may have said `123` for their order.
    let ids = sqlx::query_scalar!(
        r#"
        SELECT id AS "id!" FROM (
            SELECT c.id FROM cases c
            JOIN LATERAL (SELECT FROM case_orders k WHERE k.case_id = c.id AND k.key = $1 LIMIT 1) k ON true
            WHERE c.customer = $2 AND c.state NOT IN ('cancelled', 'merged')
            UNION
            SELECT c.id FROM case_orders k JOIN cases c ON c.id = k.case_id
            -- Why the first: without a company nothing of this is looked at.
            WHERE $3::bigint IS NOT NULL AND k.key = $1 AND c.company = $3 AND c.state NOT IN ('cancelled', 'merged')
        ) a
        ORDER BY id DESC LIMIT $4
        "#,
        order.key(),
        person.0,
        company.map(|company| company.0),
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}
