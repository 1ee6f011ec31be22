//! The two folders of a server: its root (data, log, lock) and the one of its socket. Both are closed to others.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::FlockOperation;

use super::error::{At, PostgresError};
use super::owner::{self, Owner};
use super::supervisor::poll;

/// Any right of the group or of everybody.
const OTHERS: u32 = 0o077;
/// macOS allows 104 bytes for a socket's path with its final zero, Linux 108.
const LONGEST_SOCKET_PATH: usize = 103;
/// What PostgreSQL adds to the socket folder, lock file included: `/.s.PGSQL.5432`.
const SOCKET_NAME: usize = "/.s.PGSQL.5432".len();

/// A locked folder that belongs to the server's user.
#[derive(Debug)]
pub(super) struct Root {
    path: PathBuf,
    pub(super) owner: Owner,
    pub(super) temporary: bool,
    /// Held, never read: closing it frees the folder.
    _lock: File,
}

impl Root {
    /// A folder that stays. It must be new, empty, or private to `owner` already.
    pub(super) fn keep(path: &Path, owner: Owner) -> Result<Self, PostgresError> {
        if let Some(parent) = path.parent() {
            create_open(parent).at(parent)?;
        }
        match private_dir(path, owner) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => adopt(path, owner)?,
            Err(error) => return Err(error).at(path),
        }
        Self::lock(path, owner, false)
    }

    /// A new folder under `tmp`; whoever ends the server removes it.
    pub(super) fn temporary(tmp: &Path, owner: Owner) -> Result<Self, PostgresError> {
        Self::lock(&fresh_dir(tmp, owner)?, owner, true)
    }

    fn lock(path: &Path, owner: Owner, temporary: bool) -> Result<Self, PostgresError> {
        // Why: an earlier server is recognised by the path on its command line, so there is only one spelling.
        let path = path.canonicalize().at(path)?;
        reachable(&path, owner)?;
        let file = path.join("lock");
        let lock = OpenOptions::new().create(true).append(true).open(&file).at(&file)?;
        // Why: a process forked elsewhere at this moment holds a copy of an old lock until it executes.
        let free = poll(Duration::from_secs(1), || {
            rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok().then_some(())
        });
        free.ok_or_else(|| PostgresError::InUse { path: path.clone() })?;
        Ok(Self { path, owner, temporary, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn log(&self) -> PathBuf {
        self.path.join("postgres.log")
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        if self.temporary {
            // Why: the supervisor may have been faster; it may also have lacked the right to the folder above.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

/// Checks a folder that exists already; it is never taken from anybody.
fn adopt(path: &Path, owner: Owner) -> Result<(), PostgresError> {
    let refuse = |why: String| Err(PostgresError::Folder { path: path.to_path_buf(), why });
    let about = path.symlink_metadata().at(path)?;
    if !about.is_dir() {
        return refuse("it is not a folder".to_owned());
    }
    if about.uid() == owner.uid && about.mode() & OTHERS == 0 {
        return Ok(());
    }
    let empty = std::fs::read_dir(path).at(path)?.next().is_none();
    if empty && (about.uid() == owner.uid || about.uid() == owner::uid()) {
        return make_private(path, owner).at(path);
    }
    refuse(format!("it belongs to user {} or is open to others", about.uid()))
}

/// Root's server must be able to walk down to its folder.
fn reachable(path: &Path, owner: Owner) -> Result<(), PostgresError> {
    if !owner::is_root() {
        return Ok(());
    }
    for above in path.ancestors().skip(1) {
        let about = above.metadata().at(above)?;
        if about.mode() & 0o001 == 0 && about.uid() != owner.uid {
            let why = format!("root runs it as user {}, who may not enter {}", owner.uid, above.display());
            return Err(PostgresError::Folder { path: path.to_path_buf(), why });
        }
    }
    Ok(())
}

/// The folder the socket is in; removed when dropped.
#[derive(Debug)]
pub(super) struct SocketFolder {
    path: PathBuf,
}

impl SocketFolder {
    /// Inside `root` where the path is short enough, else a new folder under `tmp`, else under `/tmp`.
    pub(super) fn create(root: &Root, tmp: &Path) -> Result<Self, PostgresError> {
        let inside = root.path().join("socket");
        if fits(&inside) {
            // Why: nobody else can have put it there, so what is found was left by a killed server of ours.
            if let Err(error) = std::fs::remove_dir_all(&inside)
                && error.kind() != io::ErrorKind::NotFound
            {
                return Err(error).at(&inside);
            }
            private_dir(&inside, root.owner).at(&inside)?;
            return Ok(Self { path: inside });
        }
        let short = if fits(&tmp.join(fresh_name(0))) { tmp } else { Path::new("/tmp") };
        let path = fresh_dir(short, root.owner)?;
        Ok(Self { path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Then the next server of `root` uses the same path, and only that one may remove it.
    pub(super) fn is_inside(&self, root: &Root) -> bool {
        self.path.starts_with(root.path())
    }
}

impl Drop for SocketFolder {
    fn drop(&mut self) {
        // Why: nothing depends on it; the supervisor may have been faster, and a rest in /tmp harms nobody.
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

fn fits(folder: &Path) -> bool {
    folder.as_os_str().len() + SOCKET_NAME <= LONGEST_SOCKET_PATH
}

fn fresh_name(attempt: u32) -> String {
    format!("aftercare-{}-{attempt}", std::process::id())
}

/// A folder nobody had before; names already taken are passed over.
fn fresh_dir(parent: &Path, owner: Owner) -> Result<PathBuf, PostgresError> {
    for attempt in 0..10_000 {
        let path = parent.join(fresh_name(attempt));
        match private_dir(&path, owner) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).at(&path),
        }
    }
    Err(PostgresError::Folder { path: parent.to_path_buf(), why: "too many temporary folders".to_owned() })
}

/// Creates a folder that every user may enter, whatever our umask is: root's server runs as somebody else.
pub(super) fn create_open(path: &Path) -> io::Result<()> {
    let there = path.is_dir();
    std::fs::create_dir_all(path)?;
    if owner::is_root() && !there {
        std::fs::set_permissions(path, Permissions::from_mode(0o755))?;
    }
    Ok(())
}

fn private_dir(path: &Path, owner: Owner) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)?;
    make_private(path, owner)
}

fn make_private(path: &Path, owner: Owner) -> io::Result<()> {
    std::fs::set_permissions(path, Permissions::from_mode(0o700))?;
    if owner::is_root() {
        std::os::unix::fs::chown(path, Some(owner.uid), Some(owner.gid))?;
    }
    Ok(())
}
