//! Who is looked at for a survey, and when; what is settled of what happened to them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::super::StoreError;
use crate::domain::{
    id::{CaseId, PersonId, SurveyId},
    survey::After,
};

/// These people are looked at now, as far as they ever are.
pub async fn wake(db: &mut PgConnection, people: &[i64], at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE survey_turns t SET look_at = $2
        FROM (SELECT person FROM survey_turns WHERE person = ANY($1) ORDER BY person FOR UPDATE) w
        WHERE t.person = w.person AND (t.look_at IS NULL OR t.look_at > $2)
        "#,
        people,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Somebody is looked at next then.
pub(super) async fn look(
    db: &mut PgConnection,
    person: PersonId,
    at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE survey_turns SET look_at = $2 WHERE person = $1", person.0, at).execute(db).await?;
    Ok(())
}

/// Of these occasions nobody is asked any more, but by `survey`.
pub(super) async fn settle(
    db: &mut PgConnection,
    person: PersonId,
    occasions: &[(After, String)],
    survey: Option<SurveyId>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let kinds: Vec<String> = occasions.iter().map(|(after, _)| after.name().to_owned()).collect();
    let subjects: Vec<String> = occasions.iter().map(|(_, subject)| subject.clone()).collect();
    sqlx::query!(
        r#"
        UPDATE survey_occasions o SET settled_at = $4, survey = $5
        FROM unnest($2::text[], $3::text[]) AS w(kind, subject)
        WHERE o.person = $1 AND o.kind = w.kind AND o.subject = w.subject AND o.settled_at IS NULL
        "#,
        person.0,
        &kinds,
        &subjects,
        at,
        survey.map(|survey| survey.0)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Nobody asks them about what happened so far, nor about that case once it is solved.
pub(super) async fn skip(
    db: &mut PgConnection,
    person: PersonId,
    case: CaseId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE survey_occasions SET settled_at = $2 WHERE person = $1 AND settled_at IS NULL",
        person.0,
        at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        INSERT INTO survey_occasions (person, kind, subject, about, day, buyer, settled_at)
        SELECT $1, 'confirmed', c.id::text, c.ref, $3::timestamptz::date, p.buyer, $3
        FROM cases c JOIN people p ON p.id = $1 WHERE c.id = $2
        ON CONFLICT (person, kind, subject) DO NOTHING
        "#,
        person.0,
        case.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who is to be looked at.
pub async fn due(db: &mut PgConnection, now: DateTime<Utc>, limit: i64) -> Result<Vec<PersonId>, StoreError> {
    let people = sqlx::query_scalar!(
        "SELECT person FROM survey_turns WHERE look_at <= $1 ORDER BY look_at, person LIMIT $2",
        now,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(people.into_iter().map(PersonId).collect())
}

/// Locks somebody who is to be looked at still, and whom nobody else is at.
pub async fn lock(db: &mut PgConnection, person: PersonId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let locked = sqlx::query_scalar!(
        r#"
        SELECT p.id FROM people p JOIN survey_turns t ON t.person = p.id
        WHERE p.id = $1 AND t.look_at <= $2
        FOR UPDATE SKIP LOCKED
        "#,
        person.0,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(locked.is_some())
}
