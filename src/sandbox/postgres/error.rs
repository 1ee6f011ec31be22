//! Why a private server could not be had, in words for the person who started the program.

use std::io;
use std::path::{Path, PathBuf};

/// Each message says what to do where something can be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PostgresError {
    /// No usable installation, and none could be fetched.
    #[error(
        "no PostgreSQL {oldest} or newer on this machine{fetch}: install it (Debian and Ubuntu: `apt install \
         postgresql`, macOS: `brew install postgresql@17`) or name a server in DATABASE_URL"
    )]
    Missing {
        /// The oldest major version that would do.
        oldest: u32,
        /// Empty, or why fetching did not help, in brackets.
        fetch: String,
    },
    /// Started by root, and there is nobody to drop to.
    #[error("PostgreSQL does not run as root, and neither `postgres` nor `nobody` is in /etc/passwd")]
    NoOwner,
    /// The folder is somebody else's, or open to others, or holds other things.
    #[error("{} cannot hold a private database: {why}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Another program holds the folder's lock.
    #[error("another aftercare is running on {}: close that one first", path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// The server of a program that is gone has not ended in time.
    #[error(
        "an earlier database server (process {pid}) is still closing in {}: wait and start again, or end that \
         process",
        path.display()
    )]
    StillClosing {
        /// The earlier server.
        pid: u32,
        /// Its data folder.
        path: PathBuf,
    },
    /// A program of PostgreSQL, or the shell that watches over it, ended badly.
    #[error("{program} failed ({how}): {output}")]
    Failed {
        /// Which program.
        program: &'static str,
        /// Its exit status, or that it took too long.
        how: String,
        /// The last lines it wrote.
        output: String,
    },
    /// Not `[a-z0-9_]`, empty, or too long.
    #[error("`{0}` is not a database name: use 1 to 63 of a-z, 0-9 and _")]
    Name(String),
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file, folder or program concerned.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// The server refused.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

/// Adds the path that an [`io::Error`] lacks.
pub(super) trait At<T> {
    fn at(self, path: &Path) -> Result<T, PostgresError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T, PostgresError> {
        self.map_err(|source| PostgresError::Io { path: path.to_path_buf(), source })
    }
}
