//! Open cases somebody may mean while typing.

use sqlx::PgConnection;

use crate::{
    domain::{case::State, id::PersonId, suggest::Open},
    store::{StoreError, codec::cell},
};

/// Open cases, those `person` has first, then the newest: all of `groups` (empty = all) and their own. `typed`: the number
/// or the customer's name holds it; small letters, no dashes, no spaces.
pub async fn open(
    db: &mut PgConnection,
    person: PersonId,
    groups: &[String],
    typed: &str,
    most: i64,
) -> Result<Vec<Open>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT c.id, c.ref AS reference, c.state, c.waiting, p.name, c.assignee IS NOT DISTINCT FROM $1 AS "own!"
        FROM cases c JOIN people p ON p.id = c.customer
        WHERE c.state IN ('new', 'open', 'waiting', 'solved')
          AND (cardinality($2::text[]) = 0 OR c.grp = ANY($2) OR c.assignee = $1)
          AND (strpos(lower(replace(c.ref, '-', '')), $3) > 0
               OR strpos(lower(regexp_replace(p.name, '[-/@\s]', '', 'g')), $3) > 0)
        ORDER BY c.assignee IS NOT DISTINCT FROM $1 DESC, c.opened_at DESC, c.id DESC
        LIMIT $4
        "#,
        person.0,
        groups,
        typed,
        most,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let state = State::from_names(&row.state, row.waiting.as_deref());
            Ok(Open {
                reference: cell(row.reference.parse().ok(), "cases", "ref", row.id)?,
                customer: row.name,
                state: cell(state, "cases", "state", row.id)?,
                own: row.own,
            })
        })
        .collect()
}
