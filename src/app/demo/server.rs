//! The database server of the demo: the one `DATABASE_URL` names, or one of its own.

use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

use crate::{
    app::AppError,
    config::Surroundings,
    sandbox::postgres::{Durability, Places, PrivatePostgres, create_database, demo_root, drop_database},
};

/// How long a server may take to drop and create a database.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server to keep databases on: the one that was named, or one of our own.
pub(super) enum Server {
    Named(Box<PgConnectOptions>),
    Own(Box<PrivatePostgres>),
}

impl Server {
    pub(super) async fn open(surroundings: &Surroundings, temporary: bool) -> Result<Self, AppError> {
        if let Some(url) = &surroundings.database_url {
            let options = url.parse().map_err(|_| {
                AppError::Other("DATABASE_URL can't be read: unset it, or correct it".to_owned())
            })?;
            return Ok(Self::Named(Box::new(options)));
        }
        let places = places(surroundings);
        let start = move || {
            if temporary {
                PrivatePostgres::start_temporary(&places, Durability::Demo)
            } else {
                PrivatePostgres::start(&places, &demo_root(&places), Durability::Demo)
            }
        };
        let own =
            tokio::task::spawn_blocking(start).await.map_err(|error| AppError::doing("Postgres", error))?;
        Ok(Self::Own(Box::new(own.map_err(|error| AppError::Other(error.to_string()))?)))
    }

    pub(super) fn options(&self, database: &str) -> PgConnectOptions {
        match self {
            Self::Named(options) => options.as_ref().clone().database(database),
            Self::Own(own) => own.options(database),
        }
    }

    /// An address other processes can use.
    pub(super) fn url(&self, surroundings: &Surroundings, database: &str) -> String {
        match self {
            Self::Own(own) => own.url(database),
            Self::Named(_) => {
                with_database(surroundings.database_url.as_deref().unwrap_or_default(), database)
            }
        }
    }

    /// Whether the first start, which creates the server and takes longer, is still to come.
    pub(super) fn is_first_start(surroundings: &Surroundings) -> bool {
        surroundings.database_url.is_none() && !demo_root(&places(surroundings)).exists()
    }

    /// A fresh database of that name. A named server that does not answer within some seconds is told as such.
    pub(super) async fn fresh(&self, database: &str) -> Result<PgConnectOptions, AppError> {
        let server = match self {
            Self::Named(options) => options.as_ref().clone(),
            Self::Own(own) => own.options("postgres"),
        };
        let made = async {
            drop_database(&server, database).await?;
            create_database(&server, database, None).await
        };
        let trouble = match tokio::time::timeout(PATIENCE, made).await {
            Ok(Ok(())) => return Ok(self.options(database)),
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("no answer within {} s", PATIENCE.as_secs()),
        };
        Err(AppError::Other(match self {
            Self::Own(_) => format!("making the demo's database: {trouble}"),
            Self::Named(_) => format!(
                "DATABASE_URL names a server the demo can't use: {trouble}\n\
                 Start or correct it, or unset DATABASE_URL: then the demo brings a server of its own."
            ),
        }))
    }
}

/// The address of another database on the same server.
fn with_database(url: &str, database: &str) -> String {
    let (address, query) = url.split_once('?').map_or((url, None), |(a, q)| (a, Some(q)));
    let scheme = address.find("://").map_or(0, |at| at + 3);
    let end = address[scheme..].find('/').map_or(address.len(), |at| scheme + at);
    let query = query.map_or_else(String::new, |q| format!("?{q}"));
    format!("{}/{database}{query}", &address[..end])
}

fn places(surroundings: &Surroundings) -> Places {
    Places::new(surroundings.path.clone(), std::env::temp_dir(), surroundings.cache.clone())
}
