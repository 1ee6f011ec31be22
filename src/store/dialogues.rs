//! Drafts being filled in.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, json, platform},
};
use crate::domain::{
    bar::Bar,
    chat::Platform,
    id::{DialogueId, PersonId, SendId},
    plan::DialogueRow,
};

/// A draft, and what became of the message that asks its current question.
#[derive(Debug, Clone)]
pub struct Found {
    /// The draft.
    pub row: DialogueRow,
    /// The delivered question's id on its platform, once its delivery is written down.
    pub prompt_remote: Option<i64>,
    /// Where that question is by the table, while it is not known to stand anywhere.
    pub prompt: Prompt,
    /// Something of an agent stands below the question.
    pub overtaken: bool,
}

/// Where a question is that is not known to stand anywhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Prompt {
    /// It was certainly not sent yet.
    Waiting,
    /// Somebody is sending it.
    Flying,
    /// Nobody knows, or there is none.
    #[default]
    Unknown,
}

impl Prompt {
    fn of(state: Option<&str>, doubts: Option<i16>) -> Self {
        match (state, doubts) {
            (Some("queued"), Some(0)) => Self::Waiting,
            (Some("sending"), _) => Self::Flying,
            _ => Self::Unknown,
        }
    }
}

/// What a person has going on.
#[derive(Debug, Clone, Default)]
pub struct Affairs {
    /// Their drafts on that platform.
    pub drafts: Vec<Found>,
    /// They have cases.
    pub has_cases: bool,
    /// They said words whose case is not known yet.
    pub has_parked: bool,
    /// How they are not heard, if so.
    pub bar: Option<Bar>,
}

/// The affairs of people on their platforms, in the order asked. Their rows in `people` are locked by the caller, so
/// these can't change meanwhile.
#[expect(clippy::too_many_lines, reason = "one statement and its columns")]
pub async fn affairs(
    db: &mut PgConnection,
    people: &[(PersonId, Platform)],
) -> Result<Vec<Affairs>, StoreError> {
    let ids: Vec<i64> = people.iter().map(|(p, _)| p.0).collect();
    let platforms: Vec<i16> = people.iter().map(|(_, p)| p.code()).collect();
    // Why `LATERAL … LIMIT 1`: prompts are always newer than their statistics, and a plain join tempts the planner to
    // merge, which reads the outbox from its oldest row on.
    let rows = sqlx::query!(
        r#"
        SELECT g.ord AS "ord!", d.id AS "id?", d.active AS "active?", d.draft AS "draft?", d.prompt AS "prompt?",
               d.reminders AS "reminders?", d.touched_at AS "touched_at?", d.next_at AS "next_at?",
               o.remotes[1] AS prompt_remote, o.state AS "state?", o.doubts AS "doubts?",
               EXISTS (SELECT FROM cases c WHERE c.customer = g.person) AS "has_cases!",
               EXISTS (SELECT FROM messages m WHERE m.person = g.person AND m.parked_until IS NOT NULL) AS "has_parked!",
               b.kind AS "bar_kind?", b.why AS "bar_why?", b.until AS "bar_until?", b.by AS "bar_by?", b.at AS "bar_at?",
               b.told AS "bar_told?", b.kept AS "bar_kept?", b.digest_at AS "bar_digest_at?",
               (d.active AND o.remotes[1] IS NOT NULL AND EXISTS (
                   SELECT FROM links l JOIN identities i ON i.person = g.person AND i.platform = g.platform
                   WHERE l.platform = g.platform AND l.chat = i.chat AND l.remote > o.remotes[1] AND NOT l.source
               )) AS overtaken
        FROM unnest($1::bigint[], $2::smallint[]) WITH ORDINALITY AS g(person, platform, ord)
        LEFT JOIN dialogues d ON d.person = g.person AND d.platform = g.platform
        LEFT JOIN LATERAL (SELECT remotes, state, doubts FROM outbox WHERE id = d.prompt LIMIT 1) o ON true
        LEFT JOIN restrictions b ON b.person = g.person
        ORDER BY g.ord, d.id
        "#,
        &ids,
        &platforms,
    )
    .fetch_all(db)
    .await?;
    let mut all = vec![Affairs::default(); people.len()];
    for row in rows {
        let ord = usize::try_from(row.ord - 1).unwrap_or_default();
        let (person, platform) = people[ord];
        (all[ord].has_cases, all[ord].has_parked) = (row.has_cases, row.has_parked);
        all[ord].bar = super::bars::Cells {
            kind: row.bar_kind,
            why: row.bar_why,
            until: row.bar_until,
            by: row.bar_by,
            at: row.bar_at,
            told: row.bar_told,
            kept: row.bar_kept,
            digest_at: row.bar_digest_at,
        }
        .read(person.0)?;
        let (Some(id), Some(draft)) = (row.id, row.draft) else { continue };
        let missing = |column| StoreError::Inconsistent { table: "dialogues", column, key: id };
        all[ord].drafts.push(Found {
            row: DialogueRow {
                id: DialogueId(id),
                person,
                platform,
                dialogue: json(draft, "dialogues", "draft", id)?,
                active: row.active.unwrap_or_default(),
                prompt: row.prompt.map(SendId),
                reminders: row.reminders.and_then(|n| u16::try_from(n).ok()).unwrap_or_default(),
                touched_at: row.touched_at.ok_or_else(|| missing("touched_at"))?,
                next_at: row.next_at.ok_or_else(|| missing("next_at"))?,
            },
            prompt_remote: row.prompt_remote,
            prompt: Prompt::of(row.state.as_deref(), row.doubts),
            overtaken: row.overtaken.unwrap_or_default(),
        });
    }
    Ok(all)
}

/// Ends drafts.
pub async fn drop(db: &mut PgConnection, ids: &[DialogueId]) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = ids.iter().map(|d| d.0).collect();
    sqlx::query!("DELETE FROM dialogues WHERE id = ANY($1)", &ids).execute(db).await?;
    Ok(())
}

/// Whose drafts have something due at `at`, oldest first: the draft and its person. Those of blocked people wait until
/// they are heard again.
pub async fn due(
    db: &mut PgConnection,
    at: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(DialogueId, PersonId)>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT id, person FROM dialogues d
        WHERE next_at <= $1
          AND NOT EXISTS (SELECT FROM restrictions b
                          WHERE b.person = d.person AND b.kind = 'blocked' AND (b.until IS NULL OR b.until > $1))
        ORDER BY next_at LIMIT $2
        "#,
        at,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (DialogueId(r.id), PersonId(r.person))).collect())
}

/// One draft, if it is still due; its person is locked by the caller.
pub async fn get_due(
    db: &mut PgConnection,
    id: DialogueId,
    at: DateTime<Utc>,
) -> Result<Option<DialogueRow>, StoreError> {
    let row = sqlx::query!("SELECT * FROM dialogues WHERE id = $1 AND next_at <= $2", id.0, at)
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        Ok(DialogueRow {
            id,
            person: PersonId(row.person),
            platform: platform(row.platform, "dialogues", id.0)?,
            dialogue: json(row.draft, "dialogues", "draft", id.0)?,
            active: row.active,
            prompt: row.prompt.map(SendId),
            reminders: cell(u16::try_from(row.reminders).ok(), "dialogues", "reminders", id.0)?,
            touched_at: row.touched_at,
            next_at: row.next_at,
        })
    })
    .transpose()
}
