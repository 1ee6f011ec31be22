//! Cases with what belongs to them, as decisions want them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        case::{Case, Kind, State},
        chat::Address,
        claim::{Class, Urgency},
        front::{CaseFile, Contact},
        id::{CaseId, CompanyId, PersonId},
        order::{Dates, Head, Status},
        reference::Reference,
    },
    store::{
        StoreError, appointments,
        bars::Cells,
        codec::{cell, json, lang, platform, zone},
        quotes, verdicts,
    },
};

#[expect(clippy::struct_excessive_bools, reason = "each tells by itself whether there is more to read")]
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
    leaver: Option<i64>,
    answers: serde_json::Value,
    incomplete: bool,
    opened_at: DateTime<Utc>,
    solved_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    human_at: Option<DateTime<Utc>>,
    rev: i32,
    company: Option<i64>,
    company_name: Option<String>,
    customer_name: String,
    customer_lang: String,
    customer_zone: Option<String>,
    customer_phone: Option<String>,
    by_phone: bool,
    reachable: Option<bool>,
    assignee_name: Option<String>,
    files: i64,
    room_platform: Option<i16>,
    room_chat: Option<i64>,
    room_thread: Option<i64>,
    place_platform: Option<i16>,
    place_parent: Option<i64>,
    place_thread: Option<i64>,
    merged_into: Option<i64>,
    merged_ref: Option<String>,
    linked: Vec<String>,
    bar_kind: Option<String>,
    bar_why: Option<String>,
    bar_until: Option<DateTime<Utc>>,
    bar_by: Option<i64>,
    bar_at: Option<DateTime<Utc>>,
    bar_told: Option<bool>,
    bar_kept: Option<i32>,
    bar_digest_at: Option<DateTime<Utc>>,
    order_number: Option<String>,
    order_status: Option<String>,
    signed_on: Option<NaiveDate>,
    delivered_on: Option<NaiveDate>,
    completed_on: Option<NaiveDate>,
    judged: bool,
    appointed: bool,
    quoted: bool,
}

/// Cases with their people, rooms and clocks, in the order of their ids.
///
/// Why every neighbour is looked up by its key (`LATERAL … LIMIT 1`): as plain joins they are hashed while the statistics
/// still tell of small tables, and then every case that is read costs a walk through all rooms and orders. Why files
/// are counted without asking for `media is not null`: that would let the index of all media be walked instead.
#[expect(clippy::too_many_lines, reason = "one statement and its rows")]
pub async fn files(db: &mut PgConnection, ids: &[CaseId]) -> Result<Vec<CaseFile>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let raw: Vec<i64> = ids.iter().map(|c| c.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"
        SELECT c.id, c.ref AS reference, c.kind, c.state, c.waiting, c.class, c.urgency, c.topic, c.grp, c.customer,
               c.platform, c.assignee, c.leaver, c.answers, c.incomplete, c.opened_at, c.solved_at, c.closed_at, c.human_at, c.rev,
               c.company, (SELECT f.name FROM companies f WHERE f.id = c.company) AS company_name,
               p.name AS customer_name, p.lang AS customer_lang, p.zone AS customer_zone, p.phone AS customer_phone,
               (c.worn_at IS NULL AND NOT EXISTS (SELECT FROM identities i WHERE i.person = c.customer)) AS "by_phone!",
               (SELECT bool_or(i.reachable) FROM identities i WHERE i.person = c.customer AND i.platform = c.platform)
                   AS reachable,
               (SELECT a.name FROM people a WHERE a.id = c.assignee) AS assignee_name,
               (SELECT count(m.media) FROM messages m WHERE m.case_id = c.id) AS "files!",
               r.platform AS "room_platform?", r.chat AS "room_chat?", r.thread AS "room_thread?",
               w.platform AS "place_platform?", w.parent AS "place_parent?", w.thread AS "place_thread?",
               c.merged_into, (SELECT m.ref FROM cases m WHERE m.id = c.merged_into) AS merged_ref,
               ARRAY(SELECT o.ref FROM case_links l JOIN cases o ON o.id = l.a + l.b - c.id
                     WHERE l.a = c.id OR l.b = c.id ORDER BY o.id) AS "linked!",
               b.kind AS "bar_kind?", b.why AS "bar_why?", b.until AS "bar_until?", b.by AS "bar_by?", b.at AS "bar_at?",
               b.told AS "bar_told?", b.kept AS "bar_kept?", b.digest_at AS "bar_digest_at?",
               o.number AS "order_number?", o.status AS "order_status?", o.signed_on AS "signed_on?",
               o.delivered_on AS "delivered_on?", o.completed_on AS "completed_on?",
               EXISTS (SELECT FROM verdicts v WHERE v.case_id = c.id) AS "judged!",
               EXISTS (SELECT FROM appointments a WHERE a.case_id = c.id) AS "appointed!",
               EXISTS (SELECT FROM quotes q WHERE q.case_id = c.id) AS "quoted!"
        FROM cases c
        JOIN LATERAL (SELECT * FROM people WHERE id = c.customer LIMIT 1) p ON true
        LEFT JOIN LATERAL (SELECT * FROM rooms WHERE case_id = c.id LIMIT 1) r ON true
        LEFT JOIN LATERAL (SELECT * FROM places WHERE case_id = c.id AND gone_at IS NULL LIMIT 1) w ON true
        LEFT JOIN LATERAL (SELECT * FROM case_orders WHERE case_id = c.id LIMIT 1) k ON true
        LEFT JOIN LATERAL (SELECT * FROM orders WHERE key = k.key LIMIT 1) o ON true
        LEFT JOIN LATERAL (SELECT * FROM restrictions WHERE person = c.customer LIMIT 1) b ON true
        WHERE c.id = ANY($1)
        ORDER BY c.id
        "#,
        &raw
    )
    .fetch_all(&mut *db)
    .await?;
    let mut clocks = crate::store::clocks::of_cases(db, &raw).await?;
    let mut verdicts = verdicts::of_cases(db, &having(&rows, |row| row.judged)).await?;
    let mut appointments = appointments::of_cases(db, &having(&rows, |row| row.appointed)).await?;
    let mut quotes = quotes::of_cases(db, &having(&rows, |row| row.quoted)).await?;
    let mut inherited = verdicts::inherited(db, &having(&rows, |row| !row.linked.is_empty())).await?;
    rows.into_iter()
        .map(|row| {
            let id = row.id;
            Ok(CaseFile {
                verdicts: verdicts.remove(&id).unwrap_or_default(),
                appointments: appointments.remove(&id).unwrap_or_default(),
                quotes: quotes.remove(&id).unwrap_or_default(),
                inherits: inherited.remove(&id),
                ..file(row, clocks.extract_if(.., |c| c.case.0 == id).collect())?
            })
        })
        .collect()
}

/// The cases that have something. Why the rest is asked of those alone: most cases have none of it, and their words wait for
/// nothing more.
fn having(rows: &[Row], has: fn(&Row) -> bool) -> Vec<i64> {
    rows.iter().filter(|row| has(row)).map(|row| row.id).collect()
}

fn file(mut row: Row, clocks: Vec<crate::domain::clocks::Clock>) -> Result<CaseFile, StoreError> {
    let key = row.id;
    let case = case(&mut row)?;
    let room = match (row.room_platform, row.room_chat) {
        (Some(code), Some(chat)) => {
            Some(Address { platform: platform(code, "rooms", key)?, chat, thread: row.room_thread })
        }
        _ => None,
    };
    let place = match (row.place_platform, row.place_parent, row.place_thread) {
        (Some(code), Some(chat), thread) => {
            Some(Address { platform: platform(code, "places", key)?, chat, thread })
        }
        _ => None,
    };
    let bar = bar(&mut row).read(row.customer)?;
    let order = match (row.order_number, row.order_status) {
        (Some(number), Some(status)) => Some(Head {
            number,
            status: cell(Status::from_name(&status), "orders", "status", key)?,
            dates: Dates { signed: row.signed_on, delivered: row.delivered_on, completed: row.completed_on },
        }),
        _ => None,
    };
    let customer = Contact {
        id: PersonId(row.customer),
        name: row.customer_name,
        lang: lang(&row.customer_lang, row.customer)?,
        zone: zone(row.customer_zone.as_deref(), row.customer)?,
        reachable: row.reachable.unwrap_or(true),
        by_phone: row.by_phone,
        phone: row.customer_phone,
        bar,
    };
    let reference = |text: String| cell(text.parse::<Reference>().ok(), "cases", "ref", key);
    let linked = row.linked.into_iter().map(reference).collect::<Result<_, _>>()?;
    let merged_into = row.merged_ref.map(reference).transpose()?;
    Ok(CaseFile {
        case,
        clocks,
        customer,
        company: row.company_name,
        assignee: row.assignee_name,
        files: row.files,
        room,
        place,
        linked,
        merged_into,
        order,
        verdicts: Vec::new(),
        appointments: Vec::new(),
        quotes: Vec::new(),
        inherits: None,
    })
}

/// How its customer is not heard, taken out of the row.
fn bar(row: &mut Row) -> Cells {
    Cells {
        kind: row.bar_kind.take(),
        why: row.bar_why.take(),
        until: row.bar_until,
        by: row.bar_by,
        at: row.bar_at,
        told: row.bar_told,
        kept: row.bar_kept,
        digest_at: row.bar_digest_at,
    }
}

/// The case itself, taken out of its row.
fn case(row: &mut Row) -> Result<Case, StoreError> {
    let key = row.id;
    Ok(Case {
        id: CaseId(key),
        reference: cell(row.reference.parse().ok(), "cases", "ref", key)?,
        kind: cell(Kind::from_name(&row.kind), "cases", "kind", key)?,
        state: cell(State::from_names(&row.state, row.waiting.as_deref()), "cases", "state", key)?,
        class: cell(Class::from_name(&row.class), "cases", "class", key)?,
        urgency: cell(Urgency::from_id(&row.urgency), "cases", "urgency", key)?,
        topic: row.topic.take(),
        group: std::mem::take(&mut row.grp),
        customer: PersonId(row.customer),
        platform: platform(row.platform, "cases", key)?,
        company: row.company.map(CompanyId),
        assignee: row.assignee.map(PersonId),
        leaver: row.leaver.map(PersonId),
        answers: json(row.answers.take(), "cases", "answers", key)?,
        incomplete: row.incomplete,
        opened_at: row.opened_at,
        solved_at: row.solved_at,
        closed_at: row.closed_at,
        human_at: row.human_at,
        merged_into: row.merged_into.map(CaseId),
        rev: row.rev,
    })
}
