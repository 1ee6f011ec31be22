//! Databases by name on any server: the private one, or one that `DATABASE_URL` names.

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::error::PostgresError;

/// Creates an empty database, or a copy of `template`, to which nobody may be connected meanwhile. Several copies
/// of one template may be made at the same time. `server` may name any database of the server.
///
/// # Errors
/// A name that is not 1 to 63 of `[a-z0-9_]`; whatever the server says, for instance that the name is taken.
pub async fn create_database(
    server: &PgConnectOptions,
    name: &str,
    template: Option<&str>,
) -> Result<(), PostgresError> {
    let sql = format!(
        r#"create database "{}" template "{}""#,
        valid(name)?,
        valid(template.unwrap_or("template0"))?
    );
    run(server, sql).await
}

/// Removes a database and ends the sessions in it. One that does not exist is no error.
///
/// # Errors
/// As [`create_database`].
pub async fn drop_database(server: &PgConnectOptions, name: &str) -> Result<(), PostgresError> {
    run(server, format!(r#"drop database if exists "{}" with (force)"#, valid(name)?)).await
}

async fn run(server: &PgConnectOptions, sql: String) -> Result<(), PostgresError> {
    let mut connection: PgConnection = server.connect().await?;
    // Why: names cannot be bound; `valid` leaves nothing that could end a quoted one.
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
    Ok(connection.close().await?)
}

fn valid(name: &str) -> Result<&str, PostgresError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if (1..=63).contains(&name.len()) && name.bytes().all(plain) {
        Ok(name)
    } else {
        Err(PostgresError::Name(name.to_owned()))
    }
}
