//! What a look at somebody sees.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::super::{
    StoreError,
    codec::{cell, platform, zone},
};
use crate::domain::{
    chat::Platform,
    claim::Buyer,
    id::PersonId,
    survey::{
        After,
        rhythm::{History, Occasion, Past},
    },
};

/// What there is to know of somebody, and where they are asked.
#[derive(Debug)]
pub struct Known {
    /// What happened to them.
    pub history: History,
    /// Where they wrote last about a case and can be reached; else anywhere they can be.
    pub platform: Option<Platform>,
    /// Their zone, where they told it.
    pub zone: Option<chrono_tz::Tz>,
}

/// What there is to know of somebody at `now`. `home` = the desk's zone. Nothing where there is nobody.
pub async fn known(
    db: &mut PgConnection,
    person: PersonId,
    home: chrono_tz::Tz,
    now: DateTime<Utc>,
) -> Result<Option<Known>, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT p.zone, p.buyer,
               p.quiet OR p.became IS NOT NULL
                 OR EXISTS (SELECT FROM agents a WHERE a.person = p.id AND a.removed_at IS NULL)
                 OR EXISTS (SELECT FROM restrictions b WHERE b.person = p.id AND (b.until IS NULL OR b.until > $2))
                   AS "silent!",
               (SELECT b.until FROM restrictions b WHERE b.person = p.id AND b.until > $2) AS barred_until,
               EXISTS (SELECT FROM cases c WHERE c.customer = p.id AND c.state IN ('new', 'open', 'waiting', 'solved'))
                 OR EXISTS (SELECT FROM cases c JOIN clocks k ON k.case_id = c.id
                            WHERE c.customer = p.id
                              AND (k.state IN ('running', 'paused') OR k.state = 'missed' AND k.ended_at IS NULL))
                   AS "busy!",
               -- Why one by one: each is found by an index, however much was sent.
               (SELECT max(x.at) FROM (
                    SELECT o.done_at AS at, o.parcel FROM outbox o
                    WHERE o.state = 'sent' AND o.person = p.id AND o.person IS NOT NULL
                    UNION ALL
                    SELECT o.created_at, o.parcel FROM outbox o WHERE o.state IN ('queued', 'sending') AND o.person = p.id
                    UNION ALL
                    SELECT o.created_at, o.parcel FROM outbox o
                    WHERE o.state IN ('uncertain', 'undelivered') AND o.state = 'uncertain' AND o.person = p.id) x
                WHERE x.parcel->>'is' IN ('say', 'relay', 'files', 'form', 'export')) AS spoken_at,
               (SELECT i.platform FROM identities i
                -- Why without a chat on Discord: one is opened for who has none there, or whose thread is a case's.
                WHERE i.person = p.id AND i.reachable AND (i.chat IS NOT NULL OR i.platform = 2)
                ORDER BY i.platform = (SELECT c.platform FROM cases c WHERE c.customer = p.id ORDER BY c.id DESC LIMIT 1)
                         DESC NULLS LAST, i.platform
                LIMIT 1) AS platform
        FROM people p WHERE p.id = $1
        "#,
        person.0,
        now
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (orders, last_order) = orders_of(db, person).await?;
    let told = zone(row.zone.as_deref(), person.0)?;
    let on = row.platform.map(|code| platform(code, "identities", person.0)).transpose()?;
    let history = History {
        buyer: cell(Buyer::from_name(&row.buyer), "people", "buyer", person.0)?,
        orders,
        last_order,
        occasions: occasions(db, person).await?,
        past: past(db, person).await?,
        spoken_at: row.spoken_at,
        busy: row.busy,
        silent: row.silent || on.is_none(),
        barred_until: row.barred_until,
        zone: told.unwrap_or(home),
    };
    Ok(Some(Known { history, platform: on, zone: told }))
}

/// How many orders brought them goods, and the last day of any.
///
/// Why a union: with either of two keys all orders there are would be read.
async fn orders_of(db: &mut PgConnection, person: PersonId) -> Result<(u32, Option<NaiveDate>), StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT count(*) FILTER (WHERE status IN ('delivered', 'completed')) AS "done!",
               max(greatest(signed_on, delivered_on, completed_on)) AS last
        FROM (SELECT o.* FROM cases c JOIN case_orders k ON k.case_id = c.id JOIN orders o ON o.key = k.key
              WHERE c.customer = $1 AND c.state NOT IN ('cancelled', 'merged')
              UNION
              SELECT o.* FROM members m JOIN companies f ON f.id = m.company JOIN orders o ON o.company_key = f.key
              WHERE m.person = $1) o
        WHERE o.status <> 'cancelled'
        "#,
        person.0
    )
    .fetch_one(db)
    .await?;
    Ok((u32::try_from(row.done).unwrap_or(u32::MAX), row.last))
}

async fn occasions(db: &mut PgConnection, person: PersonId) -> Result<Vec<Occasion>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT kind, subject, about, day, buyer FROM survey_occasions
        WHERE person = $1 AND settled_at IS NULL ORDER BY day, kind, subject
        "#,
        person.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Occasion {
                after: cell(After::from_name(&row.kind), "survey_occasions", "kind", person.0)?,
                subject: row.subject,
                about: row.about,
                day: row.day,
                buyer: cell(Buyer::from_name(&row.buyer), "survey_occasions", "buyer", person.0)?,
            })
        })
        .collect()
}

/// The surveys that reached them, or may have.
async fn past(db: &mut PgConnection, person: PersonId) -> Result<Vec<Past>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT s.form, s.asked_at,
               ARRAY(SELECT o.subject FROM survey_occasions o WHERE o.survey = s.id AND o.kind <> 'confirmed') AS "orders!"
        FROM surveys s WHERE s.person = $1 AND s.stage <> 'undelivered' ORDER BY s.asked_at
        "#,
        person.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| Past { form: row.form, at: row.asked_at, orders: row.orders }).collect())
}
