//! Cases, their lines and their history.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, json, lang, platform, to_json, zone},
};
use crate::domain::{
    case::{Case, Kind, State},
    chat::{Address, Platform},
    claim::{Class, Line, Urgency},
    front::{CaseFile, Contact, Listing},
    id::{CaseId, PersonId},
    plan::Event,
};

/// Which cases are wanted: the union of all of these.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// By their rows.
    pub ids: Vec<i64>,
    /// By what people call them.
    pub references: Vec<String>,
    /// By their rooms.
    pub rooms: Vec<Address>,
    /// A customer's own: live ones, and those that ended after `own_since`.
    pub customers: Vec<i64>,
    /// See `customers`.
    pub own_since: Option<DateTime<Utc>>,
}

impl Wanted {
    /// Nothing is wanted.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
            && self.references.is_empty()
            && self.rooms.is_empty()
            && self.customers.is_empty()
    }
}

/// Finds and locks cases, in the order of their ids, so that no two batches wait for each other.
pub async fn lock(db: &mut PgConnection, wanted: &Wanted) -> Result<Vec<CaseId>, StoreError> {
    let platforms: Vec<i16> = wanted.rooms.iter().map(|r| r.platform.code()).collect();
    let chats: Vec<i64> = wanted.rooms.iter().map(|r| r.chat).collect();
    let threads: Vec<Option<i64>> = wanted.rooms.iter().map(|r| r.thread).collect();
    let ids = sqlx::query_scalar!(
        r#"
        SELECT c.id FROM cases c
        WHERE c.id IN (
            SELECT unnest($1::bigint[])
            UNION SELECT id FROM cases WHERE ref = ANY($2::text[])
            UNION SELECT r.case_id FROM unnest($3::smallint[], $4::bigint[], $5::bigint[]) AS w(platform, chat, thread)
                  JOIN rooms r ON r.platform = w.platform AND r.chat = w.chat AND r.thread IS NOT DISTINCT FROM w.thread
            UNION SELECT id FROM cases
                  WHERE customer = ANY($6::bigint[])
                    AND (state IN ('new', 'open', 'waiting', 'solved') OR closed_at > $7)
        )
        ORDER BY c.id
        FOR UPDATE OF c
        "#,
        &wanted.ids,
        &wanted.references,
        &platforms,
        &chats,
        &threads as &[Option<i64>],
        &wanted.customers,
        wanted.own_since,
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// The cases a list shows, those due first on top; `person` for their own, `groups` empty for all groups.
pub async fn listed(
    db: &mut PgConnection,
    listing: Listing,
    person: PersonId,
    groups: &[String],
    limit: i64,
) -> Result<Vec<CaseId>, StoreError> {
    let mine = listing == Listing::Mine;
    let ids = sqlx::query_scalar!(
        r#"
        SELECT c.id
        FROM cases c
        LEFT JOIN LATERAL (
            SELECT min(k.due_at) AS due_at FROM clocks k WHERE k.case_id = c.id AND k.state = 'running'
        ) due ON true
        WHERE c.state IN ('new', 'open', 'waiting')
          AND (($1 AND c.assignee = $2) OR (NOT $1 AND c.assignee IS NULL))
          AND ($1 OR cardinality($3::text[]) = 0 OR c.grp = ANY($3))
        ORDER BY due.due_at NULLS LAST, c.id
        LIMIT $4
        "#,
        mine,
        person.0,
        groups,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

struct Row {
    id: i64,
    reference: String,
    kind: String,
    state: String,
    waiting: Option<String>,
    class: String,
    urgency: String,
    topic: Option<String>,
    grp: String,
    customer: i64,
    platform: i16,
    assignee: Option<i64>,
    answers: serde_json::Value,
    incomplete: bool,
    opened_at: DateTime<Utc>,
    solved_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    human_at: Option<DateTime<Utc>>,
    rev: i32,
    customer_name: String,
    customer_lang: String,
    customer_zone: Option<String>,
    reachable: Option<bool>,
    assignee_name: Option<String>,
    room_platform: Option<i16>,
    room_chat: Option<i64>,
    room_thread: Option<i64>,
}

/// Cases with their people, rooms and clocks, in the order of their ids.
pub async fn files(db: &mut PgConnection, ids: &[CaseId]) -> Result<Vec<CaseFile>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let raw: Vec<i64> = ids.iter().map(|c| c.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"
        SELECT c.id, c.ref AS reference, c.kind, c.state, c.waiting, c.class, c.urgency, c.topic, c.grp, c.customer,
               c.platform, c.assignee, c.answers, c.incomplete, c.opened_at, c.solved_at, c.closed_at, c.human_at, c.rev,
               p.name AS customer_name, p.lang AS customer_lang, p.zone AS customer_zone,
               (SELECT bool_or(i.reachable) FROM identities i WHERE i.person = c.customer AND i.platform = c.platform)
                   AS reachable,
               (SELECT a.name FROM people a WHERE a.id = c.assignee) AS assignee_name,
               r.platform AS "room_platform?", r.chat AS "room_chat?", r.thread AS "room_thread?"
        FROM cases c
        JOIN people p ON p.id = c.customer
        LEFT JOIN rooms r ON r.case_id = c.id
        WHERE c.id = ANY($1)
        ORDER BY c.id
        "#,
        &raw
    )
    .fetch_all(&mut *db)
    .await?;
    let mut clocks = super::clocks::of_cases(db, &raw).await?;
    rows.into_iter()
        .map(|row| {
            let own = clocks.extract_if(.., |c| c.case.0 == row.id).collect();
            file(row, own)
        })
        .collect()
}

fn file(row: Row, clocks: Vec<crate::domain::clocks::Clock>) -> Result<CaseFile, StoreError> {
    let key = row.id;
    let room = match (row.room_platform, row.room_chat) {
        (Some(code), Some(chat)) => {
            Some(Address { platform: platform(code, "rooms", key)?, chat, thread: row.room_thread })
        }
        _ => None,
    };
    let customer = Contact {
        id: PersonId(row.customer),
        name: row.customer_name,
        lang: lang(&row.customer_lang, row.customer)?,
        zone: zone(row.customer_zone.as_deref(), row.customer)?,
        reachable: row.reachable.unwrap_or(true),
    };
    let case = Case {
        id: CaseId(key),
        reference: cell(row.reference.parse().ok(), "cases", "ref", key)?,
        kind: cell(Kind::from_name(&row.kind), "cases", "kind", key)?,
        state: cell(State::from_names(&row.state, row.waiting.as_deref()), "cases", "state", key)?,
        class: cell(Class::from_name(&row.class), "cases", "class", key)?,
        urgency: cell(Urgency::from_id(&row.urgency), "cases", "urgency", key)?,
        topic: row.topic,
        group: row.grp,
        customer: PersonId(row.customer),
        platform: platform(row.platform, "cases", key)?,
        assignee: row.assignee.map(PersonId),
        answers: json(row.answers, "cases", "answers", key)?,
        incomplete: row.incomplete,
        opened_at: row.opened_at,
        solved_at: row.solved_at,
        closed_at: row.closed_at,
        human_at: row.human_at,
        rev: row.rev,
    };
    Ok(CaseFile { case, clocks, customer, assignee: row.assignee_name, room })
}

/// Writes cases as they are now.
#[expect(clippy::too_many_lines, reason = "one statement and its columns")]
pub async fn put(db: &mut PgConnection, cases: &[Case]) -> Result<(), StoreError> {
    if cases.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = cases.iter().map(|c| c.id.0).collect();
    let refs: Vec<String> = cases.iter().map(|c| c.reference.to_string()).collect();
    let kinds: Vec<String> = cases.iter().map(|c| c.kind.name().to_owned()).collect();
    let states: Vec<String> = cases.iter().map(|c| c.state.name().to_owned()).collect();
    let waiting: Vec<Option<String>> =
        cases.iter().map(|c| c.state.waits().map(|w| w.name().to_owned())).collect();
    let classes: Vec<String> = cases.iter().map(|c| c.class.name().to_owned()).collect();
    let urgencies: Vec<String> = cases.iter().map(|c| c.urgency.id().to_owned()).collect();
    let topics: Vec<Option<String>> = cases.iter().map(|c| c.topic.clone()).collect();
    let groups: Vec<String> = cases.iter().map(|c| c.group.clone()).collect();
    let customers: Vec<i64> = cases.iter().map(|c| c.customer.0).collect();
    let platforms: Vec<i16> = cases.iter().map(|c| c.platform.code()).collect();
    let assignees: Vec<Option<i64>> = cases.iter().map(|c| c.assignee.map(|a| a.0)).collect();
    let answers: Vec<serde_json::Value> = cases.iter().map(|c| to_json(&c.answers)).collect();
    let incomplete: Vec<bool> = cases.iter().map(|c| c.incomplete).collect();
    let opened: Vec<DateTime<Utc>> = cases.iter().map(|c| c.opened_at).collect();
    let solved: Vec<Option<DateTime<Utc>>> = cases.iter().map(|c| c.solved_at).collect();
    let closed: Vec<Option<DateTime<Utc>>> = cases.iter().map(|c| c.closed_at).collect();
    let human: Vec<Option<DateTime<Utc>>> = cases.iter().map(|c| c.human_at).collect();
    let revs: Vec<i32> = cases.iter().map(|c| c.rev).collect();
    sqlx::query!(
        r#"
        INSERT INTO cases (id, ref, kind, state, waiting, class, urgency, topic, grp, customer, platform, assignee,
                           answers, incomplete, opened_at, solved_at, closed_at, human_at, rev)
        SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                             $8::text[], $9::text[], $10::bigint[], $11::smallint[], $12::bigint[], $13::jsonb[],
                             $14::boolean[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[],
                             $18::timestamptz[], $19::integer[])
        ON CONFLICT (id) DO UPDATE
        SET state = excluded.state, waiting = excluded.waiting, class = excluded.class, urgency = excluded.urgency,
            grp = excluded.grp, assignee = excluded.assignee, answers = excluded.answers,
            incomplete = excluded.incomplete, solved_at = excluded.solved_at, closed_at = excluded.closed_at,
            human_at = excluded.human_at, rev = excluded.rev
        "#,
        &ids,
        &refs,
        &kinds,
        &states,
        &waiting as &[Option<String>],
        &classes,
        &urgencies,
        &topics as &[Option<String>],
        &groups,
        &customers,
        &platforms,
        &assignees as &[Option<i64>],
        &answers,
        &incomplete,
        &opened,
        &solved as &[Option<DateTime<Utc>>],
        &closed as &[Option<DateTime<Utc>>],
        &human as &[Option<DateTime<Utc>>],
        &revs,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes the lines of new cases.
pub async fn put_lines(db: &mut PgConnection, lines: &[(CaseId, Line)]) -> Result<(), StoreError> {
    if lines.is_empty() {
        return Ok(());
    }
    let cases: Vec<i64> = lines.iter().map(|(c, _)| c.0).collect();
    let families: Vec<Option<String>> = lines.iter().map(|(_, l)| l.family.clone()).collect();
    let models: Vec<Option<String>> = lines.iter().map(|(_, l)| l.model.clone()).collect();
    let parts: Vec<Option<String>> = lines.iter().map(|(_, l)| l.part.clone()).collect();
    let quantities: Vec<Option<i32>> = lines.iter().map(|(_, l)| i32::try_from(l.quantity).ok()).collect();
    sqlx::query!(
        r#"
        INSERT INTO case_lines (case_id, n, family, model, part, ordered, received, inspected, defective)
        SELECT case_id, row_number() OVER (PARTITION BY case_id ORDER BY ord)::smallint, family, model, part,
               quantity, quantity, quantity, quantity
        FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::integer[]) WITH ORDINALITY
            AS l(case_id, family, model, part, quantity, ord)
        "#,
        &cases,
        &families as &[Option<String>],
        &models as &[Option<String>],
        &parts as &[Option<String>],
        &quantities as &[Option<i32>],
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds to the history of cases.
pub async fn add_events(db: &mut PgConnection, events: &[Event]) -> Result<(), StoreError> {
    if events.is_empty() {
        return Ok(());
    }
    let cases: Vec<i64> = events.iter().map(|e| e.case.0).collect();
    let at: Vec<DateTime<Utc>> = events.iter().map(|e| e.at).collect();
    let kinds: Vec<String> = events.iter().map(|e| e.kind.to_owned()).collect();
    let by: Vec<Option<i64>> = events.iter().map(|e| e.by.map(|p| p.0)).collect();
    let data: Vec<serde_json::Value> = events.iter().map(|e| e.data.clone()).collect();
    sqlx::query!(
        r#"
        INSERT INTO case_events (case_id, at, kind, by, data)
        SELECT case_id, at, kind, by, data
        FROM unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::bigint[], $5::jsonb[]) WITH ORDINALITY
            AS e(case_id, at, kind, by, data, ord)
        ORDER BY ord
        "#,
        &cases,
        &at,
        &kinds,
        &by as &[Option<i64>],
        &data,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Where a customer of that case is answered.
pub async fn customer_of(
    db: &mut PgConnection,
    case: CaseId,
) -> Result<Option<(PersonId, Platform)>, StoreError> {
    let row =
        sqlx::query!("SELECT customer, platform FROM cases WHERE id = $1", case.0).fetch_optional(db).await?;
    row.map(|r| Ok((PersonId(r.customer), platform(r.platform, "cases", case.0)?))).transpose()
}

/// A person's newest case that is not over.
pub async fn live_of(db: &mut PgConnection, person: PersonId) -> Result<Option<CaseId>, StoreError> {
    let id = sqlx::query_scalar!(
        r#"
        SELECT id FROM cases
        WHERE customer = $1 AND state IN ('new', 'open', 'waiting', 'solved') ORDER BY id DESC LIMIT 1
        "#,
        person.0
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(CaseId))
}
