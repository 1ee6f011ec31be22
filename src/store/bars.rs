//! Who is not heard.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{StoreError, codec::cell};
use crate::domain::{
    bar::{Bar, BarKind},
    chat::{Account, Platform},
    company::Company,
    front::lookup::Known,
    id::{CaseId, CompanyId, PersonId},
};

/// The cells of a restriction that may not be there.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    /// How.
    pub kind: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// Who did it.
    pub by: Option<i64>,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// They were told.
    pub told: Option<bool>,
    /// Words kept since the last digest.
    pub kept: Option<i32>,
    /// When the next one is due.
    pub digest_at: Option<DateTime<Utc>>,
}

impl Cells {
    /// The restriction of that person, if there is one.
    ///
    /// # Errors
    /// A cell that does not hold what it must.
    pub fn read(self, person: i64) -> Result<Option<Bar>, StoreError> {
        let Some(kind) = self.kind else { return Ok(None) };
        Ok(Some(Bar {
            kind: cell(BarKind::from_name(&kind), "restrictions", "kind", person)?,
            why: self.why.unwrap_or_default(),
            until: self.until,
            by: PersonId(cell(self.by, "restrictions", "by", person)?),
            at: cell(self.at, "restrictions", "at", person)?,
            told: self.told.unwrap_or_default(),
            kept: self.kept.unwrap_or_default(),
            digest_at: self.digest_at,
        }))
    }
}

/// Writes how a person is not heard.
pub async fn put(db: &mut PgConnection, person: PersonId, bar: &Bar) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO restrictions (person, kind, why, until, by, at, told, kept, digest_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (person) DO UPDATE
        SET kind = excluded.kind, why = excluded.why, until = excluded.until, by = excluded.by, at = excluded.at,
            told = excluded.told, kept = excluded.kept, digest_at = excluded.digest_at
        -- Why: that somebody was too fast takes the place of nothing a lead has said meanwhile.
        WHERE excluded.by <> restrictions.person OR restrictions.by = restrictions.person
           OR restrictions.until <= excluded.at
        "#,
        person.0,
        bar.kind.name(),
        bar.why,
        bar.until,
        bar.by.0,
        bar.at,
        bar.told,
        bar.kept,
        bar.digest_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes down what came of a restriction, as far as it still stands. Why no more: a lead may have ended it, or said something
/// else, since it was read.
pub async fn note(db: &mut PgConnection, person: PersonId, bar: &Bar) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE restrictions SET told = $4, kept = $5, digest_at = $6 WHERE person = $1 AND kind = $2 AND at = $3",
        person.0,
        bar.kind.name(),
        bar.at,
        bar.told,
        bar.kept,
        bar.digest_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends it.
pub async fn lift(db: &mut PgConnection, person: PersonId) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM restrictions WHERE person = $1", person.0).execute(db).await?;
    Ok(())
}

/// Everybody who is not heard at that time, the newest first, with their account on that platform.
pub async fn all(
    db: &mut PgConnection,
    on: Platform,
    at: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Known>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT p.id, p.name, i.account AS "account?", b.kind, b.why, b.until, b.by, b.at
        FROM restrictions b JOIN people p ON p.id = b.person
        LEFT JOIN identities i ON i.person = p.id AND i.platform = $1
        WHERE b.until IS NULL OR b.until > $2
        ORDER BY b.at DESC, p.id LIMIT $3
        "#,
        on.code(),
        at,
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let cells = Cells {
                kind: Some(row.kind),
                why: Some(row.why),
                until: row.until,
                by: Some(row.by),
                at: Some(row.at),
                ..Cells::default()
            };
            Ok(Known {
                person: Some(PersonId(row.id)),
                account: row.account,
                name: row.name,
                staff: false,
                bar: cells.read(row.id)?,
                cases: Vec::new(),
                company: None,
            })
        })
        .collect()
}

/// Somebody a restriction may be about, by account or by person.
pub async fn known(
    db: &mut PgConnection,
    account: Option<Account>,
    person: Option<PersonId>,
    on: Platform,
) -> Result<Option<Known>, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT p.id, p.name, i.account AS "account?", a.person IS NOT NULL AS "staff!",
               b.kind AS "kind?", b.why AS "why?", b.until AS "until?", b.by AS "by?", b.at AS "at?", b.told AS "told?",
               b.kept AS "kept?", b.digest_at AS "digest_at?",
               ARRAY(SELECT c.id FROM cases c WHERE c.customer = p.id
                     AND c.state IN ('new', 'open', 'waiting', 'solved') ORDER BY c.id) AS "cases!",
               o.id AS "company?", o.name AS "company_name?"
        FROM people p
        LEFT JOIN identities i ON i.person = p.id AND i.platform = $3
        LEFT JOIN agents a ON a.person = p.id AND a.removed_at IS NULL
        LEFT JOIN restrictions b ON b.person = p.id
        LEFT JOIN members m ON m.person = p.id
        LEFT JOIN companies o ON o.id = m.company
        WHERE p.id = coalesce($2, (SELECT person FROM identities WHERE platform = $4 AND account = $1))
        ORDER BY i.account LIMIT 1
        "#,
        account.map(|a| a.id),
        person.map(|p| p.0),
        on.code(),
        account.map_or(on, |a| a.platform).code(),
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let cells = Cells {
        kind: row.kind,
        why: row.why,
        until: row.until,
        by: row.by,
        at: row.at,
        told: row.told,
        kept: row.kept,
        digest_at: row.digest_at,
    };
    Ok(Some(Known {
        person: Some(PersonId(row.id)),
        account: row.account,
        name: row.name,
        staff: row.staff,
        bar: cells.read(row.id)?,
        cases: row.cases.into_iter().map(CaseId).collect(),
        company: row.company.zip(row.company_name).map(|(id, name)| Company { id: CompanyId(id), name }),
    }))
}
