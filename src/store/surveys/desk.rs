//! What those who work here see of surveys: whom nobody heard from, and what somebody's surveys said.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{StoreError, Wanted, find, known::known};
use crate::domain::{
    front::survey_desk::{Absent, Listed, Standing},
    id::{PersonId, SurveyId},
};

/// Surveys of somebody that are shown.
const SHOWN: usize = 6;

/// Somebody went to see who did not answer; once.
pub(super) async fn visited(
    db: &mut PgConnection,
    survey: SurveyId,
    by: PersonId,
    at: DateTime<Utc>,
    note: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE surveys SET visited_by = $2, visited_at = $3, visit_note = $4
        WHERE id = $1 AND stage = 'unanswered' AND visited_at IS NULL
        "#,
        survey.0,
        by.0,
        at,
        note
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How somebody stands with surveys. `home` = the desk's zone.
pub async fn standing(
    db: &mut PgConnection,
    person: PersonId,
    home: chrono_tz::Tz,
    now: DateTime<Utc>,
) -> Result<Option<Standing>, StoreError> {
    // Why locked: whoever sends one by hand and the pass that sends them by itself take turns.
    sqlx::query!("INSERT INTO survey_turns (person) VALUES ($1) ON CONFLICT (person) DO NOTHING", person.0)
        .execute(&mut *db)
        .await?;
    sqlx::query!("SELECT person FROM survey_turns WHERE person = $1 FOR UPDATE", person.0)
        .fetch_optional(&mut *db)
        .await?;
    let Some(known) = known(db, person, home, now).await? else { return Ok(None) };
    let wanted = Wanted { people: vec![person.0], since: Some(DateTime::UNIX_EPOCH), ..Wanted::default() };
    let mut surveys = find(db, &wanted).await?;
    let hidden = surveys.len().saturating_sub(SHOWN);
    surveys.drain(..hidden);
    let row = sqlx::query!(
        r#"
        SELECT p.quiet, (SELECT t.look_at FROM survey_turns t WHERE t.person = p.id) AS look_at
        FROM people p WHERE p.id = $1
        "#,
        person.0
    )
    .fetch_one(db)
    .await?;
    Ok(Some(Standing {
        person,
        history: known.history,
        platform: known.platform,
        quiet: row.quiet,
        surveys,
        look_at: row.look_at,
    }))
}

/// A page of the surveys nobody answered and whose people nobody visited yet, the oldest first, and how many there are;
/// that one alone where one is named.
pub async fn absent(
    db: &mut PgConnection,
    which: Option<SurveyId>,
    page: i64,
    size: i64,
) -> Result<Listed, StoreError> {
    let which = which.map(|survey| survey.0);
    let total = sqlx::query_scalar!(
        r#"
        SELECT count(*) AS "n!" FROM surveys
        WHERE stage = 'unanswered' AND visited_at IS NULL AND ($1::bigint IS NULL OR id = $1)
        "#,
        which
    )
    .fetch_one(&mut *db)
    .await?;
    let last = (total - 1).max(0) / size;
    let page = page.clamp(0, last);
    let rows = sqlx::query!(
        r#"
        SELECT s.id, p.name, s.form, s.about, s.asked_at,
               (SELECT f.name FROM members m JOIN companies f ON f.id = m.company WHERE m.person = p.id) AS company,
               (SELECT c.ref FROM cases c WHERE c.customer = p.id ORDER BY c.id DESC LIMIT 1) AS last_case
        FROM surveys s JOIN people p ON p.id = s.person
        WHERE s.stage = 'unanswered' AND s.visited_at IS NULL AND ($3::bigint IS NULL OR s.id = $3)
        ORDER BY s.asked_at, s.id LIMIT $1 OFFSET $2
        "#,
        size,
        page * size,
        which
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter().map(|row| Absent {
        survey: SurveyId(row.id),
        name: row.name,
        company: row.company,
        form: row.form,
        about: row.about,
        case: row.last_case,
        asked_at: row.asked_at,
    });
    Ok(Listed { rows: rows.collect(), page, total })
}

/// Takes the words out of surveys that were sent before then; scores and dates stay. How many that were.
pub async fn wear(db: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let worn = sqlx::query!(
        r#"
        UPDATE surveys
        SET about = NULL, comment = NULL, comment_from = NULL,
            visit_note = CASE WHEN visit_note IS NOT NULL THEN '' END
        WHERE asked_at < $1 AND (about IS NOT NULL OR comment IS NOT NULL OR visit_note <> '')
        "#,
        before
    )
    .execute(&mut *db)
    .await?;
    let settled =
        sqlx::query!("DELETE FROM survey_occasions WHERE settled_at < $1", before).execute(db).await?;
    Ok(worn.rows_affected() + settled.rows_affected())
}
