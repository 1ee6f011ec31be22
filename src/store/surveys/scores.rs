//! What surveys come to, for reports: how many were sent and answered, and how often each score was given. Numbers alone, of
//! people who were erased as well.
//!
//! Counted are surveys by when they were sent: `from` inclusive, `to` exclusive. One that never arrived was not sent.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sqlx::PgConnection;

use super::super::{StoreError, codec::cell};
use crate::domain::survey::Item;

/// What surveys are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// All together: one key, empty.
    All,
    /// The month they were sent in, by the desk's clock: `2026-03`.
    Month,
    /// Who has or had the case it is about, by their row of `people`; empty where it is about none or nobody had it.
    Agent,
    /// The family of products of the case it is about, else of its order; empty where it is about neither.
    Family,
    /// The form, by its id.
    Form,
}

impl By {
    const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Month => "month",
            Self::Agent => "agent",
            Self::Family => "family",
            Self::Form => "form",
        }
    }
}

/// Which surveys: all of them where nothing is said. Where a group or something of a case is said, those about no case are none
/// of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Of<'a> {
    /// Of that form.
    pub form: Option<&'a str>,
    /// About cases of these groups.
    pub groups: &'a [String],
    /// About cases of that kind.
    pub kind: Option<&'a str>,
    /// About cases whose first line is of that family.
    pub product: Option<&'a str>,
    /// About cases whose first line is about that place.
    pub part: Option<&'a str>,
}

/// What the surveys of one key come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scored {
    /// Sent, as far as is known.
    pub sent: i64,
    /// At least one answer came.
    pub answered: i64,
    /// Brought to mind once, and nothing came.
    pub unanswered: i64,
    /// How often each score was given to each question. A mean of few says nothing: that is for who shows it to know.
    pub given: BTreeMap<Item, BTreeMap<i16, i64>>,
}

impl Scored {
    /// How many answered that question.
    pub fn n(&self, item: Item) -> i64 {
        self.given.get(&item).map_or(0, |scores| scores.values().sum())
    }

    /// All scores of that question together; of yes and no, how often yes was said.
    pub fn sum(&self, item: Item) -> i64 {
        self.given.get(&item).map_or(0, |scores| scores.iter().map(|(score, n)| i64::from(*score) * n).sum())
    }
}

/// What those surveys come to, by key.
pub async fn scores(
    db: &mut PgConnection,
    of: &Of<'_>,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    by: By,
    zone: Tz,
) -> Result<BTreeMap<String, Scored>, StoreError> {
    let rows = sqlx::query!(
        r#"
        WITH sent AS (
            SELECT s.id, s.stage, s.answered_at,
                   CASE $4
                       WHEN 'month' THEN to_char(s.asked_at AT TIME ZONE $5, 'YYYY-MM')
                       WHEN 'form' THEN s.form
                       WHEN 'agent' THEN coalesce(c.assignee::text, '')
                       WHEN 'family' THEN coalesce(
                           (SELECT l.family FROM case_lines l WHERE l.case_id = c.id ORDER BY l.n LIMIT 1),
                           (SELECT p.family FROM survey_occasions o JOIN orders r ON r.key = o.subject
                            JOIN order_lines p ON p.order_id = r.id
                            WHERE o.survey = s.id AND o.kind <> 'confirmed' ORDER BY r.id, p.n LIMIT 1),
                           '')
                       ELSE '' END AS key
            FROM surveys s LEFT JOIN cases c ON c.id = s.case_id
            LEFT JOIN case_lines f ON f.case_id = c.id AND f.n = 1
            WHERE ($1::text IS NULL OR s.form = $1) AND s.asked_at >= $2 AND s.asked_at < $3 AND s.stage <> 'undelivered'
              AND (cardinality($6::text[]) = 0 OR c.grp = ANY($6)) AND ($7::text IS NULL OR c.kind = $7)
              AND ($8::text IS NULL OR f.family = $8) AND ($9::text IS NULL OR f.part = $9)
        )
        SELECT key AS "key!", NULL AS question, NULL::smallint AS score, count(*) AS "n!", count(answered_at) AS "answered!",
               count(*) FILTER (WHERE answered_at IS NULL AND stage = 'unanswered') AS "unanswered!"
        FROM sent GROUP BY key
        UNION ALL
        SELECT s.key, a.question, a.score, count(*), 0, 0
        FROM sent s JOIN survey_answers a ON a.survey = s.id
        WHERE a.score IS NOT NULL GROUP BY s.key, a.question, a.score
        "#,
        of.form,
        from,
        to,
        by.name(),
        zone.name(),
        of.groups,
        of.kind,
        of.product,
        of.part
    )
    .fetch_all(db)
    .await?;
    let mut all: BTreeMap<String, Scored> = BTreeMap::new();
    for row in rows {
        let scored = all.entry(row.key).or_default();
        match row.question.zip(row.score) {
            Some((question, score)) => {
                let item = cell(Item::from_name(&question), "survey_answers", "question", 0)?;
                scored.given.entry(item).or_default().insert(score, row.n);
            }
            None => {
                (scored.sent, scored.answered, scored.unanswered) = (row.n, row.answered, row.unanswered);
            }
        }
    }
    Ok(all)
}
