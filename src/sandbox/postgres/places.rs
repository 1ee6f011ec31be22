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
    /// Where things stay between runs: the demo's data and a fetched PostgreSQL.
    pub kept: PathBuf,
    /// Folders of the form `<here>/*/bin` that are searched after `path`.
    pub installations: Vec<PathBuf>,
}

impl Places {
    /// `cache` is the person's cache folder (`XDG_CACHE_HOME`, else `HOME/.cache`); without one things are kept
    /// under `tmp`. Besides `path`, the usual places of Debian, Homebrew and the macOS installers are searched.
    pub fn new(path: Option<OsString>, tmp: PathBuf, cache: Option<PathBuf>) -> Self {
        let kept = match cache {
            // Why: the user that root drops to could not enter root's home.
            _ if owner::is_root() => PathBuf::from("/var/lib/aftercare"),
            Some(cache) if cache.is_absolute() => cache.join("aftercare"),
            _ => tmp.join(format!("aftercare-{}", owner::uid())),
        };
        let usual = [
            "/usr/lib/postgresql",
            "/opt/homebrew/opt",
            "/usr/local/opt",
            "/Library/PostgreSQL",
            "/Applications/Postgres.app/Contents/Versions",
        ];
        Self { path, tmp, kept, installations: usual.iter().map(PathBuf::from).collect() }
    }
}

/// The folder of the demo's server: the same at every start, so that only the first one has to create it.
pub fn demo_root(places: &Places) -> PathBuf {
    places.kept.join("demo")
}
