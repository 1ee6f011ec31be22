//! What customers said: the scores of surveys, and what became of quotes.

use chrono_tz::Tz;
use sqlx::PgConnection;

use super::{Scope, count};
use crate::{
    domain::{
        money::{Currency, Money},
        quote::Stage,
        report::{QuoteRow, SurveyRow},
    },
    store::{
        StoreError,
        codec::cell,
        surveys::scores::{By, Of, Scored, scores},
    },
};

/// What surveys sent then come to, form by form. Of some cases alone: those that are about one of them.
pub async fn surveys(
    db: &mut PgConnection,
    scope: &Scope<'_>,
    zone: Tz,
) -> Result<Vec<SurveyRow>, StoreError> {
    let of = Of {
        form: None,
        groups: scope.groups,
        kind: scope.kind(),
        product: scope.product(),
        part: scope.part(),
    };
    let all = scores(db, &of, (scope.from, scope.to), By::Form, zone).await?;
    let row = |(form, scored): (String, Scored)| SurveyRow {
        form,
        sent: count(scored.sent),
        answered: count(scored.answered),
        unanswered: count(scored.unanswered),
        given: scored
            .given
            .keys()
            .map(|item| (*item, count(scored.n(*item)), count(scored.sum(*item))))
            .collect(),
    };
    Ok(all.into_iter().map(row).collect())
}

/// Quotes that were accepted or declined or ran out then, and those that are open now, for each currency.
pub async fn quotes(db: &mut PgConnection, scope: &Scope<'_>) -> Result<Vec<QuoteRow>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT q.stage, q.currency, count(*) AS "quotes!", sum(coalesce(q.agreed, q.total))::bigint AS "minor!",
               min(q.id) AS "id!"
        FROM quotes q JOIN cases c ON c.id = q.case_id
        LEFT JOIN case_lines l ON l.case_id = c.id AND l.n = 1
        WHERE (q.stage IN ('accepted', 'declined', 'expired') AND q.ended_at >= $1 AND q.ended_at < $2 OR q.stage = 'open')
          AND (cardinality($3::text[]) = 0 OR c.grp = ANY($3)) AND ($4::text IS NULL OR c.kind = $4)
          AND ($5::text IS NULL OR l.family = $5) AND ($6::text IS NULL OR l.part = $6)
        GROUP BY 1, 2 ORDER BY 1, 2
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
    let row = rows.into_iter().map(|row| {
        let currency = cell(Currency::from_code(&row.currency), "quotes", "currency", row.id)?;
        Ok(QuoteRow {
            stage: cell(Stage::from_name(&row.stage), "quotes", "stage", row.id)?,
            quotes: count(row.quotes),
            sum: Money { minor: row.minor, currency },
        })
    });
    row.collect()
}
