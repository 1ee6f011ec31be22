//! Surveys with their answers. Who is asked when is in `turns`, what they come to in `scores`.

pub mod desk;
pub mod known;
pub mod noted;
pub mod scores;
pub mod turns;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, platform},
};
use crate::domain::{
    id::{CaseId, PersonId, SurveyId},
    plan::SurveyChange,
    survey::{After, Item, Stage, Survey},
};

/// Does what was decided, in its order.
pub async fn change(
    db: &mut PgConnection,
    changes: &[SurveyChange],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    for one in changes {
        match one {
            SurveyChange::Put(survey) => put(db, survey, at).await?,
            SurveyChange::Settle { person, occasions, survey } => {
                turns::settle(db, *person, occasions, *survey, at).await?;
            }
            SurveyChange::Look { person, at } => turns::look(db, *person, *at).await?,
            SurveyChange::Wake(person) => {
                unsaid(db, *person).await?;
                turns::wake(db, &[person.0], at).await?;
            }
            SurveyChange::Skip { person, case } => turns::skip(db, *person, *case, at).await?,
            SurveyChange::Visited { survey, by, at, note } => {
                desk::visited(db, *survey, *by, *at, note).await?;
            }
        }
    }
    Ok(())
}

/// Writes one as it is now. Why nothing of an older revision: two decisions about one survey take turns by its person's lock.
async fn put(db: &mut PgConnection, one: &Survey, at: DateTime<Utc>) -> Result<(), StoreError> {
    let asks: Vec<String> = one.asks.iter().map(|item| item.name().to_owned()).collect();
    sqlx::query!(
        r#"
        INSERT INTO surveys (id, person, platform, form, after, case_id, about, asks, stage, cursor, rev, comment,
                             comment_from, asked_at, reminded_at, answered_at, touched_at, look_at, by, follow_up)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        ON CONFLICT (id) DO UPDATE
        SET stage = excluded.stage, cursor = excluded.cursor, rev = excluded.rev, comment = excluded.comment,
            comment_from = excluded.comment_from, reminded_at = excluded.reminded_at,
            answered_at = excluded.answered_at, touched_at = excluded.touched_at, look_at = excluded.look_at,
            follow_up = excluded.follow_up
        "#,
        one.id.0,
        one.person.0,
        one.platform.code(),
        one.form,
        one.after.name(),
        one.case.map(|case| case.0),
        one.about,
        &asks,
        one.stage.name(),
        one.cursor.map(Item::name),
        one.rev,
        one.comment,
        one.comment_from,
        one.asked_at,
        one.reminded_at,
        one.answered_at,
        one.touched_at,
        one.look_at,
        one.by.map(|person| person.0),
        one.follow_up.map(|case| case.0),
    )
    .execute(&mut *db)
    .await?;
    let questions: Vec<String> = one.answers.keys().map(|item| item.name().to_owned()).collect();
    let scores: Vec<Option<i16>> = one.answers.values().copied().collect();
    if questions.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        r#"
        INSERT INTO survey_answers (survey, question, score, at)
        SELECT $1, question, score, $4 FROM unnest($2::text[], $3::smallint[]) AS a(question, score)
        ON CONFLICT (survey, question) DO UPDATE SET score = excluded.score, at = excluded.at
        WHERE survey_answers.score IS DISTINCT FROM excluded.score
        "#,
        one.id.0,
        &questions,
        &scores as &[Option<i16>],
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Which surveys are wanted.
#[derive(Debug, Default)]
pub struct Wanted {
    /// By their rows.
    pub ids: Vec<i64>,
    /// Of these people, those touched after `since`.
    pub people: Vec<i64>,
    /// From when on a survey of theirs was touched.
    pub since: Option<DateTime<Utc>>,
    /// Of these people, those whose comment stands in a message.
    pub commented: Vec<(i64, i64)>,
}

/// The surveys that are wanted, the oldest first.
///
/// Why the authors are asked for twice: pairs alone are looked for in all surveys there are.
pub async fn find(db: &mut PgConnection, wanted: &Wanted) -> Result<Vec<Survey>, StoreError> {
    let (authors, messages): (Vec<i64>, Vec<i64>) = wanted.commented.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"
        SELECT s.id, s.person, s.platform, s.form, s.after, s.case_id, s.about, s.asks, s.stage, s.cursor, s.rev,
               s.comment, s.comment_from, s.asked_at, s.reminded_at, s.answered_at, s.touched_at, s.look_at, s.by,
               s.follow_up,
               ARRAY(SELECT a.question FROM survey_answers a WHERE a.survey = s.id ORDER BY a.question) AS "questions!",
               ARRAY(SELECT a.score FROM survey_answers a WHERE a.survey = s.id ORDER BY a.question)
                   AS "scores!: Vec<Option<i16>>"
        FROM surveys s
        WHERE s.id = ANY($1) OR s.person = ANY($2) AND s.touched_at >= $3
           OR s.person = ANY($4) AND (s.person, s.comment_from) IN (SELECT * FROM unnest($4::bigint[], $5::bigint[]))
        ORDER BY s.id
        "#,
        &wanted.ids,
        &wanted.people,
        wanted.since,
        &authors,
        &messages
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let key = row.id;
            let item = |name: &str| cell(Item::from_name(name), "surveys", "asks", key);
            let asks = row.asks.iter().map(|name| item(name)).collect::<Result<_, _>>()?;
            let answers = row.questions.iter().zip(&row.scores);
            let answers = answers
                .map(|(name, score)| Ok((item(name)?, *score)))
                .collect::<Result<BTreeMap<_, _>, StoreError>>()?;
            Ok(Survey {
                id: SurveyId(key),
                person: PersonId(row.person),
                platform: platform(row.platform, "surveys", key)?,
                form: row.form,
                after: cell(After::from_name(&row.after), "surveys", "after", key)?,
                case: row.case_id.map(CaseId),
                about: row.about,
                asks,
                stage: cell(Stage::from_name(&row.stage), "surveys", "stage", key)?,
                cursor: row.cursor.as_deref().map(item).transpose()?,
                rev: row.rev,
                answers,
                comment: row.comment,
                comment_from: row.comment_from,
                asked_at: row.asked_at,
                reminded_at: row.reminded_at,
                answered_at: row.answered_at,
                touched_at: row.touched_at,
                look_at: row.look_at,
                by: row.by.map(PersonId),
                follow_up: row.follow_up.map(CaseId),
            })
        })
        .collect()
}

/// Surveys to be brought to mind, or given up, with whose they are; not of people who are not heard.
pub async fn due(
    db: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(SurveyId, PersonId)>, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, person FROM surveys WHERE look_at <= $1 ORDER BY look_at LIMIT $2",
        now,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (SurveyId(row.id), PersonId(row.person))).collect())
}

/// Takes back what waits to ask somebody who does not want to be asked any more.
async fn unsaid(db: &mut PgConnection, person: PersonId) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        DELETE FROM outbox o USING people p
        WHERE p.id = $1 AND p.quiet AND o.person = p.id AND o.state = 'queued' AND o.fold LIKE 'survey:%'
        "#,
        person.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether what sent that survey never arrived.
pub async fn is_lost(db: &mut PgConnection, survey: &Survey) -> Result<bool, StoreError> {
    // Why not once they were reminded: it had arrived then. Why by its buttons: what is tried again has no fold any more.
    if survey.reminded_at.is_some() {
        return Ok(false);
    }
    let lost = sqlx::query_scalar!(
        r#"
        SELECT EXISTS (SELECT FROM outbox o
                       WHERE o.state = 'undelivered' AND o.person = $1
                         AND o.parcel::text LIKE '%"y:' || $2::bigint::text || ':%'
                         AND NOT EXISTS (SELECT FROM outbox n WHERE n.replaces = o.id)) AS "lost!"
        "#,
        survey.person.0,
        survey.id.0
    );
    Ok(lost.fetch_one(db).await?)
}
