//! What happened in cases, and what was said.

use std::collections::BTreeMap;

use sqlx::PgConnection;

use crate::{
    domain::{
        front::{Entry, What},
        id::CaseId,
        plan::Side,
    },
    store::{StoreError, codec::cell},
};

/// Lines of each kind one history has at most, the newest.
const LINES: i64 = 1000;

/// The histories of cases, the oldest line first, with so many letters of each message.
pub async fn histories(
    db: &mut PgConnection,
    cases: &[CaseId],
    letters: i32,
) -> Result<BTreeMap<CaseId, Vec<Entry>>, StoreError> {
    let mut all = BTreeMap::new();
    for case in cases {
        let mut entries = events(db, *case).await?;
        entries.extend(messages(db, *case, letters).await?);
        entries.sort_by_key(|entry| entry.at);
        all.insert(*case, entries);
    }
    Ok(all)
}

async fn events(db: &mut PgConnection, case: CaseId) -> Result<Vec<Entry>, StoreError> {
    let mut rows = sqlx::query!(
        r#"
        SELECT e.at, e.kind, e.data, p.name AS "name?"
        FROM case_events e LEFT JOIN people p ON p.id = e.by
        WHERE e.case_id = $1 ORDER BY e.id DESC LIMIT $2
        "#,
        case.0,
        LINES
    )
    .fetch_all(db)
    .await?;
    rows.reverse();
    let entry = |(at, kind, data, by)| Entry { at, by, what: What::Event { kind, data } };
    Ok(rows.into_iter().map(|r| entry((r.at, r.kind, r.data, r.name))).collect())
}

async fn messages(db: &mut PgConnection, case: CaseId, letters: i32) -> Result<Vec<Entry>, StoreError> {
    let mut rows = sqlx::query!(
        r#"
        SELECT m.id, m.at, m.side, m.kind, left(m.body, $3) AS "body!", p.name,
               (SELECT count(*) FROM message_revisions r WHERE r.message = m.id) AS "edits!"
        FROM messages m JOIN people p ON p.id = m.person
        WHERE m.case_id = $1 ORDER BY m.at DESC, m.id DESC LIMIT $2
        "#,
        case.0,
        LINES,
        letters
    )
    .fetch_all(db)
    .await?;
    rows.reverse();
    rows.into_iter()
        .map(|row| {
            let side = cell(Side::from_name(&row.side), "messages", "side", row.id)?;
            let what = What::Message { side, kind: row.kind, body: row.body, edits: row.edits };
            Ok(Entry { at: row.at, by: Some(row.name), what })
        })
        .collect()
}
