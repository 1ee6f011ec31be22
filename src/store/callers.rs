//! Who may be on the phone, and the numbers they are called back by.
//!
//! Agents find by number, order or name only people of whom they see a case, as in a search.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    StoreError,
    codec::{cell, lang, platform},
};
use crate::domain::{
    caller::{CASES, Caller, MOST, OpenCase},
    case::Kind,
    id::{CaseId, CompanyId, PersonId},
    order::Number,
    phone::Phone,
    plan::NewCaller,
};

/// Who is looked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// Whose number it is.
    pub phone: Option<&'a Phone>,
    /// Whose cases name that order.
    pub order: Option<&'a Number>,
    /// Whose cases these are.
    pub cases: &'a [CaseId],
    /// That one, whatever they are called.
    pub person: Option<PersonId>,
    /// With a case of these groups; empty = any.
    pub groups: &'a [String],
}

/// Writes people who called: new ones with their names, of others the number.
pub async fn put(db: &mut PgConnection, callers: &[NewCaller]) -> Result<(), StoreError> {
    if callers.is_empty() {
        return Ok(());
    }
    let last: std::collections::BTreeMap<PersonId, &NewCaller> =
        callers.iter().map(|caller| (caller.person, caller)).collect();
    let ids: Vec<i64> = last.keys().map(|person| person.0).collect();
    let names: Vec<String> = last.values().map(|c| c.name.clone()).collect();
    let langs: Vec<String> = last.values().map(|c| c.lang.code().to_owned()).collect();
    let phones: Vec<Option<String>> =
        last.values().map(|c| c.phone.as_ref().map(|phone| phone.as_str().to_owned())).collect();
    let at: Vec<DateTime<Utc>> = last.values().map(|c| c.at).collect();
    sqlx::query!(
        r#"
        INSERT INTO people (id, name, lang, phone, seen_at)
        SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
        ON CONFLICT (id) DO UPDATE
        SET phone = coalesce(excluded.phone, people.phone), seen_at = greatest(people.seen_at, excluded.seen_at)
        "#,
        &ids,
        &names,
        &langs,
        &phones as &[Option<String>],
        &at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Those who may be meant, whose number it is first, then the newest cases'.
#[expect(clippy::too_many_lines, reason = "one statement and its row")]
pub async fn find(db: &mut PgConnection, wanted: &Wanted<'_>) -> Result<Vec<Caller>, StoreError> {
    let cases: Vec<i64> = wanted.cases.iter().map(|case| case.0).collect();
    let rows = sqlx::query!(
        r#"
        WITH meant AS (
            SELECT id AS person FROM people WHERE right(phone, 7) = $1
            UNION
            SELECT c.customer FROM case_orders k JOIN cases c ON c.id = k.case_id
            WHERE k.key = $2 OR k.key IN (SELECT o.key FROM orders o WHERE $3 AND o.digits = $2)
            UNION
            SELECT c.customer FROM cases c WHERE c.id = ANY($4)
            UNION
            SELECT $5::bigint WHERE $5 IS NOT NULL
        )
        SELECT p.id, p.name, p.lang, p.phone, m.company AS "company?",
               ARRAY(SELECT DISTINCT i.platform FROM identities i WHERE i.person = p.id ORDER BY 1) AS "on!",
               ARRAY(SELECT c.id FROM cases c WHERE c.customer = p.id
                     AND c.state IN ('new', 'open', 'waiting', 'solved')
                     AND (cardinality($6::text[]) = 0 OR c.grp = ANY($6)) ORDER BY c.id DESC LIMIT $7) AS "cases!",
               ARRAY(SELECT c.ref FROM cases c WHERE c.customer = p.id
                     AND c.state IN ('new', 'open', 'waiting', 'solved')
                     AND (cardinality($6::text[]) = 0 OR c.grp = ANY($6)) ORDER BY c.id DESC LIMIT $7) AS "refs!",
               ARRAY(SELECT c.kind FROM cases c WHERE c.customer = p.id
                     AND c.state IN ('new', 'open', 'waiting', 'solved')
                     AND (cardinality($6::text[]) = 0 OR c.grp = ANY($6)) ORDER BY c.id DESC LIMIT $7) AS "kinds!"
        FROM people p LEFT JOIN members m ON m.person = p.id
        WHERE p.id IN (SELECT person FROM meant) AND p.became IS NULL
          AND EXISTS (SELECT FROM cases c WHERE c.customer = p.id AND c.worn_at IS NULL
                      AND (cardinality($6::text[]) = 0 OR c.grp = ANY($6)))
        ORDER BY (SELECT max(c.id) FROM cases c WHERE c.customer = p.id) DESC NULLS LAST
        LIMIT 50
        "#,
        wanted.phone.map(Phone::tail),
        wanted.order.map(Number::key),
        wanted.order.is_some_and(Number::is_bare),
        &cases,
        wanted.person.map(|person| person.0),
        wanted.groups,
        i64::try_from(CASES).unwrap_or(i64::MAX),
    )
    .fetch_all(db)
    .await?;
    let mut found = Vec::new();
    for row in rows {
        let key = row.id;
        let kinds = row.kinds.iter().zip(row.cases.iter().zip(row.refs));
        let cases = kinds
            .map(|(kind, (id, reference))| {
                let kind = cell(Kind::from_name(kind), "cases", "kind", *id)?;
                Ok(OpenCase { id: CaseId(*id), reference, kind })
            })
            .collect::<Result<_, StoreError>>()?;
        let on = row.on.iter().map(|code| platform(*code, "identities", key)).collect::<Result<_, _>>()?;
        let theirs = row.phone.as_deref().and_then(Phone::read);
        let by_number = theirs.zip(wanted.phone).is_some_and(|(own, told)| own.is_meant_by(told));
        found.push(Caller {
            person: PersonId(key),
            name: row.name,
            lang: lang(&row.lang, key)?,
            phone: row.phone,
            on,
            cases,
            company: row.company.map(CompanyId),
            by_number,
        });
    }
    // Why: an index finds by the end of a number; whose only the end is, is somebody else.
    if wanted.phone.is_some() && wanted.order.is_none() && cases.is_empty() && wanted.person.is_none() {
        found.retain(|caller| caller.by_number);
    }
    found.sort_by_key(|caller| !caller.by_number);
    found.truncate(MOST);
    Ok(found)
}

/// Somebody as they are now, locked; nobody where they were erased. Who is somebody else by now is found as them.
pub async fn get(
    db: &mut PgConnection,
    person: PersonId,
    groups: &[String],
) -> Result<Option<Caller>, StoreError> {
    let now = sqlx::query_scalar!(
        r#"
        SELECT id FROM people WHERE id = coalesce((SELECT became FROM people WHERE id = $1), $1) FOR UPDATE
        "#,
        person.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(now) = now else { return Ok(None) };
    let wanted = Wanted { person: Some(PersonId(now)), groups, ..Wanted::default() };
    Ok(find(db, &wanted).await?.into_iter().next())
}

/// Those among them who are known by phone alone, each with their name and number.
pub async fn by_phone_alone(
    db: &mut PgConnection,
    people: &[PersonId],
) -> Result<Vec<(PersonId, String, Option<String>)>, StoreError> {
    let ids: Vec<i64> = people.iter().map(|person| person.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT p.id, p.name, p.phone FROM people p
        WHERE p.id = ANY($1) AND p.became IS NULL AND NOT EXISTS (SELECT FROM identities i WHERE i.person = p.id)
        "#,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (PersonId(row.id), row.name, row.phone)).collect())
}
