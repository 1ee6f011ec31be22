//! What people have on messages now.

use sqlx::PgConnection;

use crate::{
    domain::{
        id::MessageId,
        plan::{Reaction, Side},
    },
    store::StoreError,
};

/// Keeps reactions as they are from now on, in the order given; one taken back is gone.
pub async fn react(db: &mut PgConnection, reactions: &[Reaction]) -> Result<(), StoreError> {
    for reaction in reactions {
        let Some(emoji) = &reaction.emoji else {
            sqlx::query!(
                "DELETE FROM reactions WHERE message = $1 AND person = $2",
                reaction.message.0,
                reaction.person.0
            )
            .execute(&mut *db)
            .await?;
            continue;
        };
        sqlx::query!(
            r#"
            INSERT INTO reactions (message, person, side, emoji, at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (message, person) DO UPDATE
            SET side = excluded.side, emoji = excluded.emoji, at = excluded.at
            "#,
            reaction.message.0,
            reaction.person.0,
            reaction.side.name(),
            emoji,
            reaction.at
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// The newest reaction people of that side have on a message.
pub async fn reaction(
    db: &mut PgConnection,
    message: MessageId,
    side: Side,
) -> Result<Option<String>, StoreError> {
    let newest = sqlx::query_scalar!(
        "SELECT emoji FROM reactions WHERE message = $1 AND side = $2 ORDER BY at DESC, person DESC LIMIT 1",
        message.0,
        side.name()
    )
    .fetch_optional(db)
    .await?;
    Ok(newest)
}
