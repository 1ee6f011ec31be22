//! The first statement of every batch: takes each update once, and locks the people it is from.
//!
//! Dedupe is membership in the set `seen`, never "greater than the last": ids start anew at random after a week of
//! silence.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{lang, role, zone},
};
use crate::domain::{
    chat::{Account, EventKey},
    company::Company,
    id::{CaseId, CompanyId, PersonId},
    party::{Away, Party, Staff},
};

/// What is known of one update before it is decided.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// Its place in the batch.
    pub ord: usize,
    /// Never taken before.
    pub fresh: bool,
    /// Who it is from, if they were met before; locked until the transaction ends.
    pub person: Option<Party>,
}

/// A batch's admission.
#[derive(Debug)]
pub struct Admission {
    /// One per update, in the batch's order.
    pub updates: Vec<Admitted>,
    /// The epoch of whoever holds the lease now.
    pub epoch: i64,
}

/// Takes the batch's keys and locks its people, in the order of their ids.
#[expect(clippy::too_many_lines, reason = "one statement and its row")]
pub async fn admit(
    db: &mut PgConnection,
    keys: &[EventKey],
    by: &[Account],
    at: DateTime<Utc>,
) -> Result<Admission, StoreError> {
    let sources: Vec<i16> = keys.iter().map(|k| k.source).collect();
    let ids: Vec<i64> = keys.iter().map(|k| k.key).collect();
    let subs: Vec<i64> = keys.iter().map(|k| k.sub).collect();
    let platforms: Vec<i16> = by.iter().map(|a| a.platform.code()).collect();
    let accounts: Vec<i64> = by.iter().map(|a| a.id).collect();
    let rows = sqlx::query!(
        r#"
        WITH given AS (
            SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bigint[], $4::smallint[], $5::bigint[])
                WITH ORDINALITY AS g(source, key, sub, platform, account, ord)
        ), fresh AS (
            INSERT INTO seen (source, key, sub, at)
            SELECT DISTINCT source, key, sub, $6::timestamptz FROM given
            ON CONFLICT DO NOTHING
            RETURNING source, key, sub
        ), locked AS (
            SELECT i.platform, i.account, i.reachable, p.*
            FROM (SELECT DISTINCT platform, account FROM given) g
            JOIN identities i USING (platform, account)
            JOIN people p ON p.id = i.person
            ORDER BY p.id
            FOR NO KEY UPDATE OF p
        )
        SELECT g.ord AS "ord!", (f.key IS NOT NULL) AS "fresh!",
               l.id AS "id?", l.name AS "name?", l.lang AS "lang?", l.lang_chosen AS "lang_chosen?", l.zone AS "zone?",
               l.focus AS "focus?", l.focus_until AS "focus_until?", l.reachable AS "reachable?",
               l.quiet AS "quiet?", l.privacy AS "privacy?", l.became AS "became?",
               a.role AS "role?", a.groups AS "groups?", a.floor AS "floor?",
               b.since IS NOT NULL AS "away!", b.until AS "until?",
               o.id AS "company?", o.name AS "company_name?",
               coalesce((SELECT epoch FROM leases WHERE name = 'desk'), 0) AS "epoch!"
        FROM given g
        LEFT JOIN fresh f USING (source, key, sub)
        LEFT JOIN locked l ON l.platform = g.platform AND l.account = g.account
        LEFT JOIN agents a ON a.person = l.id AND a.removed_at IS NULL
        LEFT JOIN absences b ON b.person = a.person
        LEFT JOIN members m ON m.person = l.id
        LEFT JOIN companies o ON o.id = m.company
        ORDER BY g.ord
        "#,
        &sources,
        &ids,
        &subs,
        &platforms,
        &accounts,
        at,
    )
    .fetch_all(db)
    .await?;
    let epoch = rows.first().map_or(0, |r| r.epoch);
    let mut updates: Vec<Admitted> = Vec::with_capacity(rows.len());
    for row in rows {
        if row.became.is_some() {
            return Err(StoreError::Joined);
        }
        let person = match (row.id, row.name, row.lang) {
            (Some(id), Some(name), Some(tag)) => Some(Party {
                id: PersonId(id),
                name,
                lang: lang(&tag, id)?,
                lang_chosen: row.lang_chosen.unwrap_or_default(),
                zone: zone(row.zone.as_deref(), id)?,
                staff: match row.role {
                    Some(name) => Some(Staff {
                        role: role(&name, id)?,
                        groups: row.groups.unwrap_or_default(),
                        floor: row.floor.unwrap_or_default(),
                        away: row.away.then_some(Away { until: row.until }),
                    }),
                    None => None,
                },
                focus: row.focus.map(CaseId).zip(row.focus_until),
                new: false,
                reachable: row.reachable.unwrap_or(true),
                quiet: row.quiet.unwrap_or_default(),
                privacy: row.privacy,
                company: row
                    .company
                    .zip(row.company_name)
                    .map(|(id, name)| Company { id: CompanyId(id), name }),
            }),
            _ => None,
        };
        let ord = usize::try_from(row.ord - 1).unwrap_or_default();
        updates.push(Admitted { ord, fresh: row.fresh, person });
    }
    first_of_each_key(keys, &mut updates);
    Ok(Admission { updates, epoch })
}

/// The same update twice in one batch is taken once.
fn first_of_each_key(keys: &[EventKey], updates: &mut [Admitted]) {
    let mut taken = std::collections::HashSet::new();
    for update in updates {
        update.fresh &= taken.insert(keys[update.ord]);
    }
}
