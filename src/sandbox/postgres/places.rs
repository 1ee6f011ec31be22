//! Where to look for PostgreSQL and where to keep things. The environment is read by the caller, not here.

use std::ffi::OsString;
use std::path::PathBuf;

use super::owner;

/// The parts of the environment that a private server depends on.
#[derive(Clone, Debug)]
pub struct Places {
    /// `PATH`, to find an installation, `npm` and `tar`.
    pub path: Option<OsString>,
    /// The temporary folder: temporary servers, and sockets whose path would be too long elsewhere.
    pub tmp: PathBuf,
    /// The person's cache folder (`XDG_CACHE_HOME`, else `HOME/.cache`). Root's is never used: the user that
    /// root drops to could not enter it.
    pub cache: Option<PathBuf>,
    /// Folders of the form `<here>/*/bin` that are searched after `path`.
    pub installations: Vec<PathBuf>,
}

impl Places {
    /// The usual places of Debian, Homebrew, the macOS installer and Postgres.app besides the given ones.
    pub fn new(path: Option<OsString>, tmp: PathBuf, cache: Option<PathBuf>) -> Self {
        let usual = [
            "/usr/lib/postgresql",
            "/opt/homebrew/opt",
            "/usr/local/opt",
            "/Library/PostgreSQL",
            "/Applications/Postgres.app/Contents/Versions",
        ];
        Self { path, tmp, cache, installations: usual.iter().map(PathBuf::from).collect() }
    }

    /// Where things stay between runs: servers' data and a fetched PostgreSQL.
    pub(super) fn kept(&self) -> PathBuf {
        if owner::is_root() {
            return PathBuf::from("/var/lib/aftercare");
        }
        match &self.cache {
            Some(cache) if cache.is_absolute() => cache.join("aftercare"),
            _ => self.tmp.join(format!("aftercare-{}", owner::uid())),
        }
    }
}

/// The folder of the demo's server: the same at every start, so that the demo goes on where it was.
pub fn demo_root(places: &Places) -> PathBuf {
    places.kept().join("demo")
}
