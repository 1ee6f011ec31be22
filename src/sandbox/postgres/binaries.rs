//! Finds an installation of PostgreSQL: on `PATH`, in the usual folders of the platforms, or by fetching one.

use std::path::{Path, PathBuf};

use super::error::PostgresError;
use super::fetch;
use super::places::Places;
use super::supervisor::quiet;

/// The oldest major version the schema is written for.
pub const OLDEST_MAJOR: u32 = 14;

/// A folder with `initdb` and `postgres` of one version.
#[derive(Debug)]
pub(super) struct Binaries {
    folder: PathBuf,
    pub(super) major: u32,
}

impl Binaries {
    pub(super) fn find_or_fetch(places: &Places) -> Result<Self, PostgresError> {
        if let Some(found) = Self::find(places) {
            return Ok(found);
        }
        let fetch = match fetch::fetch(places) {
            Ok(folder) => match Self::at(&folder) {
                Some(fetched) => return Ok(fetched),
                None => " (and the fetched one does not run here)".to_owned(),
            },
            Err(why) => format!(" ({why})"),
        };
        Err(PostgresError::Missing { oldest: OLDEST_MAJOR, fetch })
    }

    /// The person's `PATH` goes first; of what is merely installed, the highest version.
    fn find(places: &Places) -> Option<Self> {
        let path = places.path.iter().flat_map(|path| std::env::split_paths(path));
        path.filter(|folder| folder.is_absolute()).find_map(|folder| Self::at(&folder)).or_else(|| {
            let versions = places.installations.iter().filter_map(|root| root.read_dir().ok()).flatten();
            let found = versions.flatten().filter_map(|version| Self::at(&version.path().join("bin")));
            found.max_by_key(|binaries| binaries.major)
        })
    }

    /// What is in `folder`, unless it is incomplete, too old or does not run.
    fn at(folder: &Path) -> Option<Self> {
        // Why: `postgres` finds its share/ folder from where it really is, and PATH is full of links.
        let folder = folder.join("postgres").canonicalize().ok()?.parent()?.to_path_buf();
        if !folder.join("initdb").is_file() {
            return None;
        }
        let said = quiet(folder.join("postgres"), &folder).arg("-V").output().ok()?;
        let major = major_in(&String::from_utf8_lossy(&said.stdout))?;
        (major >= OLDEST_MAJOR).then_some(Self { folder, major })
    }

    pub(super) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    pub(super) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` is 15; `18beta1` is 18.
fn major_in(version: &str) -> Option<u32> {
    let number = version.split(") ").nth(1)?;
    let digits = number.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major_in;

    #[test]
    fn the_major_version_is_read_from_releases_and_betas() {
        assert_eq!(major_in("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major_in("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_in("postgres: not found"), None);
    }
}
