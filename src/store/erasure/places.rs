//! Where a person's words stand: their chat, rooms, messages, and every copy on a platform that is known.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        chat::{Address, Platform},
        id::PersonId,
        lang::Lang,
    },
    store::{
        StoreError,
        codec::{lang, platform},
    },
};

/// A copy of something on a platform, and when it came to be.
pub(super) struct Copy {
    pub(super) platform: Platform,
    pub(super) chat: i64,
    pub(super) remote: i64,
    pub(super) at: DateTime<Utc>,
}

/// Where somebody is told how it ended: their chat, else the newest thread of a case of theirs.
pub(super) async fn own_chat(
    db: &mut PgConnection,
    person: PersonId,
) -> Result<Option<(Address, Lang)>, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT w.platform AS "platform!", w.chat AS "chat!", p.lang
        FROM (SELECT platform, chat, 0::bigint AS age FROM identities WHERE person = $1 AND chat IS NOT NULL
              UNION ALL
              SELECT w.platform, w.thread, w.thread FROM places w JOIN cases c ON c.id = w.case_id
              WHERE c.customer = $1 AND w.gone_at IS NULL) w
        JOIN people p ON p.id = $1
        ORDER BY w.age > 0, w.platform, w.age DESC LIMIT 1
        "#,
        person.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let place = Address {
            platform: platform(row.platform, "identities", person.0)?,
            chat: row.chat,
            thread: None,
        };
        Ok((place, lang(&row.lang, person.0)?))
    })
    .transpose()
}

/// The rooms of cases, and the threads they have on their customer's side.
pub(super) async fn rooms(db: &mut PgConnection, cases: &[i64]) -> Result<Vec<Address>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT case_id AS "case_id!", platform AS "platform!", chat AS "chat!", thread FROM rooms WHERE case_id = ANY($1)
        UNION
        SELECT case_id, platform, chat, thread FROM left_rooms WHERE case_id = ANY($1)
        UNION
        SELECT case_id, platform, parent, thread FROM places WHERE case_id = ANY($1) AND gone_at IS NULL
        ORDER BY 1, 2, 3, 4
        "#,
        cases
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let platform = platform(row.platform, "rooms", row.case_id)?;
            Ok(Address { platform, chat: row.chat, thread: row.thread })
        })
        .collect()
}

/// Every message in their cases, and what they wrote that found no case.
pub(super) async fn messages_of(
    db: &mut PgConnection,
    person: i64,
    cases: &[i64],
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT id FROM messages WHERE case_id = ANY($2)
        UNION SELECT id FROM messages WHERE person = $1 AND side = 'customer'
        "#,
        person,
        cases
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .flatten()
    .collect())
}

/// Where copies of these messages stand, the person's files, the answers to questions, and the cards of rooms.
pub(super) async fn copies(
    db: &mut PgConnection,
    person: i64,
    cases: &[i64],
    messages: &[i64],
) -> Result<Vec<Copy>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT l.platform AS "platform!", l.chat AS "chat!", l.remote AS "remote!", m.at AS "at!"
        FROM links l JOIN messages m ON m.id = l.message WHERE m.id = ANY($3)
        UNION
        SELECT i.platform, i.chat, f.remote, f.at FROM media f
        JOIN identities i ON i.person = f.person AND i.platform = f.platform
        WHERE f.person = $1 AND f.remote IS NOT NULL AND i.chat IS NOT NULL
        UNION
        SELECT i.platform, i.chat, (said #>> '{}')::bigint, told.at
        FROM (SELECT platform, answers AS words, opened_at AS at FROM cases WHERE id = ANY($2)
              UNION ALL SELECT platform, draft, touched_at FROM dialogues WHERE person = $1) told
        JOIN identities i ON i.person = $1 AND i.platform = told.platform
        CROSS JOIN LATERAL jsonb_path_query(told.words, '$.**.message ? (@.type() == "number" && @ > 0)') AS said
        WHERE i.chat IS NOT NULL
        UNION
        SELECT platform, chat, card, opened_at FROM rooms WHERE case_id = ANY($2) AND card IS NOT NULL
        UNION
        SELECT platform, chat, card, left_at FROM left_rooms WHERE case_id = ANY($2) AND card IS NOT NULL
        UNION
        SELECT p.platform, p.chat, p.remote, c.opened_at FROM room_posts p JOIN cases c ON c.id = p.case_id
        WHERE p.case_id = ANY($2)
        "#,
        person,
        cases,
        messages
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let platform = platform(row.platform, "links", row.remote)?;
            Ok(Copy { platform, chat: row.chat, remote: row.remote, at: row.at })
        })
        .collect()
}

/// Takes their rows out of the outbox, delivered or not, and what speaks of them elsewhere and was not delivered. What
/// was delivered keeps no words. The messages these rows became.
pub(super) async fn drop_unsaid(
    db: &mut PgConnection,
    person: i64,
    cases: &[i64],
    names: &[String],
    staff: &[Address],
) -> Result<Vec<Copy>, StoreError> {
    let names = serde_json::json!({ "names": names });
    let rows = sqlx::query!(
        r#"
        WITH own AS (SELECT platform, chat FROM identities WHERE person = $1 AND chat IS NOT NULL),
             called AS (SELECT jsonb_build_object('name', name) AS vars FROM people WHERE id = $1),
             gone AS (
                 DELETE FROM outbox o USING called
                 WHERE o.person = $1 OR o.case_id = ANY($2)
                    OR (o.state <> 'sent' AND jsonb_path_exists(
                            o.parcel, '$.** ? (@.type() == "string" && @ == $names[*])', $3))
                    OR (o.state <> 'sent' AND o.person IS NULL AND o.case_id IS NULL AND jsonb_path_exists(
                            o.parcel, '$.**.text ? (@ == $name)', called.vars))
                 RETURNING o.platform, o.person, o.case_id, o.chat, o.remotes, coalesce(o.done_at, o.created_at) AS at
             )
        SELECT g.platform AS "platform!", coalesce(g.chat, w.thread, own.chat, s.chat) AS "chat!", remote AS "remote!",
               g.at AS "at!"
        FROM gone g CROSS JOIN LATERAL unnest(g.remotes) AS remote
        LEFT JOIN own ON own.platform = g.platform AND g.person = $1
        LEFT JOIN LATERAL (SELECT thread FROM places p
                           WHERE p.case_id = g.case_id AND p.platform = g.platform AND p.gone_at IS NULL LIMIT 1) w ON true
        LEFT JOIN unnest($4::smallint[], $5::bigint[]) AS s(platform, chat) ON s.platform = g.platform
        WHERE coalesce(g.chat, w.thread, own.chat, s.chat) IS NOT NULL AND (g.case_id IS NULL OR g.person IS NOT NULL)
        "#,
        person,
        cases,
        names,
        &staff.iter().map(|side| side.platform.code()).collect::<Vec<_>>(),
        &staff.iter().map(|side| side.chat).collect::<Vec<_>>(),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let platform = platform(row.platform, "outbox", row.remote)?;
            Ok(Copy { platform, chat: row.chat, remote: row.remote, at: row.at })
        })
        .collect()
}
