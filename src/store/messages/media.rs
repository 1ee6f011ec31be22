//! Files somebody sent.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{domain::plan::NewMedia, store::StoreError};

/// Keeps files in mind.
pub async fn add_media(db: &mut PgConnection, media: &[NewMedia]) -> Result<(), StoreError> {
    if media.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = media.iter().map(|m| m.id.0).collect();
    let people: Vec<i64> = media.iter().map(|m| m.person.0).collect();
    let platforms: Vec<i16> = media.iter().map(|m| m.platform.code()).collect();
    let kinds: Vec<String> = media.iter().map(|m| m.file.kind.name().to_owned()).collect();
    let files: Vec<String> = media.iter().map(|m| m.file.id.clone()).collect();
    let uniques: Vec<String> = media.iter().map(|m| m.file.unique.clone()).collect();
    let names: Vec<Option<String>> = media.iter().map(|m| m.file.name.clone()).collect();
    let mimes: Vec<Option<String>> = media.iter().map(|m| m.file.mime.clone()).collect();
    let sizes: Vec<Option<i64>> = media.iter().map(|m| m.file.size).collect();
    let captions: Vec<String> = media.iter().map(|m| m.caption.clone()).collect();
    let albums: Vec<Option<String>> = media.iter().map(|m| m.album.clone()).collect();
    let remotes: Vec<Option<i64>> = media.iter().map(|m| m.remote).collect();
    let at: Vec<DateTime<Utc>> = media.iter().map(|m| m.at).collect();
    let spoilers: Vec<bool> = media.iter().map(|m| m.file.spoiler).collect();
    sqlx::query!(
        r#"
        INSERT INTO media (id, person, platform, kind, file, uniq, name, mime, size, caption, album, remote, at, spoiler)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[],
                             $8::text[], $9::bigint[], $10::text[], $11::text[], $12::bigint[], $13::timestamptz[], $14::boolean[])
        "#,
        &ids,
        &people,
        &platforms,
        &kinds,
        &files,
        &uniques,
        &names as &[Option<String>],
        &mimes as &[Option<String>],
        &sizes as &[Option<i64>],
        &captions,
        &albums as &[Option<String>],
        &remotes as &[Option<i64>],
        &at,
        &spoilers,
    )
    .execute(db)
    .await?;
    Ok(())
}
