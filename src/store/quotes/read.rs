//! Quotes as they are stored, with their lines and what was said about the price.

use std::collections::BTreeMap;

use sqlx::PgConnection;

use crate::{
    domain::{
        id::{CaseId, PersonId, QuoteId},
        money::Currency,
        quote::{Kind, Line, Offer, Payer, Quote, Said, Sent, Stage},
    },
    store::{StoreError, codec::cell},
};

/// The quotes of cases, by case, the oldest first.
pub async fn of_cases(db: &mut PgConnection, cases: &[i64]) -> Result<BTreeMap<i64, Vec<Quote>>, StoreError> {
    if cases.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut lines = lines_of(db, cases).await?;
    let mut offers = offers_of(db, cases).await?;
    let rows = sqlx::query!(
        r#"
        SELECT q.id, q.case_id, q.n, q.stage, q.currency, q.freight, q.settles, q.valid_hours, q.two, q.by, p.name, q.at,
               q.second_by, q.second_at, q.sent_at, q.valid_until, q.reminded, q.look_at, q.counter_until, q.ended_at,
               q.ended_by, q.agreed
        FROM quotes q JOIN people p ON p.id = q.by
        WHERE q.case_id = ANY($1)
        ORDER BY q.case_id, q.n
        "#,
        cases
    )
    .fetch_all(db)
    .await?;
    let mut all: BTreeMap<i64, Vec<Quote>> = BTreeMap::new();
    for row in rows {
        let key = row.id;
        let hours =
            row.valid_hours.map(|hours| cell(u32::try_from(hours).ok(), "quotes", "valid_hours", key));
        let one = Quote {
            id: QuoteId(key),
            case: CaseId(row.case_id),
            n: row.n,
            stage: cell(Stage::from_name(&row.stage), "quotes", "stage", key)?,
            currency: cell(Currency::from_code(&row.currency), "quotes", "currency", key)?,
            lines: lines.remove(&key).unwrap_or_default(),
            freight: cell(Payer::from_name(&row.freight), "quotes", "freight", key)?,
            settles: row.settles,
            valid_hours: hours.transpose()?,
            two: row.two,
            by: PersonId(row.by),
            name: row.name,
            at: row.at,
            second: row.second_by.map(PersonId).zip(row.second_at),
            sent: row.sent_at.zip(row.valid_until).map(|(at, until)| Sent { at, until }),
            reminded: cell(u8::try_from(row.reminded).ok(), "quotes", "reminded", key)?,
            look_at: row.look_at,
            counter_until: row.counter_until,
            ended: row.ended_at.map(|at| (at, row.ended_by.map(PersonId))),
            agreed: row.agreed,
            offers: offers.remove(&key).unwrap_or_default(),
        };
        all.entry(row.case_id).or_default().push(one);
    }
    Ok(all)
}

async fn lines_of(db: &mut PgConnection, cases: &[i64]) -> Result<BTreeMap<i64, Vec<Line>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT l.quote, l.kind, l.words, l.quantity, l.unit
        FROM quotes q JOIN quote_lines l ON l.quote = q.id
        WHERE q.case_id = ANY($1)
        ORDER BY l.quote, l.n
        "#,
        cases
    )
    .fetch_all(db)
    .await?;
    let mut all: BTreeMap<i64, Vec<Line>> = BTreeMap::new();
    for row in rows {
        let line = Line {
            kind: cell(Kind::from_name(&row.kind), "quote_lines", "kind", row.quote)?,
            words: row.words,
            quantity: cell(u32::try_from(row.quantity).ok(), "quote_lines", "quantity", row.quote)?,
            unit: row.unit,
        };
        all.entry(row.quote).or_default().push(line);
    }
    Ok(all)
}

async fn offers_of(db: &mut PgConnection, cases: &[i64]) -> Result<BTreeMap<i64, Vec<Offer>>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT o.quote, o.at, o.by, p.name, o.what, o.amount, o.words
        FROM quotes q JOIN quote_offers o ON o.quote = q.id JOIN people p ON p.id = o.by
        WHERE q.case_id = ANY($1)
        ORDER BY o.quote, o.n
        "#,
        cases
    )
    .fetch_all(db)
    .await?;
    let mut all: BTreeMap<i64, Vec<Offer>> = BTreeMap::new();
    for row in rows {
        let said = match row.what.as_str() {
            "counter" => Some(Said::Counter(row.amount)),
            "firm" => Some(Said::Firm),
            "again" => Some(Said::Again),
            _ => None,
        };
        let offer = Offer {
            at: row.at,
            by: PersonId(row.by),
            name: row.name,
            said: cell(said, "quote_offers", "what", row.quote)?,
            words: row.words,
        };
        all.entry(row.quote).or_default().push(offer);
    }
    Ok(all)
}
